"use strict";

var tapalLayers = {};
var tapalChosen = null;

function tapalFindingStyle(feature) {
  var kind = feature.properties.k;
  return {
    color: tapalWords.colours[kind],
    weight: tapalWords.widths[feature.properties.c],
    fillColor: "url(#fill-" + kind + ")",
    fillOpacity: 1,
    className: "kind-" + kind + " class-" + feature.properties.c
  };
}

function tapalPoint(feature, at) {
  var kind = feature.properties.k;
  return L.circleMarker(at, {
    radius: 5, color: tapalWords.colours[kind], weight: 2, fillOpacity: 0.3,
    className: "kind-" + kind + " class-" + feature.properties.c
  });
}

function tapalFinding(feature, layer) {
  tapalLayers[feature.id] = layer;
  layer.on({
    mouseover: function () { if (!tapalChosen) { tapalShow(feature); } },
    click: function (event) {
      L.DomEvent.stopPropagation(event);
      tapalSelect(feature.id);
    }
  });
}

function tapalShow(feature) {
  var p = feature.properties;
  var values = {
    id: feature.id,
    kind: tapalWords.kinds[p.k],
    "class": tapalWords.classes[p.c],
    names: tapalTexts[p.n],
    claims: tapalTexts[p.t],
    area: p.a,
    width: p.w,
    place: p.p.map(tapalDegrees).join("; "),
    "case": p.s
  };
  Object.keys(values).forEach(function (name) {
    document.getElementById("detail-" + name).textContent = values[name];
  });
  document.getElementById("detail").hidden = false;
  document.getElementById("detail-none").hidden = true;
}

function tapalDegrees(value) {
  return value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 6 });
}

function tapalBounds(layer) {
  return layer.getBounds ? layer.getBounds().pad(0.5) : layer.getLatLng().toBounds(20);
}

function tapalClear() {
  if (tapalChosen) { tapalChosen.setStyle(tapalFindingStyle(tapalChosen.feature)); }
  tapalChosen = null;
}

function tapalSelect(id) {
  tapalClear();
  tapalChosen = tapalLayers[id];
  tapalChosen.setStyle({ color: "#000000", weight: 4 }).bringToFront();
  tapalShow(tapalChosen.feature);
}

function tapalReady(map, outlines, findings, bounds) {
  var container = map.getContainer();
  L.control.zoom({ zoomInTitle: tapalWords.zoom[0], zoomOutTitle: tapalWords.zoom[1] }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(bounds);

  var names = L.layerGroup();
  outlines[0].eachLayer(function (layer) {
    var text = document.createElement("span");
    text.textContent = layer.feature.properties.n;
    L.marker(layer.feature.properties.p, {
      icon: L.divIcon({ className: "village-name", html: text, iconSize: null }),
      interactive: false,
      keyboard: false
    }).addTo(names);
  });
  var farthest = map.getZoom() + 2;
  map.on("click", tapalClear);
  map.on("zoomend", function () {
    if (map.getZoom() >= farthest) { names.addTo(map); } else { names.remove(); }
  });

  document.querySelectorAll("[data-hides]").forEach(function (box) {
    function apply() {
      container.classList.toggle("without-" + box.dataset.hides, !box.checked);
    }
    box.addEventListener("change", apply);
    apply();
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-finding]");
    if (!button) { return; }
    var layer = tapalLayers[button.dataset.finding];
    document.getElementById("map").scrollIntoView();
    map.fitBounds(tapalBounds(layer), { maxZoom: 19 });
    tapalSelect(button.dataset.finding);
  });
}
