// Where a click belongs: on a simpul, else on a line, else where it is; and the way along a line.
"use strict";

(function () {
  const SNAP_PX = 14, MORE_FOR_SIMPUL_PX = 6;

  Tapal.SNAP_PX = SNAP_PX;

  Tapal.snapped = function (at) {
    const map = Tapal.map, pixel = map.latLngToContainerPoint(at);
    for (const place of Tapal.simpulPlaces()) {
      if (pixel.distanceTo(map.latLngToContainerPoint(place)) < SNAP_PX + MORE_FOR_SIMPUL_PX) {
        return place;
      }
    }
    let best = null, least = SNAP_PX;
    const gather = function (item) {
      if (Array.isArray(item[0])) {
        item.forEach(gather);
        return;
      }
      for (let i = 1; i < item.length; i++) {
        const from = map.latLngToContainerPoint(item[i - 1]), to = map.latLngToContainerPoint(item[i]);
        const near = L.LineUtil.closestPointOnSegment(pixel, from, to);
        const distance = pixel.distanceTo(near);
        if (distance < least) {
          least = distance;
          best = near;
        }
      }
    };
    Tapal.snapLayers().forEach((group) => group.eachLayer((layer) => gather(layer.getLatLngs())));
    return best ? map.containerPointToLatLng(best) : at;
  };

  // The stretch of a line between the places on it nearest to two points.
  Tapal.stretch = function (name, from, to) {
    const line = Tapal.data.lines[name].geometry.coordinates;
    const nearest = (point) => line.reduce((best, one, place) => {
      const distance = (one[0] - point[0]) ** 2 + (one[1] - point[1]) ** 2;
      return distance < best[0] ? [distance, place] : best;
    }, [Infinity, 0])[1];
    const start = nearest(from), end = nearest(to);
    return start <= end ? line.slice(start, end + 1) : line.slice(end, start + 1).reverse();
  };
})();
