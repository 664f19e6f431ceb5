"""Styles in QGIS's own XML for layers of segments, simpul and candidate lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from boundaries.messages import Gettext, Message
from boundaries.reports.colours import LOCAL_COLOURS, REFERENCE_COLOUR
from boundaries.reports.qgis_style import (
    Category,
    add_layer,
    as_qml,
    categorized,
    rgba,
    symbol_of,
)
from boundaries.reports.segments_labels import (
    BORDER_LABELS,
    DRAWN_BY_LABELS,
    HEADINGS,
    MEETING_LABELS,
    VERDICT_LABELS,
)

BLUE, ORANGE, RED, GREEN = "#0072B2", "#E69F00", "#D55E00", "#117A5B"
FAINT = "#999999"
VERDICT_LINES = {
    "contested": (RED, 1.0, "solid"),
    "shifted": (ORANGE, 0.8, "solid"),
    "one-source": (BLUE, 0.6, "dash"),
    "same": (GREEN, 0.5, "solid"),
}
"""Colour, width in mm and pattern of the line, by verdict."""
BORDER_LINES = {
    7: (RED, 1.2, "dash dot"),
    8: (RED, 0.9, "dash dot"),
    9: (ORANGE, 0.7, "dash"),
    10: (GREEN, 0.4, "solid"),
}
DRAWN_BY_LINES = {
    "reference": (REFERENCE_COLOUR, 0.6, "dot"),
    "a": (LOCAL_COLOURS[0], 0.7, "solid"),
    "b": (ORANGE, 0.5, "dash"),
}
MEETING_POINTS = {"apart": (RED, 3.0), "incomplete": (ORANGE, 2.0), "meet": (GREEN, 1.6)}
PLAIN_LINE, PLAIN_POINT = (FAINT, 0.4, "solid"), ("#222222", 1.6)
REST = ""
"""The value that QGIS takes for all others."""


def segments_style(fields: Iterable[str], gettext: Gettext, *, compared: bool) -> str:
    """QML for segments: by `verdict` in a comparison, else by `border_class`.

    Contested lines are the thickest. The `fields` of the layer get names in words.
    """
    if compared:
        categories = _lines(VERDICT_LINES, VERDICT_LABELS, gettext)
        rest = (REST, gettext("Segments without a second village"), line_symbol(*PLAIN_LINE))
        return _document("verdict", [*categories, rest], fields, gettext)
    categories = _lines(BORDER_LINES, BORDER_LABELS, gettext)
    return _document("border_class", categories, fields, gettext)


def candidates_style(fields: Iterable[str], gettext: Gettext) -> str:
    """QML for candidate lines, by who draws them: the reference is dotted."""
    categories = _lines(DRAWN_BY_LINES, DRAWN_BY_LABELS, gettext)
    return _document("drawn_by", categories, fields, gettext)


def simpul_style(fields: Iterable[str], gettext: Gettext, *, compared: bool) -> str:
    """QML for simpul: in a comparison by whether the lines of three villages meet there."""
    rest = (REST, gettext("Simpul"), point_symbol(*PLAIN_POINT))
    if not compared:
        return _document("id", [rest], fields, gettext)
    categories = [
        (code, MEETING_LABELS[code].render(gettext), point_symbol(colour, size))
        for code, (colour, size) in MEETING_POINTS.items()
    ]
    return _document("meeting", [*categories, rest], fields, gettext)


def _lines(
    looks: Mapping[Any, tuple[str, float, str]], labels: Mapping[Any, Message], gettext: Gettext
) -> list[Category]:
    return [
        (str(code), labels[code].render(gettext), line_symbol(*look))
        for code, look in looks.items()
    ]


def line_symbol(colour: str, width: float, pattern: str) -> ET.Element:
    """A line; `width` in mm, `pattern` as QGIS calls it: "solid", "dash", "dot"."""
    symbol = symbol_of("line")
    add_layer(
        symbol,
        "SimpleLine",
        {"line_color": rgba(colour), "line_width": f"{width:.2f}", "line_width_unit": "MM",
         "line_style": pattern, "joinstyle": "round", "capstyle": "round"},
    )  # fmt: skip
    return symbol


def point_symbol(colour: str, size: float) -> ET.Element:
    """A round marker with a white rim; `size` in mm."""
    symbol = symbol_of("marker")
    add_layer(
        symbol,
        "SimpleMarker",
        {"name": "circle", "color": rgba(colour), "size": f"{size:.2f}", "size_unit": "MM",
         "outline_color": rgba("#FFFFFF"), "outline_width": "0.2", "outline_width_unit": "MM"},
    )  # fmt: skip
    return symbol


def _document(
    attribute: str, categories: Sequence[Category], fields: Iterable[str], gettext: Gettext
) -> str:
    root = categorized(attribute, categories, contents="Symbology|Fields")
    aliases = ET.SubElement(root, "aliases")
    for name in fields:
        ET.SubElement(aliases, "alias", field=name, name=HEADINGS[name].render(gettext))
    return as_qml(root)
