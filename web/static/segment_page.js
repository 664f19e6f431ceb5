// The page of a segment: choosing a line, its figures, comparing, keys, and what others change.
"use strict";

(function () {
  const config = Tapal.config, words = config.teks;
  const form = document.getElementById("usulkan"), main = document.querySelector("main");
  const kept = new URL(location.href).searchParams;
  const POLL_MS = 5000;
  let picked = false, used = false;
  const number = (value, digits) => value.toLocaleString(config.bahasa, {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  });
  const signed = (m2) => Math.abs(m2) < 0.5 ? "0" : (m2 > 0 ? "+" : "−") + number(Math.abs(m2) / 10000, Math.abs(m2) < 50 ? 4 : 2);
  const percent = (value) => (value < -0.004 ? "−" : value > 0.004 ? "+" : "") + number(Math.abs(value), 2);
  const radios = () => Array.from(form.querySelectorAll("[name=garis-jenis]:not(:disabled)"));
  const chosen = () => (form.querySelector("[name=garis-jenis]:checked") || {}).value || "";

  // --- the chosen line ---
  function show(name, passing) {
    Tapal.showLine(name);
    Tapal.chart(name);
    figures(name);
    if (!passing) {
      Tapal.labels.refresh();
      form.querySelectorAll("[data-garis]").forEach((row) => row.classList.toggle("terpilih", row.dataset.garis === name));
      sentence(name);
      Tapal.remember({garis: name});
    }
  }

  function figures(name) {
    const line = Tapal.data && Tapal.data.lines[name];
    for (const letter of ["a", "b"]) {
      const row = document.querySelector(`[data-luas="${letter}"]`), before = Number(row.dataset.sebelum);
      const change = line ? line.change_m2[letter] : null;
      row.querySelector("[data-sesudah]").textContent = line ? number((before + change) / 10000, 2) : "–";
      row.querySelector("[data-ubah]").textContent = line ? signed(change) : "–";
      row.querySelector("[data-persen]").textContent = line ? percent(100 * change / before) : "–";
    }
  }

  // What proposing will do, in a sentence.
  function sentence(name) {
    const box = document.getElementById("kalimat"), button = document.getElementById("tombol-usul");
    if (!box) {
      return;
    }
    const line = Tapal.data && Tapal.data.lines[name];
    const radio = form.querySelector(`[value="${CSS.escape(name)}"]`);
    const again = name === "usulan" || (line && config.hash === line.hash);
    const unfinished = !picked && Tapal.unfinished ? Tapal.unfinished() : "";
    button.disabled = !line || again || Boolean(unfinished);
    if (unfinished) {
      box.textContent = unfinished;
    } else if (!line) {
      box.textContent = words.pilih;
    } else if (again) {
      box.textContent = words.sudah;
    } else {
      const title = radio ? radio.dataset.judul : name;
      const moves = Math.max(Math.abs(line.change_m2.a), Math.abs(line.change_m2.b)) >= 0.5;
      box.textContent = (name === "reference" && moves ? words.akanAcuan : words.akan).replace("{0}", title).replace("{1}", config.a)
        .replace("{2}", signed(line.change_m2.a)).replace("{3}", config.b).replace("{4}", signed(line.change_m2.b)) +
        (config.diganti ? " " + config.diganti : "") + (config.tertanda ? " " + words.gugur : "");
    }
  }

  Tapal.refreshLine = function () {
    show(chosen());
  };
  // The line is being drawn: another one counts as chosen only when the reader picks it after that.
  Tapal.drawn = function () {
    picked = false;
    sentence(chosen());
  };
  Tapal.chooseLine = function (name) {
    const radio = radios().find((one) => one.value === name);
    if (radio) {
      radio.checked = true;
      show(name);
    }
  };

  form.addEventListener("change", function (event) {
    if (event.target.name === "garis-jenis") {
      picked = true;
      show(event.target.value);
    }
  });
  form.querySelector("tbody").addEventListener("mouseover", function (event) {
    const row = event.target.closest("[data-garis]");
    if (row && Tapal.data && Tapal.data.lines[row.dataset.garis]) {
      show(row.dataset.garis, true);
    }
  });
  form.querySelector("tbody").addEventListener("mouseleave", () => show(chosen(), true));
  form.querySelector("tbody").addEventListener("click", function (event) {
    const row = event.target.closest("[data-garis]");
    if (row && !event.target.closest("label, input")) {
      pick(row.dataset.garis);
    }
  });

  // --- comparing ---
  const swipe = document.getElementById("geser"), divide = document.getElementById("batas-geser");
  const other = document.getElementById("banding");
  function setSwipe(on) {
    swipe.setAttribute("aria-pressed", on);
    document.querySelectorAll(".saat-geser").forEach((part) => { part.hidden = !on; });
    Tapal.compareWith(other.value);
    Tapal.swipe(on, divide.value / 100);
    Tapal.remember({geser: on ? divide.value : null});
  }
  swipe.addEventListener("click", () => setSwipe(swipe.getAttribute("aria-pressed") !== "true"));
  divide.addEventListener("input", () => Tapal.swipe(true, divide.value / 100));
  divide.addEventListener("change", () => Tapal.remember({geser: divide.value}));
  other.addEventListener("change", () => Tapal.compareWith(other.value));
  document.getElementById("tembus").addEventListener("input", (event) => Tapal.opacity(event.target.value / 100));
  document.querySelectorAll("[data-lapis]").forEach((box) => box.addEventListener("change", function () {
    Tapal.showSource(box.dataset.lapis, box.checked);
    const off = Array.from(document.querySelectorAll("[data-lapis]")).filter((one) => !one.checked).map((one) => one.dataset.lapis);
    Tapal.remember({lapis: off.length ? "-" + off.join("-") : null});
  }));
  document.addEventListener("tapal:pandangan", function () {
    if (Tapal.data) {
      const center = Tapal.map.getCenter();
      Tapal.remember({z: Number(Tapal.map.getZoom().toFixed(2)), c: center.lat.toFixed(5) + "," + center.lng.toFixed(5)});
    }
  });

  // --- start: what the address says ---
  document.addEventListener("tapal:data", function () {
    (kept.get("lapis") || "").split("-").filter(Boolean).forEach(function (name) {
      const box = document.querySelector(`[data-lapis="${CSS.escape(name)}"]`);
      if (box) {
        box.checked = false;
        Tapal.showSource(name, false);
      }
    });
    const wanted = radios().find((one) => one.value === kept.get("garis"));
    if (wanted) {
      wanted.checked = true;
    }
    show(chosen());
    if (kept.get("geser")) {
      divide.value = kept.get("geser");
      setSwipe(true);
    }
    if (Tapal.restoreDraft) {
      Tapal.restoreDraft();
    }
  });

  // --- what others change ---
  function heard(text) {
    const made = document.createRange().createContextualFragment(text).querySelector("#keadaan");
    document.getElementById("keadaan").replaceWith(made);
    if (made.dataset.versi !== main.dataset.versi) {
      changed();
    }
  }

  // A page that somebody works in stays as it is: the reader decides when to load again.
  function changed() {
    if (!used) {
      location.reload();
      return;
    }
    document.getElementById("berubah").hidden = false;
  }
  for (const kind of ["pointerdown", "keydown", "input"]) {
    main.addEventListener(kind, () => { used = true; }, {passive: true});
  }
  Tapal.poll(config.alamat.keadaan, POLL_MS, heard)();

  // --- parts of the panel, the sheet on a phone ---
  const panel = document.querySelector(".panel"), STOPS = ["", "tinggi", "rendah"];
  function reveal(part) {
    panel.scrollTop += part.getBoundingClientRect().top - panel.getBoundingClientRect().top - 48;
  }
  document.querySelectorAll("[data-buka]").forEach((link) => link.addEventListener("click", function (event) {
    const part = document.getElementById(link.dataset.buka);
    event.preventDefault();
    part.open = true;
    reveal(part);
    (part.querySelector("input:not([type=hidden]):not(.visually-hidden), textarea") || part.querySelector("summary")).focus({preventScroll: true});
  }));
  document.getElementById("gagang").addEventListener("click", function () {
    const now = STOPS.findIndex((stop) => stop && main.classList.contains(stop));
    const next = STOPS[(Math.max(0, now) + 1) % STOPS.length];
    STOPS.filter(Boolean).forEach((stop) => main.classList.toggle(stop, stop === next));
    Tapal.map.invalidateSize();
    panel.scrollTop = 0;
  });

  // What the reader may do next: propose the line just picked, the step that is due, propose any.
  function nextAction() {
    const button = document.getElementById("tombol-usul"), radio = form.querySelector("[name=garis-jenis]:checked");
    const due = document.querySelector(".giliran a"), steps = ".tindakan:not(.jarang) summary";
    if (button && !button.disabled && (picked || !due)) {
      return button;
    }
    return due ? document.querySelector(`#${due.dataset.buka} summary`)
      : button && radio || document.querySelector(steps) || document.querySelector(".tindakan summary") || panel;
  }
  function pick(name) {
    picked = true;
    Tapal.chooseLine(name);
  }

  // --- keys ---
  const go = function (direction) {
    const link = document.querySelector(`[data-langkah="${direction}"]`);
    if (link) {
      link.click();
    }
  };
  Tapal.keys({
    j: () => go("sesudah"), k: () => go("sebelum"), 0: Tapal.fitAll,
    a: () => pick("a"), b: () => pick("b"), m: () => pick("midline"),
    s: () => swipe.click(),
    u: () => Tapal.undo && Tapal.undo(),
    Delete: () => Tapal.removePoint && Tapal.removePoint(), Backspace: () => Tapal.removePoint && Tapal.removePoint(),
    ",": () => Tapal.choosePoint && Tapal.choosePoint(-1), ".": () => Tapal.choosePoint && Tapal.choosePoint(1),
    c: () => Tapal.comment && Tapal.comment(),
    Enter: function () {
      const next = nextAction();
      reveal(next);
      next.focus({preventScroll: true});
    },
    Escape: function () {
      if (Tapal.drawing && Tapal.drawing()) {
        document.getElementById("selesai").click();
      } else if (swipe.getAttribute("aria-pressed") === "true") {
        setSwipe(false);
      }
    },
  });
})();
