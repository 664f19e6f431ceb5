// A map that Folium made, with our tools, labels and positions; pages fill it in Tapal.started.
"use strict";

(function () {
  const config = JSON.parse(document.getElementById("tapal-config").textContent);
  const words = config.teks;
  let map, position;

  Tapal.config = config;

  Tapal.attach = function (made) {
    map = Tapal.map = made;
    L.Util.emptyImageUrl = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
    Tapal.renderers = {};
    for (const pane of ["lands", "outlines", "touch", "findings", "lines"]) {
      Tapal.renderers[pane] = L.svg({pane: pane, padding: 0.4});
    }
    Tapal.labels = new Tapal.Labels();
    Tapal.labels.addTo(map);
    L.control.scale({imperial: false, maxWidth: 140}).addTo(map);
    map.on("moveend", moved);
    map.on("mousemove", (event) => Tapal.show(event.latlng));
    map.on("click", (event) => Tapal.show(event.latlng));
    const frame = document.querySelector(".peta, .papan-peta");
    map.getContainer().setAttribute("role", "application");
    map.getContainer().setAttribute("aria-label", document.querySelector("section[aria-label]").getAttribute("aria-label") || frame.className);
    document.querySelectorAll("[data-alat]").forEach((button) => button.addEventListener("click", ACTIONS[button.dataset.alat]));
    const legend = document.querySelector(".legenda");
    if (legend) {
      legend.open = window.matchMedia("(min-width: 100rem)").matches;
    }
    Tapal.started(map);
    moved();
  };

  const ACTIONS = {
    dekat: () => map.zoomIn(),
    jauh: () => map.zoomOut(),
    muat: () => Tapal.fitAll(),
  };

  // A GeoJSON layer in a pane.
  Tapal.layer = (pane, options) => L.geoJSON(null, Object.assign(
    {pane: pane, renderer: Tapal.renderers[pane], interactive: false, pmIgnore: true, snapIgnore: true},
    options)).addTo(map);

  // Fetch JSON for a slot; a newer request of the same slot ends the older one.
  const running = {};
  Tapal.fetchJson = async function (slot, address, options) {
    if (running[slot]) {
      running[slot].abort();
    }
    const control = running[slot] = new AbortController();
    const response = await fetch(address, Object.assign({signal: control.signal}, options));
    const data = await response.json();
    if (!response.ok) {
      throw Object.assign(new Error(data.title || String(response.status)), {problem: data});
    }
    return data;
  };

  // A text on the map, with a button that tries again.
  Tapal.message = function (text, again) {
    const box = document.getElementById("pesan-peta");
    box.replaceChildren(document.createTextNode(text));
    if (again) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kecil";
      button.textContent = words.ulangi;
      button.addEventListener("click", again);
      box.append(" ", button);
    }
    box.hidden = !text;
  };

  Tapal.failed = function (error, again) {
    if (error.name !== "AbortError") {
      Tapal.message(words.gagal, again);
    }
  };

  Tapal.fitTo = function (bounds, maxZoom) {
    const size = map.getSize();
    const edge = Math.min(Tapal.edge || 56, size.x * 0.12, size.y * 0.14);
    const legend = document.querySelector(".legenda");
    const right = legend && legend.open ? Math.max(edge, Math.min(legend.offsetWidth + 24, size.x * 0.4)) : edge;
    map.fitBounds(bounds, {
      animate: false, paddingTopLeft: [edge, Math.max(edge, Tapal.topEdge || 0)], paddingBottomRight: [right, edge], maxZoom: maxZoom || 19,
    });
  };

  Tapal.fitBox = ([west, south, east, north]) => Tapal.fitTo([[south, west], [north, east]]);

  // Where the address says the map should be; false when it says nothing.
  Tapal.viewOfAddress = function () {
    const query = new URL(location.href).searchParams;
    const center = (query.get("c") || "").split(",").map(Number), zoom = Number(query.get("z"));
    if (!zoom || center.length !== 2 || !center.every(Number.isFinite)) {
      return false;
    }
    map.setView(center, zoom, {animate: false});
    return true;
  };

  // Change what the address says without a new entry in the history; null takes a value away.
  Tapal.remember = function (values) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === "") {
        url.searchParams.delete(name);
      } else {
        url.searchParams.set(name, value);
      }
    }
    history.replaceState(null, "", url.pathname + url.search.replaceAll("%2C", ",") + url.hash);
  };

  // The view widened to a grid, so that small moves ask for nothing and answers can be kept.
  Tapal.view = function () {
    const zoom = Math.ceil(map.getZoom()), step = 360 / 2 ** zoom, box = map.getBounds();
    const grid = (value, round) => round(value / step) * step;
    return {
      zoom: zoom, box: box,
      wide: L.latLngBounds(
        [grid(box.getSouth() - step / 2, Math.floor), grid(box.getWest() - step / 2, Math.floor)],
        [grid(box.getNorth() + step / 2, Math.ceil), grid(box.getEast() + step / 2, Math.ceil)]),
    };
  };

  Tapal.labelPlace = ([lon, lat, half]) => ({at: L.latLng(lat, lon), half: half});

  function moved() {
    const center = map.getCenter();
    const metres = 40075016.686 * Math.cos(center.lat * Math.PI / 180) / (256 * 2 ** map.getZoom());
    const exact = metres / 0.00026458;
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
    document.getElementById("skala").textContent =
      "1:" + (Math.round(exact / unit) * unit).toLocaleString(config.bahasa);
    if (!position) {
      Tapal.show(center, true);
    }
    document.dispatchEvent(new CustomEvent("tapal:pandangan"));
  }

  Tapal.show = function (at, passing) {
    position = passing ? null : at;
    document.getElementById("letak").textContent =
      Tapal.coordinates.text(at.lng, at.lat, config.zona, config.bahasa, words);
  };

  document.getElementById("salin-letak").addEventListener("click", (event) =>
    Tapal.copy(document.getElementById("letak").textContent, event.currentTarget, words.disalin));

  // --- keys: pages give {key: action}; off inside fields, and by choice ---
  Tapal.keys = function (actions) {
    const help = document.getElementById("bantuan"), use = document.getElementById("pakai-tombol");
    use.checked = localStorage.getItem("tapal-tombol") !== "tidak";
    use.addEventListener("change", () => localStorage.setItem("tapal-tombol", use.checked ? "ya" : "tidak"));
    const all = Object.assign({"?": () => help.showModal(), l: () => Tapal.measure && Tapal.measure()}, actions);
    document.addEventListener("keydown", function (event) {
      const field = event.target.closest(
        "input:not([type=checkbox]):not([type=radio]):not([type=range]), select, textarea, dialog");
      const pressed = event.key === "Enter" && event.target.closest("a, button, summary, input");
      const action = all[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!action || field || pressed || help.open || event.ctrlKey || event.metaKey ||
          event.altKey || (!use.checked && event.key !== "Escape")) {
        return;
      }
      event.preventDefault();
      action();
    });
  };
})();
