import pandas as pd
import pytest

from boundaries.domain.kecamatan import corresponding_kecamatan


def layer(*villages: tuple[str, str, str, float]) -> pd.DataFrame:
    """Villages as (kecamatan, its folded name, compact village name, area)."""
    return pd.DataFrame(villages, columns=["block", "kecamatan", "compact", "area"])


def shared(*pairs: tuple[int, int, float]) -> pd.DataFrame:
    table = pd.DataFrame(pairs, columns=["record", "village", "land"])
    return table.astype({"record": int, "village": int, "land": float})


def pairs_of(records: pd.DataFrame, reference: pd.DataFrame, land: pd.DataFrame) -> set[str]:
    found = corresponding_kecamatan(records, reference, land)
    return set(found["block"] + found["other"])


def test_shared_land_is_enough() -> None:
    records = layer(("a", "", "", 10.0), ("b", "", "", 10.0))
    reference = layer(("A", "", "", 10.0), ("B", "", "", 10.0))
    land = shared((0, 0, 8.0), (0, 1, 2.0), (1, 1, 8.0))
    assert pairs_of(records, reference, land) == {"aA", "bB"}


def test_shared_village_names_are_enough_when_nothing_overlaps() -> None:
    records = layer(("a", "", "meranti", 10.0), ("a", "", "gajah", 10.0))
    reference = layer(("A", "", "meranti", 10.0), ("A", "", "gajah", 10.0))
    assert pairs_of(records, reference, shared()) == {"aA"}


@pytest.mark.parametrize(("name", "expected"), [("silo", set()), ("muncar", {"aA"})])
def test_one_name_far_away_is_chance_unless_the_kecamatan_have_one_name(
    name: str, expected: set[str]
) -> None:
    records = layer(("a", name, "sidomulyo", 10.0))
    reference = layer(("A", "muncar", "sidomulyo", 10.0), ("A", "muncar", "tambakrejo", 10.0))
    assert pairs_of(records, reference, shared()) == expected


def test_their_own_names_decide_between_equals() -> None:
    records = layer(("a", "kisaran barat", "", 10.0))
    reference = layer(("A", "kisaran timur", "", 10.0), ("B", "kota kisaran barat", "", 10.0))
    assert pairs_of(records, reference, shared((0, 0, 4.0), (0, 1, 4.0))) == {"aB"}


def test_a_kecamatan_that_was_split_corresponds_to_both_parts() -> None:
    records = layer(("a", "", "", 20.0))
    reference = layer(("A", "", "", 12.0), ("B", "", "", 8.0))
    assert pairs_of(records, reference, shared((0, 0, 11.0), (0, 1, 7.0))) == {"aA", "aB"}


def test_an_unknown_kecamatan_corresponds_to_none() -> None:
    records, reference = layer(("", "", "meranti", 10.0)), layer(("A", "", "meranti", 10.0))
    assert pairs_of(records, reference, shared((0, 0, 10.0))) == set()
