import pandas as pd
import pytest

from boundaries.domain.code_history import Change
from boundaries.domain.likeness import compare, evidence, method

AGREE = pd.DataFrame({"block": ["k"], "other": ["K"]})


def side(name: str, block: str, area: float, x: float) -> pd.DataFrame:
    """One village under the label "1"."""
    values = {"name": name, "fold": name, "compact": name.replace(" ", ""), "block": block}
    return pd.DataFrame([{**values, "area": area, "x": x, "y": 0.0}], index=["1"])


def figures(ours: pd.DataFrame, theirs: pd.DataFrame, land: float) -> pd.Series:
    pairs = pd.DataFrame({"unit": ["1"], "key": ["1"], "land": [land]})
    return compare(pairs, ours, theirs, AGREE).iloc[0]


def test_two_equal_squares_of_one_name_are_wholly_alike() -> None:
    pair = figures(side("meranti", "k", 100.0, 0.0), side("meranti", "K", 100.0, 0.0), 100.0)
    assert pair["score"] == pytest.approx(1.0)
    assert pair["candidate"]


def test_the_overlap_of_two_squares_side_by_side_half_shifted() -> None:
    """Two squares of 10 m, one 5 m further east: 50 m2 of 150 m2 in common."""
    pair = figures(side("meranti", "k", 100.0, 0.0), side("gajah", "K", 100.0, 5.0), 50.0)
    assert pair["common"] == pytest.approx(1 / 3)
    assert pair["overlap"] == pytest.approx(0.7 / 3 + 0.3 / 2)
    assert pair["of_unit"] == pytest.approx(0.5)
    assert pair["distance"] == 5.0


def test_what_is_unknown_does_not_lower_the_score() -> None:
    pair = figures(side("", "", 100.0, 0.0), side("meranti", "K", 100.0, 0.0), 100.0)
    assert pd.isna(pair["names"])
    assert pd.isna(pair["kecamatan"])
    assert pair["score"] == pytest.approx(1.0)


def test_a_name_alone_is_no_candidate_far_away() -> None:
    """35 m apart is more than 3 sizes of a village of 10 m."""
    near = figures(side("meranti", "", 100.0, 0.0), side("meranti", "K", 100.0, 25.0), 0.0)
    far = figures(side("meranti", "", 100.0, 0.0), side("meranti", "K", 100.0, 35.0), 0.0)
    assert near["candidate"]
    assert not far["candidate"]


def test_the_same_name_in_another_kecamatan_is_a_candidate_only_nearby() -> None:
    near = figures(side("meranti", "x", 100.0, 0.0), side("meranti", "K", 100.0, 25.0), 0.0)
    far = figures(side("meranti", "x", 100.0, 0.0), side("meranti", "K", 100.0, 35.0), 0.0)
    assert near["candidate"]
    assert not far["candidate"]


def test_equal_names_weigh_more_only_within_a_kecamatan() -> None:
    same = figures(side("meranti", "k", 100.0, 0.0), side("meranti", "K", 100.0, 0.0), 100.0)
    other = figures(side("meranti", "x", 100.0, 0.0), side("meranti", "K", 100.0, 0.0), 100.0)
    assert same["weight"] == pytest.approx(same["score"] + 0.2)
    assert other["weight"] == other["score"]


CHANGE = Change("0", "1", "2012").text()


def outcome(pair: pd.Series, **state: object) -> pd.Series:
    """The row with what came of it: by default nothing decided, no code, no change of codes."""
    usual = {"matched": False, "by_code": False, "decided": False, "change": None}
    return pd.concat([pair, pd.Series({**usual, **state}, dtype=object)])


@pytest.mark.parametrize(
    ("ours", "land", "expected"),
    [
        (side("meranti", "k", 100.0, 0.0), 100.0, "name+kecamatan+overlap"),
        (side("meranti", "k", 100.0, 9.0), 10.0, "name+kecamatan"),
        (side("meranti", "", 100.0, 9.0), 10.0, "name"),
        (side("gajah", "", 100.0, 0.0), 90.0, "overlap"),
    ],
)
def test_method_and_evidence(ours: pd.DataFrame, land: float, expected: str) -> None:
    pair = figures(ours, side("meranti", "K", 100.0, 0.0), land)
    assert method(outcome(pair, matched=True)) == expected
    assert method(outcome(pair, matched=True, change=CHANGE)) == f"history+{expected}"
    assert method(outcome(pair, matched=True, by_code=True)) == "code"
    assert method(outcome(pair, matched=False)) == ""
    assert method(outcome(pair, matched=True, by_code=True, decided=True)) == "decision"


def test_the_evidence_is_built_of_figures() -> None:
    pair = figures(side("meranti", "k", 100.0, 0.0), side("meranti", "K", 100.0, 5.0), 50.0)
    matched = outcome(pair, matched=True)
    assert str(evidence(matched)) == (
        "same name, same kecamatan, land in common 33 %, centres 5 m apart"
    )
    by_code = outcome(pair, matched=True, by_code=True)
    assert str(evidence(by_code)).startswith("same code 1; same name")
    decided = outcome(pair, matched=True, by_code=True, decided=True)
    assert str(evidence(decided)).startswith("decided: 1; same name")
    replaced = outcome(pair, matched=True, change=CHANGE)
    assert str(evidence(replaced)).startswith("0 became 1 (2012); same name")
    lost = outcome(pair)
    assert str(evidence(lost)).startswith("1 went to a better match; same name")


def test_the_evidence_says_what_is_unknown() -> None:
    pair = figures(side("", "", 100.0, 0.0), side("meranti", "K", 100.0, 80.0), 0.0)
    assert str(evidence(outcome(pair))) == (
        "nothing is alike enough; the best is 1: a name is missing, kecamatan unknown,"
        " land in common 0 %, centres 80 m apart"
    )
