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

  // Items: {text, short, kind, places: [...]}; a place is {at: LatLng, half: degrees of longitude
  // that half a text may take} or {before, at, after: LatLng, side}, a label along a line and away
  // from the patch.
  set: function (group, items) {
    this._groups[group] = items;
    this._place();
  },

  // Place all anew, after other lines are shown.
  refresh: function () {
    this._place();
  },

  // What gives the lines that labels keep off: rings and lines of positions.
  lines: function () {
    return [];
  },

  // On a map of many villages a name matters more than a line below it.
  crowded: false,

  _place: function () {
    const map = this._map, taken = this._covered(), view = map.getSize();
    const crossed = this._crossed(view), left = [];
    this._box.replaceChildren();
    for (const group of view.x < 500 ? ["pihak", "garis", "desa"] : ["garis", "pihak", "desa"]) {
      for (const item of this._groups[group] || []) {
        if (!this._put(this._best(item, group, taken, crossed, view), taken) && this.crowded) {
          left.push(item);
        }
      }
    }
    left.sort((one, other) => other.places[0].half - one.places[0].half);
    for (const item of left) {
      this._put(this._squeezed(item, taken, crossed, view), taken);
    }
  },

  // Shows a label where it was found to fit; false where it was not.
  _put: function (found, taken) {
    if (!found) {
      return false;
    }
    const {spot, node} = found;
    taken.push(...spot.parts);
    const origin = this._map.containerPointToLayerPoint([spot.x, spot.y]);
    node.style.transform =
      `translate(${origin.x}px, ${origin.y}px) translate(-50%, -50%) rotate(${spot.angle}rad)`;
    return true;
  },

  // Shares of its width and height by which a name may be moved from its place, and still covers it.
  SHIFTS: [0, -0.2, 0.2, -0.4, 0.4],
  // Land narrower than this share of its name is not named on a map of many villages.
  LEAST_ROOM: 0.35,

  // A name for which no place is free of lines, in one line or two and moved a little: where the
  // fewest lines run below it, and never over another name. Land that is too narrow has none.
  _squeezed: function (item, taken, crossed, view) {
    const place = item.places[0], map = this._map;
    const at = map.latLngToContainerPoint(place.at);
    const room = map.latLngToContainerPoint([place.at.lat, place.at.lng + place.half]).x - at.x;
    const made = [];
    let best = null;
    for (const text of new Set([item.text, this._folded(item.text)])) {
      const node = this._node(item, text);
      made.push(node);
      const size = [node.offsetWidth, node.offsetHeight];
      if (room < this.LEAST_ROOM * size[0] / 2) {
        continue;
      }
      for (const down of this.SHIFTS) {
        for (const right of this.SHIFTS) {
          const spot = this._laid(at.x + right * size[0], at.y + down * size[1], 0, size);
          const away = Math.abs(right) * size[0] + Math.abs(down) * size[1];
          const cost = this._hits(spot, crossed) + away + size[0] / 2;
          if (this._free(spot, taken, view) && (!best || cost < best.cost)) {
            best = {spot: spot, node: node, cost: cost};
          }
        }
      }
    }
    made.filter((node) => !best || node !== best.node).forEach((node) => node.remove());
    return best;
  },

  // A text in two lines, broken at the space nearest to its middle.
  _folded: function (text) {
    const spaces = Array.from(text.matchAll(/ /g), (found) => found.index);
    const middle = text.length / 2;
    spaces.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
    return spaces.length ? text.slice(0, spaces[0]) + "\n" + text.slice(spaces[0] + 1) : text;
  },

  // The text or its short form at the first place that is free of lines; a party keeps its name
  // where it crosses the fewest, other names are left out.
  _best: function (item, group, taken, crossed, view) {
    const made = [];
    let best = null;
    for (const text of new Set([item.text, item.short || item.text])) {
      const node = this._node(item, text);
      made.push(node);
      const size = [node.offsetWidth, node.offsetHeight];
      for (const row of group === "garis" ? [0, 1, 2] : [0]) {
        for (const place of best && !best.cost ? [] : item.places) {
          const spot = this._spot(place, size, row);
          const cost = this._cost(item, group, spot, crossed);
          if (this._free(spot, taken, view) && (!best || cost < best.cost) &&
              (!cost || group === "pihak")) {
            best = {spot: spot, node: node, cost: cost};
          }
        }
      }
    }
    made.filter((node) => !best || node !== best.node).forEach((node) => node.remove());
    return best;
  },

  // What speaks against a place: lines under the text first, then the way it was moved into view.
  _cost: function (item, group, spot, crossed) {
    if (item.kind === "kecamatan") {
      return Number(!spot.fits);
    }
    return 1000 * this._hits(spot, crossed) + (spot.moved || 0);
  },

  // The cells of the view through which lines run.
  _crossed: function (view) {
    const map = this._map, size = this.CELL, cells = new Set();
    for (const line of this.lines()) {
      let last = null;
      for (const position of line) {
        const at = map.latLngToContainerPoint(position);
        const steps = last ? Math.ceil(Math.max(Math.abs(at.x - last.x), Math.abs(at.y - last.y)) / size) : 0;
        const near = last && Math.max(at.x, last.x) > 0 && Math.min(at.x, last.x) < view.x &&
          Math.max(at.y, last.y) > 0 && Math.min(at.y, last.y) < view.y;
        for (let i = 0; near && i <= steps && steps < 4000; i++) {
          const x = last.x + (at.x - last.x) * i / Math.max(1, steps);
          const y = last.y + (at.y - last.y) * i / Math.max(1, steps);
          cells.add(Math.floor(x / size) * 4096 + Math.floor(y / size));
        }
        last = at;
      }
    }
    return cells;
  },

  CELL: 2,
  // Letters are this much lower than the room kept for a label, in pixels.
  SLACK: 5,

  _hits: function (spot, crossed) {
    const size = this.CELL;
    let hits = 0;
    for (const part of spot.parts) {
      const w = part.w - (spot.angle ? this.SLACK : 2), h = part.h - this.SLACK;
      for (let x = Math.floor((part.x - w) / size); x <= (part.x + w) / size; x++) {
        for (let y = Math.floor((part.y - h) / size); y <= (part.y + h) / size; y++) {
          hits += crossed.has(x * 4096 + y) ? 1 : 0;
        }
      }
    }
    return hits;
  },

  _node: function (item, text) {
    const node = L.DomUtil.create("span", "label label-" + item.kind, this._box);
    node.textContent = text;
    return node;
  },

  _spot: function (place, size, row) {
    const map = this._map;
    const at = map.latLngToContainerPoint(place.at);
    if (!place.before) {
      const end = map.latLngToContainerPoint([place.at.lat, place.at.lng + place.half]);
      const room = map.getSize();
      const inside = (value, half, all) => Math.min(Math.max(value, half + 4), all - half - 4);
      const spot = this._laid(
        inside(at.x, size[0] / 2, room.x), inside(at.y, size[1] / 2, room.y), 0, size);
      spot.moved = Math.max(Math.abs(spot.x - at.x), Math.abs(spot.y - at.y));
      spot.fits = size[0] / 2 < end.x - at.x;
      return spot;
    }
    const from = map.latLngToContainerPoint(place.before);
    const to = map.latLngToContainerPoint(place.after);
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    // Away from the patch, which lies left (1) or right (-1) of the direction of travel.
    const away = -place.side * (size[1] / 2 + 9 + row * (size[1] + 5));
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

  // The tools and the simpul that lie on the map.
  _covered: function () {
    const origin = this._map.getContainer().getBoundingClientRect();
    const tools = this._map.getContainer().parentElement.querySelectorAll(
      ".legenda, .alat, .alat-gambar, .simpul, .utara, .leaflet-control-scale, .pesan-peta:not([hidden])");
    return Array.from(tools, function (tool) {
      const box = tool.getBoundingClientRect();
      return {
        x: box.left + box.width / 2 - origin.left, y: box.top + box.height / 2 - origin.top,
        w: box.width / 2 + 2, h: box.height / 2 + 2,
      };
    });
  },
});
