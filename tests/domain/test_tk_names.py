from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.tk_names import (
    FULL,
    SHORT,
    TkName,
    codes_of,
    letters,
    parse_name,
    printed_names,
)

PAIR = ("35.29.16.2002", "35.29.19.2009")
TRIPLE = ("35.29.03.2004", "35.29.19.2010", "35.29.19.2013")
ABROAD = ("35.29.16.2002", "35.30.19.2009")

groups = st.integers(1, 99).map(lambda n: f"{n:02d}")
villages = st.integers(1001, 3999).map(str)
kabupaten = st.tuples(groups, groups).map(".".join)
tails = st.tuples(groups, villages).map(".".join)


@st.composite
def names(draw: st.DrawFn, *, near: bool) -> TkName:
    first = draw(kabupaten)
    count = draw(st.integers(1, 4))
    codes = {f"{first if near else draw(kabupaten)}.{draw(tails)}" for _ in range(count)}
    number = draw(st.integers(0, 1200))
    rank = draw(st.integers(1, 800)) if number == 0 else 1
    return TkName(tuple(sorted(codes)), number, rank)


@given(names(near=True))
def test_short_names_say_what_made_them(name: TkName) -> None:
    assert parse_name(name.text(SHORT)) == name


@given(names(near=False))
def test_full_names_say_what_made_them(name: TkName) -> None:
    assert parse_name(name.text(FULL)) == name


@given(names(near=False))
def test_short_names_of_other_kabupaten_are_told_by_known_codes(name: TkName) -> None:
    tails_of_others = [code[6:] for code in name.codes[1:]]
    foreign = {code for code in name.codes if code[:5] != name.codes[0][:5]}
    if len({code[6:] for code in foreign}) == len(foreign) == len(tails_of_others):
        near = {f"{name.codes[0][:5]}.{tail}" for tail in tails_of_others}
        known = {*name.codes} - near
        assert parse_name(name.text(SHORT), known=known) == name


@pytest.mark.parametrize(
    ("text", "codes", "number", "prefix"),
    [
        ("TK 35.29.16.2002-19.2009-001", PAIR, 1, "TK"),
        ("TK.35.29.16.2002-19.2009-001", PAIR, 1, "TK"),
        ("TK35.29.16.2002-19.2009-001", PAIR, 1, "TK"),
        ("35.29.16.2002-19.2009-1", PAIR, 1, "TK"),
        ("tk 35.29.16.2002 - 19.2009 - 012", PAIR, 12, "TK"),
        ("TK_3529162002_192009_001", PAIR, 1, "TK"),
        ("TK 35.29.16.2002–19.2009–001", PAIR, 1, "TK"),
        ("TK 35.29.19.2009-16.2002-001", PAIR, 1, "TK"),
        ("TK 35.29.16.2002-35.29.19.2009-1000", PAIR, 1000, "TK"),
        ("TK 35.29.03.2004-19.2010-19.2013-000", TRIPLE, 0, "TK"),
        ("TK 35.29.16.2002-004", PAIR[:1], 4, "TK"),
        ("TK-001", (), 1, "TK"),
        ("TKB 07", (), 7, "TKB"),
        ("PAB.012", (), 12, "PAB"),
        ("PAT 35.29.16.2002-19.2009-003", PAIR, 3, "PAT"),
        ("PBU-12", (), 12, "PBU"),
        ("pabu 3", (), 3, "PABU"),
    ],
)
def test_names_are_read_in_every_spelling(
    text: str, codes: tuple[str, ...], number: int, prefix: str
) -> None:
    assert parse_name(text) == TkName(codes, number, prefix=prefix)


def test_junctions_of_the_same_villages_bear_letters() -> None:
    assert TkName(PAIR, 0, 1).text() == "TK 35.29.16.2002-19.2009-000"
    assert TkName(PAIR, 0, 3).text() == "TK 35.29.16.2002-19.2009-000C"
    assert parse_name("TK 35.29.16.2002-19.2009-000C") == TkName(PAIR, 0, 3)
    assert [letters(rank) for rank in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]


@pytest.mark.parametrize(
    "text",
    [
        "", "TK", "Sidomulyo", "12", "35.29.16.2002", "TK 35.29.16.2002", "TK 19.2009-001",
        "TK 35.29.16.2002-19-001", "TK 35.29.16.2002-19.2009-001C", "BM 12", "T" * 500,
    ],
)  # fmt: skip
def test_other_texts_are_no_names(text: str) -> None:
    assert parse_name(text) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = parse_name(text)
    assert found is None or found.number >= 0


def test_a_short_name_that_two_pairs_would_share_is_written_in_full() -> None:
    """The neighbour 19.2009 lies once in the same kabupaten and once in the next."""
    shared = [TkName(PAIR, 1), TkName(ABROAD, 1), TkName(PAIR, 2)]
    assert printed_names(shared) == [
        "TK 35.29.16.2002-35.29.19.2009-001",
        "TK 35.29.16.2002-35.30.19.2009-001",
        "TK 35.29.16.2002-19.2009-002",
    ]
    assert printed_names([TkName(ABROAD, 1)]) == ["TK 35.29.16.2002-19.2009-001"]


def test_points_of_villages_without_codes_have_no_name() -> None:
    assert codes_of(("12.09.01.1001", "Sidomulyo")) == ()
    assert printed_names([TkName((), 1)]) == [""]


def test_codes_follow_the_edition() -> None:
    edition = {"35.29.19.2009": "35.29.02.2001", "Sidomulyo": "35.29.16.2003"}
    assert codes_of(PAIR, edition) == ("35.29.02.2001", "35.29.16.2002")
    assert codes_of(("Sidomulyo", "35.29.16.2002"), edition) == ("35.29.16.2002", "35.29.16.2003")
