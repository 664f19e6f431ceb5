"""Which village of the reference each record of another layer is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.domain.match import COLUMNS, match_villages
from boundaries.messages import Message
from tests.domain.match_layers import CODES, layer, reference, survey


def test_records_without_codes_are_matched_by_name_kecamatan_and_overlap() -> None:
    found = match_villages(reference(), survey())
    assert list(found.columns) == list(COLUMNS)
    assert list(found["code"]) == CODES
    assert set(found["method"]) == {"name+kecamatan+overlap"}
    assert not found["ambiguous"].any()
    assert list(found["row"]) == list(range(6))
    assert str(found["evidence"][5]) == (
        "same name, same kecamatan, land in common 82 %, centres 100 m apart"
    )


def test_equal_codes_match_whatever_the_rest_says() -> None:
    local = layer("survey", ("12.09.02.2003", "Maranti", "", (2, 1)))
    found = match_villages(reference(), local).iloc[0]
    assert (found["code"], found["method"], found["score"]) == ("12.09.02.2003", "code", 1.0)
    assert not found["ambiguous"]
    assert str(found["evidence"]).startswith("same code 12.09.02.2003; name like Meranti (86 %)")


@pytest.mark.parametrize(
    ("name", "corner", "ambiguous"),
    [
        ("Bunut", (2.0, 1.0), False),
        ("Meranti", (7.0, 7.0), False),
        ("Bunut", (7.0, 7.0), True),
    ],
)
def test_a_code_is_doubted_when_name_and_place_contradict(
    name: str, corner: tuple[float, float], ambiguous: bool
) -> None:
    found = match_villages(reference(), layer("survey", ("12.09.02.2003", name, "", corner)))
    assert list(found["code"]) == ["12.09.02.2003"]
    assert list(found["ambiguous"]) == [ambiguous]
    assert (found["score"][0] == 1.0) is not ambiguous


def test_an_unknown_code_is_matched_by_the_rest() -> None:
    found = match_villages(reference(), layer("survey", ("99.01.01.2001", "Gajah", "", (1, 1))))
    assert list(found["code"]) == ["12.09.02.2002"]
    assert found["method"][0] != "code"


def test_a_village_taken_by_code_is_not_matched_again() -> None:
    local = layer(
        "survey", ("12.09.02.2002", "Gajah", "", (1, 1)), ("", "Gajah Baru", "", (1.1, 1))
    )
    assert list(match_villages(reference(), local)["code"]) == ["12.09.02.2002", ""]


def test_swapped_polygons_are_matched_by_name_and_kecamatan() -> None:
    """Bunut and Rawang Pasar drawn in each other's place share no land with their namesakes."""
    local = survey()
    local.loc[[0, 2], "geometry"] = local.geometry[[2, 0]].to_numpy()
    found = match_villages(reference(), local)
    assert list(found["code"]) == CODES
    assert list(found["method"][[0, 2]]) == ["name+kecamatan"] * 2


def test_neighbours_of_nearly_one_name_keep_their_names_when_swapped() -> None:
    villages, local = reference(), survey(sidomulyo="Bunut Baru")
    villages.loc[1, "name"] = "Bunut Baru"
    local.loc[[0, 1], "geometry"] = local.geometry[[1, 0]].to_numpy()
    assert list(match_villages(villages, local)["code"]) == CODES


def test_a_mistyped_name_yields_to_two_good_overlaps() -> None:
    """Meranti was entered as Gajah, and Gajah as Gajahh: the land tells who is who."""
    local = survey(gajah="Gajahh")
    local.loc[5, "name"] = "Gajah"
    found = match_villages(reference(), local)
    assert list(found["code"]) == CODES


def test_a_renamed_village_is_matched_by_its_land() -> None:
    found = match_villages(reference(), survey(gajah="Tanjung Harapan"))
    assert list(found["code"]) == CODES
    assert found["method"][4] == "kecamatan+overlap"


def test_a_name_that_occurs_twice_is_told_apart_by_kecamatan() -> None:
    villages = reference()
    villages.loc[4, "name"] = "Sidomulyo"
    local = survey(gajah="Sidomulyo")
    assert list(match_villages(villages, local)["code"]) == CODES


def test_namesakes_within_a_kecamatan_are_told_apart_by_place() -> None:
    villages, local = reference(), survey()
    villages.loc[2, "name"] = "Bunut"
    local.loc[2, "name"] = "Bunut"
    assert list(match_villages(villages, local)["code"]) == CODES


def test_parts_of_one_village_share_its_code() -> None:
    """Gajah comes as its western 600 m and its eastern 400 m."""
    local = pd.concat([survey(), survey().iloc[[4]]], ignore_index=True)
    local["row"] = np.arange(7)
    local.loc[[4, 6], "geometry"] = [
        shapely.box(1000, 1000, 1600, 2000),
        shapely.box(1600, 1000, 2000, 2000),
    ]
    found = match_villages(reference(), local)
    assert list(found["code"]) == [*CODES, "12.09.02.2002"]
    assert str(found["evidence"][6]) == (
        "same name, same kecamatan, land in common 100 %, centres 0 m apart"
    )


def test_parts_without_kecamatan_share_the_code_of_the_village_they_lie_in() -> None:
    local = layer("survey", ("", "Gajah", "", (1, 1)), ("", "Gajah", "", (1, 1)))
    local.loc[[0, 1], "geometry"] = [
        shapely.box(1000, 1000, 1600, 2000),
        shapely.box(1600, 1000, 2000, 2000),
    ]
    assert list(match_villages(reference(), local)["code"]) == ["12.09.02.2002"] * 2


def test_villages_outside_the_reference_stay_unmatched() -> None:
    """A neighbour of another kabupaten that has the name of a village 20 km away."""
    outside = layer("bps", ("", "Sidomulyo", "Silo", (20, 0)), ("", "Lidah", "Silo", (21, 0)))
    local = pd.concat([survey(), outside.assign(row=[6, 7])], ignore_index=True)
    found = match_villages(reference(), local)
    assert list(found["code"]) == [*CODES, "", ""]
    assert list(found["method"][6:]) == ["", ""]
    assert list(found["score"][6:]) == pytest.approx([0.5, 0.0])
    assert str(found["evidence"][6]).startswith(
        "nothing is alike enough; the best is 12.09.01.2002"
    )
    assert str(found["evidence"][7]) == "no village of the reference is near"


def test_a_choice_between_two_alike_is_ambiguous() -> None:
    """Sidomulyo, half in one Sidomulyo and half in another, kecamatan unknown."""
    villages = reference()
    villages.loc[2, "name"] = "Sidomulyo"
    found = match_villages(villages, layer("survey", ("", "Sidomulyo", "", (1.5, 0))))
    assert list(found["ambiguous"]) == [True]


def test_a_record_whose_village_went_to_another_is_ambiguous() -> None:
    local = layer("survey", ("", "Gajah", "", (1, 1)), ("", "Gajahh", "", (1.05, 1)))
    found = match_villages(reference(), local)
    assert list(found["code"]) == ["12.09.02.2002", ""]
    assert found["ambiguous"][1]
    assert "went to a better match" in str(found["evidence"][1])


def test_each_source_is_matched_by_itself() -> None:
    other = survey().assign(source="survey")
    local = pd.concat([survey(), other])
    found = match_villages(reference(), local)
    assert list(found["code"]) == CODES * 2
    assert list(found.index) == list(local.index)
    assert list(found["source"]) == ["bps"] * 6 + ["survey"] * 6


def test_a_reference_village_of_several_records_is_one() -> None:
    villages = pd.concat([reference(), reference().iloc[[4]]], ignore_index=True)
    villages.loc[[4, 6], "geometry"] = [
        shapely.box(1000, 1000, 1600, 2000),
        shapely.box(1600, 1000, 2000, 2000),
    ]
    assert list(match_villages(villages, survey())["code"]) == CODES


def test_layers_without_records() -> None:
    nothing = layer("bps")
    assert list(match_villages(reference(), nothing).columns) == list(COLUMNS)
    assert len(match_villages(reference(), nothing)) == 0
    found = match_villages(nothing, survey())
    assert list(found["code"]) == [""] * 6
    assert all(isinstance(text, Message) for text in found["evidence"])


def test_the_input_is_left_as_it_was() -> None:
    villages, local = reference(), survey()
    match_villages(villages, local)
    pd.testing.assert_frame_equal(villages, reference())
    pd.testing.assert_frame_equal(local, survey())


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(6)), st.permutations(range(6)), st.lists(st.floats(0, 3), min_size=12))
def test_the_order_of_rows_changes_nothing(mine, theirs, shifts) -> None:
    local = survey()
    move = np.array(shifts[:12]).reshape(6, 2) * 500
    local.geometry = shapely.transform(
        local.geometry.to_numpy(), lambda xy: xy + np.repeat(move, 5, axis=0)
    )
    expected = match_villages(reference(), local)
    found = match_villages(reference().iloc[theirs], local.iloc[mine]).sort_index()
    pd.testing.assert_frame_equal(found, expected)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.just(""),
            st.sampled_from(["Gajah", "Bunut", "Bunut Barat", "Meranti II", ""]),
            st.sampled_from(["Kisaran", "Meranti", ""]),
            st.tuples(st.integers(0, 5), st.integers(0, 5)),
        ),
        min_size=1,
        max_size=8,
        unique_by=(lambda village: village[3], lambda village: village[1:3]),
    )
)
def test_a_layer_matches_itself(villages) -> None:
    same = layer("same", *villages)
    found = match_villages(same, same)
    assert list(found["code"]) == list(same["key"])
    assert found["score"].to_numpy() == pytest.approx(np.ones(len(same)))
