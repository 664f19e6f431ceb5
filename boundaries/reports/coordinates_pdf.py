"""Coordinate lists as PDF: A4 pages with repeated headings; the same list gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patches import Rectangle

from boundaries.messages import Gettext, message
from boundaries.reports.coordinates import CoordinateDocument, CoordinateTable

A4 = (595.28, 841.89)
"""Points of 1/72 inch, as all measures here."""
MARGIN = 42.0
MOST_UPRIGHT = 7
"""Tables with more columns lie on their side."""
TITLE_SIZE, HEADING_SIZE, TEXT_SIZE, CELL_SIZE = 14.0, 10.0, 9.0, 7.5
PADDING = 3.0
LEADING = 1.25
FILL, RULE = "#e7e6e6", "#7f7f7f"
OVER_BOXES = 10
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class _Text:
    x: float
    y: float
    text: str
    size: float
    bold: bool = False


@dataclass
class _Page:
    """What stands on a page; y counts down from the upper edge."""

    texts: list[_Text] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float, bool]] = field(default_factory=list)
    y: float = MARGIN


@dataclass(frozen=True)
class _Row:
    """A row of cells, each in lines that fit its column."""

    cells: tuple[tuple[str, ...], ...]
    heading: bool = False

    @property
    def height(self) -> float:
        """The height with padding."""
        lines = max(len(cell) for cell in self.cells)
        return lines * CELL_SIZE * LEADING + 2 * PADDING


def pdf_bytes(document: CoordinateDocument, gettext: Gettext) -> bytes:
    """The document as PDF; text stays text, long cells are broken into lines.

    A letter that the font does not have becomes U+FFFD.
    """
    wide = any(_lies_on_side(each) for each in document.tables)
    size = (A4[1], A4[0]) if wide else A4
    pages = _paginated(document, size)
    content = io.BytesIO()
    about = {"Title": document.title, "CreationDate": None, "Producer": None, "Creator": None}
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(content, metadata=about) as file:
        for number, page in enumerate(pages, start=1):
            foot = message("Page {page} of {pages}", page=number, pages=len(pages)).render(gettext)
            file.savefig(_drawn(page, size, foot))
    return content.getvalue()


def _lies_on_side(each: CoordinateTable) -> bool:
    """Whether a table has many columns, or such that an upright page would break their numbers."""
    _, floor = _widths(each)
    return len(each.table.columns) > MOST_UPRIGHT or float(floor.sum()) > A4[0] - 2 * MARGIN


def _paginated(document: CoordinateDocument, size: tuple[float, float]) -> list[_Page]:
    width, bottom = size[0] - 2 * MARGIN, size[1] - MARGIN
    pages = [_Page()]
    for line in _wrapped(document.title, width, TITLE_SIZE, True):
        _write(pages[-1], line, TITLE_SIZE, bold=True)
    for line in document.statements:
        _write(pages[-1], line, TEXT_SIZE)
    for each in document.tables:
        _lay_out(each, pages, width, bottom)
    return pages


def _lay_out(each: CoordinateTable, pages: list[_Page], width: float, bottom: float) -> None:
    """Set a table on the last page and as many more as it needs."""
    columns = _column_widths(each, width)
    head, *rows = _rows(each, columns)
    title = _wrapped(each.heading, width, HEADING_SIZE, True) if each.heading else ()
    needed = len(title) * HEADING_SIZE * LEADING + PADDING * 4 + head.height
    first = rows[0].height if rows else 0.0
    if pages[-1].y + needed + first > bottom:
        pages.append(_Page())
    pages[-1].y += 2 * PADDING
    for line in title:
        _write(pages[-1], line, HEADING_SIZE, bold=True)
    pages[-1].y += PADDING
    _set_row(pages[-1], head, columns)
    for row in rows:
        if pages[-1].y + row.height > bottom:
            pages.append(_Page())
            _set_row(pages[-1], head, columns)
        _set_row(pages[-1], row, columns)
    pages[-1].y += 2 * PADDING


def _rows(each: CoordinateTable, columns: Sequence[float]) -> Iterator[_Row]:
    headings = [str(name) for name in each.table.columns]
    for heading, row in [(True, headings), *((False, r) for r in each.table.to_numpy().tolist())]:
        cells = zip(row, columns, strict=True)
        yield _Row(
            tuple(_wrapped(text, w - 2 * PADDING, CELL_SIZE, heading) for text, w in cells), heading
        )


def _write(page: _Page, text: str, size: float, *, bold: bool = False) -> None:
    page.texts.append(_Text(MARGIN, page.y + size, text, size, bold))
    page.y += size * LEADING


def _set_row(page: _Page, row: _Row, columns: Sequence[float]) -> None:
    x = MARGIN
    for cell, width in zip(row.cells, columns, strict=True):
        page.boxes.append((x, page.y, width, row.height, row.heading))
        for number, line in enumerate(cell):
            y = page.y + PADDING + CELL_SIZE + number * CELL_SIZE * LEADING
            page.texts.append(_Text(x + PADDING, y, line, CELL_SIZE, row.heading))
        x += width
    page.y += row.height


def _column_widths(each: CoordinateTable, width: float) -> list[float]:
    """Columns as wide as their text; when that is too wide, the widest with prose give way alike.

    No column becomes narrower than its longest word while others can give way.
    """
    widths, floor = _widths(each)
    if widths.sum() <= width:
        return [float(each_width) for each_width in widths * (width / widths.sum())]
    cap = _cap(widths, floor, width)
    shared = np.maximum(np.minimum(widths, cap), floor)
    return [float(each_width) for each_width in shared * min(1.0, width / shared.sum())]


def _widths(each: CoordinateTable) -> tuple[np.ndarray, np.ndarray]:
    """How wide each column is in one line, and at its narrowest without a broken word or number."""
    natural, least = [], []
    for name in each.table.columns:
        cells = [*dict.fromkeys(each.table[name])]
        broken = {word for text in cells for word in text.split()} if name in each.prose else cells
        heading = max((_width(word, CELL_SIZE, True) for word in str(name).split()), default=0.0)
        least.append(max([heading, *(_width(text, CELL_SIZE, False) for text in broken)]))
        natural.append(max([heading, *(_width(text, CELL_SIZE, False) for text in cells)]))
    widths = np.array(natural) + 2 * PADDING + 0.5
    return widths, np.minimum(np.array(least) + 2 * PADDING + 0.5, widths)


def _cap(widths: np.ndarray, floor: np.ndarray, width: float) -> float:
    """The width down to which the widest columns give way, so that all together fit."""
    low, high = 0.0, float(widths.max())
    for _ in range(40):
        middle = (low + high) / 2
        fits = np.maximum(np.minimum(widths, middle), floor).sum() <= width
        low, high = (middle, high) if fits else (low, middle)
    return low


def _wrapped(text: str, width: float, size: float, bold: bool) -> tuple[str, ...]:
    """The text in lines of at most this width; a longer word is cut."""
    lines = [""]
    for word in _known(text).split():
        joined = f"{lines[-1]} {word}".strip()
        if _width(joined, size, bold) <= width:
            lines[-1] = joined
            continue
        pieces = _cut(word, width, size, bold)
        lines += pieces if lines[-1] else []
        if not lines[0]:
            lines = pieces
    return tuple(lines)


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(pieces[-1] + letter, size, bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _known(text: str) -> str:
    letters = _letters()
    return "".join(each if ord(each) in letters else UNKNOWN for each in text)


@cache
def _font_file(bold: bool) -> str:
    """The font that comes with the library, whatever the system has."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(mpl.get_data_path(), "fonts", "ttf", name))


@cache
def _font(bold: bool, size: float) -> FontProperties:
    return FontProperties(fname=_font_file(bold), size=size)


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(_font_file(False)).get_charmap())


def _width(text: str, size: float, bold: bool) -> float:
    """The width of a text in points; kerning left out, which only makes text narrower."""
    return sum(_advance(letter, bold) for letter in text) * size


@cache
def _advance(letter: str, bold: bool) -> float:
    """The width of a letter at a size of one point."""
    font = get_font(_font_file(bold))
    font.set_size(100, 72)
    glyph = font.load_char(ord(letter) if ord(letter) in _letters() else ord(UNKNOWN))
    return float(glyph.linearHoriAdvance) / 65536 / 100


class _Texts(Artist):
    """Texts set one by one by the renderer, without the layout that matplotlib gives each."""

    def __init__(self, texts: Sequence[_Text], height: float) -> None:
        super().__init__()
        self.set_zorder(OVER_BOXES)
        self.texts = texts
        self.height = height

    def draw(self, renderer: RendererBase) -> None:
        """Set the texts; the renderer counts points from the lower left corner."""
        context = renderer.new_gc()
        for text in self.texts:
            font = _font(text.bold, text.size)
            y = self.height - text.y
            renderer.draw_text(context, text.x, y, text.text, font, 0.0, ismath=False)
        context.restore()


def _drawn(page: _Page, size: tuple[float, float], foot: str) -> Figure:
    figure = Figure(figsize=(size[0] / 72, size[1] / 72))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, size[0]), ylim=(size[1], 0))
    axes.set_axis_off()
    edges = []
    for x, y, width, height, heading in page.boxes:
        if heading:
            axes.add_patch(Rectangle((x, y), width, height, color=FILL, linewidth=0))
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        edges.append(corners)
    axes.add_collection(LineCollection(edges, colors=RULE, linewidths=0.4), autolim=False)
    foot_text = _Text(MARGIN, size[1] - MARGIN / 2, foot, TEXT_SIZE - 1)
    figure.add_artist(_Texts([*page.texts, foot_text], size[1]))
    return figure
