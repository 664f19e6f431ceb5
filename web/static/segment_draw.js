// Drawing a line: clicks add points that snap to the lines and the simpul, GeoMan moves them, every
// change is kept on this computer and shown with what follows from it.
"use strict";

(function () {
  const config = Tapal.config, words = config.teks;
  const button = document.getElementById("gambar");
  if (!button) {
    return;
  }
  const WAIT_MS = 250, LEASE_MS = 45000;
  const row = document.getElementById("baris-gambar"), radio = row.querySelector("input");
  const output = document.getElementById("angka-gambar"), field = document.getElementById("garis-isi");
  const follow = document.getElementById("ikuti");
  const notYet = document.getElementById("belum-garis");
  const fault = document.getElementById("salah-gambar"), warning = document.getElementById("peringatan-gambar");
  let points = [], undone = [], past = [], line, hint, active = false, complete = false, timer, leaseTimer, kind = "drawn";

  Tapal.drawing = () => active;
  Tapal.unfinished = () => points.length > 0 && !complete;

  // --- points ---
  const clone = () => points.map((point) => point.slice());
  function change(next) {
    past.push(clone());
    undone = [];
    points = next;
    render();
  }
  Tapal.undo = function () {
    if (past.length) {
      undone.push(clone());
      points = past.pop();
      render();
    }
  };
  function redo() {
    if (undone.length) {
      past.push(clone());
      points = undone.pop();
      render();
    }
  }

  function render() {
    if (line) {
      line.pm.disable();
      line.remove();
    }
    line = null;
    if (points.length) {
      line = L.polyline(points.map(([lon, lat]) => [lat, lon]), {
        color: "#CC79A7", weight: 4, opacity: active ? 1 : 0.45, pane: "touch", pmIgnore: false, snapIgnore: true, className: "garis-gambar",
      }).addTo(Tapal.map);
      if (active) {
        line.pm.enable({snappable: true, snapDistance: Tapal.SNAP_PX, allowSelfIntersection: true, draggable: false});
        line.on("pm:edit pm:vertexremoved", function () {
          const next = line.getLatLngs().map((at) => [at.lng, at.lat]);
          past.push(clone());
          undone = [];
          points = next;
          keep();
        });
      }
    }
    keep();
  }

  function keep() {
    document.getElementById("urung").disabled = !past.length;
    document.getElementById("ulang").disabled = !undone.length;
    field.value = points.length > 1 ? JSON.stringify(points) : "";
    Tapal.draft.keep(points, kind);
    complete = false;
    Tapal.drawn();
    clearTimeout(timer);
    timer = setTimeout(preview, WAIT_MS);
  }

  function add(at) {
    const next = clone(), point = [at.lng, at.lat];
    const path = follow.value && next.length ? Tapal.stretch(follow.value, next[next.length - 1], point) : null;
    change(next.concat(path || [], [point]));
  }

  // --- what follows from the line ---
  async function preview() {
    if (points.length < 2) {
      delete Tapal.data.lines.drawn;
      radio.disabled = true;
      output.hidden = true;
      notYet.textContent = "";
      blank();
      return;
    }
    try {
      const found = await Tapal.fetchJson("pratinjau", config.alamat.pratinjau, {
        method: "POST", headers: {"Content-Type": "application/json", "X-CSRFToken": config.token},
        body: JSON.stringify({garis: points}),
      });
      if (found.unfinished) {
        unfinished(found.unfinished);
      } else {
        Tapal.data.lines.drawn = found;
        explain(found);
      }
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      unfinished(error.problem ? error.problem.title : words.gagalPratinjau);
    }
  }

  // No line yet that could be proposed, and why.
  function unfinished(text) {
    delete Tapal.data.lines.drawn;
    delete Tapal.data.lines[kind];
    output.textContent = text;
    output.hidden = !active;
    notYet.textContent = text;
    radio.disabled = true;
    blank();
    complain("");
    if (radio.checked) {
      Tapal.chooseLine("reference");
    }
  }

  function blank() {
    row.classList.add("tak-ada");
    row.querySelectorAll("[data-kolom]").forEach((cell) => { cell.textContent = "–"; });
  }

  function explain(found) {
    const number = (value, digits) => value.toLocaleString(config.bahasa, {minimumFractionDigits: digits, maximumFractionDigits: digits});
    const signed = (m2) => Math.abs(m2) < 0.5 ? "0" : (m2 > 0 ? "+" : "−") + number(Math.abs(m2) / 10000, Math.abs(m2) < 50 ? 4 : 2);
    const cells = {offset: number(found.offset_m, 1), a: signed(found.change_m2.a), b: signed(found.change_m2.b)};
    for (const [name, text] of Object.entries(cells)) {
      row.querySelector(`[data-kolom="${name}"]`).textContent = text;
    }
    row.classList.remove("tak-ada");
    notYet.textContent = "";
    output.textContent = `${config.a} ${cells.a} ha\n${config.b} ${cells.b} ha\n${number(found.length_m, 0)} m`;
    output.hidden = !active;
    complain(found.faults.join(". "));
    radio.disabled = false;
    radio.value = kind;
    Tapal.data.lines[kind] = found;
    Tapal.draft.complete(found.hash);
    complete = true;
    radio.checked = true;
    Tapal.refreshLine();
  }

  function complain(text) {
    warning.textContent = text;
    warning.hidden = !text;
  }

  // --- starting and ending ---
  function setActive(on) {
    active = on;
    button.setAttribute("aria-pressed", on);
    document.querySelector(".saat-gambar").hidden = !on;
    Tapal.map.getContainer().classList.toggle("menggambar", on);
    output.hidden = !on || !points.length;
    clearInterval(leaseTimer);
    lease(on);
    if (on) {
      leaseTimer = setInterval(() => lease(true), LEASE_MS);
    } else if (hint) {
      hint.remove();
      hint = null;
    }
    render();
  }

  // Others see who draws here.
  async function lease(on) {
    try {
      const found = await Tapal.fetchJson("pakai", config.alamat.pakai + (on ? "" : "?selesai=1"), {
        method: "POST", headers: {"X-CSRFToken": config.token},
      });
      if (found.orang && on) {
        Tapal.message(words.orangLain.replace("{0}", found.orang));
      }
    } catch {
      return;
    }
  }

  button.addEventListener("click", () => setActive(!active));
  document.getElementById("selesai").addEventListener("click", () => setActive(false));
  document.getElementById("hapus-gambar").addEventListener("click", () => change([]));
  document.getElementById("urung").addEventListener("click", Tapal.undo);
  document.getElementById("ulang").addEventListener("click", redo);
  Tapal.map.on("click", function (event) {
    if (active && !event.originalEvent.target.closest(".marker-icon")) {
      kind = "drawn";
      add(Tapal.snapped(event.latlng));
    }
  });
  Tapal.map.on("mousemove", function (event) {
    if (!active) {
      return;
    }
    const box = Tapal.map.getContainer().getBoundingClientRect();
    output.style.transform = `translate(${Math.min(event.containerPoint.x + 18, box.width - 190)}px, ${Math.max(8, event.containerPoint.y - 60)}px)`;
    if (!points.length) {
      return;
    }
    const [lon, lat] = points[points.length - 1], to = Tapal.snapped(event.latlng);
    if (!hint) {
      hint = L.polyline([], {color: "#a3497d", weight: 2, dashArray: "4 6", interactive: false, pmIgnore: true, snapIgnore: true, pane: "touch"}).addTo(Tapal.map);
    }
    hint.setLatLngs([[lat, lon], to]);
  });

  // --- typing and uploading ---
  const typed = document.getElementById("ketik");
  async function addTyped() {
    fault.hidden = true;
    try {
      const found = await Tapal.fetchJson("letak", config.alamat.letak + "?" + new URLSearchParams({teks: typed.value}));
      kind = "drawn";
      change(clone().concat([[found.lon, found.lat]]));
      Tapal.map.panTo([found.lat, found.lon]);
      typed.value = "";
    } catch (error) {
      showFault(error);
    }
  }
  function showFault(error) {
    fault.textContent = error.problem ? `${error.problem.title}. ${error.problem.detail}.` : words.gagal;
    fault.hidden = false;
  }
  document.getElementById("tambah-titik").addEventListener("click", addTyped);
  typed.addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      event.preventDefault();
      addTyped();
    }
  });
  document.getElementById("unggah").addEventListener("change", async function (event) {
    fault.hidden = true;
    const body = new FormData();
    body.append("berkas", event.target.files[0]);
    try {
      const found = await Tapal.fetchJson("unggah", config.alamat.unggah, {
        method: "POST", headers: {"X-CSRFToken": config.token}, body: body,
      });
      kind = "uploaded";
      change(found.garis);
      Tapal.fitTo(line.getBounds());
    } catch (error) {
      showFault(error);
    }
    event.target.value = "";
  });

  // --- the line that was left is there again ---
  Tapal.restoreDraft = function () {
    Tapal.draft.load(function (found, as, told) {
      kind = as;
      points = found.map((point) => point.slice());
      render();
      if (told) {
        Tapal.message(words.dipulihkan);
        setTimeout(() => Tapal.message(""), 6000);
      }
    });
  };
  window.addEventListener("online", preview);
})();
