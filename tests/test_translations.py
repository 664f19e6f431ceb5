"""Every text of the interface has its Indonesian translation, with the same values in it."""

from __future__ import annotations

import re

import pytest

from tools.translations import PACKAGES, read_catalogue, wanted

VALUE = re.compile(r"\{\w*(?:[:!][^}]*)?\}|%\(\w+\)[sd]")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_is_translated(package: str) -> None:
    """`make translations` adds what is missing; the translation is written by hand."""
    catalogue = read_catalogue(package)
    translated = {entry.id for entry in catalogue if all(forms(entry.string))}
    assert wanted(package) - translated == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_translation_is_left_over_or_fuzzy(package: str) -> None:
    entries = [entry for entry in read_catalogue(package) if entry.id]
    assert {entry.id for entry in entries} <= wanted(package)
    assert not any(entry.fuzzy for entry in entries)


@pytest.mark.parametrize("package", PACKAGES)
def test_translations_keep_the_values(package: str) -> None:
    for entry in read_catalogue(package):
        if entry.id:
            assert values(entry.id) == values(entry.string)


def values(text: str | tuple[str, ...]) -> set[str]:
    return set(VALUE.findall(" ".join(forms(text))))


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """A text, or the singular and the plural of one that has both."""
    return (text,) if isinstance(text, str) else text
