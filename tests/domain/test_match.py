from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.domain.code_history import Change, CodeHistory
from boundaries.domain.match import COLUMNS, NO_VILLAGE, match_villages
from boundaries.messages import Message

UTM = "EPSG:32647"


def layer(source: str, *villages: tuple[str, str, str, tuple[float, float]]) -> gpd.GeoDataFrame:
    """Squares of 1000 m: (code, name, kecamatan, lower left corner in km)."""
    codes, names, kecamatan, corners = zip(*villages, strict=True) if villages else [()] * 4
    x, y = np.array(corners, dtype=float).reshape(-1, 2).T * 1000
    return records(source, codes, names, kecamatan, shapely.box(x, y, x + 1000, y + 1000))


def records(source, codes, names, kecamatan, geometry, kabupaten=""):
    keys = [code or f"{source}-{row}" for row, code in enumerate(codes)]
    return gpd.GeoDataFrame(
        {
            "source": source,
            "role": "local",
            "row": np.arange(len(keys)),
            "key": pd.Series(keys, dtype=object),
            "code": pd.Series(codes, dtype=object),
            "name": pd.Series(names, dtype=object),
            "kecamatan": pd.Series(kecamatan, dtype=object),
            "kecamatan_code": pd.Series([code[:8] for code in codes], dtype=object),
            "kabupaten": pd.Series(np.broadcast_to(kabupaten, len(keys)), dtype=object),
            "type": "",
        },
        geometry=geometry,
        crs=UTM,
    )


def reference() -> gpd.GeoDataFrame:
    """Two kecamatan of three villages, unnamed as in a layer that has only codes.

    +-----------+------------+---------------+
    | Sei Balai | Gajah      | Meranti       |  12.09.02
    +-----------+------------+---------------+
    | Bunut     | Sidomulyo  | Rawang Pasar V|  12.09.01
    +-----------+------------+---------------+
    """
    return layer(
        "big",
        ("12.09.01.2001", "Bunut", "", (0, 0)),
        ("12.09.01.2002", "Sidomulyo", "", (1, 0)),
        ("12.09.01.2003", "Rawang Pasar V", "", (2, 0)),
        ("12.09.02.2001", "Sei Balai", "", (0, 1)),
        ("12.09.02.2002", "Gajah", "", (1, 1)),
        ("12.09.02.2003", "Meranti", "", (2, 1)),
    )


def survey(*, sidomulyo: str = "Sidomulyo", gajah: str = "Gajah") -> gpd.GeoDataFrame:
    """The reference 100 m further east, by other spellings, with kecamatan and without codes."""
    return layer(
        "bps",
        ("", "Desa Bunut", "Kisaran", (0.1, 0)),
        ("", sidomulyo, "Kisaran", (1.1, 0)),
        ("", "Rawang Pasar 5", "Kisaran", (2.1, 0)),
        ("", "Perkebunan Sungai Balai", "Meranti", (0.1, 1)),
        ("", gajah, "Meranti", (1.1, 1)),
        ("", "Meranti", "Meranti", (2.1, 1)),
    )


CODES = list(reference()["code"])


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


@settings(max_examples=15, deadline=None)
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


FOREST = "Kawasan Hut"
OTHER_SPELLINGS = {
    "Aek Loba Afdeling I": "Aek Loba Afd I",
    "Sungai Alim Ulu": "Sei Alim Ulu",
    "Pulau Pale": "Pulau Pule",
    "Dadi Mulyo": "Dadimulyo",
    "Siumbut - Umbut": "Siumbut Umbut",
    "Si Umbut Baru": "Siumbut Baru",
    "Perkebunan Tunggul 45": "Tunggul 45",
    "Ofa/Padang Mahondang": "Ofa Padang Mahondang",
    "Sukadamai": "Suka Damai",
    "Sukadamai Barat": "Suka Damai Barat",
    "Sei Jawi Jawi": "Sei Jawi-Jawi",
    "Perkebunan Sukaraja": "Perkebunan Suka Raja",
    "Sungai Lama": "Sei Lama",
    "Pematang Sungai Baru": "Pematang Sei Baru",
    "Sungai Apung": "Sei Apung",
    "Aek Teluk Kiri": "Air Teluk Kiri",
    "Butrea/Piasa Ulu": "Piasa Ulu",
}
REPEATED = {
    ("Bangun Sari", "Setia Janji"): "12.09.27.2005",
    ("Bangun Sari", "Silau Laut"): "12.09.28.2005",
    ("Lestari", "Buntu Pane"): "12.09.16.2003",
    ("Lestari", "Kisaran Timur"): "12.09.20.1007",
    ("Mekar Sari", "Pulau Rakyat"): "12.09.14.2012",
    ("Mekar Sari", "Buntu Pane"): "12.09.16.2017",
    ("Sidomulyo", "Tinggi Raja"): "12.09.26.2005",
    ("Sidomulyo", "Pulo Bandring"): "12.09.30.2008",
    ("Suka Makmur", "Bandar Pasir Mandoge"): "12.09.17.2005",
    ("Suka Makmur", "Pulo Bandring"): "12.09.30.2006",
    ("Teladan", "Kisaran Timur"): "12.09.20.1001",
    ("Teladan", "Tinggi Raja"): "12.09.26.2006",
}


def from_file(path: Path, crs: str, source: str, **columns: str) -> gpd.GeoDataFrame:
    """A real layer with the columns of `villages`; `columns` names its fields."""
    frame = gpd.read_file(path).to_crs(crs)
    empty = pd.Series("", index=frame.index)
    code, name, kecamatan, kabupaten = (
        frame[columns[field]].fillna("").astype(str) if field in columns else empty
        for field in ("code", "name", "kecamatan", "kabupaten")
    )
    shapes = shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy()))
    layer = records(source, list(code), list(name), list(kecamatan), shapes, list(kabupaten))
    return layer.set_crs(crs, allow_override=True)


def test_all_villages_of_asahan_have_one_right_counterpart(real: Callable[[str], Path]) -> None:
    big = from_file(real("asahan/big.geojson"), UTM, "big", code="kode", name="nama")
    bps = from_file(
        real("asahan/bps2020.geojson"), UTM, "bps", name="village", kecamatan="district"
    )
    bps = bps[~bps["name"].str.startswith(FOREST)]
    found = match_villages(big, bps)
    assert len(found) == 204
    assert sorted(found["code"]) == sorted(big["code"])
    assert found["ambiguous"].sum() == 2
    names = big.set_index("code")["name"].loc[found["code"].to_list()].to_list()
    differing = {
        (mine, theirs)
        for mine, theirs in zip(found["name"], names, strict=True)
        if mine.casefold() != theirs.casefold()
    }
    assert differing == set(OTHER_SPELLINGS.items())
    places = zip(found["name"], found["kecamatan"], found["code"], strict=True)
    repeated = {(name, where): code for name, where, code in places if (name, where) in REPEATED}
    assert repeated == REPEATED
    misplaced = found[found["name"].isin(["Pulau Tanjung", "Rawang Pasar VI"])]
    assert list(misplaced["code"]) == ["12.09.31.2005", "12.09.29.2007"]
    assert set(misplaced["method"]) == {"name+kecamatan"}
    kecamatan = found["code"].str[:8].groupby(found["kecamatan"]).nunique()
    assert (kecamatan == 1).all()


def test_forest_polygons_match_no_village(real: Callable[[str], Path]) -> None:
    big = from_file(real("asahan/big.geojson"), UTM, "big", code="kode", name="nama")
    bps = from_file(
        real("asahan/bps2020.geojson"), UTM, "bps", name="village", kecamatan="district"
    )
    found = match_villages(big, bps)
    assert set(found.loc[found["code"] == "", "name"].str[:11]) == {FOREST}
    assert (found["code"] != "").sum() == 204


def test_only_the_twelve_villages_of_a_partial_reference_are_matched(
    real: Callable[[str], Path],
) -> None:
    big = from_file(
        real("jepara/big10k_full_density.geojson"),
        "EPSG:32749", "big", code="KDEPUM", name="NAMOBJ", kecamatan="WADMKC",
    )  # fmt: skip
    bps = from_file(
        real("jepara/bps2020.geojson"), "EPSG:32749", "bps", name="village", kecamatan="district"
    )
    found = match_villages(big, bps)
    matched = found[found["code"] != ""]
    assert sorted(matched["code"]) == sorted(big["code"])
    names = big.set_index("code")["name"].loc[matched["code"].to_list()]
    assert list(matched["name"]) == list(names)


def test_thirteen_local_villages_are_found_in_the_kabupaten(real: Callable[[str], Path]) -> None:
    big = from_file(
        real("karangsalam/big_banyumas.geojson"), "EPSG:32749", "big", code="kode", name="nama"
    )
    local = from_file(
        real("karangsalam/local_batas_desa.zip"),
        "EPSG:32749", "local", name="Desa", kecamatan="Kecamatan",
    )  # fmt: skip
    found = match_villages(big, local)
    codes = dict(zip(found["name"], found["code"], strict=True))
    assert codes["Karang Salam"] == "33.02.23.2001"
    assert codes["Dawuhan Kulon"] == "33.02.23.2008"
    assert codes["Dawuhan Wetan"] == "33.02.23.2007"
    assert found["code"].nunique() == 13
    assert set(found["code"].str[:8]) == {"33.02.23"}


def test_records_of_one_village_and_clipped_neighbours(real: Callable[[str], Path]) -> None:
    big = from_file(real("banyuwangi/big.geojson"), "EPSG:32750", "big", code="kode", name="nama")
    rbi = from_file(
        real("banyuwangi/ADMINISTRASIDESA_AR_25K.zip"),
        "EPSG:32750", "rbi", name="NAMOBJ", kecamatan="WADMKC", kabupaten="WADMKK",
    )  # fmt: skip
    found = match_villages(big, rbi)
    matched = found["code"] != ""
    inside = rbi["kabupaten"] == "BANYUWANGI"
    assert (matched == inside).all()
    assert matched.sum() == 220
    assert found.loc[matched, "code"].nunique() == 198
    assert set(found.loc[found["name"] == "SUMBERAGUNG", "code"]) == {"35.10.01.2004"}


def decided(local: gpd.GeoDataFrame, decisions: dict[int, str]) -> pd.DataFrame:
    chosen = pd.Series([decisions.get(row, "") for row in range(len(local))], index=local.index)
    return match_villages(reference(), local, decisions=chosen)


def test_what_the_user_decided_stands_and_the_rest_is_matched_around_it() -> None:
    """Bunut is said to be Gajah; the record like Gajah has to leave, and finds nothing."""
    found = decided(survey(gajah="Gadjah"), {0: "12.09.02.2002"})
    assert list(found["code"]) == ["12.09.02.2002", *CODES[1:4], "", CODES[5]]
    assert (found["method"][0], found["score"][0], found["ambiguous"][0]) == (
        "decision",
        1.0,
        False,
    )
    assert str(found["evidence"][0]).startswith("decided: 12.09.02.2002; name like Gajah")


def test_a_record_decided_to_be_no_village_is_matched_to_none() -> None:
    found = decided(survey(), {4: NO_VILLAGE})
    assert list(found["code"]) == [*CODES[:4], "", CODES[5]]
    assert list(found.loc[4, ["method", "score", "ambiguous"]]) == ["decision", 1.0, False]
    assert str(found["evidence"][4]) == "decided: no village of the reference"


def test_a_decision_outweighs_the_code_of_the_record() -> None:
    local = layer("survey", ("12.09.02.2003", "Meranti", "", (2, 1)))
    assert list(decided(local, {0: "12.09.01.2001"})["code"]) == ["12.09.01.2001"]


def test_a_decision_holds_for_all_parts_of_a_village() -> None:
    local = layer(
        "survey", ("", "Kota", "Kisaran", (0, 0)), ("", "Kota", "Kisaran", (2, 0)),
        ("", "Kota", "Meranti", (0, 1)),
    )  # fmt: skip
    found = decided(local, {1: "12.09.01.2002"})
    assert list(found["code"]) == ["12.09.01.2002", "12.09.01.2002", "12.09.02.2001"]
    apart = decided(local, {0: "12.09.01.2001", 1: "12.09.01.2003"})
    assert list(apart["code"]) == ["12.09.01.2001", "12.09.01.2003", "12.09.02.2001"]


def test_a_code_that_was_replaced_leads_to_the_village_with_evidence() -> None:
    """Unlike in name, 4 % of the land of Gajah: nothing but the history speaks for it.

    ::

                           +---------+
        +---------+ - - - -| survey  |
        |  Gajah  |        +---------+   corners at (1, 1) and (1.8, 1.8), squares of 1 km
        +---------+
    """
    local = layer("survey", ("12.09.09.2009", "Bandar Baru", "", (1.8, 1.8)))
    history = CodeHistory([Change("12.09.09.2009", "12.09.02.2002", "2012", "Perda 3")])
    assert list(match_villages(reference(), local)["code"]) == [""]
    found = match_villages(reference(), local, history=history).iloc[0]
    assert (found["code"], found["method"], found["ambiguous"]) == (CODES[4], "history", True)
    assert str(found["evidence"]).startswith("12.09.09.2009 became 12.09.02.2002 (Perda 3, 2012);")


def test_the_history_is_read_backwards_too_and_needs_no_doubt_where_the_land_agrees() -> None:
    local = layer("survey", ("12.09.09.2009", "Gajah", "", (1.0, 1.1)))
    history = CodeHistory([Change("12.09.02.2002", "12.09.09.2009")])
    found = match_villages(reference(), local, history=history).iloc[0]
    assert (found["code"], found["ambiguous"]) == (CODES[4], False)
    assert found["method"] == "history+name+kecamatan+overlap"


def test_the_history_does_not_lead_to_a_village_unlike_in_name_and_place() -> None:
    local = layer("survey", ("12.09.09.2009", "Zamrud", "", (8, 8)))
    history = CodeHistory([Change("12.09.09.2009", "12.09.02.2002")])
    assert list(match_villages(reference(), local, history=history)["code"]) == [""]
