"""Tables that sum up findings: per case, kind and class, kecamatan, and pair of villages.

All take findings with the columns of `boundaries.domain.finding`. Areas are sums of ellipsoidal
areas in m2, widths are in metres.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import CLASSES, KINDS, NO_DEFECTS

SEVERITY = {name: place for place, name in enumerate(CLASSES)}
AREA_COLUMNS = {kind: f"{kind}_m2" for kind in KINDS if kind != "unmatched"}

_OF_CASES = (
    "case", "id", "kind", "class", "villages", "names", "kecamatan", "sources", "area_m2",
    "max_width_m",
)  # fmt: skip
NO_ROLES: Mapping[str, str] = {}


def roles_of(analysis: Analysis) -> dict[str, str]:
    """The role of each source label."""
    return {record.source: record.role for record in analysis.inputs}


def cases(findings: gpd.GeoDataFrame, roles: Mapping[str, str] = NO_ROLES) -> pd.DataFrame:
    """Findings gathered by case, the most severe first, then by area.

    Index `case`; columns `kind`, `class` (of the most severe finding), `where`, `villages`,
    `names`, `kecamatan`, `sources` (tuples), `findings` (count), `area_m2` (sum), `max_width_m`
    (greatest) and `finding` (id of the largest).

    `where` tells which sources conflict, by their `roles` (see `roles_of`): "reference" with itself
    (also an enclave that the local sources show too), "local" ones among each other, "between" the
    reference and local ones, or "layer", the layer that was checked.
    """
    table = pd.DataFrame(findings[list(_OF_CASES)]).sort_values(
        ["case", "area_m2", "id"], ascending=[True, False, True]
    )
    table["rank"] = table["class"].map(SEVERITY).astype(int)
    by_case = table.groupby("case", sort=False)
    result = table.drop_duplicates("case").reset_index(drop=True)
    wheres = [
        where_of(kind, {roles.get(source, "layer") for source in sources})
        for kind, sources in zip(result["kind"], result["sources"], strict=True)
    ]
    result = pd.DataFrame(
        {
            "case": result["case"],
            "kind": result["kind"],
            "rank": by_case["rank"].min().to_numpy(),
            "where": pd.Series(wheres, dtype=object),
            **{name: result[name] for name in ("villages", "names", "kecamatan", "sources")},
            "findings": by_case.size().to_numpy(),
            "area_m2": by_case["area_m2"].sum().to_numpy(),
            "max_width_m": by_case["max_width_m"].max().to_numpy(),
            "finding": result["id"],
        }
    )
    result = result.sort_values(["rank", "area_m2", "case"], ascending=[True, False, True])
    result.insert(2, "class", [CLASSES[rank] for rank in result["rank"]])
    return result.drop(columns="rank").set_index("case")


def where_of(kind: str, roles: set[str]) -> str:
    """Which sources conflict in a finding of this kind and these roles, see `cases`."""
    if kind == "mismatch":
        return "between"
    return next((role for role in ("reference", "local") if role in roles), "layer")


def by_kind_and_class(case_table: pd.DataFrame) -> pd.DataFrame:
    """Cases counted by kind and by class of their most severe finding.

    Columns `kind`, `class`, `cases`, `findings`, `area_m2`, `max_width_m`; kinds in the order of
    `KINDS`, classes by severity; combinations that do not occur are left out.
    """
    table = (
        case_table.reset_index()
        .groupby(["kind", "class"], as_index=False)
        .agg(
            cases=("case", "count"),
            findings=("findings", "sum"),
            area_m2=("area_m2", "sum"),
            max_width_m=("max_width_m", "max"),
        )
    )
    return _in_order(table)


def by_own_class(findings: gpd.GeoDataFrame, case_table: pd.DataFrame) -> pd.DataFrame:
    """Findings counted by kind and by their own class, which may be milder than that of their case.

    `case_table` holds their `cases`. Columns as `by_kind_and_class`; `cases` are those of the kind
    whose most severe finding has the class.
    """
    own = pd.DataFrame(findings[["kind", "class", "id", "area_m2", "max_width_m"]])
    table = own.groupby(["kind", "class"], as_index=False).agg(
        findings=("id", "count"), area_m2=("area_m2", "sum"), max_width_m=("max_width_m", "max")
    )
    counted = by_kind_and_class(case_table).to_dict("records")
    of_class = {(row["kind"], row["class"]): row["cases"] for row in counted}
    found = zip(table["kind"], table["class"], strict=True)
    table.insert(2, "cases", [of_class.get(pair, 0) for pair in found])
    return _in_order(table)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    order = pd.DataFrame(
        {"kind": table["kind"].map(KINDS.index), "class": table["class"].map(SEVERITY)}
    )
    return table.loc[order.sort_values(["kind", "class"]).index].reset_index(drop=True)


def by_kecamatan(case_table: pd.DataFrame) -> pd.DataFrame:
    """Cases per kecamatan, sorted by name.

    A case between villages of two kecamatan counts in both, so that columns do not add up to the
    whole. Columns `kecamatan` ("" where unknown), `cases`, `shared` (cases with another kecamatan),
    one column per class (area in m2 of its cases); `area_m2` and `max_width_m` without enclaves
    and excluded areas.
    """
    table = case_table.reset_index()
    table["kecamatan"] = table["kecamatan"].map(known)
    table["shared"] = table["kecamatan"].map(len) > 1
    table["kecamatan"] = [names or ("",) for names in table["kecamatan"]]
    table = table.explode("kecamatan")
    return _areas_by(
        table, ["kecamatan"], "class", dict(zip(CLASSES, CLASSES, strict=True))
    ).sort_values("kecamatan", ignore_index=True)


def by_pair(case_table: pd.DataFrame) -> pd.DataFrame:
    """Cases per group of villages in conflict, the largest area first.

    Columns `villages`, `names`, `kecamatan` (tuples), `cases`, `shared`, one of `AREA_COLUMNS` per
    kind; `area_m2` and `max_width_m` without enclaves and excluded areas.
    """
    table = case_table.reset_index()
    table["shared"] = table["kecamatan"].map(known).map(len) > 1
    return _areas_by(table, ["villages", "names", "kecamatan"], "kind", AREA_COLUMNS).sort_values(
        ["area_m2", "villages"], ascending=[False, True], ignore_index=True
    )


def by_village(analysis: Analysis) -> pd.DataFrame:
    """What the sources say about each village, sorted by key.

    Columns `key`, `name`, `kecamatan`; `area_reference_m2` and `area_local_m2`, the area in the
    reference (or the layer checked) and in the local sources, missing where they do not contain the
    village; `gained_m2` and `lost_m2`, the land that the local sources give to the village and the
    reference does not, and the other way round; `overlap_m2`, the land that others claim too;
    `gap_m2`, the gaps beside it.
    """
    villages = analysis.villages
    first = villages.drop_duplicates("key").set_index("key")[["name", "kecamatan"]]
    role = villages["role"].replace("layer", "reference")
    areas = villages.groupby(["key", role])["area_m2"].sum().unstack("role")
    parties = pd.DataFrame(analysis.findings.drop(columns="geometry")).explode("villages")
    roles = roles_of(analysis)
    parties["by_local"] = [
        _gives(claims, key, roles, "local")
        for claims, key in zip(parties["claims"], parties["villages"], strict=True)
    ]
    parties["by_reference"] = [
        _gives(claims, key, roles, "reference")
        for claims, key in zip(parties["claims"], parties["villages"], strict=True)
    ]
    mismatch = parties["kind"] == "mismatch"
    chosen = {
        "gained_m2": mismatch & parties["by_local"] & ~parties["by_reference"],
        "lost_m2": mismatch & parties["by_reference"] & ~parties["by_local"],
        "overlap_m2": parties["kind"] == "overlap",
        "gap_m2": parties["kind"] == "gap",
    }
    table = first.assign(
        area_reference_m2=areas.get("reference"), area_local_m2=areas.get("local")
    ).astype({"area_reference_m2": float, "area_local_m2": float})
    for name, mask in chosen.items():
        sums = parties.loc[mask].groupby("villages")["area_m2"].sum()
        table[name] = sums.reindex(table.index, fill_value=0.0)
    result: pd.DataFrame = table.sort_index().reset_index()
    return result


def _gives(
    claims: Mapping[str, tuple[str, ...]], key: str, roles: Mapping[str, str], role: str
) -> bool:
    """Whether a source of this role gives the land to the village."""
    return any(key in keys for source, keys in claims.items() if roles.get(source) == role)


def known(names: Iterable[str]) -> tuple[str, ...]:
    """The different names that are not empty, sorted."""
    return tuple(sorted({name for name in names if name}))


def _areas_by(
    table: pd.DataFrame, keys: list[str], spread: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """Cases counted per `keys`, with one area column per value of the column `spread`."""
    defect = ~table["kind"].isin(NO_DEFECTS)
    defects = table.assign(
        area_m2=table["area_m2"].where(defect, 0.0),
        max_width_m=table["max_width_m"].where(defect, 0.0),
    )
    totals = defects.groupby(keys, as_index=False, sort=False).agg(
        cases=("case", "count"),
        shared=("shared", "sum"),
        area_m2=("area_m2", "sum"),
        max_width_m=("max_width_m", "max"),
    )
    for place, (value, name) in enumerate(names.items()):
        areas = table["area_m2"].where(table[spread] == value, 0.0)
        sums = areas.groupby([table[key] for key in keys], sort=False).sum()
        totals.insert(len(keys) + 2 + place, name, sums.to_numpy())
    return totals
