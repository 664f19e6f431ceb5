// Labels on the map that never cover each other: the important ones are placed first.
"use strict";

Tapal.Labels = L.Layer.extend({
  initialize: function () {
    this._groups = {};
  },

  onAdd: function (map) {
    this._map = map;
    this._box = L.DomUtil.create("div", "label-peta leaflet-zoom-hide", map.getPane("labels"));
    this._box.setAttribute("aria-hidden", "true");
    map.on("zoomend moveend resize", this._place, this);
  },

  // Items: {text, kind, places: [...]}; a place is {at: LatLng} or
  // {before, at, after: LatLng, side}, a label along a line and away from the patch.
  set: function (group, items) {
    this._groups[group] = items;
    this._place();
  },

  _place: function () {
    const map = this._map, taken = this._covered();
    this._box.replaceChildren();
    const view = map.getSize();
    for (const group of ["garis", "pihak", "desa"]) {
      for (const item of this._groups[group] || []) {
        const node = this._node(item);
        const size = [node.offsetWidth, node.offsetHeight];
        // Beside the line; where that is taken, one row further out.
        const spot = [0, 1].flatMap((row) => item.places.map((place) => this._spot(place, size, row)))
          .find((found) => this._free(found, taken, view));
        if (!spot) {
          node.remove();
          continue;
        }
        taken.push(...spot.parts);
        const origin = map.containerPointToLayerPoint([spot.x, spot.y]);
        node.style.transform =
          `translate(${origin.x}px, ${origin.y}px) translate(-50%, -50%) rotate(${spot.angle}rad)`;
      }
    }
  },

  _node: function (item) {
    const node = L.DomUtil.create("span", "label label-" + item.kind, this._box);
    node.textContent = item.text;
    return node;
  },

  _spot: function (place, size, row) {
    const map = this._map;
    const at = map.latLngToContainerPoint(place.at);
    if (!place.before) {
      return this._laid(at.x, at.y, 0, size);
    }
    const from = map.latLngToContainerPoint(place.before);
    const to = map.latLngToContainerPoint(place.after);
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    // Away from the patch, which lies left (1) or right (-1) of the direction of travel.
    const away = -place.side * (size[1] / 2 + 7 + row * (size[1] + 5));
    const x = at.x + Math.sin(angle) * away, y = at.y - Math.cos(angle) * away;
    return this._laid(x, y, Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle, size);
  },

  // A label as a chain of squares along its text, which follows any angle closely.
  _laid: function (x, y, angle, [width, height]) {
    const half = height / 2 + 2, count = Math.max(2, Math.ceil(width / height));
    const parts = [];
    for (let i = 0; i < count; i++) {
      const along = (i / (count - 1) - 0.5) * Math.max(0, width - height);
      parts.push({
        x: x + Math.cos(angle) * along, y: y + Math.sin(angle) * along, w: half, h: half,
      });
    }
    return {x: x, y: y, angle: angle, parts: parts};
  },

  _free: function (spot, taken, view) {
    return spot.parts.every((part) =>
      part.x > part.w && part.x < view.x - part.w && part.y > part.h && part.y < view.y - part.h &&
      taken.every((other) => Math.abs(other.x - part.x) > other.w + part.w ||
        Math.abs(other.y - part.y) > other.h + part.h));
  },

  // The tools that lie on the map.
  _covered: function () {
    const origin = this._map.getContainer().getBoundingClientRect();
    const tools = this._map.getContainer().parentElement.querySelectorAll(
      ".legenda, .alat, .utara, .leaflet-control-scale, .pesan-peta:not([hidden])");
    return Array.from(tools, function (tool) {
      const box = tool.getBoundingClientRect();
      return {
        x: box.left + box.width / 2 - origin.left, y: box.top + box.height / 2 - origin.top,
        w: box.width / 2 + 2, h: box.height / 2 + 2,
      };
    });
  },
});
