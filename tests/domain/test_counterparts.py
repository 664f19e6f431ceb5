"""Villages of the reference without a local record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from boundaries.domain.counterparts import COLUMNS, record_notices, without_record
from boundaries.domain.match import match_villages
from boundaries.domain.names import fold, similarity
from boundaries.workflows.load import LayerOptions, load


def layer(source: str, villages: dict[str, tuple[float, float]]) -> gpd.GeoDataFrame:
    """Villages 100 m high from west to east; keys are the names in small letters."""
    rows = [
        (source, row, name.lower(), name, shapely.box(west, 0, east, 100))
        for row, (name, (west, east)) in enumerate(villages.items())
    ]
    columns = ["source", "row", "key", "name", "geometry"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=32647)


def taken_for(*codes: str) -> pd.DataFrame:
    return pd.DataFrame({"code": list(codes)}, dtype=object)


def test_a_village_split_off_lies_in_the_record_of_the_older_one() -> None:
    """The local Lama is the reference's Lama and Baru; Jauh lies beyond the local layer.

    ::

        reference  | Lama | Baru |      Jauh
        local      |    Lama     |
        metres     0     100    200  400    500
    """
    reference = layer("big", {"Lama": (0, 100), "Baru": (100, 200), "Jauh": (400, 500)})
    local = layer("survei", {"Lama": (0, 190)})
    found = without_record(reference, local, taken_for("lama"))
    assert list(found.columns) == list(COLUMNS)
    (row,) = found.to_dict("records")
    assert row == {
        "key": "baru", "name": "Baru", "covered": 0.9, "row": 0, "source": "survei",
        "local_name": "Lama", "within": "lama", "share": 0.9,
    }  # fmt: skip
    (notice,) = record_notices(found)
    assert notice.code == "village-split"
    assert str(notice.message) == "Baru (baru) has no record; 90% of its land lies in Lama"
    assert str(notice.feature) == "survei row 1, Lama"


@pytest.mark.parametrize(
    ("villages", "codes"),
    [({"A": (0, 100), "B": (100, 200)}, ("", "")), ({"A": (0, 50), "B": (50, 200)}, ("a", ""))],
)
def test_a_village_in_records_of_no_village_is_absent(
    villages: dict[str, tuple[float, float]], codes: tuple[str, ...]
) -> None:
    reference = layer("big", {"Baru": (60, 140)})
    found = without_record(reference, layer("survei", villages), taken_for(*codes))
    assert [notice.code for notice in record_notices(found)] == ["village-absent"]
    assert "look for it in the layer" in str(record_notices(found)[0].hint)


def test_nothing_is_said_of_villages_with_a_record_or_beyond_the_layer() -> None:
    reference = layer("big", {"Ada": (0, 100), "Jauh": (100, 200)})
    found = without_record(reference, layer("survei", {"Ada": (0, 149)}), taken_for("ada"))
    assert found.empty
    assert record_notices(found) == ()


def test_the_old_map_of_banyuwangi_is_complete_but_for_villages_split_since(
    real: Callable[[str], Path],
) -> None:
    """All 198 villages of the old map are matched; 19 lie in the villages they came from."""
    base = load([real("banyuwangi/big.geojson")], options=LayerOptions(), role="reference")
    path = real("banyuwangi/ADMINISTRASIDESA_AR_25K.zip")
    old = load([path], options=LayerOptions(), role="local", working=base.working)
    matches = match_villages(base.villages, old.villages)
    found = without_record(base.villages, old.villages, matches)
    kinds = pd.Series([notice.code for notice in record_notices(found)])
    matched = matches[matches["code"] != ""]
    assert matched["code"].nunique() == 198
    assert (old.villages.loc[matches["code"] == "", "kabupaten"] != "BANYUWANGI").all()
    names = base.villages.set_index("key")["name"].loc[matched["code"]]
    alike = similarity(matched["name"].map(fold), names.map(fold)) >= 0.8
    outlines = base.villages.set_index("key").geometry.loc[matched["code"]].to_numpy()
    records = old.villages.geometry.loc[matched.index].to_numpy()
    common = shapely.area(shapely.intersection(outlines, records))
    share = common / shapely.area(shapely.union(outlines, records))
    assert (alike | (share >= 0.7)).all()
    assert len(found) == 217 - 198
    assert kinds[0] == "villages-without-record"
    assert (kinds[1:] == "village-split").all()
    origins = dict(zip(found["name"], found["local_name"], strict=True))
    assert origins["Kalipait"] == "KENDALREJO"
    assert origins["Ringintelu"] == "SUKOREJO"
    alone = base.villages.dissolve("key").geometry
    drawn = old.villages.assign(code=matches["code"]).dissolve("code").geometry
    for key, origin in zip(found["key"], found["within"], strict=True):
        both = shapely.union(alone[key], alone[origin])
        assert likeness(drawn[origin], both) > likeness(drawn[origin], alone[origin])


def likeness(a: shapely.Geometry, b: shapely.Geometry) -> float:
    """The share of the land of both that they have in common."""
    common = shapely.area(shapely.intersection(a, b))
    return float(common / (shapely.area(a) + shapely.area(b) - common))


def test_several_villages_without_record_are_told_together_first() -> None:
    reference = layer("big", {"Satu": (0, 100), "Dua": (100, 200), "Tiga": (200, 300)})
    found = without_record(reference, layer("survei", {"Satu": (0, 300)}), taken_for("satu"))
    first, *others = record_notices(found)
    assert str(first.message) == (
        "2 villages of the reference have no record of their own: Dua, Tiga"
    )
    assert [notice.code for notice in others] == ["village-split", "village-split"]
