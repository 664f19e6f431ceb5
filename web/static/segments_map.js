// All segments by state: colour, dash and weight differ, so that none stands for itself alone.
"use strict";

(function () {
  const LOOK = {
    belum: {color: "#6b7680", weight: 1.6, dashArray: "1 4", lineCap: "round"},
    dilacak: {color: "#9c4f80", weight: 2.4},
    sengketa: {color: "#c25400", weight: 3.2, dashArray: "9 5", lineCap: "butt"},
    limpah: {color: "#1c2733", weight: 2, dashArray: "10 4 2 4", lineCap: "butt"},
    sepakat: {color: "#007a58", weight: 3.6},
    big: {color: "#007a58", weight: 4.4, dashArray: "2 3", lineCap: "butt"},
    tetap: {color: "#005c42", weight: 6},
    luar: {color: "#9aabb8", weight: 1.2},
  };
  const EDGE = {
    overlap: "#a64500", gap: "#0b6fa4", mismatch: "#6b6b6b", enclave: "#6b7680", hole: "#0b6fa4",
  };
  let map, land, lines, inner, touch, glow, loaded = null;
  const byId = {};
  let chosen = "";

  // On a phone the tools lie in a row above what is shown.
  Tapal.edge = 14;
  Tapal.topEdge = document.querySelector(".papan-peta") && window.matchMedia("(max-width: 47.99rem)").matches ? 62 : 14;
  Tapal.started = function (made) {
    map = made;
    glow = Tapal.layer("outlines", {style: {color: "#f0c419", weight: 13, opacity: 0.75}});
    land = Tapal.layer("findings", {style: (item) => ({
      color: EDGE[item.properties.kind] || "#6b7680", weight: 0.8, fillColor: `url(#pola-${item.properties.kind})`, fillOpacity: 1,
    })});
    lines = Tapal.layer("lines", {style: (item) => LOOK[item.properties.group]});
    // A stipulated line is double: a white one inside the green one.
    inner = Tapal.layer("lines", {style: {color: "#fff", weight: 2}, filter: (item) => item.properties.group === "tetap"});
    touch = Tapal.layer("touch", {interactive: true, style: {weight: 16, opacity: 0}, onEachFeature: choosable});
    Tapal.labels.crowded = true;
    Tapal.labels.lines = function () {
      const found = [];
      const gather = (item) => Array.isArray(item[0]) ? item.forEach(gather) : found.push(item);
      lines.eachLayer((layer) => gather(layer.getLatLngs()));
      return found;
    };
    map.on("moveend", refresh);
    if (!Tapal.viewOfAddress()) {
      Tapal.fitAll();
    }
  };

  Tapal.fitAll = () => Tapal.fitBox(Tapal.config.batas);

  function choosable(feature, layer) {
    if (feature.properties.group === "luar") {
      return;
    }
    layer.on("click", function (event) {
      L.DomEvent.stopPropagation(event);
      const address = Tapal.config.alamat.segmen.replace("_", encodeURIComponent(feature.id));
      document.dispatchEvent(new CustomEvent("tapal:pilih", {detail: {id: feature.id, address: address}, cancelable: true})) && location.assign(address);
    });
    layer.on("mouseover", () => mark(feature.id));
    layer.on("mouseout", () => mark(chosen));
  }

  function mark(id) {
    glow.clearLayers();
    if (byId[id]) {
      glow.addData(byId[id]);
    }
  }

  // Show a segment of the list, and move there when it is out of sight.
  Tapal.point = function (id, move) {
    chosen = id;
    mark(id);
    if (move && byId[id]) {
      const box = glow.getBounds();
      if (!map.getBounds().contains(box)) {
        Tapal.fitTo(box, 14);
      }
    }
  };
  Tapal.hover = (id) => mark(id || chosen);

  async function refresh() {
    const now = Tapal.view();
    const center = map.getCenter();
    Tapal.remember({
      z: Number(map.getZoom().toFixed(2)), c: center.lat.toFixed(5) + "," + center.lng.toFixed(5),
    });
    if (loaded && loaded.zoom === now.zoom && loaded.wide.contains(now.box)) {
      return;
    }
    try {
      const query = new URLSearchParams({bbox: now.wide.toBBoxString(), z: now.zoom});
      const [data, found] = await Promise.all([
        Tapal.fetchJson("segmen", Tapal.config.alamat.peta + "?" + query),
        Tapal.fetchJson("temuan", Tapal.config.alamat.temuan + "?" + query),
      ]);
      loaded = now;
      land.clearLayers().addData(found);
      fill(data);
    } catch (error) {
      Tapal.failed(error, refresh);
      return;
    }
    Tapal.message("");
    document.documentElement.dataset.peta = "siap";
  }

  function fill(data) {
    const near = Tapal.config.nama;
    const shown = Tapal.config.hanya ? new Set(Tapal.config.hanya) : null;
    data.features.forEach((item) => { byId[item.id] = item; });
    for (const layer of [lines, inner, touch]) {
      layer.clearLayers().addData(data);
    }
    if (shown) {
      lines.eachLayer(function (layer) {
        const element = layer.getElement && layer.getElement();
        if (element) {
          element.classList.toggle("pudar", !shown.has(layer.feature.id) && layer.feature.properties.group !== "luar");
        }
      });
    }
    mark(chosen);
    Tapal.labels.set("desa", data.labels.map(([key, text, places]) => ({
      text: text, kind: key.startsWith("kec-") ? "kecamatan" : "desa", places: [...(near[key] || []), ...places].map(Tapal.labelPlace),
    })));
  }
})();
