from __future__ import annotations

from boundaries.domain.finding import CLASSES, KINDS
from boundaries.messages import message
from boundaries.reports.labels import (
    CLASS_LABELS,
    KIND_LABELS,
    claims_text,
    clean,
    joined,
    label,
    method_label,
    parties,
    text_of,
)


def shout(text: str) -> str:
    return text.upper()


def test_every_kind_and_class_has_a_word() -> None:
    assert set(KIND_LABELS) == set(KINDS)
    assert set(CLASS_LABELS) == set(CLASSES)


def test_labels_are_translated_and_unknown_codes_stand_for_themselves() -> None:
    assert label(KIND_LABELS, "gap", shout) == "GAP"
    assert label(KIND_LABELS, "chasm", shout) == "chasm"


def test_matching_methods_become_words() -> None:
    assert method_label("name+overlap", shout) == "NAME, SHARED LAND"
    assert method_label("", shout) == ""


def test_control_characters_are_replaced() -> None:
    assert clean("a\x1b[31mb\n") == "a\N{REPLACEMENT CHARACTER}[31mb\N{REPLACEMENT CHARACTER}"
    assert clean("Desa Béké – Ä") == "Desa Béké – Ä"


def test_messages_are_rendered_and_texts_left_as_they_are() -> None:
    assert text_of(message("no code"), shout) == "NO CODE"
    assert text_of("plain", shout) == "plain"


def test_lists_leave_out_what_is_unknown() -> None:
    assert joined(("A", "", "B")) == "A; B"
    assert parties(("A", "B")) == "A – B"


def test_claims_name_the_villages_and_say_nobody() -> None:
    names = {"1": "Sidomulyo"}
    text = claims_text({"BIG": ("1", "2"), "survey": ()}, names, shout)
    assert text == "BIG: Sidomulyo, 2; survey: (NOBODY)"
