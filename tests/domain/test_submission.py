"""What is handed over of a coverage: chosen villages, openings, kecamatan and points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString

from boundaries.domain.parameters import Parameters
from boundaries.domain.submission import (
    LEAVE_OUT,
    MARK,
    Assessed,
    Ground,
    Submission,
    Wanted,
    assess,
    submission,
)
from boundaries.errors import InputError, ParameterError, RefusedError
from tests.domain.proposal_site import moved
from tests.domain.village_grid import CRS, drawn, table

CODES = {key: f"12.09.2{n // 2}.200{n}" for n, key in enumerate("abcd")}


def assessed(rows: list[str], agreed: dict[tuple[str, str], LineString]) -> Assessed:
    """Villages drawn with letters, called by their codes; decided lines by pair of letters."""
    shapes = {CODES[key]: shape for key, shape in drawn(rows).items()}
    villages = table(
        shapes,
        code={code: code for code in shapes},
        type=dict.fromkeys(shapes, "desa"),
        kecamatan_code={code: code[:8] for code in shapes},
        kecamatan={code: f"Kecamatan {code[6:8]}" for code in shapes},
        kabupaten=dict.fromkeys(shapes, "Asahan"),
    )
    names = {code: f"Desa {key}" for key, code in CODES.items()}
    villages = villages.assign(name=villages["key"].map(names))
    known = gpd.GeoDataFrame(
        {
            "id": [f"SG-{n:08}" for n in range(len(agreed))],
            "a": [CODES[a] for a, _ in agreed], "b": [CODES[b] for _, b in agreed],
            "state": ["SEPAKAT"] * len(agreed), "hash": ["hash"] * len(agreed), "character": 1,
            "mark": None,
        },
        geometry=[moved(line) for line in agreed.values()], crs=CRS,
    )  # fmt: skip
    coverage = villages[["key", "geometry"]]
    return assess(Ground(coverage, coverage, villages, known, Parameters()))


AB = {("a", "b"): LineString([(100, 100), (100, 0)])}
"""a and b side by side, each 100 m wide."""


def submitted(
    rows: list[str], agreed: dict[tuple[str, str], LineString], wanted: Wanted
) -> Submission:
    """The submission with 7 decimals."""
    return submission(assessed(rows, agreed), wanted, decimals=7)


def test_finished_villages_are_handed_over_with_their_measures() -> None:
    made = submitted(["ab"], AB, Wanted())
    assert not made.partial
    assert made.villages["area_m2"].tolist() == pytest.approx([10_000 / 0.9996**2] * 2, rel=1e-5)
    assert made.villages["perimeter_m"].tolist() == pytest.approx([400 / 0.9996] * 2, rel=1e-4)
    between = made.segments[made.segments["b"] != ""].iloc[0]
    assert between[["state", "hash", "character", "pair_type"]].tolist() == [
        "SEPAKAT",
        "hash",
        1,
        7,
    ]
    assert between["length_m"] == pytest.approx(100 / 0.9996, abs=0.02)


def test_points_lie_on_the_vertices_of_the_lines() -> None:
    made = submitted(["ab"], AB, Wanted())
    corners = {tuple(xy) for xy in shapely.get_coordinates(made.segments.geometry.to_numpy())}
    assert made.points["kind"].tolist() == ["simpul", "simpul"]
    assert {(point.x, point.y) for point in made.points.geometry} <= corners
    assert made.zone == 32647
    assert made.points["lat"].str.endswith("LU").all()


def test_only_settled_segments_have_points() -> None:
    made = submitted(["ab"], {}, Wanted(unfinished=MARK))
    assert made.points.empty
    assert made.villages["finished"].tolist() == [False, False]
    assert [len(ids) for ids in made.villages["open"]] == [1, 1]


def test_unfinished_villages() -> None:
    rows = ["abc"]
    with pytest.raises(RefusedError, match="2 villages have segments that are not settled: Desa b"):
        submitted(rows, AB, Wanted())
    made = submitted(rows, AB, Wanted(unfinished=LEAVE_OUT))
    assert made.villages["key"].tolist() == [CODES["a"]]
    assert made.left_out["name"].tolist() == ["Desa b", "Desa c"]
    with pytest.raises(InputError, match="no village is finished"):
        submitted(["ab"], {}, Wanted(unfinished=LEAVE_OUT))


def test_villages_are_chosen_by_code_and_kecamatan() -> None:
    wanted = Wanted(kecamatan=("Kecamatan 21",), unfinished=MARK)
    assert submitted(["abc"], AB, wanted).villages["key"].tolist() == [CODES["c"]]
    both = Wanted(villages=(CODES["a"],), kecamatan=("12.09.21",), unfinished=MARK)
    assert submitted(["abc"], AB, both).villages["key"].tolist() == [CODES["a"], CODES["c"]]
    with pytest.raises(ParameterError, match="there is no kecamatan 'x'"):
        submitted(["abc"], AB, Wanted(kecamatan=("x",)))


def test_kecamatan_are_dissolved_and_say_whether_they_are_complete() -> None:
    wanted = Wanted(villages=(CODES["a"], CODES["c"]), unfinished=MARK)
    made = submitted(["abc"], AB, wanted)
    assert made.kecamatan[["code", "villages", "complete"]].to_numpy().tolist() == [
        ["12.09.20", 1, False], ["12.09.21", 1, True],
    ]  # fmt: skip
    whole = submitted(["abc"], AB, Wanted(unfinished=MARK))
    first = whole.kecamatan.iloc[0]
    both = shapely.union_all(whole.villages.geometry.to_numpy()[:2])
    assert shapely.equals(first.geometry, both)


def test_openings_tell_why_they_are_there() -> None:
    """The square in the middle is b's, or nobody's; nobody's is an enclave beside one village."""
    around = Wanted(villages=(CODES["a"],), unfinished=MARK)
    [opening] = submitted(["aaa", "aba", "aaa"], {}, around).openings.itertuples()
    assert opening.reason == "left-out"
    assert opening.area_m2 == pytest.approx(10_000 / 0.9996**2, rel=1e-5)
    [opening] = submitted(["aaa", "a.a", "aaa"], {}, around).openings.itertuples()
    assert opening.reason == "enclave"


def test_land_that_nobody_has_between_two_villages_holds_them_back() -> None:
    made = submitted(["aab", "a.b", "aab"], {}, Wanted(unfinished=MARK))
    assert made.openings["reason"].tolist() == ["gap"]
    gap = made.segments.loc[made.segments["beyond"] == "gap", "id"]
    assert len(gap) == 2
    assert all(set(ids) & set(gap) for ids in made.villages["open"])


def test_names_tell_of_neighbours_that_are_left_out() -> None:
    made = submitted(["abc"], AB, Wanted(unfinished=LEAVE_OUT))
    assert made.names[CODES["b"]]["name"] == "Desa b"
    assert np.array(made.segments["b"]).tolist().count(CODES["b"]) == 1
