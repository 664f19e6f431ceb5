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

  // Items: {text, short, kind} and where they belong: `along` lines of positions, inside `land` with
  // rings of positions, or at `places`: {at: LatLng, half: degrees of longitude that half a text may
  // take}.
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

  // What gives outlines that labels along lines had better not cross.
  outlines: function () {
    return [];
  },

  // What gives the rings of hatched land, on which names are hard to read.
  patches: function () {
    return [];
  },

  // On a map of many villages a name matters more than a line below it.
  crowded: false,

  // Bits of what is drawn: lines, outlines, hatched land, then the line of each label along one.
  LINE: 1,
  OUTLINE: 2,
  HATCHED: 4,
  FIRST: 8,
  LAST: 128,

  _place: function () {
    const taken = this._covered(), view = this._map.getSize(), left = [];
    const grid = new Tapal.labelPlaces.Grid(view);
    const draw = (lines, bit) => lines.forEach((line) => grid.draw(this._pixels(line), bit));
    draw(this.lines(), this.LINE);
    draw(this.outlines(), this.OUTLINE);
    grid.fill(this.patches().map((ring) => this._pixels(ring)), this.HATCHED);
    const named = Object.values(this._groups).flat().filter((item) => item.along);
    const own = new Map(named.map((item, place) => [item, Math.min(this.LAST, this.FIRST << place)]));
    own.forEach((bit, item) => draw(item.along, bit));
    this._box.replaceChildren();
    for (const group of ["garis", "pihak", "desa"]) {
      for (const item of this._groups[group] || []) {
        if (!this._put(this._best(item, taken, grid, own.get(item)), taken) && this.crowded) {
          left.push(item);
        }
      }
    }
    left.sort((one, other) => other.places[0].half - one.places[0].half);
    for (const item of left) {
      this._put(this._squeezed(item, taken, grid), taken);
    }
  },

  _pixels: function (line) {
    return line.map((position) => this._map.latLngToContainerPoint(position));
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
  _squeezed: function (item, taken, grid) {
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
          const cost = this._hits(spot, grid, this.LINE) + away + size[0] / 2;
          if (this._free(spot, taken, grid.view) && (!best || cost < best.cost)) {
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

  // What the short form of a text and its second line cost, nearness to another line, a cell of an
  // outline or of hatched land below the text, and each pixel from the middle of the view.
  SHORT: 40,
  FOLDED: 12,
  UNCLEAR: 15,
  CROSSING: 1.5,
  SHADED: 0.05,
  ASIDE: 0.02,

  // The text or its short form, in one line or two, at the best place that is free; none where
  // there is no room.
  _best: function (item, taken, grid, own) {
    const made = [], at = this._where(item, taken, grid);
    let best = null;
    for (const [text, extra] of this._forms(item)) {
      if (best && best.cost <= extra) {
        continue;
      }
      const node = this._node(item, text);
      made.push(node);
      const size = [node.offsetWidth, node.offsetHeight];
      for (const one of at(size)) {
        if (best && one.cost + extra >= best.cost) {
          break;
        }
        const spot = this._laid(one.x, one.y, one.angle, size);
        if (this._free(spot, taken, grid.view) && (item.kind === "kecamatan" || !this._hits(spot, grid, this.LINE))) {
          const cost = one.cost + extra + (own ? this._unclear(spot, grid, own) : 0);
          best = best && best.cost <= cost ? best : {spot: spot, node: node, cost: cost};
        }
      }
    }
    made.filter((node) => !best || node !== best.node).forEach((node) => node.remove());
    return best;
  },

  // The forms of a text with what each costs.
  _forms: function (item) {
    const forms = [item.text, item.short].filter(Boolean);
    return forms.flatMap((text, place) => [[text, place * this.SHORT]].concat(
      item.places ? [] : [[this._folded(text), place * this.SHORT + this.FOLDED]]));
  },

  // What gives the places for a label of a size, the best first.
  _where: function (item, taken, grid) {
    const found = Tapal.labelPlaces, view = grid.view;
    if (item.land) {
      const rings = item.land.map((ring) => this._pixels(ring));
      const [plain, all] = [this.LINE | this.HATCHED, this.LINE].map((bits) => new found.Land(rings, grid, bits, taken));
      return (size) => [plain.at(size) || all.at(size)].filter(Boolean).map((one) => Object.assign(one, {cost: 0}));
    }
    if (item.along) {
      const parts = found.pieces(item.along.map((line) => this._pixels(line)), view);
      return (size) => {
        const places = parts.flatMap((piece) => found.beside(piece, size));
        for (const one of places) {
          one.cost += this.ASIDE * Math.hypot(one.x - view.x / 2, one.y - view.y / 2);
        }
        return places.sort((one, other) => one.cost - other.cost);
      };
    }
    return (size) => item.places.map((place) => this._spot(item, place, size)).filter(Boolean);
  },

  // What speaks against a label along a line: it could belong to another one, or hides something.
  _unclear: function (spot, grid, own) {
    const others = (this.LAST * 2 - this.FIRST) & ~own;
    return (this._hits(spot, grid, others, this.NEAR) ? this.UNCLEAR : 0) +
      this.CROSSING * this._hits(spot, grid, this.OUTLINE) + this.SHADED * this._hits(spot, grid, this.HATCHED);
  },

  // Letters are this much lower than the room kept for a label on either side, in pixels.
  SLACK: 3,
  // Another line so near to a label can be taken for the one that it names, in pixels.
  NEAR: 6,

  _hits: function (spot, grid, bits, more) {
    return grid.count(spot, spot.w + (more || 0), spot.h - this.SLACK + (more || 0), bits);
  },

  _node: function (item, text) {
    const node = L.DomUtil.create("span", "label label-" + item.kind, this._box);
    node.textContent = text;
    return node;
  },

  // The place for a name, where it fits; the name of a kecamatan is moved into view.
  _spot: function (item, place, [width, height]) {
    const at = this._map.latLngToContainerPoint(place.at), room = this._map.getSize();
    const end = this._map.latLngToContainerPoint([place.at.lat, place.at.lng + place.half]);
    const inside = (value, half, all) => Math.min(Math.max(value, half + 4), all - half - 4);
    const moved = {x: inside(at.x, width / 2, room.x), y: inside(at.y, height / 2, room.y), angle: 0, cost: 0};
    if (item.kind === "kecamatan") {
      return width / 2 < end.x - at.x ? moved : null;
    }
    return moved.x === at.x && moved.y === at.y ? moved : null;
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
    return {x: x, y: y, angle: angle, w: width / 2, h: height / 2, parts: parts};
  },

  // Labels keep so far from the edge of the map, in pixels.
  EDGE: 3,

  _free: function (spot, taken, view) {
    return spot.parts.every((part) => part.x > part.w + this.EDGE && part.x < view.x - part.w - this.EDGE &&
      part.y > part.h + this.EDGE && part.y < view.y - part.h - this.EDGE &&
      taken.every((other) => Math.abs(other.x - part.x) > other.w + part.w ||
        Math.abs(other.y - part.y) > other.h + part.h));
  },

  // The tools and the simpul that lie on the map.
  _covered: function () {
    const origin = this._map.getContainer().getBoundingClientRect();
    const tools = this._map.getContainer().parentElement.querySelectorAll(
      ".legenda, .alat, .alat-gambar, .simpul, .pin-komentar, .utara, .leaflet-control-scale, .pesan-peta:not([hidden])");
    return Array.from(tools, function (tool) {
      const box = tool.getBoundingClientRect();
      return {
        x: box.left + box.width / 2 - origin.left, y: box.top + box.height / 2 - origin.top,
        w: box.width / 2 + 2, h: box.height / 2 + 2,
      };
    });
  },
});
