"""Cartometric points (titik kartometrik, TK): the junctions and the points along each segment.

Columns of a point:

`id`        stable identifier: that of the junction ("SP-XXXXXXXX"), or "TK-XXXXXXXX" from the
            segment and the place; a name may change with the codes, an id does not
`kind`      "simpul" (a junction) or "ordinary"
`segment`   id of the segment; "" for a junction
`order`     place along the segment in the direction of counting, from 1; 0 for a junction
`at_m`      distance along the line from where the counting starts; NaN for a junction
`villages`  tuple of the keys of the villages that meet there, sorted
`codes`     tuple of their full codes in the edition of the names, sorted; () where one has none
`name`      the printed name (`boundaries.domain.tk_names`); "" where there are no codes
`geometry`  Point in the working CRS, on the line

Columns of a course, one for each segment:

`segment`     id of the segment
`a`, `b`      keys of the villages on the left and right of the line as it is drawn
`turned`      whether the points are counted against the line as it is drawn
`rule`        what decided the direction, one of `boundaries.domain.tk_order.RULES`
`start`, `end`  ids of the points where the counting starts and ends; "" for a ring without junction
`points`      number of ordinary points
`geometry`    LineString in the direction of counting
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely import LineString

from boundaries.domain.tk_identity import KEPT_WITHIN_M, kept_ids, point_ids
from boundaries.domain.tk_names import SHORT, TkName, codes_of, is_code, printed_names
from boundaries.domain.tk_order import directions, first_numbers, simpul_ranks
from boundaries.domain.tk_selection import DEFAULT_RULE, PointRule, chosen_places
from boundaries.errors import Notice
from boundaries.geometry.crs import require_metres
from boundaries.messages import message

SIMPUL, ORDINARY = "simpul", "ordinary"
COURSE_COLUMNS = ("segment", "a", "b", "turned", "rule", "start", "end", "points", "geometry")
COLUMNS = ("id", "kind", "segment", "order", "at_m", "villages", "codes", "name", "geometry")

Tuples = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Cartometric:
    """The points of some segments; `points` and `courses` have the columns named above.

    `notices` tell which villages have no code, so that their points have no name.
    """

    points: gpd.GeoDataFrame
    courses: gpd.GeoDataFrame
    rule: PointRule
    notices: tuple[Notice, ...] = ()

    def of_segments(self, segments: Collection[str]) -> Cartometric:
        """The points along some of the segments and the junctions at their ends, names kept."""
        courses = self.courses[self.courses["segment"].isin(segments)]
        ends = {*courses["start"], *courses["end"]}
        kept = self.points["segment"].isin(courses["segment"]) | self.points["id"].isin(ends)
        return Cartometric(
            points=self.points[kept].reset_index(drop=True),
            courses=courses.reset_index(drop=True),
            rule=self.rule,
            notices=self.notices,
        )

    def stations(self) -> pd.DataFrame:
        """The points of each segment in the direction of counting, junctions at both ends.

        Columns `segment`, `order` (from 0) and `point` (id). A ring without junction ends with its
        first point again.
        """
        inner = self.points.loc[self.points["kind"] == ORDINARY, ["segment", "order", "id"]]
        first = inner[inner["order"] == 1].set_index("segment")["id"]
        courses = self.courses[["segment", "start", "end", "points"]]
        ring = (courses["end"] == "").to_numpy()
        last = courses["end"].where(~ring, courses["segment"].map(first))
        ends = [
            pd.DataFrame({"segment": courses["segment"], "order": 0, "id": courses["start"]})[
                ~ring
            ],
            pd.DataFrame(
                {"segment": courses["segment"], "order": courses["points"] + 1, "id": last}
            ),
        ]
        rank = dict(zip(courses["segment"], range(len(courses)), strict=True))
        table = pd.concat([inner, *ends], ignore_index=True)
        table = table.assign(rank=table["segment"].map(rank)).sort_values(["rank", "order"])
        table = pd.DataFrame(table[["segment", "order", "id"]]).rename(columns={"id": "point"})
        return table.reset_index(drop=True)


def cartometric_points(
    lines: gpd.GeoDataFrame,
    simpul: gpd.GeoDataFrame,
    *,
    rule: PointRule = DEFAULT_RULE,
    edition: Mapping[str, str] | None = None,
    form: str = SHORT,
    coastline: gpd.GeoSeries | None = None,
    previous: gpd.GeoDataFrame | None = None,
    kept_within_m: float = KEPT_WITHIN_M,
) -> Cartometric:
    """The cartometric points of segments.

    `lines` has the columns `id`, `a`, `b`, `start`, `end`, `border_class` and `geometry`
    (LineStrings that do not cross themselves), `simpul` the columns `id`, `villages` and
    `geometry`, as in `boundaries.domain.segment`; both in one CRS in metres. Every end of a line is
    among `simpul`. `coastline` (same CRS) decides directions, `edition` gives the new codes of keys
    (see `codes_of`), `form` how names are printed. With `previous` points (columns `id`, `kind`,
    `villages`, `geometry`) a point within `kept_within_m` metres of an old one keeps its id.
    Names depend on all the segments given: take a part of them with `of_segments`.

    Raises `InputError` for a CRS that is not in metres, `ValueError` for other shapes than
    LineStrings.
    """
    require_metres(CRS.from_user_input(lines.crs))
    if (shapely.get_type_id(lines.geometry.to_numpy()) != shapely.GeometryType.LINESTRING).any():
        raise ValueError("every segment must be one LineString: merge its parts before")
    lines = lines.reset_index(drop=True)
    simpul = simpul[simpul["id"].isin({*lines["start"], *lines["end"]})].reset_index(drop=True)
    junctions, simpul_names = _junctions(simpul, edition)
    printed = dict(zip(junctions["id"], printed_names(simpul_names, form), strict=True))
    way = directions(lines, printed, coastline)
    courses = _courses(lines, way)
    ordinary, names = _ordinary(courses, rule, edition)
    points = gpd.GeoDataFrame(pd.concat([junctions, ordinary], ignore_index=True), crs=lines.crs)
    points["name"] = _texts(printed_names([*simpul_names, *names], form))
    counts = ordinary["segment"].value_counts()
    courses["points"] = courses["segment"].map(counts).fillna(0).astype(np.int64)
    if previous is not None:
        ids = kept_ids(points, previous, within_m=kept_within_m, edition=edition)
        renamed = {"": ""} | dict(zip(points["id"], ids, strict=True))
        points["id"] = _texts(ids)
        for end in ("start", "end"):
            courses[end] = courses[end].map(renamed).astype(object)
    return Cartometric(
        points=points[list(COLUMNS)],
        courses=courses[list(COURSE_COLUMNS)],
        rule=rule,
        notices=_nameless(points, edition or {}),
    )


def _junctions(
    simpul: gpd.GeoDataFrame, edition: Mapping[str, str] | None
) -> tuple[gpd.GeoDataFrame, list[TkName]]:
    """The points at the junctions, without printed names, and what their names say."""
    villages = simpul["villages"].tolist()
    codes = [codes_of(keys, edition) for keys in villages]
    ranks = simpul_ranks(simpul, _groups(codes, villages))
    names = [
        TkName(codes=of, number=0, rank=int(rank)) for of, rank in zip(codes, ranks, strict=True)
    ]
    frame = gpd.GeoDataFrame(
        {
            "id": simpul["id"],
            "kind": SIMPUL,
            "segment": "",
            "order": 0,
            "at_m": np.nan,
            "villages": simpul["villages"],
            "codes": _texts(codes),
        },
        geometry=simpul.geometry,
    )
    return frame, names


def _courses(lines: gpd.GeoDataFrame, way: pd.DataFrame) -> gpd.GeoDataFrame:
    """The courses without `points`, `start` and `end` by the ids of the junctions."""
    turned = way["turned"].to_numpy()
    shapes = lines.geometry.to_numpy()
    shapes = np.where(turned, shapely.reverse(shapes), shapes)
    ring = ((lines["start"] == "") | (lines["end"] == "")).to_numpy()
    for place in np.flatnonzero(ring):
        shapes[place] = _from_the_west(shapes[place])
    return gpd.GeoDataFrame(
        {
            "segment": lines["id"],
            "a": lines["a"],
            "b": lines["b"],
            "turned": turned,
            "rule": way["rule"],
            "start": lines["end"].where(turned, lines["start"]),
            "end": lines["start"].where(turned, lines["end"]),
        },
        geometry=shapes,
        crs=lines.crs,
    )


def _from_the_west(ring: LineString) -> LineString:
    """A closed line that begins at its westernmost vertex."""
    points = shapely.get_coordinates(ring)[:-1]
    first = np.lexsort((points[:, 1], points[:, 0]))[0]
    return shapely.linestrings(np.roll(points, -first, axis=0)[[*range(len(points)), 0]])


def _ordinary(
    courses: gpd.GeoDataFrame, rule: PointRule, edition: Mapping[str, str] | None
) -> tuple[gpd.GeoDataFrame, list[TkName]]:
    """The ordinary points, without printed names, and what their names say."""
    places = _with_starts(chosen_places(courses.geometry.to_numpy(), rule), courses)
    line = places["line"].to_numpy(dtype=np.int64)
    pairs = [tuple(sorted({a, b} - {""})) for a, b in zip(courses["a"], courses["b"], strict=True)]
    codes = [codes_of(pair, edition) for pair in pairs]
    counts = np.bincount(line, minlength=len(courses))
    first = first_numbers(courses, _groups(codes, pairs), counts)
    order = places.groupby("line").cumcount().to_numpy() + 1
    number = first[line] + order - 1
    names = [TkName(codes=codes[of], number=int(n)) for of, n in zip(line, number, strict=True)]
    frame = gpd.GeoDataFrame(
        {
            "kind": ORDINARY,
            "segment": courses["segment"].to_numpy(dtype=object)[line],
            "order": order,
            "at_m": places["at_m"],
            "villages": _texts([pairs[of] for of in line]),
            "codes": _texts([codes[of] for of in line]),
        },
        geometry=places["geometry"].to_numpy(),
        crs=courses.crs,
    )
    return frame.assign(id=_texts(point_ids(frame["segment"], frame.geometry))), names


def _with_starts(places: pd.DataFrame, courses: gpd.GeoDataFrame) -> pd.DataFrame:
    """The places and the starts of rings without junction."""
    rings = np.flatnonzero((courses["start"] == "").to_numpy())
    starts = shapely.get_point(courses.geometry.to_numpy()[rings], 0)
    added = pd.DataFrame({"line": rings, "at_m": 0.0, "geometry": starts})
    table = pd.concat([added, places], ignore_index=True) if len(rings) else places
    return table.sort_values(["line", "at_m"], kind="stable", ignore_index=True)


def _groups(codes: Tuples, villages: Tuples) -> Tuples:
    """What points are counted by: codes, or the keys where there are none."""
    return [one or ("", *other) for one, other in zip(codes, villages, strict=True)]


def _nameless(points: gpd.GeoDataFrame, edition: Mapping[str, str]) -> tuple[Notice, ...]:
    """One notice for each village that leaves points without a name."""
    nameless = points.loc[points["name"] == "", "villages"].explode()
    counts = nameless.value_counts().sort_index()
    return tuple(
        Notice(
            "point-without-name",
            message(
                "{village} has no valid code, so {count} points have no name",
                village=village,
                count=count,
            ),
            message("give the village its code, or map it in the edition of the codes"),
            str(village),
        )
        for village, count in counts.items()
        if not is_code(edition.get(str(village), str(village)))
    )


def _texts(values: Sequence[object]) -> pd.Series:
    return pd.Series(list(values), dtype=object)
