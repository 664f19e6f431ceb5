// Comments on the page of a segment: their places on the map, a place chosen there, words kept on
// this computer until they are sent, and what others write meanwhile.
"use strict";

(function () {
  const form = document.getElementById("tulis");
  const POLL_MS = 5000, PANE = "komentar";
  const map = Tapal.map, panel = document.querySelector(".panel");
  let list = document.getElementById("utas-utas"), layer, coming = "";

  // --- places on the map ---
  function pin(text, at, className, beside) {
    const node = document.createElement("span");
    node.className = "pin-komentar " + className;
    node.textContent = text;
    return L.marker(at, {
      icon: L.divIcon({className: "", html: node, iconSize: [26, 26], iconAnchor: beside ? [-8, 34] : [2, 24]}),
      pane: PANE, keyboard: false, pmIgnore: true, snapIgnore: true,
    });
  }

  function pins() {
    if (!map) {
      return;
    }
    if (!layer) {
      map.createPane(PANE).style.zIndex = 680;
      layer = L.layerGroup().addTo(map);
    }
    layer.clearLayers();
    list.querySelectorAll("[data-bujur]").forEach(function (thread) {
      const at = [Number(thread.dataset.lintang), Number(thread.dataset.bujur)];
      const marker = pin(thread.dataset.nomor, at, thread.classList.contains("selesai") ? "selesai" : "",
        thread.dataset.tentang === "simpul");
      marker.on("click", function (event) {
        if (picking || (Tapal.drawing && Tapal.drawing())) {
          map.fire("click", {latlng: marker.getLatLng(), originalEvent: event.originalEvent});
        } else {
          show(thread);
        }
      });
      marker.addTo(layer);
      thread.querySelector(".nomor-utas").addEventListener("click", function (event) {
        event.preventDefault();
        map.panTo(at);
      });
    });
    Tapal.labels.refresh();
  }

  function show(thread) {
    thread.open = true;
    list.querySelectorAll(".ditunjuk-utas").forEach((one) => one.classList.remove("ditunjuk-utas"));
    thread.classList.add("ditunjuk-utas");
    reveal(thread);
    thread.querySelector("summary").focus({preventScroll: true});
  }

  function reveal(part) {
    panel.scrollTop += part.getBoundingClientRect().top - panel.getBoundingClientRect().top - 48;
  }

  // --- a link to a place of the panel: the thread opens, the panel moves and the page does not ---
  function opened() {
    const found = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!found || !panel.contains(found)) {
      return;
    }
    const thread = found.closest(".utas");
    if (thread) {
      thread.open = true;
    }
    document.documentElement.scrollTop = document.body.scrollTop = 0;
    reveal(found);
  }
  window.addEventListener("hashchange", opened);
  window.addEventListener("load", opened);

  // --- what others write ---
  function heard(text, first) {
    coming = text;
    if (first && ids(part()) === ids(list)) {
      return;
    }
    if (busy()) {
      document.getElementById("komentar-baru").hidden = false;
    } else {
      take();
    }
  }
  const part = () => document.createRange().createContextualFragment(coming).querySelector("#utas-utas");
  const ids = (where) => Array.from(where.querySelectorAll("[id^=k]")).map((one) => one.id).join();
  const busy = () => Array.from(list.querySelectorAll("textarea, input[type=file]"))
    .some((field) => field.value && field.value !== field.defaultValue) || list.contains(document.activeElement);

  function take() {
    const closed = Array.from(list.querySelectorAll(".utas:not([open])")).map((one) => one.id);
    const made = part();
    made.querySelectorAll(".utas").forEach((one) => { one.open = one.open && !closed.includes(one.id); });
    list.replaceWith(made);
    list = made;
    document.getElementById("komentar-baru").hidden = true;
    pins();
  }

  // --- choosing a place ---
  let picking = false, candidate;
  function mark(at) {
    if (candidate) {
      candidate.remove();
    }
    candidate = map && at && pin("+", at, "calon").addTo(layer);
  }

  function setPicking(on) {
    picking = on;
    document.getElementById("pilih-tempat").setAttribute("aria-pressed", on);
    document.documentElement.classList.toggle("memilih-tempat", on);
  }

  function fields() {
    const about = document.getElementById("tentang").value;
    form.querySelectorAll("[data-untuk]").forEach((row) => { row.hidden = row.dataset.untuk !== about; });
    form.querySelectorAll("[data-untuk] input").forEach((field) => { field.required = field.closest("[data-untuk]").dataset.untuk === about; });
    if (about !== "point") {
      mark(null);
    }
  }

  // --- words are kept until they are sent ---
  function drafts() {
    const text = document.getElementById("teks"), STORE = "tapal-komentar-" + form.dataset.simpan;
    const sent = sessionStorage.getItem(STORE) === "dikirim" && location.hash.startsWith("#k");
    sessionStorage.removeItem(STORE);
    if (sent) {
      localStorage.removeItem(STORE);
    } else if (!text.value) {
      text.value = localStorage.getItem(STORE) || "";
    }
    text.addEventListener("input", function () {
      if (text.value) {
        localStorage.setItem(STORE, text.value);
      } else {
        localStorage.removeItem(STORE);
      }
    });
    form.addEventListener("submit", () => sessionStorage.setItem(STORE, "dikirim"));
  }

  Tapal.comment = function () {
    const field = document.getElementById("teks") || document.getElementById("komentar");
    reveal(form || field);
    field.focus({preventScroll: true});
  };

  pins();
  if (!form) {
    return;
  }
  drafts();
  fields();
  document.getElementById("tentang").addEventListener("change", fields);
  document.getElementById("pilih-tempat").addEventListener("click", () => setPicking(!picking));
  document.getElementById("komentar-baru").querySelector("button").addEventListener("click", take);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && picking) {
      setPicking(false);
    }
  });
  if (map) {
    map.on("click", function (event) {
      if (!picking || (Tapal.drawing && Tapal.drawing())) {
        return;
      }
      document.getElementById("tentang").value = "point";
      document.getElementById("letak-komentar").value = event.latlng.lat.toFixed(7) + ", " + event.latlng.lng.toFixed(7);
      fields();
      mark(event.latlng);
      setPicking(false);
      Tapal.comment();
    });
  }
  Tapal.poll(form.dataset.utas, POLL_MS, heard);
})();
