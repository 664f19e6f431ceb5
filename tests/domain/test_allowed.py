"""Findings that somebody answers for."""

from __future__ import annotations

import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, Polygon, box

from boundaries.domain.allowed import entries_from, notices_of, sort_out
from boundaries.domain.finding import COLUMNS, describe
from boundaries.domain.parameters import Parameters
from boundaries.errors import InputError

ORIGIN = np.array([500_000.0, 0.0])
TODAY = datetime.date(2026, 11, 21)
DIRECTORY = pd.DataFrame({"name": ["A", "B"], "kecamatan": ["K", "K"]}, index=["A", "B"])
STRIPS = {"west": box(0, 0, 4, 100), "middle": box(500, 0, 504, 100), "east": box(900, 0, 904, 100)}


def moved(shape: Polygon) -> Polygon:
    return shapely.transform(shape, lambda xy: xy + ORIGIN)


def found(**shapes: Polygon) -> gpd.GeoDataFrame:
    """Overlaps of A and B."""
    patches = gpd.GeoDataFrame(
        {"kind": "overlap", "villages": [("A", "B")] * len(shapes)},
        geometry=[moved(shape) for shape in shapes.values()],
        crs=32647,
    )
    patches["sources"] = [("big",)] * len(shapes)
    patches["claims"] = [{"big": ("A", "B")}] * len(shapes)
    return describe(patches, DIRECTORY, Parameters())


FOUND = found(**STRIPS)
WEST, MIDDLE, EAST = FOUND["id"]


def entries(*rows: dict[str, object]) -> gpd.GeoDataFrame:
    """Entries of a file; what a row does not say is empty."""
    names = ("id", "because", "by", "date", "until", "greatest_area_m2", "area_m2", "kind",
             "villages")  # fmt: skip
    texts = pd.DataFrame([{name: str(row.get(name, "")) for name in names} for row in rows])
    shapes = np.full(len(rows), None, dtype=object)
    for place, row in enumerate(rows):
        shapes[place] = row.get("shape")
    return entries_from(texts, shapes, file="boleh.csv")


def test_named_findings_are_set_apart_with_what_was_said_of_them() -> None:
    listed = entries(
        {
            "id": MIDDLE,
            "because": "sungai",
            "by": "Camat",
            "date": "2026-01-31",
            "until": "31/12/2027",
        }
    )
    left, allowed = sort_out(FOUND, listed, today=TODAY)
    assert left["id"].tolist() == [WEST, EAST]
    assert allowed.findings["id"].tolist() == [MIDDLE]
    row = allowed.findings.iloc[0]
    assert (row["because"], row["by"]) == ("sungai", "Camat")
    assert (row["date"], row["until"]) == (datetime.date(2026, 1, 31), datetime.date(2027, 12, 31))
    assert allowed.entries["state"].tolist() == ["allowed"]
    assert allowed.entries["findings"].tolist() == [(MIDDLE,)]
    assert tuple(left.columns) == COLUMNS
    assert left.crs == allowed.findings.crs == FOUND.crs
    assert notices_of(allowed, "boleh.csv") == ()


def test_entries_without_a_finding_are_listed() -> None:
    left, allowed = sort_out(FOUND, entries({"id": "TT-GONE"}), today=TODAY)
    assert len(left) == 3
    assert allowed.findings.empty
    assert allowed.entries["state"].tolist() == ["unused"]
    assert [notice.code for notice in notices_of(allowed, "f")] == [
        "allow-unused",
        "allow-unsigned",
    ]


@pytest.mark.parametrize(
    ("until", "state"), [("2026-11-20", "expired"), ("2026-11-21", "allowed"), ("", "allowed")]
)
def test_an_entry_holds_up_to_and_on_its_last_day(until: str, state: str) -> None:
    left, allowed = sort_out(FOUND, entries({"id": WEST, "until": until}), today=TODAY)
    assert allowed.entries["state"].tolist() == [state]
    assert (WEST in set(left["id"])) == (state == "expired")


@pytest.mark.parametrize(("most", "state"), [("363", "grown"), ("365", "allowed"), ("", "allowed")])
def test_a_finding_that_grew_by_more_than_a_tenth_counts_again(most: str, state: str) -> None:
    """The strip of 4 x 100 m has 400 m2, on the ellipsoid 0.08 % more; 364 m2 and a tenth."""
    left, allowed = sort_out(FOUND, entries({"id": WEST, "greatest_area_m2": most}), today=TODAY)
    assert allowed.entries["state"].tolist() == [state]
    assert (WEST in set(left["id"])) == (state == "grown")
    assert allowed.entries["area_m2"].tolist() == pytest.approx([400], rel=1e-3)
    assert ("allow-grown" in {n.code for n in notices_of(allowed, "f")}) == (state == "grown")


def test_the_area_of_an_exported_finding_is_its_limit_unless_another_is_given() -> None:
    listed = entries(
        {"id": "x", "area_m2": "200.5"}, {"id": "y", "area_m2": 9, "greatest_area_m2": 7}
    )
    assert listed["greatest_area_m2"].tolist() == [200.5, 7.0]


def test_a_finding_with_another_id_is_known_by_its_place() -> None:
    """Strips that share 3 of 4 m with the one found, and 1 of 4 m."""
    for west, state in ((-1, "allowed"), (-3, "unused")):
        shape = moved(box(west, 0, west + 4, 100))
        listed = entries({"id": "TT-OLD", "kind": "overlap", "villages": "A; B", "shape": shape})
        left, allowed = sort_out(FOUND, listed, today=TODAY)
        assert allowed.entries["state"].tolist() == [state]
        assert (WEST in set(left["id"])) == (state == "unused")


@pytest.mark.parametrize("other", [{"kind": "gap"}, {"villages": "A; C"}])
def test_a_place_of_another_kind_or_of_others_is_not_the_same(other: dict[str, str]) -> None:
    shape = moved(STRIPS["west"])
    _, allowed = sort_out(FOUND, entries({"id": "TT-OLD", "shape": shape, **other}), today=TODAY)
    assert allowed.entries["state"].tolist() == ["unused"]


def test_pieces_of_what_was_one_finding_are_allowed_together_and_measured_together() -> None:
    pieces = found(south=box(0, 0, 4, 40), north=box(0, 60, 4, 100))
    for most, kept in (("400", 0), ("200", 2)):
        listed = entries({"id": "OLD", "shape": moved(STRIPS["west"]), "greatest_area_m2": most})
        left, allowed = sort_out(pieces, listed, today=TODAY)
        assert len(left) == kept
        assert allowed.entries["area_m2"].tolist() == pytest.approx([320], rel=1e-3)


def test_a_finding_without_area_is_known_by_its_place_to_centimetres() -> None:
    point = FOUND.iloc[:1].assign(area_m2=0.0).set_geometry([moved(Point(5, 5))], crs=32647)
    for offset, state in ((0.005, "allowed"), (0.1, "unused")):
        listed = entries({"id": "OLD", "shape": moved(Point(5 + offset, 5))})
        assert sort_out(point, listed, today=TODAY)[1].entries["state"].tolist() == [state]


def test_of_two_entries_for_one_finding_the_one_that_holds_counts() -> None:
    listed = entries(
        {"id": WEST, "because": "lama", "until": "2020-01-01"}, {"id": WEST, "because": "baru"}
    )
    left, allowed = sort_out(FOUND, listed, today=TODAY)
    assert WEST not in set(left["id"])
    assert allowed.findings["because"].tolist() == ["baru"]


def test_without_findings_every_entry_is_unused_and_without_entries_nothing_is_allowed() -> None:
    listed = entries({"id": WEST})
    left, allowed = sort_out(FOUND.iloc[:0], listed, today=TODAY)
    assert left.empty
    assert allowed.entries["state"].tolist() == ["unused"]
    left, allowed = sort_out(FOUND, listed.iloc[:0], today=TODAY)
    assert left["id"].tolist() == FOUND["id"].tolist()
    assert allowed.findings.empty
    assert allowed.entries.empty


def test_all_dates_and_areas_that_cannot_be_read_are_named() -> None:
    with pytest.raises(InputError, match=r"boleh.csv: .*0: kemarin, 1: 2026-02-30, 1: luas"):
        entries(
            {"id": "x", "until": "kemarin"},
            {"id": "y", "until": "2026-02-30", "greatest_area_m2": "luas"},
        )
    with pytest.raises(InputError, match="-5"):
        entries({"id": "x", "greatest_area_m2": "-5"})


def test_decimal_commas_are_read() -> None:
    assert entries({"id": "x", "greatest_area_m2": "12,5"})["greatest_area_m2"].tolist() == [12.5]
