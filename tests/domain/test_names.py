import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.names import SPELLINGS, core, fold, marks, similarity


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sungai Alim Ulu", "Sei Alim Hulu"),
        ("S. Kamah 02", "Sei Kamah II"),
        ("Air Teluk Kiri", "AEK TELUK KIRI"),
        ("Aek Loba Afdeling I", "Aek Loba Afd. 1"),
        ("Perkebunan Hessa", "Perk. Hessa"),
        ("Kebun Hessa", "Perkebunan Hessa"),
        ("Desa Meranti", "meranti"),
        ("Kel. Tg. Balai", "Kelurahan Tanjung Balai"),
        ("Sp. Empat", "Simpang  IV"),
        ("Sei Jawi Jawi", "Sei Jawi-Jawi"),
        ("Hilizalo'Otano", "Hilizalootano"),
        ("Kapias Batu VIII", "Kapias Batu Delapan"),
        ("P. Maria", "Pulo Maria"),
        ("Désa Sukorejo", "Sukorejo"),
    ],
)
def test_spellings_of_one_name_fold_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("XXIX", "29"),
        ("Rawang Pasar IV", "rawang pasar 4"),
        ("Desa", "desa"),
        ("P", "p"),
        ("  - ", ""),
        ("", ""),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text(alphabet="abivxlkes IVXK.-/'0123é", max_size=25))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_no_spelling_leads_to_another_spelling() -> None:
    assert not set(SPELLINGS) & set(SPELLINGS.values())


def test_the_core_of_a_name_keeps_at_least_a_word() -> None:
    assert core("kota kisaran barat") == "kisaran barat"
    assert core("kota") == "kota"


def test_marks_are_numbers_and_directions() -> None:
    assert marks("pasar 6 barat") == "6 barat"
    assert marks("meranti") == ""


def test_equal_names_are_one_whatever_the_spaces() -> None:
    assert similarity(["kalibaru kulon"], ["kalibarukulon"])[0] == 1.0


def test_omitted_words_cost_little_but_an_equal_name_wins() -> None:
    dropped, equal = similarity(["kebun tunggul 45"] * 2, ["tunggul 45", "kebun tunggul 45"])
    assert dropped == pytest.approx(0.97)
    assert equal == 1.0


def test_different_marks_weigh_more_than_many_equal_letters() -> None:
    by_number, by_direction, by_letter = similarity(
        ["rawang pasar 6", "dawuhan kulon", "pulau pule"],
        ["rawang pasar 5", "dawuhan wetan", "pulau pale"],
    )
    assert by_number < 0.6
    assert by_direction < 0.6
    assert by_letter > 0.85


def test_a_mark_on_one_side_only_costs_less() -> None:
    one_sided, different = similarity(["rahuning"] * 2, ["rahuning 1", "rahuning 1"])
    assert one_sided == different
    assert 0.6 < one_sided < 0.85


def test_an_empty_name_is_like_no_name() -> None:
    np.testing.assert_array_equal(similarity(["", "meranti", ""], ["", "", "meranti"]), [0, 0, 0])


def test_no_pairs_give_no_figures() -> None:
    assert similarity([], []).shape == (0,)


@given(st.lists(st.text(alphabet="abc kulon12", max_size=12), min_size=2, max_size=2))
def test_similarity_is_symmetric_and_between_0_and_1(names: list[str]) -> None:
    left, right = (fold(name) for name in names)
    there, back = similarity([left, right], [right, left])
    assert there == back
    assert 0.0 <= there <= 1.0
