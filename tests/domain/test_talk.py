"""Who may say what about a segment, and whom a comment calls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.domain.case import Side
from boundaries.domain.roles import Actor, Role
from boundaries.domain.talk import (
    GRANTS,
    MOST_CHARACTERS,
    TALKERS,
    Act,
    Said,
    clean_text,
    is_mentioned,
    may,
    may_read,
    mentions_in,
    require,
)
from boundaries.errors import ParameterError, RefusedError

SIDES = (Side("A", "12.09.20", "12.09"), Side("B", "12.09.21", "12.09"))
HEAD_A = Actor("kades.a", Role.VILLAGE_HEAD, villages=frozenset({"A"}))
HEAD_C = Actor("kades.c", Role.VILLAGE_HEAD, villages=frozenset({"C"}))
LURAH_B = Actor("lurah.b", Role.LURAH, villages=frozenset({"B"}))
CAMAT = Actor("camat", Role.CAMAT, kecamatan=frozenset({"12.09.21"}))
CAMAT_OF_ELSEWHERE = Actor("camat2", Role.CAMAT, kecamatan=frozenset({"12.09.22"}))
OPERATOR = Actor("sari", Role.OPERATOR)
PROVINCE = Actor("provinsi", Role.PROVINCE)


def test_readers_are_those_of_the_papers() -> None:
    assert may_read(SIDES, HEAD_A)
    assert may_read(SIDES, CAMAT)
    assert may_read(SIDES, PROVINCE)
    assert not may_read(SIDES, HEAD_C)
    assert not may_read(SIDES, CAMAT_OF_ELSEWHERE)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_who_begins_a_thread(role: Role) -> None:
    """All who work on the line, but not who only reads or opens accounts."""
    area = {"villages": frozenset({"A"}), "kecamatan": frozenset({"12.09.20"})}
    allowed = may(Act.COMMENT, Actor("x", role, **area), SIDES)
    assert allowed == (role in TALKERS)
    assert allowed == (role not in (Role.PROVINCE, Role.ADMIN))


@pytest.mark.parametrize(
    ("act", "actor", "said", "code"),
    [
        (Act.COMMENT, HEAD_C, None, "scope"),
        (Act.COMMENT, PROVINCE, None, "role"),
        (Act.ANSWER, LURAH_B, Said("kades.a"), ""),
        (Act.ANSWER, LURAH_B, Said("kades.a", resolved=True), "resolved"),
        (Act.EDIT, HEAD_A, Said("kades.a"), ""),
        (Act.EDIT, HEAD_A, Said("kades.a", answered=True), "answered"),
        (Act.EDIT, OPERATOR, Said("kades.a"), "author"),
        (Act.CORRECT, HEAD_A, Said("kades.a", answered=True), ""),
        (Act.CORRECT, LURAH_B, Said("kades.a", answered=True), "author"),
        (Act.CORRECT, HEAD_A, Said("kades.a", withdrawn=True), "withdrawn"),
        (Act.WITHDRAW, HEAD_A, Said("kades.a", answered=True), ""),
        (Act.WITHDRAW, OPERATOR, Said("kades.a"), ""),
        (Act.WITHDRAW, CAMAT, Said("kades.a"), "author"),
        (Act.WITHDRAW, HEAD_A, Said("kades.a", withdrawn=True), "withdrawn"),
        (Act.RESOLVE, CAMAT, Said("kades.a"), ""),
        (Act.RESOLVE, LURAH_B, Said("kades.a"), "author"),
        (Act.RESOLVE, HEAD_A, Said("kades.a", resolved=True), "resolved"),
        (Act.REOPEN, HEAD_A, Said("kades.a"), "not-resolved"),
        (Act.REOPEN, HEAD_A, Said("kades.a", resolved=True), ""),
    ],
)
def test_what_is_refused(act: Act, actor: Actor, said: Said | None, code: str) -> None:
    if not code:
        require(act, actor, SIDES, said)
        return
    with pytest.raises(RefusedError) as caught:
        require(act, actor, SIDES, said)
    assert caught.value.code == code
    assert str(caught.value.hint)


def test_every_act_is_in_the_table() -> None:
    assert set(GRANTS) == set(Act)
    assert all(set(grant.others) <= set(grant.own) for grant in GRANTS.values())


@pytest.mark.parametrize(
    "text", ["", "  \n\t ", "\x00\x07", "\u202e\u2066", "\u200b\u200b", "\ufeff"]
)
def test_nothing_said_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="says nothing"):
        clean_text(text)


def test_a_text_is_kept_as_typed() -> None:
    assert clean_text(" satu\r\ndua\rtiga \x00\u202e<b>") == "satu\ndua\ntiga <b>"
    with pytest.raises(ParameterError, match=f"{MOST_CHARACTERS + 1} characters"):
        clean_text("a" * (MOST_CHARACTERS + 1))


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean_text(text)
    except ParameterError:
        return
    assert clean_text(once) == once
    assert "\r" not in once
    assert "\x00" not in once


def test_mentions_are_known_words_and_heads_of_the_segment() -> None:
    text = "@Camat mohon dilihat, @kepala, surel x@camat.go.id dan @@gis; @operator."
    found = mentions_in(text, ["desa:A", "desa:C", "bupati", "<b>"], SIDES)
    assert found == ("bupati", "camat", "desa:A", "operator")


def test_who_is_mentioned() -> None:
    assert is_mentioned(["camat"], CAMAT, SIDES)
    assert not is_mentioned(["camat"], CAMAT_OF_ELSEWHERE, SIDES)
    assert is_mentioned(["desa:A"], HEAD_A, SIDES)
    assert not is_mentioned(["desa:A"], LURAH_B, SIDES)
    assert not is_mentioned(["desa:C"], HEAD_C, SIDES)
    assert not is_mentioned([], OPERATOR, SIDES)
