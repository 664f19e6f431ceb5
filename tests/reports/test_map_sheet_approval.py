"""The block of approval stays in its cells, and its code can be read."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
import segno
from PIL import Image

from boundaries.reports.map_sheet_approval import CODE_QUIET, approval_block, sheet_code
from boundaries.reports.map_sheet_canvas import Page, png_of
from boundaries.reports.map_sheet_cursor import Cursor
from boundaries.reports.map_sheet_words import NO_SETTINGS, Signer

DIGEST = "ab" * 32


def drawn(*signers: Signer) -> Page:
    """The block on a page of its own, its cells from 55 mm down to 28 mm."""
    page = Page(120, 60)
    settings = replace(NO_SETTINGS, signers=signers)
    approval_block("", settings.approvals(str), DIGEST, str)(Cursor(page, 5, 110, 55, 1.0))
    return page


def test_the_approval_leaves_room_for_signatures() -> None:
    page = drawn()
    by_text = {words.text: words for words in page.words}
    dotted = [words.y for words in page.words if set(words.text) == {"."}]
    assert by_text["Made by"].y - max(dotted) > 12
    assert "ab" * 16 in by_text


@pytest.mark.parametrize("name", ["Siti", "H. Taufik Zainal Abidin Siregar, S.Sos., M.Si."])
def test_a_long_name_leaves_its_date_in_the_cell(name: str) -> None:
    page = drawn(Signer(name=name, nip="1" * 18))
    dates = [words.y for words in page.words if words.text.startswith("Date")]
    assert len(dates) == 3
    assert min(dates) > 28


def test_who_was_elected_is_not_asked_for_a_nip() -> None:
    asked = [words for words in drawn(Signer(elected=True)).words if words.text.startswith("NIP")]
    assert len(asked) == 2
    given = drawn(Signer(elected=True, nip="1" * 18))
    assert f"NIP {'1' * 18}" in [words.text for words in given.words]


def test_the_code_says_what_the_sheet_holds() -> None:
    """Each module of the picture is as the code of the text has it."""
    with Image.open(io.BytesIO(png_of(drawn(), 600))) as opened:
        grey = np.asarray(opened.convert("L"), dtype=int)
    wanted = np.array([list(row) for row in segno.make(sheet_code(DIGEST), error="m").matrix])
    step = 16.0 / (len(wanted) + 2 * CODE_QUIET)
    places = (np.arange(len(wanted)) + CODE_QUIET + 0.5) * step
    dots = 600 / 25.4
    down = ((5 + 27 + 1 + places) * dots).astype(int)
    across = ((5 + places) * dots).astype(int)
    assert ((grey[np.ix_(down, across)] < 128) == (wanted == 1)).all()
