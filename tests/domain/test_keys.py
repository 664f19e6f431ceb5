"""Keys of villages: unique, shared by the records of one village, the same in any order of rows.

Outlines are unit squares side by side, record 0 westernmost.
"""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.domain.keys import with_keys

COLUMNS = ("code", "name", "kecamatan", "kabupaten", "type", "bps_code")


def villages(*records: dict[str, str]) -> gpd.GeoDataFrame:
    table = {c: [record.get(c, "") for record in records] for c in COLUMNS}
    outlines = [shapely.MultiPolygon([shapely.box(x, 0, x + 1, 1)]) for x in range(len(records))]
    rows = list(range(len(records)))
    return gpd.GeoDataFrame({"source": "desa", "row": rows, **table}, geometry=outlines)


def keys(*records: dict[str, str]) -> list[str]:
    return list(with_keys(villages(*records))[0]["key"])


A, B = "12.09.08.2001", "12.09.08.2002"


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([{"code": A, "name": "Satu"}, {"code": B, "name": "Satu"}], [A, B]),
        ([{"code": A, "name": "Satu"}, {"code": A, "name": " SATU"}], [A, A]),
        ([{"code": A, "name": "Satu"}, {"code": A}], [A, A]),
        ([{"code": A, "name": "Satu"}, {"code": A, "name": "Dua"}], [f"{A}/Satu", f"{A}/Dua"]),
        ([{"name": "Satu"}, {"name": "Dua"}], ["Satu", "Dua"]),
        ([{"name": "Satu"}, {"name": "Satu"}], ["Satu", "Satu (2)"]),
        (
            [{"name": "Sidomulyo", "kecamatan": "Kisaran"},
             {"name": "Sidomulyo", "kecamatan": "Meranti"}],
            ["Sidomulyo (Kisaran)", "Sidomulyo (Meranti)"],
        ),
        (
            [{"name": "Sarongan", "kecamatan": "Pesanggaran"}] * 2,  # a village in two records
            ["Sarongan", "Sarongan"],
        ),
        (
            [{"name": "Lestari", "kecamatan": "Kisaran", "type": "desa"},
             {"name": "Lestari", "kecamatan": "Kisaran", "type": "kelurahan"}],
            ["Lestari (Kisaran)", "Lestari (Kisaran) (2)"],
        ),
        (
            [{"name": "Satu", "bps_code": "1208020002"},
             {"name": "Satu", "bps_code": "1208020001"}],
            ["Satu (2)", "Satu"],
        ),
        ([{"name": "Satu"}, {"name": "Satu"}, {"name": "Satu (2)"}],
         ["Satu", "Satu (2)", "Satu (2) (2)"]),
        ([{}, {}], ["desa#0", "desa#1"]),
    ],
)  # fmt: skip
def test_keys(records: list[dict[str, str]], expected: list[str]) -> None:
    assert keys(*records) == expected


def test_a_shared_code_is_told_with_both_rows_and_the_remedy() -> None:
    frame = villages({"code": A, "name": "Satu"}, {"name": "x"}, {"code": A, "name": "Dua"})
    (notice,) = with_keys(frame)[1]
    assert notice.code == "code-duplicate"
    assert str(notice.message) == f"code {A} is used for different villages: Dua, Satu"
    assert str(notice.feature) == "desa row 1, 3"
    assert "correct the code" in str(notice.hint)


def test_a_name_that_reads_like_a_code_stays_another_village() -> None:
    frame = villages({"code": A, "name": "Satu"}, {"name": A})
    assert with_keys(frame)[0]["key"].tolist() == [A, f"{A} *"]


def test_a_village_in_several_records_is_told() -> None:
    frame = villages({"code": A, "name": "Satu"}, {"code": A, "name": "Satu"})
    (notice,) = with_keys(frame)[1]
    assert str(notice.message) == f"{A} has 2 records, taken as one village"
    assert str(notice.feature) == "desa row 1, 2"


def test_no_village_at_all() -> None:
    frame, notices = with_keys(villages())
    assert len(frame) == 0
    assert notices == ()


record = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["", A, B]),
        "name": st.sampled_from(["", "Satu", "Dua"]),
        "kecamatan": st.sampled_from(["", "Kisaran"]),
        "bps_code": st.sampled_from(["", "1208020001"]),
    }
)


@settings(max_examples=50)
@given(st.data())
def test_the_order_of_rows_decides_nothing(data: st.DataObject) -> None:
    frame = villages(*data.draw(st.lists(record, min_size=1, max_size=7)))
    order = data.draw(st.permutations(range(len(frame))))
    key_of_row = with_keys(frame)[0].set_index("row")["key"]
    shuffled = frame.iloc[order].reset_index(drop=True)
    assert with_keys(shuffled)[0].set_index("row")["key"].to_dict() == key_of_row.to_dict()
