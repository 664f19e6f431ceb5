// How far a drawn line is: whole from simpul to simpul, not there yet, or drawn past its end.
"use strict";

(function () {
  // An end this near to a simpul lies on it; an uploaded line may come as near as the server allows.
  const TOUCH_M = 0.5, ZOOM = 22;
  const latLng = ([lon, lat]) => L.latLng(lat, lon);
  const away = (point, place) => Tapal.map.distance(latLng(point), place.at);

  const places = () => Tapal.data.features.filter((item) => item.properties.role === "simpul")
    .map((item) => ({number: item.properties.number, at: latLng(item.geometry.coordinates)}));

  // Where a line comes nearest to a simpul: how many edges along it, and the distance in metres.
  function nearest(points, place) {
    const map = Tapal.map, target = map.project(place.at, ZOOM);
    let best = {along: 0, metres: away(points[0], place)};
    for (let i = 1; i < points.length; i++) {
      const from = map.project(latLng(points[i - 1]), ZOOM), to = map.project(latLng(points[i]), ZOOM);
      const near = L.LineUtil.closestPointOnSegment(target, from, to);
      const metres = map.distance(map.unproject(near, ZOOM), place.at);
      if (metres < best.metres) {
        best = {along: i - 1 + from.distanceTo(near) / (from.distanceTo(to) || 1), metres: metres};
      }
    }
    return best;
  }

  // The state of a line ("none", "short", "whole", "long"), the numbers of the simpul it misses,
  // whether it goes on from its first point, and for one that is too long `cut`: the line without
  // what lies past the simpul.
  Tapal.reach = function (points, kind) {
    const within = kind === "uploaded" ? Tapal.config.dekat : TOUCH_M, ends = places();
    if (!points.length) {
      return {state: "none", missing: ends.map((place) => place.number), front: false};
    }
    const first = points[0], last = points[points.length - 1];
    if (ends.length < 2) {
      const closed = points.length > 3 && Tapal.map.distance(latLng(first), latLng(last)) <= within;
      return {state: closed ? "whole" : "short", missing: [], front: false};
    }
    const [one, other] = ends, touches = (point, place) => away(point, place) <= within;
    const least = one.at.equals(other.at) ? 3 : 2;
    if (points.length >= least && ((touches(first, one) && touches(last, other)) || (touches(first, other) && touches(last, one)))) {
      return {state: "whole", missing: [], front: false};
    }
    const near = ends.map((place) => nearest(points, place));
    const missing = ends.filter((place, index) => near[index].metres > within).map((place) => place.number);
    if (!missing.length && near[0].along !== near[1].along) {
      return {state: "long", missing: [], front: false, cut: cut(points, ends, near)};
    }
    const held = (point) => ends.some((place) => touches(point, place));
    return {state: "short", missing: missing, front: points.length > 1 && held(last) && !held(first)};
  };

  // The stretch of a line between two simpul, which become its ends.
  function cut(points, ends, near) {
    const order = near[0].along < near[1].along ? [0, 1] : [1, 0];
    const [start, end] = order.map((place) => ends[place]);
    const inner = points.slice(Math.ceil(near[order[0]].along), Math.floor(near[order[1]].along) + 1)
      .filter((point) => away(point, start) > TOUCH_M && away(point, end) > TOUCH_M);
    return [[start.at.lng, start.at.lat], ...inner, [end.at.lng, end.at.lat]];
  }
})();
