// The map of one segment: land of both villages, disputed land, lines of the sources, the chosen
// line with the land it moves, and a second line to compare it with.
"use strict";

(function () {
  const LINES = {
    "line-reference": {color: "#4a4a4a", weight: 2.5, dashArray: "0.5 5", lineCap: "round"},
    "line-a": {color: "#0072B2", weight: 3},
    "line-b": {color: "#D55E00", weight: 3, dashArray: "10 6", lineCap: "butt"},
  };
  const LANDS = {"land-a": "#0072B2", "land-b": "#D55E00"};
  const CLAIMS = {a: "url(#pola-ke-a)", b: "url(#pola-ke-b)"};
  const EDGES = {a: "#0072B2", b: "#D55E00"};
  const CHOSEN = {color: "#CC79A7", weight: 4};
  const SETTLED = {color: "#009E73", weight: 4};
  const MOST_VERTICES = 400, APART_PX = 14, SIMPUL_PX = 22;
  let map, base, casing, data, chosen = "", other = "", swiping = false;
  const sides = {};

  Tapal.topEdge = 64;

  Tapal.started = function (made) {
    map = made;
    base = {
      around: Tapal.layer("lands", {style: {color: "#9aabb8", weight: 1, fill: false}}),
      lands: Tapal.layer("lands", {style: (item) => ({
        stroke: false, fillColor: LANDS[item.properties.role], fillOpacity: 0.06,
      })}),
      disputed: Tapal.layer("outlines", {style: (item) => ({
        color: "#8d99a3", weight: 0.7, fillOpacity: 1, fillColor: CLAIMS[item.properties.to] || "url(#pola-sengketa)",
      })}),
    };
    casing = Tapal.layer("lines", {style: {color: "#fff", weight: 5, opacity: 0.85}});
    base.lines = {};
    for (const name of ["reference", "a", "b"]) {
      base.lines[name] = Tapal.layer("lines", {
        pmIgnore: false, snapIgnore: false, style: (item) => LINES[item.properties.role],
      });
    }
    sides.left = side("geser-kiri");
    sides.right = side("geser-kanan");
    base.simpul = L.layerGroup().addTo(map);
    Tapal.labels.lines = () => Tapal.strokesOf(map, [...Object.values(base.lines), sides.left.line]);
    Tapal.labels.outlines = () => Tapal.strokesOf(map, [base.around]);
    Tapal.labels.patches = () => Tapal.strokesOf(map, [base.disputed]);
    map.on("move zoom resize", clip);
    map.on("moveend", () => Object.values(sides).forEach(dots));
    map.on("zoomend", spread);
    load();
  };

  // What one side of the swipe shows: the land that a line moves, and the line itself.
  function side(name) {
    const pane = map.createPane(name);
    pane.dataset.nama = name;
    pane.style.zIndex = 436;
    pane.style.pointerEvents = "none";
    const renderer = L.svg({pane: name, padding: 0.4});
    const layer = (options) => L.geoJSON(null, Object.assign(
      {pane: name, renderer: renderer, interactive: false, pmIgnore: true, snapIgnore: true}, options)).addTo(map);
    return {
      pane: pane, renderer: renderer,
      gains: layer({style: (item) => ({
        color: EDGES[item.properties.to], weight: 1, fillColor: CLAIMS[item.properties.to], fillOpacity: 1,
      })}),
      casing: layer({style: {color: "#fff", weight: 8, opacity: 0.95}}),
      line: layer({style: CHOSEN}),
      glow: layer({style: {color: "#CC79A7", weight: 11, opacity: 0.75}}),
      points: L.layerGroup().addTo(map),
    };
  }

  const lineOf = (item) => base.lines[item.properties.role.slice(5)];

  async function load() {
    try {
      data = Tapal.data = await Tapal.fetchJson("segmen", Tapal.config.alamat.data);
    } catch (error) {
      Tapal.failed(error, load);
      return;
    }
    const role = (start) => data.features.filter((item) => item.properties.role.startsWith(start));
    base.around.addData(role("land-c"));
    base.lands.addData([...role("land-a"), ...role("land-b")]);
    base.disputed.addData(role("disputed"));
    casing.addData(role("line"));
    for (const item of role("line")) {
      lineOf(item).addData(item);
    }
    role("simpul").forEach(showSimpul);
    spread();
    name(role);
    if (!Tapal.viewOfAddress()) {
      Tapal.fitAll();
    }
    document.dispatchEvent(new CustomEvent("tapal:data"));
    document.documentElement.dataset.peta = "siap";
  }

  function showSimpul(item) {
    const [lon, lat] = item.geometry.coordinates;
    const node = document.createElement("span");
    node.textContent = item.properties.number;
    const marker = L.marker([lat, lon], {
      icon: L.divIcon({className: "simpul", html: node, iconSize: [SIMPUL_PX, SIMPUL_PX]}), keyboard: false, pmIgnore: true,
    });
    marker.on("click", function (event) {
      if (Tapal.drawing && Tapal.drawing()) {
        map.fire("click", {latlng: marker.getLatLng(), originalEvent: event.originalEvent});
      } else {
        simpulCard(item);
      }
    });
    marker.addTo(base.simpul);
  }

  // Where the simpul of a short segment would cover each other, their dots stand beside it.
  function spread() {
    const markers = base.simpul.getLayers();
    if (markers.length !== 2) {
      return;
    }
    const [from, to] = markers.map((marker) => map.latLngToLayerPoint(marker.getLatLng()));
    const away = from.distanceTo(to), short = Math.max(0, SIMPUL_PX + 2 - away) / 2;
    const step = away > 0.5 ? to.subtract(from).divideBy(away) : L.point(1, 0);
    markers.forEach(function (marker, place) {
      const shift = step.multiplyBy(place ? short : -short), node = marker.getElement();
      node.style.marginLeft = `${shift.x - SIMPUL_PX / 2}px`;
      node.style.marginTop = `${shift.y - SIMPUL_PX / 2}px`;
    });
  }

  // The other segments that meet at a simpul, as a card on the map.
  function simpulCard(item) {
    const box = document.getElementById("pesan-peta");
    Tapal.message(Tapal.config.teks.simpul.replace("{0}", item.properties.number));
    const list = document.createElement("ul");
    for (const one of item.properties.meeting) {
      const link = document.createElement("a");
      link.href = Tapal.config.alamat.segmen.replace("_", encodeURIComponent(one.id));
      link.textContent = one.title;
      const entry = document.createElement("li");
      entry.append(link);
      list.append(entry);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.className = "tutup";
    close.textContent = "×";
    close.setAttribute("aria-label", Tapal.config.teks.tutup);
    close.addEventListener("click", () => Tapal.message(""));
    box.append(close, list);
  }

  function name(role) {
    const named = (item, kind) => ({
      text: item.properties.label, short: item.properties.short, kind: kind, land: Tapal.strokes(item.geometry),
    });
    nameLines();
    Tapal.labels.set("pihak", [...role("land-a"), ...role("land-b")].map((item) => named(item, item.properties.role)));
    Tapal.labels.set("desa", role("land-c").map((item) => named(item, "desa")));
  }

  // The lines that are shown; those that run together share the label of the first.
  function nameLines() {
    const lines = data.features.filter((item) => item.properties.label && item.properties.role.startsWith("line-"));
    const seen = (item) => (item.properties.shared ? [base.lines.a, base.lines.b] : [lineOf(item)])
      .some((layer) => map.hasLayer(layer));
    Tapal.labels.set("garis", lines.filter(seen).map((item) => ({
      text: item.properties.label, short: item.properties.short,
      kind: item.properties.shared ? "line-c" : item.properties.role, along: Tapal.strokes(item.geometry),
    })));
  }

  // A line of a source glows under its own drawing; any other lies on top with its points.
  function fill(target, line, name) {
    const own = ["a", "b", "reference"].includes(name);
    target.pane.style.zIndex = own ? 375 : 436;
    target.glow.clearLayers();
    target.gains.clearLayers();
    target.casing.clearLayers();
    target.line.clearLayers();
    target.points.clearLayers();
    target.coordinates = null;
    if (!line) {
      return;
    }
    target.gains.addData(line.gains.map((gain) => ({
      type: "Feature", properties: {to: gain.to}, geometry: gain.geometry,
    })));
    if (own) {
      target.glow.addData(line.geometry);
      return;
    }
    target.settled = Tapal.config.selesai && name === "usulan";
    target.casing.addData(line.geometry);
    target.line.addData(line.geometry).setStyle(target.settled ? SETTLED : CHOSEN);
    const points = line.geometry.coordinates;
    target.coordinates = points;
    dots(target);
  }

  // The points of a line where they lie apart on the screen.
  function dots(target) {
    target.points.clearLayers();
    const points = target.coordinates || [], zoom = map.getZoom();
    const seen = points.filter(([lon, lat]) => map.getBounds().contains([lat, lon]));
    const pixels = seen.map(([lon, lat]) => map.project([lat, lon], zoom));
    const length = pixels.reduce((sum, at, place) => place ? sum + at.distanceTo(pixels[place - 1]) : 0, 0);
    if (seen.length > 1 && length / seen.length > APART_PX && seen.length <= MOST_VERTICES) {
      seen.forEach(([lon, lat]) => L.circleMarker([lat, lon], {
        pane: target.pane.dataset.nama, renderer: target.renderer, radius: 2.6, color: "#fff", weight: 1,
        fillColor: target.settled ? "#007a58" : "#a3497d", fillOpacity: 1, interactive: false, pmIgnore: true, snapIgnore: true,
      }).addTo(target.points));
    }
  }

  // Show a line: the chosen one, or for a moment the one under the pointer.
  Tapal.showLine = function (name) {
    chosen = name;
    fill(sides.left, data && data.lines[name], name);
    base.disputed.setStyle({opacity: name === "reference" ? 1 : 0.35, fillOpacity: name === "reference" ? 1 : 0.25});
    clip();
  };

  Tapal.compareWith = function (name) {
    other = name;
    fill(sides.right, swiping && data && data.lines[other], other);
    clip();
  };

  Tapal.swipe = function (on, share) {
    swiping = on;
    Tapal.swipe.share = share;
    Tapal.compareWith(other);
  };
  Tapal.swipe.share = 0.5;

  // Two panes, each clipped to its side of the divide.
  function clip() {
    const divide = document.querySelector(".pembagi");
    if (divide) {
      divide.hidden = !swiping;
    }
    const size = map.getSize(), start = map.containerPointToLayerPoint([0, 0]), end = map.containerPointToLayerPoint(size);
    const at = start.x + size.x * Tapal.swipe.share;
    const rect = (from, to) => `rect(${start.y}px, ${to}px, ${end.y}px, ${from}px)`;
    sides.left.pane.style.clip = swiping ? rect(start.x, at) : "";
    sides.right.pane.style.clip = swiping ? rect(at, end.x) : "";
    sides.right.pane.style.display = swiping ? "" : "none";
    if (divide) {
      divide.style.left = `${100 * Tapal.swipe.share}%`;
    }
  }

  Tapal.opacity = function (share) {
    for (const one of Object.values(sides)) {
      one.gains.setStyle({fillOpacity: share, opacity: share});
    }
    base.disputed.setStyle({fillOpacity: chosen === "reference" ? share : 0.25 * share});
  };

  Tapal.showSource = function (name, on) {
    if (on) {
      base.lines[name].addTo(map);
    } else {
      base.lines[name].remove();
    }
    casing.clearLayers().addData(data.features.filter((item) =>
      item.properties.role.startsWith("line-") && map.hasLayer(lineOf(item))));
    nameLines();
  };

  Tapal.fitAll = function () {
    const box = data && data.bounds;
    if (box) {
      Tapal.fitTo(L.latLngBounds(box.map(([lon, lat]) => [lat, lon])));
    } else {
      Tapal.fitBox(Tapal.config.batas);
    }
  };

  // A dot that follows the pointer along the chart.
  let dot;
  Tapal.dot = function (place) {
    if (dot) {
      dot.remove();
    }
    dot = place && L.circleMarker([place[1], place[0]], {
      pane: "labels", radius: 7, color: "#000", weight: 3, fill: false, interactive: false, pmIgnore: true, snapIgnore: true,
    }).addTo(map);
  };

  Tapal.snapLayers = () => Object.values(base.lines).filter((layer) => map.hasLayer(layer));
  Tapal.simpulPlaces = () => data.features.filter((item) => item.properties.role === "simpul")
    .map((item) => L.latLng(item.geometry.coordinates[1], item.geometry.coordinates[0]));
})();
