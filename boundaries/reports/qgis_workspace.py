"""Styles in QGIS's own XML for the layers of a workspace.

Lines look by the state of their segment as on the pages and map sheets; what is no longer current
is not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from boundaries.domain.cartometric import ORDINARY, SIMPUL
from boundaries.domain.case import DISPUTED, SETTLED, STATE_NAMES, State
from boundaries.messages import Gettext, Message, message
from boundaries.reports.colours import REFERENCE_COLOUR
from boundaries.reports.labels import CLASS_LABELS, KIND_LABELS
from boundaries.reports.qgis_style import (
    Category,
    add_layer,
    as_qml,
    categorized,
    finding_categories,
    hatch,
    name_fields,
    outline_symbol,
    rgba,
    source_colours,
    symbol_of,
)
from boundaries.reports.segments_labels import DRAWN_BY_LABELS, HEADINGS, VERDICT_LABELS
from boundaries.reports.segments_style import DRAWN_BY_LINES, line_symbol, point_symbol

GREEN, VERMILION, PINK, GREY, BLACK, WHITE = (
    "#009E73", "#D55E00", "#CC79A7", "#555555", "#222222", "#FFFFFF",
)  # fmt: skip
Look = tuple[str, float, str]
"""Colour, width in mm and pattern of a line."""
FAINT = "#999999"
INDICATIVE: Look = (GREY, 0.5, "dot")
LOOKS: dict[State, Look] = {
    **dict.fromkeys(State, INDICATIVE),
    State.DILACAK: (PINK, 0.6, "solid"),
    **dict.fromkeys(DISPUTED, (VERMILION, 0.9, "dash")),
    State.LIMPAH_BATAS_DAERAH: (BLACK, 0.6, "dash dot"),
    **dict.fromkeys(SETTLED, (GREEN, 1.0, "solid")),
    State.DITETAPKAN: (GREEN, 1.4, "solid"),
}
TICKED = (State.SIAP_VERIFIKASI, State.TERVERIFIKASI)
CASING_MM, CORE_MM = 0.8, 0.5
AGREED, OPEN = "agreed", "open"
OWN_HEADINGS = HEADINGS | {
    "area_m2": message("Area (m²)"),
    "at_m": message("Metres along the segment"),
    "case_id": message("Case"),
    "due": message("Clock ends"),
    "end_junction": message("Last simpul"),
    "length_m": message("Length (m)"),
    "level": message("Level"),
    "mark": message("Needs another look because"),
    "number": message("Number"),
    "place": message("Place along the segment"),
    "segment_id": message("Segment"),
    "source_version": message("Version of the source"),
    "start_junction": message("First simpul"),
    "village_a": message("Village A"),
    "village_b": message("Village B"),
}
WORDS: dict[str, Mapping[str, Mapping[str, Message]]] = {
    "segment": {
        "state": {state.value: name for state, name in STATE_NAMES.items()},
        "verdict": VERDICT_LABELS,
    },
    "finding": {"kind": KIND_LABELS, "class": CLASS_LABELS},
}
"""Words of codes by layer and field."""


def workspace_styles(fields: Mapping[str, Iterable[str]], gettext: Gettext) -> dict[str, str]:
    """QML by table for the tables of a workspace; `fields` are the columns of each."""
    faint = outline_symbol(FAINT, dotted=True)
    made = {
        "village": ("''", [("", gettext("All versions of all sources"), faint)], ""),
        "segment": (_current('"state"'), _states(gettext), ""),
        "finding": (_current('concat("kind", \'/\', "class")'), finding_categories(gettext), ""),
        "agreed_village": ("if(\"key\" = '', 'open', 'agreed')", _coverage(gettext), "name"),
        "tk": ('"kind"', _points(gettext), "name"),
        "junction": (
            _current("'simpul'"), [("simpul", gettext("Simpul"), point_symbol(BLACK, 1.6))], "",
        ),
        "candidate": ('"role"', _candidates(gettext), ""),
        "proposal": ('"state"', [(OPEN, gettext("Proposed line"), _cased((PINK, 1.0, "solid")))],
                     ""),
    }  # fmt: skip
    return {
        layer: _document(layer, attribute, categories, fields[layer], gettext, label=label)
        for layer, (attribute, categories, label) in made.items()
    }


def source_style(
    names: Sequence[str], roles: Mapping[str, str], fields: Iterable[str], gettext: Gettext
) -> str:
    """QML for a layer of villages of some sources; `roles` ("big", "survey") are those of all.

    A survey has the same colour in whichever layer it is.
    """
    reference = {name: "reference" if role == "big" else role for name, role in roles.items()}
    colours = source_colours(dict(sorted(reference.items())))
    categories = [
        (name, name, outline_symbol(colours[name], dotted=roles[name] == "big")) for name in names
    ]
    return _document("source", '"source"', categories, fields, gettext, label="name")


def _current(attribute: str) -> str:
    """The attribute of what is current; nothing is drawn of the rest."""
    return f'CASE WHEN "current" THEN {attribute} END'


def _states(gettext: Gettext) -> list[Category]:
    return [
        (state.value, STATE_NAMES[state].render(gettext), _state_symbol(state)) for state in State
    ]


def _state_symbol(state: State) -> ET.Element:
    """A line that tells the state by colour, pattern, and ticks or a white core."""
    symbol = _cased(LOOKS[state])
    if state in TICKED:
        _ticks(symbol, LOOKS[state][0])
    if state is State.DITETAPKAN:
        symbol.extend(line_symbol(WHITE, CORE_MM, "solid"))
    return symbol


def _cased(look: Look) -> ET.Element:
    """A line with a white casing."""
    _, width, _ = look
    symbol = line_symbol(WHITE, width + CASING_MM, "solid")
    symbol.extend(line_symbol(*look))
    return symbol


def _ticks(symbol: ET.Element, colour: str) -> None:
    """Short strokes across a line."""
    line = add_layer(
        symbol,
        "MarkerLine",
        {"interval": "4", "interval_unit": "MM", "placements": "Interval", "rotate": "1"},
    )
    marker = symbol_of("marker")
    marker.set("name", "@tick@1")
    add_layer(
        marker,
        "SimpleMarker",
        {"name": "line", "size": "2.4", "size_unit": "MM", "outline_color": rgba(colour),
         "outline_width": "0.4", "outline_width_unit": "MM"},
    )  # fmt: skip
    line.append(marker)


def _coverage(gettext: Gettext) -> list[Category]:
    disputed = outline_symbol(REFERENCE_COLOUR, dotted=False)
    hatch(disputed, REFERENCE_COLOUR, 45)
    return [
        (AGREED, gettext("Agreed coverage, indicative until the regulation"),
         outline_symbol(GREEN, dotted=False)),
        (OPEN, gettext("Land still in dispute"), disputed),
    ]  # fmt: skip


def _points(gettext: Gettext) -> list[Category]:
    return [
        (SIMPUL, gettext("Simpul"), point_symbol(BLACK, 2.2)),
        (ORDINARY, gettext("Cartometric point (TK)"), point_symbol(GREEN, 1.6)),
    ]


def _candidates(gettext: Gettext) -> list[Category]:
    return [
        (code, DRAWN_BY_LABELS[code].render(gettext), line_symbol(*look))
        for code, look in DRAWN_BY_LINES.items()
    ]


def _document(
    layer: str,
    attribute: str,
    categories: Sequence[Category],
    fields: Iterable[str],
    gettext: Gettext,
    *,
    label: str,
) -> str:
    """A style; `label` is the field that labels show, "" for none."""
    root = categorized(attribute, categories, contents="Symbology|Labeling|Fields|Forms")
    root.set("labelsEnabled", "1" if label else "0")
    if label:
        _label(root, label)
    named = [name for name in fields if name in OWN_HEADINGS]
    name_fields(root, named, gettext, headings=OWN_HEADINGS, words=WORDS.get(layer, {}))
    return as_qml(root)


def _label(root: ET.Element, field: str) -> None:
    """Black labels with a white halo."""
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    style = ET.SubElement(
        settings,
        "text-style",
        {"fieldName": field, "isExpression": "0", "fontSize": "8", "fontSizeUnit": "Point",
         "textColor": rgba(BLACK)},
    )  # fmt: skip
    ET.SubElement(
        style,
        "text-buffer",
        {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM",
         "bufferColor": rgba(WHITE)},
    )  # fmt: skip
