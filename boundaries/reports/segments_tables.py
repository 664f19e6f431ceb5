"""Flat tables of segments, junctions, pairs of neighbours and comparisons, for files.

Keys of villages are kept, their names and kecamatan stand beside them. Figures are rounded:
metres to millimetres, hectares and shares to 4 decimals, degrees to 7.
"""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd

from boundaries.domain.correspondence import Correspondence
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.domain.told_apart import told_apart
from boundaries.geometry.metrics import WGS84
from boundaries.reports.labels import clean

FIGURES = {
    "matched_a": "matched_first", "matched_b": "matched_second", "mean": "mean_m", "p90": "p90_m",
    "greatest": "greatest_m", "within": "within", "side": "side_m", "hausdorff": "hausdorff_m",
    "frechet": "frechet_m",
}  # fmt: skip
"""Columns of `Correspondence.figures`, and what they are called in files."""
COMPARISONS = (("reference", "a"), ("reference", "b"), ("a", "b"))
SEVERITY = {"contested": 0, "shifted": 1, "one-source": 2, "same": 3}
DECIMALS = {"m": 3, "ha": 4, "share": 4, "degree": 7}
SHARES = ("within", "matched", "matched_first", "matched_second")


def segment_table(analysis: SegmentAnalysis) -> pd.DataFrame:
    """One row per segment, in the order of `analysis.borders.lines`; "" where a text is unknown.

    `verdict` is that of the pair of villages; a pair may have several segments.
    """
    table = pd.DataFrame(analysis.borders.lines.drop(columns="geometry"))
    table = with_names(analysis, table)
    if analysis.found is not None:
        verdicts = analysis.found.pairs[["a", "b", "verdict"]]
        table = table.merge(verdicts, on=["a", "b"], how="left")
        table["verdict"] = table["verdict"].astype(object).fillna("")
    return rounded(table)


def simpul_table(analysis: SegmentAnalysis) -> pd.DataFrame:
    """One row per simpul, in the order of `analysis.borders.simpul`, with its place in degrees.

    In a comparison also `spread_m`, `offset_m` and `meeting` ("" where not three surveys meet).
    """
    simpul = analysis.borders.simpul
    table = pd.DataFrame(simpul.drop(columns="geometry"))
    names = village_names(analysis)
    table["names"] = _objects(tuple(names.get(k, k) for k in keys) for keys in table["villages"])
    table["lon"], table["lat"] = degrees(simpul)
    if analysis.found is not None:
        checked = analysis.found.junctions.drop(columns=["geometry", "villages"])
        checked = pd.DataFrame(checked).rename(columns={"simpul": "id", "verdict": "meeting"})
        table = table.merge(checked, on="id", how="left")
        table["meeting"] = table["meeting"].astype(object).fillna("")
    return rounded(table)


def contact_table(analysis: SegmentAnalysis) -> pd.DataFrame:
    """One row per pair of villages that touch in a point only, with the place of the simpul."""
    simpul = analysis.borders.simpul
    places = pd.DataFrame({"simpul": simpul["id"]})
    places["lon"], places["lat"] = degrees(simpul)
    return rounded(with_names(analysis, analysis.contacts).merge(places, on="simpul", how="left"))


def pair_table(analysis: SegmentAnalysis, found: Correspondence) -> pd.DataFrame:
    """One row per pair of neighbours, the worst first, with the figures that decided its verdict.

    `drawn_by` (who draws the line) and `segments` (ids) are tuples. `disputed_ha` is the larger of
    the land that reference and surveys give to different sides, and of the land that both surveys
    claim or leave. `compared` names the two lines that the figures, from `tolerance_m` to
    `frechet_m`, are of: those that differ most among the comparisons that the verdict rests on.
    `matched` is the share of them that had to be matched: of the shorter-matched survey where two
    are compared, else of the line of the reference.
    """
    keys = ["a", "b"]
    lines = found.lines.groupby(keys, as_index=False)["drawn_by"].agg(tuple)
    lengths = found.lines.pivot(index=keys, columns="drawn_by", values="length_m")
    lengths = lengths.reindex(columns=["reference", "a", "b"]).add_prefix("length_")
    lengths = lengths.add_suffix("_m").reset_index()
    borders = analysis.borders.lines
    segments = borders.groupby(keys, as_index=False).agg(
        segments=("id", tuple),
        pair_type=("pair_type", "first"),
        border_class=("border_class", "min"),
    )
    table = found.pairs.merge(lines, on=keys).merge(lengths, on=keys)
    table = table.merge(segments, on=keys, how="left").merge(_decisive(found), on=keys, how="left")
    table["segments"] = _objects(s if isinstance(s, tuple) else () for s in table["segments"])
    for name in ("pair_type", "border_class"):
        table[name] = table[name].fillna(0).astype(np.int64)
    moved = table["to_a_ha"] + table["to_b_ha"]
    disputed = np.maximum(moved, table["both_ha"] + table["unclaimed_ha"])
    table.insert(list(table.columns).index("to_a_ha"), "disputed_ha", disputed)
    table["compared"] = table["compared"].astype(object).fillna("")
    rank = table["verdict"].map(SEVERITY)
    order = np.lexsort((table["b"], table["a"], -table["disputed_ha"], rank))
    return rounded(with_names(analysis, table.iloc[order].reset_index(drop=True)))


def comparison_table(analysis: SegmentAnalysis, found: Correspondence) -> pd.DataFrame:
    """One row per pair and comparison of two of its lines."""
    kept = ["a", "b", "first", "second", "tolerance_m", "agrees", *FIGURES]
    return rounded(with_names(analysis, found.figures[kept].rename(columns=FIGURES)))


def wide_comparisons(found: Correspondence) -> pd.DataFrame:
    """One row per pair of `found.pairs` with all comparisons side by side.

    Columns `a`, `b` and, with the prefixes "reference_a_", "reference_b_", "a_b_": `agrees` ("yes",
    "no" or "") and the figures.
    """
    table = found.pairs[["a", "b"]]
    for first, second in COMPARISONS:
        chosen = (found.figures["first"] == first) & (found.figures["second"] == second)
        part = found.figures[chosen].rename(columns=FIGURES)
        part = part.assign(agrees=part["agrees"].map({True: "yes", False: "no"}).astype(object))
        part = rounded(part[["a", "b", "agrees", *FIGURES.values()]])
        part = part.rename(columns={name: f"{first}_{second}_{name}" for name in part.columns[2:]})
        table = table.merge(part, on=["a", "b"], how="left")
        name = f"{first}_{second}_agrees"
        table[name] = table[name].astype(object).fillna("")
    return table


def machine_readable(table: pd.DataFrame) -> pd.DataFrame:
    """The table with tuples joined by "; " and truth values as "yes" and "no"."""
    result = table.copy()
    for name in result.columns:
        if result[name].dtype == bool:
            result[name] = _objects("yes" if value else "no" for value in result[name])
        elif result[name].dtype == object:
            result[name] = _objects(
                "; ".join(value) if isinstance(value, tuple) else value for value in result[name]
            )
    return result


def with_names(analysis: SegmentAnalysis, table: pd.DataFrame) -> pd.DataFrame:
    """The table with `name_a`, `kecamatan_a` after column `a`, and the same for `b`."""
    first = _first_records(analysis)
    result = table.copy()
    for side in ("a", "b"):
        place = list(result.columns).index(side) + 1
        for offset, column in enumerate(("name", "kecamatan")):
            words = first[column].to_dict()
            values = _objects(words.get(key, "") for key in result[side])
            result.insert(place + offset, f"{column}_{side}", values)
    return result


def village_names(analysis: SegmentAnalysis) -> dict[str, str]:
    """The name of each village key; a name that several villages have is followed by the kecamatan.

    A kecamatan without a name is called by its code.
    """
    first = _first_records(analysis)
    return {key: clean(name) for key, name in told_apart(first).items()}


def degrees(points: gpd.GeoDataFrame) -> tuple[pd.Series, pd.Series]:
    """Longitude and latitude (WGS 84) of points."""
    geographic = points.geometry.to_crs(WGS84)
    return geographic.x, geographic.y


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its measures rounded, by the endings of their names."""
    places = {}
    for name in table.columns:
        if name in ("lon", "lat"):
            places[name] = DECIMALS["degree"]
        elif name in SHARES:
            places[name] = DECIMALS["share"]
        else:
            places[name] = DECIMALS.get(str(name).rsplit("_", 1)[-1], -1)
    return table.round({name: digits for name, digits in places.items() if digits >= 0})


def _first_records(analysis: SegmentAnalysis) -> pd.DataFrame:
    first = analysis.villages.drop_duplicates("key").set_index("key")
    kecamatan = first["kecamatan"].where(first["kecamatan"] != "", first["kecamatan_code"])
    return pd.DataFrame({"name": first["name"], "kecamatan": kecamatan})


def _decisive(found: Correspondence) -> pd.DataFrame:
    """For each pair the comparison that differs most among those its verdict rests on."""
    figures = found.figures.merge(found.pairs[["a", "b", "verdict"]], on=["a", "b"])
    between_surveys = (figures["first"] != "reference").to_numpy()
    contested = (figures["verdict"] == "contested").to_numpy()
    figures = figures[(between_surveys == contested) | (figures["verdict"] == "one-source")]
    p90 = figures["p90"].fillna(np.inf)
    order = np.lexsort((figures["second"], -p90, figures["agrees"], figures["b"], figures["a"]))
    worst = figures.iloc[order].drop_duplicates(["a", "b"])
    both = np.minimum(worst["matched_a"], worst["matched_b"])
    matched = worst["matched_a"].where(worst["first"] == "reference", both)
    worst = worst.assign(compared=worst["first"] + "-" + worst["second"], matched=matched)
    kept = ["a", "b", "compared", "tolerance_m", "matched", *FIGURES]
    return pd.DataFrame(worst[kept]).rename(columns=FIGURES)


def _objects(values: Iterable[object]) -> pd.Series:
    return pd.Series(list(values), dtype=object)
