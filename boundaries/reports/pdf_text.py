"""Text in PDF and PNG pages drawn by matplotlib: widths, line breaks, letters the font has.

The font is the one that comes with the library, whatever the system has, so that the same text
gives the same bytes everywhere. Sizes and widths are in points of 1/72 inch.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font

UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@cache
def font(bold: bool, size: float) -> FontProperties:
    """The font of a size."""
    return FontProperties(fname=_font_file(bold), size=size)


def known(text: str) -> str:
    """The text with letters that the font does not have replaced by U+FFFD."""
    letters = _letters()
    return "".join(each if ord(each) in letters else UNKNOWN for each in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text; kerning left out, which only makes text narrower."""
    return sum(_advance(letter, bold) for letter in text) * size


def wrapped(text: str, most: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines of at most this width; a longer word is cut. One line for no text."""
    lines: list[str] = []
    for word in known(text).split():
        joined = f"{lines[-1]} {word}" if lines else word
        if width(joined, size, bold=bold) <= most:
            lines[-1:] = [joined]
        else:
            lines += _cut(word, most, size, bold)
    return tuple(lines) or ("",)


def _cut(word: str, most: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _font_file(bold: bool) -> str:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(mpl.get_data_path(), "fonts", "ttf", name))


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(_font_file(False)).get_charmap())


@cache
def _advance(letter: str, bold: bool) -> float:
    """The width of a letter at a size of one point."""
    face = get_font(_font_file(bold))
    face.set_size(100, 72)
    glyph = face.load_char(ord(letter) if ord(letter) in _letters() else ord(UNKNOWN))
    return float(glyph.linearHoriAdvance) / 65536 / 100
