// Drawing a line: clicks add points that snap to the lines and the simpul until the line is whole,
// GeoMan moves them, every change is kept on this computer and shown with what follows from it.
"use strict";

(function () {
  const config = Tapal.config, words = config.teks;
  const button = document.getElementById("gambar");
  if (!button) {
    return;
  }
  const WAIT_MS = 250, ADVICE_MS = 9000;
  const row = document.getElementById("baris-gambar"), radio = row.querySelector("input");
  const output = document.getElementById("angka-gambar"), field = document.getElementById("garis-isi");
  const follow = document.getElementById("ikuti");
  const notYet = document.getElementById("belum-garis");
  const warning = document.getElementById("peringatan-gambar"), remover = document.getElementById("hapus-titik");
  const cutter = document.getElementById("potong"), main = document.querySelector("main");
  let points = [], undone = [], past = [], line, hint, ring, active = false, complete = false, timer, adviceTimer;
  let kind = "drawn", reach = {state: "none"}, chosen = -1, lacking = "";

  Tapal.drawing = () => active;
  // Why the line cannot be proposed yet, "" where there is none or it can.
  Tapal.unfinished = () => points.length > 0 && !complete ? lacking : "";

  // --- points ---
  const clone = () => points.map((point) => point.slice());
  function change(next) {
    past.push(clone());
    undone = [];
    points = next;
    render();
  }
  function step(from, to) {
    if (from.length) {
      to.push(clone());
      points = from.pop();
      chosen = -1;
      render();
    }
  }
  Tapal.undo = () => step(past, undone);

  // The chosen point of the line; without one the end at which it goes on.
  Tapal.removePoint = function () {
    if (active && points.length) {
      const at = chosen < 0 ? (reach.front ? 0 : points.length - 1) : chosen;
      chosen = Math.min(chosen, points.length - 2);
      change(points.filter((point, place) => place !== at));
    }
  };
  Tapal.choosePoint = function (by) {
    if (active && points.length) {
      choose(chosen < 0 && by < 0 ? points.length - 1 : (chosen + by + points.length) % points.length);
      const at = [points[chosen][1], points[chosen][0]];
      if (!Tapal.map.getBounds().contains(at)) {
        Tapal.map.panTo(at);
      }
    }
  };
  function choose(place) {
    chosen = place;
    ring?.remove();
    const point = active && points[chosen];
    ring = point ? L.circleMarker([point[1], point[0]], {
      pane: "labels", radius: 11, color: "#1c2733", weight: 3, fill: false, interactive: false, pmIgnore: true, snapIgnore: true,
    }).addTo(Tapal.map) : null;
    const text = point ? words.hapusTitik.replace("{0}", chosen + 1) : words.hapusUjung;
    remover.title = text + " (Delete)";
    remover.querySelector("span").textContent = text;
    remover.disabled = !points.length;
    if (point) {
      document.getElementById("kabar").textContent =
        words.titikTerpilih.replace("{0}", chosen + 1).replace("{1}", points.length);
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
        line.pm.enable({
          snappable: true, snapDistance: Tapal.SNAP_PX, allowSelfIntersection: true, draggable: false,
          removeLayerBelowMinVertexCount: false,
        });
        line.on("pm:vertexclick", (event) => choose(event.indexPath[0]));
        line.on("pm:edit", function () {
          past.push(clone());
          undone = [];
          points = line.getLatLngs().map((at) => [at.lng, at.lat]);
          chosen = -1;
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
    Tapal.draft.keep(points, kind, past);
    complete = false;
    reach = Tapal.reach(points, kind);
    lacking = remedy() || words.menghitung;
    cutter.hidden = reach.state !== "long";
    follow.hidden = reach.state === "long" || reach.state === "whole";
    choose(points[chosen] ? chosen : -1);
    advise("");
    Tapal.drawn();
    clearTimeout(timer);
    timer = setTimeout(preview, WAIT_MS);
  }

  // What the line needs to become whole; "" for one that is.
  function remedy() {
    if (reach.state === "long") {
      return words.terlaluPanjang;
    }
    if (reach.state !== "short") {
      return "";
    }
    return reach.missing.length === 1 ? words.belumSampai.replace("{0}", reach.missing[0]) : words.belumLengkap;
  }

  // A sentence on the map for a while.
  function advise(text) {
    clearTimeout(adviceTimer);
    Tapal.message(text);
    if (text) {
      adviceTimer = setTimeout(() => Tapal.message(""), ADVICE_MS);
    }
  }
  const advice = () => ({none: words.mulaiGambar, short: remedy(), whole: words.garisUtuh, long: words.terlaluPanjang})[reach.state];

  const openEnd = () => points[reach.front ? 0 : points.length - 1];

  Tapal.line = {
    // Another point at the end where the line goes on; the reason where it takes none.
    add: function (at) {
      if (reach.state === "whole" || reach.state === "long") {
        return advice();
      }
      kind = "drawn";
      const point = [at.lng, at.lat];
      const path = follow.value && points.length ? Tapal.stretch(follow.value, openEnd(), point) : [];
      chosen = -1;
      change(reach.front ? [point, ...path.reverse(), ...clone()] : [...clone(), ...path, point]);
      return "";
    },
    replace: function (found, as) {
      kind = as;
      chosen = -1;
      change(found);
    },
  };

  // --- what follows from the line ---
  async function preview() {
    if (points.length < 2) {
      delete Tapal.data.lines.drawn;
      radio.disabled = true;
      output.hidden = true;
      notYet.textContent = "";
      Tapal.drawnRow.blank();
      if (radio.checked) {
        (points.length ? Tapal.refreshLine : () => Tapal.chooseLine("reference"))();
      }
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

  // No line yet that could be proposed, and why; it stays the chosen one where it was.
  function unfinished(text) {
    delete Tapal.data.lines.drawn;
    delete Tapal.data.lines[kind];
    output.textContent = text;
    output.hidden = !active;
    notYet.textContent = text;
    lacking = remedy() || text;
    radio.disabled = true;
    Tapal.drawnRow.blank();
    complain("");
    Tapal.refreshLine();
  }

  function explain(found) {
    notYet.textContent = "";
    output.textContent = Tapal.drawnRow.fill(found);
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
    main.classList.toggle("sedang-menggambar", on);
    Tapal.moreTools(false);
    chosen = -1;
    Tapal.map.invalidateSize();
    output.hidden = !on || !points.length;
    Tapal.lease(on);
    if (!on && hint) {
      hint.remove();
      hint = null;
    }
    render();
    advise(on ? advice() : "");
  }

  button.addEventListener("click", () => setActive(!active));
  document.getElementById("selesai").addEventListener("click", () => setActive(false));
  document.getElementById("hapus-gambar").addEventListener("click", () => Tapal.line.replace([], "drawn"));
  document.getElementById("urung").addEventListener("click", Tapal.undo);
  document.getElementById("ulang").addEventListener("click", () => step(undone, past));
  remover.addEventListener("click", Tapal.removePoint);
  cutter.addEventListener("click", () => Tapal.line.replace(reach.cut, kind));
  Tapal.map.on("click", function (event) {
    if (active && !event.originalEvent.target.closest(".marker-icon")) {
      Tapal.moreTools(false);
      const refused = Tapal.line.add(Tapal.snapped(event.latlng));
      if (refused) {
        advise(refused);
      }
    }
  });
  Tapal.map.on("mousemove", function (event) {
    if (!active) {
      return;
    }
    const box = Tapal.map.getContainer().getBoundingClientRect();
    output.style.transform = `translate(${Math.min(event.containerPoint.x + 18, box.width - output.offsetWidth - 6)}px, ${Math.max(8, event.containerPoint.y - 60)}px)`;
    if (reach.state !== "short") {
      if (hint) {
        hint.setLatLngs([]);
      }
      return;
    }
    const [lon, lat] = openEnd(), to = Tapal.snapped(event.latlng);
    if (!hint) {
      hint = L.polyline([], {color: "#a3497d", weight: 2, dashArray: "4 6", interactive: false, pmIgnore: true, snapIgnore: true, pane: "touch"}).addTo(Tapal.map);
    }
    hint.setLatLngs([[lat, lon], to]);
  });

  // --- the line that was left is there again ---
  Tapal.restoreDraft = function () {
    Tapal.draft.load(function (found, as, told, before) {
      kind = as;
      points = found.map((point) => point.slice());
      past = before || [];
      chosen = -1;
      render();
      if (told) {
        advise(words.dipulihkan);
      }
    });
  };
  window.addEventListener("online", preview);
})();
