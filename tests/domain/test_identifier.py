"""Identifiers made of parts and places."""

from __future__ import annotations

import re

from boundaries.domain.identifier import identifier, place_text


def test_identifiers_are_short_and_tell_parts_apart() -> None:
    assert re.fullmatch("SG-[A-Z2-7]{8}", identifier("SG", "a", "b"))
    assert identifier("SG", "a", "b") == identifier("SG", "a", "b")
    different = {identifier("SG", "ab"), identifier("SG", "a", "b"), identifier("SP", "ab")}
    assert len(different) == 3


def test_places_are_rounded_to_a_metre() -> None:
    assert place_text(99.5842504, 2.901446) == "99.58425 2.90145"
