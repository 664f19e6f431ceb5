// Where labels fit on the screen: beside lines and inside land, in pixels of the map's view.
"use strict";

(function () {
  const CELL = 2, STEP = 3, EVERY = 3, ROOM = 8;
  // From a line to the box of its label, above or beside it, in pixels.
  const GAP = 5, ASIDE = 8;
  // What a level label costs, and each pixel of its width; what steepness costs, a pixel between
  // the nearest and the farthest bend, and a pixel beyond the end of the line.
  const LEVEL = 14, WIDE = 0.1, STEEP = 8, BENT = 0.25, BEYOND = 0.1;
  // Room that a name keeps around it, the most first.
  const MARGINS = [40, 28, 18, 10, 4];

  const clipped = (from, to, view) => L.LineUtil.clipSegment(
    L.point(from), L.point(to), L.bounds([0, 0], [view.x, view.y]), false, false);

  // What lies on the view, a bit for each kind of thing in a cell.
  class Grid {
    constructor(view) {
      this.view = view;
      this.wide = Math.ceil(view.x / CELL) + 1;
      this.high = Math.ceil(view.y / CELL) + 1;
      this.cells = new Uint8Array(this.wide * this.high);
    }

    draw(line, bit) {
      for (let i = 1; i < line.length; i++) {
        const ends = clipped(line[i - 1], line[i], this.view);
        if (ends) {
          const [from, to] = ends;
          const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) / CELL));
          for (let k = 0; k <= steps; k++) {
            const x = from.x + (to.x - from.x) * k / steps, y = from.y + (to.y - from.y) * k / steps;
            this.cells[Math.floor(y / CELL) * this.wide + Math.floor(x / CELL)] |= bit;
          }
        }
      }
    }

    fill(rings, bit) {
      filled(rings, this.wide, this.high, CELL).forEach((one, cell) => {
        this.cells[cell] |= one * bit;
      });
    }

    // How much of a box that may be turned has one of these bits, in cells.
    count({x, y, angle}, w, h, bits) {
      const cos = Math.cos(angle), sin = Math.sin(angle);
      const high = Math.ceil(2 * h / CELL), wide = Math.ceil(2 * w / CELL);
      let found = 0;
      for (let row = 0; row <= high; row++) {
        for (let column = 0; column <= wide; column++) {
          const up = 2 * h * row / high - h, along = 2 * w * column / wide - w;
          const right = Math.floor((x + along * cos - up * sin) / CELL);
          const down = Math.floor((y + along * sin + up * cos) / CELL);
          found += right >= 0 && right < this.wide && this.cells[down * this.wide + right] & bits ? 1 : 0;
        }
      }
      return found;
    }
  }

  // The parts of lines that are in view, as points at equal steps.
  function pieces(lines, view) {
    const found = [];
    for (const line of lines) {
      let piece = [], left = 0;
      const end = () => {
        if (piece.length > 1) {
          found.push(piece);
        }
        piece = [];
        left = 0;
      };
      for (let i = 1; i < line.length; i++) {
        const ends = clipped(line[i - 1], line[i], view);
        if (!ends) {
          end();
          continue;
        }
        const [from, to] = ends, length = from.distanceTo(to);
        let at = left;
        for (; at <= length; at += STEP) {
          const share = length ? at / length : 0;
          piece.push({x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share});
        }
        left = at - length;
        if (!to.equals(L.point(line[i]))) {
          end();
        }
      }
      end();
    }
    return found;
  }

  // Places for a label of a size that touches a line: along it on either side, or level beside a
  // point of it; the dearer ones follow its bends less, or are harder to read.
  function beside(piece, [width, height]) {
    const found = [], reach = Math.round(width / 2 / STEP), half = height / 2 + GAP;
    for (let i = 0; i < piece.length; i += EVERY) {
      const here = piece[i];
      for (const [x, y] of [[width / 2 + ASIDE, 0], [-width / 2 - ASIDE, 0], [0, half], [0, -half]]) {
        found.push({x: here.x + x, y: here.y + y, angle: 0, cost: LEVEL + WIDE * width});
      }
      const stretch = piece.slice(Math.max(0, i - reach), i + reach + 1);
      const from = stretch[0], to = stretch[stretch.length - 1];
      const along = Math.hypot(to.x - from.x, to.y - from.y);
      if (along < width / 2) {
        continue;
      }
      const right = {x: -(to.y - from.y) / along, y: (to.x - from.x) / along};
      const middle = {x: (from.x + to.x) / 2, y: (from.y + to.y) / 2};
      const bends = stretch.map((at) => (at.x - middle.x) * right.x + (at.y - middle.y) * right.y);
      const angle = Math.atan2(to.y - from.y, to.x - from.x);
      const range = Math.max(...bends) - Math.min(...bends);
      const mean = bends.reduce((sum, bend) => sum + bend, 0) / bends.length;
      for (const side of [1, -1]) {
        const most = Math.max(...bends.map((bend) => side * bend));
        found.push({
          x: middle.x + right.x * side * (most + half), y: middle.y + right.y * side * (most + half),
          angle: Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle,
          cost: most - side * mean + BENT * range + BEYOND * (width - along) + STEEP * Math.abs(right.x),
        });
      }
    }
    return found;
  }

  // Sums of a field of cells, so that any box of it is added up at once.
  function sums(cells, wide, high) {
    const total = new Int32Array((wide + 1) * (high + 1));
    for (let y = 0; y < high; y++) {
      for (let x = 0, row = 0; x < wide; x++) {
        row += cells[y * wide + x];
        total[(y + 1) * (wide + 1) + x + 1] = total[y * (wide + 1) + x + 1] + row;
      }
    }
    return (left, top, right, bottom) => total[bottom * (wide + 1) + right] - total[top * (wide + 1) + right] -
      total[bottom * (wide + 1) + left] + total[top * (wide + 1) + left];
  }

  // Cells of a size that lie within rings, by their middles.
  function filled(rings, wide, high, size) {
    const rows = Array.from({length: high}, () => []), cells = new Uint8Array(wide * high);
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i++) {
        const one = ring[i], other = ring[(i + 1) % ring.length];
        const [upper, lower] = one.y < other.y ? [one, other] : [other, one];
        const last = Math.min(high - 1, Math.ceil(lower.y / size - 0.5) - 1);
        for (let row = Math.max(0, Math.ceil(upper.y / size - 0.5)); row <= last; row++) {
          const share = ((row + 0.5) * size - upper.y) / (lower.y - upper.y);
          rows[row].push(upper.x + share * (lower.x - upper.x));
        }
      }
    }
    rows.forEach(function (crossings, row) {
      crossings.sort((one, other) => one - other);
      for (let i = 1; i < crossings.length; i += 2) {
        const end = Math.min(wide, Math.ceil(crossings[i] / size - 0.5));
        for (let column = Math.max(0, Math.ceil(crossings[i - 1] / size - 0.5)); column < end; column++) {
          cells[row * wide + column] = 1;
        }
      }
    });
    return cells;
  }

  // Land in view: `at` gives the place where a name of a size has the most room, nearest to the
  // middle of what is seen, off what is drawn with some bits and off what is taken; null where it
  // has none.
  class Land {
    constructor(rings, grid, bits, taken) {
      this.wide = Math.floor(grid.view.x / ROOM);
      this.high = Math.floor(grid.view.y / ROOM);
      const inside = filled(rings, this.wide, this.high, ROOM), closed = inside.map((one) => 1 - one);
      let count = 0, x = 0, y = 0;
      for (let cell = 0; cell < inside.length; cell++) {
        const column = cell % this.wide, row = Math.floor(cell / this.wide);
        count += inside[cell];
        x += inside[cell] * column;
        y += inside[cell] * row;
        const middle = {x: (column + 0.5) * ROOM, y: (row + 0.5) * ROOM, angle: 0};
        if (inside[cell] && grid.count(middle, ROOM / 2, ROOM / 2, bits)) {
          closed[cell] = 1;
        }
      }
      for (const part of taken) {
        const left = Math.max(0, Math.floor((part.x - part.w) / ROOM)), right = (part.x + part.w) / ROOM;
        for (let row = Math.max(0, Math.floor((part.y - part.h) / ROOM)); row < this.high && row < (part.y + part.h) / ROOM; row++) {
          for (let column = left; column < this.wide && column < right; column++) {
            closed[row * this.wide + column] = 1;
          }
        }
      }
      this.middle = {x: x / count, y: y / count};
      this.closed = sums(closed, this.wide, this.high);
    }

    at([width, height]) {
      for (const margin of MARGINS) {
        const w = Math.ceil((width / 2 + margin) / ROOM), h = Math.ceil((height / 2 + margin) / ROOM);
        let best = null;
        for (let y = h; y <= this.high - h; y++) {
          for (let x = w; x <= this.wide - w; x++) {
            const far = Math.hypot(x - this.middle.x, y - this.middle.y);
            if ((!best || far < best.far) && !this.closed(x - w, y - h, x + w, y + h)) {
              best = {x: x * ROOM, y: y * ROOM, angle: 0, far: far};
            }
          }
        }
        if (best) {
          return best;
        }
      }
      return null;
    }
  }

  // The lines, or rings, of a geometry in GeoJSON as positions; its points are left out.
  Tapal.strokes = function (geometry) {
    if (geometry.geometries) {
      return geometry.geometries.flatMap(Tapal.strokes);
    }
    const depth = {LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2}[geometry.type];
    return depth === undefined ? [] : [L.GeoJSON.coordsToLatLngs(geometry.coordinates, depth)].flat(depth);
  };

  // The same of layers that the map shows.
  Tapal.strokesOf = function (map, groups) {
    const found = [];
    const gather = (item) => Array.isArray(item[0]) ? item.forEach(gather) : item[0] && found.push(item);
    for (const group of groups.filter((one) => map.hasLayer(one))) {
      group.eachLayer((layer) => layer.getLatLngs && gather(layer.getLatLngs()));
    }
    return found;
  };

  Tapal.labelPlaces = {Grid: Grid, Land: Land, pieces: pieces, beside: beside};
})();
