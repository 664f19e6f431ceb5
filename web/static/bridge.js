// The map that Folium made, filled with findings and lines, and tied to the list by two events:
// "tapal:pilih" (a finding was chosen on the map) and "tapal:pandangan" (the view moved).
"use strict";

(function () {
  const config = JSON.parse(document.getElementById("tapal-config").textContent);
  const words = config.teks;
  const EDGE = {
    overlap: "#b24700", gap: "#1f78a8", mismatch: "#a87500", enclave: "#4d4d4d",
    inlet: "#2f5a86", hole: "#756b00", excluded: "#566b51", unmatched: "#882255",
  };
  const LINES = {
    "line-reference": {color: "#4a4a4a", weight: 2.5, dashArray: "0.5 5", lineCap: "round"},
    "line-a": {color: "#0072B2", weight: 3},
    "line-b": {color: "#D55E00", weight: 3, dashArray: "10 6", lineCap: "butt"},
    "line-c": {color: "#1c2733", weight: 2.5, dashArray: "10 4 2 4", lineCap: "butt"},
  };
  const LANDS = {"land-a": "#0072B2", "land-b": "#D55E00", "land-c": "#1c2733"};
  const OUTLINES = {
    reference: {color: "#3a3a3a", weight: 1.5, dashArray: "0.5 5", lineCap: "round"},
    local: {color: "#9aabb8", weight: 1.4},
    layer: {color: "#9aabb8", weight: 1.4},
  };
  const WEIGHT = {claim: 1.2, doubt: 1, enclave: 0.7, sliver: 0.8, noise: 0.6, excluded: 0.7};
  const RADIUS = {claim: 2.6, doubt: 2.2, enclave: 2.6, sliver: 2, noise: 1.5, excluded: 2};
  const OPACITY = {claim: 1, doubt: 1, enclave: 0.6, sliver: 0.5, noise: 0.35, excluded: 0.5};
  const NOTICE_MS = 6000;
  let map, labels, findings, touch, closeUp, outlines, filters = "", loaded = {}, position;
  let told = false, hiding;

  Tapal.config = config;

  Tapal.attach = function (made) {
    map = Tapal.map = made;
    L.Util.emptyImageUrl = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
    const renderers = {};
    for (const pane of ["lands", "outlines", "touch", "findings", "lines"]) {
      renderers[pane] = L.svg({pane: pane, padding: 0.4});
    }
    const layer = (pane, options) => L.geoJSON(null, Object.assign(
      {pane: pane, renderer: renderers[pane], interactive: false}, options)).addTo(map);
    outlines = config.sumber.map((role) => layer("outlines", {
      style: Object.assign({fill: false}, OUTLINES[role]),
    }));
    touch = layer("touch", {
      interactive: true, style: {weight: 16, opacity: 0, fill: false},
      filter: (feature) => feature.geometry.type !== "Point", onEachFeature: choosable,
    });
    findings = layer("findings", {
      interactive: true, style: findingStyle, onEachFeature: choosable,
      pointToLayer: (feature, at) => L.circleMarker(at, {
        pane: "findings", renderer: renderers.findings, radius: RADIUS[feature.properties.class] + Math.min(2.5, Math.log2(feature.properties.count) / 2),
      }),
    });
    closeUp = {
      lands: layer("lands", {style: landStyle}),
      glow: layer("lands", {style: (feature) => ({
        color: EDGE[feature.properties.kind], weight: 18, opacity: 0.22, fill: false,
      })}),
      patch: layer("findings", {style: (feature) => Object.assign(findingStyle(feature),
        {weight: 2, opacity: 1, className: "temuan-terpilih"})}),
      casing: layer("lines", {style: {color: "#fff", weight: 7, opacity: 0.9}}),
      lines: layer("lines", {style: (feature) => Object.assign(
        {}, LINES[feature.properties.role], closeUp.thin ? {weight: 2} : {})}),
    };
    labels = new Tapal.Labels();
    labels.lines = () => Tapal.strokesOf(map, [...outlines, closeUp.lines]);
    labels.patches = () => Tapal.strokesOf(map, [closeUp.patch]);
    labels.addTo(map);
    L.control.scale({imperial: false, maxWidth: 140}).addTo(map);
    map.on("moveend", moved);
    map.on("mousemove", (event) => show(event.latlng));
    map.on("click", (event) => show(event.latlng));
    map.getContainer().setAttribute("role", "application");
    map.getContainer().setAttribute("aria-label", document.querySelector(".peta").getAttribute("aria-label"));
    tools();
  };

  function choosable(feature, layer) {
    layer.on("click", function (event) {
      L.DomEvent.stopPropagation(event);
      document.dispatchEvent(new CustomEvent("tapal:pilih", {detail: {id: feature.id}}));
    });
  }

  function findingStyle(feature) {
    const kind = feature.properties.kind, rank = feature.properties.class;
    if (feature.geometry.type === "Point") {
      return {
        color: "#fff", weight: 0.8, opacity: OPACITY[rank], fillColor: EDGE[kind],
        fillOpacity: OPACITY[rank], className: "bidang",
      };
    }
    return {
      color: EDGE[kind], weight: WEIGHT[rank], opacity: OPACITY[rank], fillColor: `url(#pola-${kind})`, fillOpacity: 1,
      className: "bidang bidang-" + kind,
    };
  }

  function landStyle(feature) {
    return {stroke: false, fillColor: LANDS[feature.properties.role], fillOpacity: 0.07};
  }

  const query = (extra) => [filters, new URLSearchParams(extra).toString()].filter(Boolean).join("&");

  // Fetch JSON for a slot; a newer request of the same slot ends the older one.
  const running = {};
  async function fetchJson(slot, address) {
    if (running[slot]) {
      running[slot].abort();
    }
    const control = running[slot] = new AbortController();
    const response = await fetch(address, {signal: control.signal});
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    return response.json();
  }

  // A text on the map; `again` adds a button that tries again, `brief` lets it be closed and go.
  function message(text, again, brief) {
    const box = document.getElementById("pesan-peta");
    clearTimeout(hiding);
    box.replaceChildren(document.createTextNode(text));
    if (again || brief) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = again ? "kecil" : "tutup";
      button.textContent = again ? words.ulangi : "×";
      if (brief) {
        button.setAttribute("aria-label", words.tutup);
        hiding = setTimeout(() => message(""), NOTICE_MS);
      }
      button.addEventListener("click", again || (() => message("")));
      box.append(" ", button);
    }
    box.hidden = !text;
  }

  function failed(error, again) {
    if (error.name !== "AbortError") {
      message(words.gagal, again);
    }
  }

  // The view widened to a grid, so that small moves ask for nothing and answers can be kept.
  function view() {
    const zoom = Math.ceil(map.getZoom());
    const step = 360 / 2 ** zoom;
    const box = map.getBounds();
    const grid = (value, round) => round(value / step) * step;
    return {
      key: zoom, box: box,
      wide: L.latLngBounds(
        [grid(box.getSouth() - step / 2, Math.floor), grid(box.getWest() - step / 2, Math.floor)],
        [grid(box.getNorth() + step / 2, Math.ceil), grid(box.getEast() + step / 2, Math.ceil)]),
    };
  }

  function stale(slot, now) {
    const last = loaded[slot];
    return !last || last.key !== now.key || last.filters !== (slot === "temuan" ? filters : "") ||
      !last.wide.contains(now.box);
  }

  async function load(slot, address, use) {
    const now = view();
    if (!stale(slot, now)) {
      return;
    }
    const asked = slot === "temuan" ? filters : "";
    const extra = {bbox: now.wide.toBBoxString(), z: now.key};
    const found = await fetchJson(
      slot, address + "?" + (asked ? query(extra) : new URLSearchParams(extra)));
    loaded[slot] = {key: now.key, wide: now.wide, filters: asked};
    use(found);
  }

  async function refresh() {
    const pill = setTimeout(() => message(words.memuat), 400);
    try {
      await Promise.all([
        load("temuan", config.alamat.peta, showFindings),
        ...outlines.map((layer, number) => map.hasLayer(layer) && load(
          "batas" + number, config.alamat.batas.replace("0.geojson", number + ".geojson"),
          (data) => showOutlines(number, data))),
      ]);
    } catch (error) {
      failed(error, refresh);
      return;
    } finally {
      clearTimeout(pill);
    }
    if (findings.leftOut && !told && map.getSize().x >= 500) {
      told = true;
      message(words.tersembunyi.replace(
        "{0}", findings.leftOut.toLocaleString(config.bahasa)), null, true);
    } else if (!document.querySelector("#pesan-peta .tutup")) {
      message("");
    }
    document.documentElement.dataset.peta = "siap";
  }

  function showFindings(data) {
    // The most severe come first, and are drawn last.
    data.features.reverse();
    touch.clearLayers().addData(data);
    findings.clearLayers().addData(data);
    findings.leftOut = data.left_out;
    fade();
  }

  function showOutlines(number, data) {
    outlines[number].clearLayers().addData(data);
    outlines.filter((layer, place) => config.sumber[place] === "reference" && map.hasLayer(layer))
      .forEach((layer) => layer.bringToFront());
    outlines[number].names = data.labels;
    nameVillages();
  }

  function nameVillages() {
    const named = new Set(closeUp.keys), items = [];
    outlines.forEach(function (layer) {
      if (!map.hasLayer(layer)) {
        return;
      }
      for (const [key, text, places] of layer.names || []) {
        if (!named.has(key)) {
          items.push({text: text, kind: key === text ? "kecamatan" : "desa", places: places.map(place)});
        }
        named.add(key);
      }
    });
    labels.set("desa", items);
  }

  const place = ([lon, lat, half]) => ({at: L.latLng(lat, lon), half: half});

  const ids = () => closeUp.id;

  function fade() {
    findings.eachLayer(function (layer) {
      const element = layer.getElement && layer.getElement();
      if (element) {
        const own = layer.feature.properties.case === closeUp.kasus;
        element.classList.toggle("pudar", Boolean(ids()) && !own);
        element.classList.toggle("tersamar", layer.feature.id === ids());
      }
    });
  }

  // Draw a finding closely; null removes the drawing.
  Tapal.select = async function (id, caseId, options) {
    closeUp.id = id;
    closeUp.kasus = caseId;
    closeUp.fit = options.fit;
    document.documentElement.classList.toggle("ada-pilihan", Boolean(id));
    if (!id) {
      drawCloseUp({features: []});
      return;
    }
    try {
      const data = await fetchJson("dekat", config.alamat.dekat.replace("_", encodeURIComponent(id)));
      if (closeUp.id !== id) {
        return;
      }
      closeUp.bounds = L.latLngBounds(data.bounds.map(([lon, lat]) => [lat, lon]));
      if (closeUp.fit) {
        fitTo(closeUp.bounds);
      }
      drawCloseUp(data);
    } catch (error) {
      failed(error, () => Tapal.select(id, caseId, options));
    }
  };

  function drawCloseUp(data) {
    const role = (start) => data.features.filter((item) => item.properties.role.startsWith(start));
    const lands = role("land"), lines = role("line");
    closeUp.lands.clearLayers().addData({type: "FeatureCollection", features: lands});
    // A patch that is thin for its length would vanish under its lines.
    const patch = role("patch");
    closeUp.thin = patch.some((item) => item.properties.thin);
    closeUp.patch.clearLayers().addData({type: "FeatureCollection", features: patch});
    closeUp.glow.clearLayers().addData(
      {type: "FeatureCollection", features: closeUp.thin ? patch : []});
    closeUp.casing.clearLayers().addData(
      {type: "FeatureCollection", features: closeUp.thin ? [] : lines});
    closeUp.lines.clearLayers().addData({type: "FeatureCollection", features: lines});
    closeUp.keys = lands.map((item) => item.properties.key);
    labels.set("garis", lines.filter((item) => item.properties.label).map((item) => ({
      text: item.properties.label, short: item.properties.short,
      kind: item.properties.shared ? "line-c" : item.properties.role, along: Tapal.strokes(item.properties.along),
    })));
    labels.set("pihak", lands.map((item) => ({
      text: item.properties.label, short: item.properties.short, kind: item.properties.role,
      land: Tapal.strokes(item.geometry),
    })));
    nameVillages();
    fade();
  }

  function fitTo(bounds) {
    const size = map.getSize();
    const edge = Math.min(56, size.x * 0.12, size.y * 0.14);
    const legend = document.querySelector(".legenda");
    const right = legend.open ? Math.min(legend.offsetWidth + 24, size.x * 0.4) : edge;
    map.fitBounds(bounds, {
      animate: false, paddingTopLeft: [edge, edge], paddingBottomRight: [right, edge], maxZoom: 20,
    });
  }

  function fitBox([west, south, east, north]) {
    fitTo([[south, west], [north, east]]);
  }

  // The whole area, the findings of the filtered list, the chosen finding.
  Tapal.fitAll = function () {
    closeUp.fit = false;
    fitBox(config.batas);
  };
  Tapal.fitList = () => fitBox(JSON.parse(document.querySelector("[data-bounds]").dataset.bounds));
  Tapal.fitChosen = function () {
    if (closeUp.id && closeUp.bounds) {
      fitTo(closeUp.bounds);
    }
  };

  Tapal.setView = function (center, zoom) {
    map.setView(center, zoom, {animate: false});
  };

  Tapal.setFilters = function (text) {
    filters = text;
    return refresh();
  };

  function moved() {
    refresh();
    scale();
    if (!position) {
      show(map.getCenter());
    }
    document.dispatchEvent(new CustomEvent("tapal:pandangan"));
  }

  function scale() {
    const center = map.getCenter();
    const metres = 40075016.686 * Math.cos(center.lat * Math.PI / 180) / (256 * 2 ** map.getZoom());
    const exact = metres / 0.00026458;
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
    document.getElementById("skala").textContent =
      "1:" + (Math.round(exact / unit) * unit).toLocaleString(config.bahasa);
  }

  function show(at) {
    position = at;
    document.getElementById("letak").textContent =
      Tapal.coordinates.text(at.lng, at.lat, config.zona, config.bahasa, words);
  }

  // On paper the map has a size of its own and shows what was chosen.
  let before = null;
  window.addEventListener("beforeprint", function () {
    before = {center: map.getCenter(), zoom: map.getZoom()};
    document.documentElement.classList.add("cetak");
    map.invalidateSize({animate: false, pan: false});
    if (closeUp.id) {
      Tapal.fitChosen();
    } else {
      Tapal.fitList();
    }
  });
  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("cetak");
    map.invalidateSize({animate: false, pan: false});
    Tapal.setView(before.center, before.zoom);
  });

  function tools() {
    const actions = {dekat: () => map.zoomIn(), jauh: () => map.zoomOut(), muat: Tapal.fitAll, dekati: Tapal.fitChosen};
    document.querySelectorAll("[data-alat]").forEach(function (button) {
      button.addEventListener("click", actions[button.dataset.alat]);
    });
    document.querySelectorAll("[data-sumber]").forEach(function (box) {
      box.addEventListener("change", function () {
        const layer = outlines[Number(box.dataset.sumber)];
        if (box.checked) {
          layer.addTo(map);
          refresh();
        } else {
          layer.remove();
        }
        nameVillages();
      });
    });
  }
})();
