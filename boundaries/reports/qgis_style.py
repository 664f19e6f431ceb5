"""Styles in QGIS's own XML, so that exported layers open coloured and with a legend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from xml.etree import ElementTree as ET

from boundaries.domain.finding import CLASSES, KINDS, NO_DEFECTS
from boundaries.messages import Gettext, Message
from boundaries.reports.colours import (
    CLASS_LINE_WIDTHS,
    FILL_SHARE,
    KIND_COLOURS,
    LOCAL_COLOURS,
    REFERENCE_COLOUR,
)
from boundaries.reports.labels import (
    CLASS_LABELS,
    HEADINGS,
    KIND_LABELS,
    ROLE_LABELS,
    label,
)

QGIS_VERSION = "3.22.0"
MM_PER_WIDTH = 0.26
HATCH_ANGLES = {"overlap": (45,), "mismatch": (45, 135), "enclave": (0,), "excluded": (90,)}
DOTS = {
    "gap": {"name": "circle", "size": "0.8", "outline_style": "no"},
    "hole": {"name": "circle", "size": "1.1", "color": "255,255,255,0", "outline_width": "0.3"},
    "inlet": {"name": "line", "size": "1.2", "angle": "90", "outline_width": "0.4"},
}
POINT_KIND = "unmatched"
VALUE_LABELS = {"kind": KIND_LABELS, "class": CLASS_LABELS, "role": ROLE_LABELS}
Category = tuple[str, str, ET.Element]
"""Value, label and symbol."""

HEADER = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def findings_style(fields: Iterable[str], gettext: Gettext) -> str:
    """QML for a findings layer: colour and pattern by `kind`, outline width by `class`.

    Overlaps are hatched at 45 degrees, gaps dotted, mismatches hatched crosswise, enclaves level,
    excluded areas upright, holes have rings and inlets strokes, as on the pages. The `fields` of
    the layer get names in words, and codes their words.
    """
    categories = finding_categories(gettext)
    return _categorized('concat("kind", \'/\', "class")', categories, fields, gettext)


def finding_categories(gettext: Gettext) -> list[Category]:
    """How findings look, by "kind/class"; those that are points have a style of their own."""
    categories = []
    for kind, class_ in product(KINDS, CLASSES):
        own = kind in NO_DEFECTS
        if kind == POINT_KIND or (class_ != kind if own else class_ in NO_DEFECTS):
            continue
        words = (label(KIND_LABELS, kind, gettext), label(CLASS_LABELS, class_, gettext))
        text = words[0] if own else ": ".join(words)
        categories.append((f"{kind}/{class_}", text, _finding_symbol(kind, class_)))
    return categories


def points_style(fields: Iterable[str], gettext: Gettext) -> str:
    """QML for a layer of findings that are points: a cross. `fields` as in `findings_style`."""
    symbol = symbol_of("marker")
    colour = KIND_COLOURS[POINT_KIND]
    add_layer(
        symbol,
        "SimpleMarker",
        {"name": "cross2", "color": rgba(colour), "outline_color": rgba(colour), "size": "3",
         "size_unit": "MM", "outline_style": "solid", "outline_width": "0.6"},
    )  # fmt: skip
    text = label(KIND_LABELS, POINT_KIND, gettext)
    return _categorized('"kind"', [(POINT_KIND, text, symbol)], fields, gettext)


def villages_style(roles: Mapping[str, str], fields: Iterable[str], gettext: Gettext) -> str:
    """QML for a villages layer: outlines only, coloured by `source`.

    `roles` gives the role of each source label; the reference is dotted grey. `fields` as in
    `findings_style`.
    """
    colours = source_colours(roles)
    return _categorized(
        '"source"',
        [
            (source, source, outline_symbol(colours[source], dotted=role == "reference"))
            for source, role in roles.items()
        ],
        fields,
        gettext,
    )


def source_colours(roles: Mapping[str, str]) -> dict[str, str]:
    """The line colour of each source: grey for the reference, one each for few others, else one."""
    others = [source for source, role in roles.items() if role != "reference"]
    few = len(others) <= len(LOCAL_COLOURS)
    colours = {source: LOCAL_COLOURS[place if few else 0] for place, source in enumerate(others)}
    return {source: colours.get(source, REFERENCE_COLOUR) for source in roles}


def _categorized(
    attribute: str,
    categories: Sequence[Category],
    fields: Iterable[str],
    gettext: Gettext,
) -> str:
    root = categorized(attribute, categories, contents="Symbology|Fields|Forms")
    name_fields(root, fields, gettext, headings=HEADINGS, words=VALUE_LABELS)
    return as_qml(root)


def categorized(attribute: str, categories: Sequence[Category], *, contents: str) -> ET.Element:
    """A style that takes the symbol of a feature from its `attribute`, a field or an expression.

    `contents` names what else the style holds, as QGIS does: "Symbology|Fields".
    """
    root = ET.Element("qgis", version=QGIS_VERSION, styleCategories=contents)
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        {"type": "categorizedSymbol", "attr": attribute, "enableorderby": "0", "forceraster": "0"},
    )
    entries = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for number, (value, text, symbol) in enumerate(categories):
        ET.SubElement(
            entries,
            "category",
            {"value": value, "label": text, "symbol": str(number), "render": "true",
             "type": "string"},
        )  # fmt: skip
        symbol.set("name", str(number))
        symbols.append(symbol)
    return root


def as_qml(root: ET.Element) -> str:
    """The text of a style file."""
    ET.indent(root, " ")
    return HEADER + ET.tostring(root, encoding="unicode") + "\n"


def name_fields(
    root: ET.Element,
    fields: Iterable[str],
    gettext: Gettext,
    *,
    headings: Mapping[str, Message],
    words: Mapping[str, Mapping[str, Message]],
) -> None:
    """Headings as aliases of fields, words as labels of codes; `words` by field and code."""
    widgets = ET.SubElement(root, "fieldConfiguration")
    aliases = ET.SubElement(root, "aliases")
    for name in fields:
        alias = headings[name].render(gettext)
        ET.SubElement(aliases, "alias", field=name, name=alias)
        if name in words:
            field = ET.SubElement(widgets, "field", name=name)
            widget = ET.SubElement(field, "editWidget", type="ValueMap")
            config = ET.SubElement(ET.SubElement(widget, "config"), "Option", type="Map")
            pairs = ET.SubElement(config, "Option", name="map", type="List")
            for code, word in words[name].items():
                pair = ET.SubElement(pairs, "Option", type="Map")
                _text_option(pair, word.render(gettext), code)


def _finding_symbol(kind: str, class_: str) -> ET.Element:
    colour = KIND_COLOURS[kind]
    symbol = symbol_of("fill")
    add_layer(
        symbol,
        "SimpleFill",
        {
            "color": rgba(colour, FILL_SHARE),
            "style": "solid",
            "outline_color": rgba(colour),
            "outline_style": "solid",
            "outline_width": f"{CLASS_LINE_WIDTHS[class_] * MM_PER_WIDTH:.2f}",
            "outline_width_unit": "MM",
            "joinstyle": "round",
        },
    )
    if kind in DOTS:
        _dots(symbol, colour, DOTS[kind])
    for angle in HATCH_ANGLES.get(kind, ()):
        hatch(symbol, colour, angle)
    return symbol


def hatch(symbol: ET.Element, colour: str, angle: int) -> None:
    """Strokes on the area of a symbol, at an angle in degrees."""
    pattern = add_layer(
        symbol, "LinePatternFill", {"angle": str(angle), "distance": "2", "distance_unit": "MM"}
    )
    line = ET.SubElement(pattern, "symbol", _symbol_attributes("line"), name="@pattern@1")
    add_layer(
        line,
        "SimpleLine",
        {"line_color": rgba(colour), "line_width": "0.3", "line_width_unit": "MM",
         "line_style": "solid"},
    )  # fmt: skip


def _dots(symbol: ET.Element, colour: str, mark: Mapping[str, str]) -> None:
    pattern = add_layer(
        symbol,
        "PointPatternFill",
        {"distance_x": "2", "distance_y": "2", "displacement_x": "1",
         "distance_x_unit": "MM", "distance_y_unit": "MM", "displacement_x_unit": "MM"},
    )  # fmt: skip
    marker = ET.SubElement(pattern, "symbol", _symbol_attributes("marker"), name="@pattern@1")
    add_layer(
        marker,
        "SimpleMarker",
        {"color": rgba(colour), "outline_color": rgba(colour), "size_unit": "MM", **mark},
    )


def outline_symbol(colour: str, *, dotted: bool) -> ET.Element:
    """An outline without a fill."""
    symbol = symbol_of("fill")
    add_layer(
        symbol,
        "SimpleLine",
        {"line_color": rgba(colour), "line_width": "0.5", "line_width_unit": "MM",
         "line_style": "dot" if dotted else "solid"},
    )  # fmt: skip
    return symbol


def _symbol_attributes(kind: str) -> dict[str, str]:
    return {"type": kind, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}


def symbol_of(kind: str) -> ET.Element:
    """A symbol without layers: "marker", "line" or "fill"."""
    return ET.Element("symbol", _symbol_attributes(kind))


def add_layer(symbol: ET.Element, kind: str, options: Mapping[str, str]) -> ET.Element:
    """A new symbol layer on top of the others of `symbol`, such as "SimpleLine"."""
    layer = ET.SubElement(
        symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    )
    values = ET.SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        _text_option(values, name, value)
    return layer


def _text_option(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, "Option", name=name, type="QString", value=value)


def rgba(colour: str, opacity: float = 1.0) -> str:
    """A colour "#rrggbb" as QGIS writes it."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"
