from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from boundaries.domain.correspondence import VERDICTS
from boundaries.reports.segments_style import candidates_style, segments_style, simpul_style

FIELDS = ("id", "a", "b", "verdict")


def categories(qml: str) -> dict[str | None, dict[str, str]]:
    """The options of the first symbol layer by category, and its class."""
    renderer = ET.fromstring(qml).find("renderer-v2")
    assert renderer is not None
    symbols = {symbol.get("name"): symbol for symbol in renderer.findall("symbols/symbol")}
    found = {}
    for entry in renderer.iter("category"):
        layer = symbols[entry.get("symbol")].find("layer")
        assert layer is not None
        options = {str(o.get("name")): str(o.get("value")) for o in layer.iter("Option")}
        found[entry.get("value")] = options | {"class": str(layer.get("class"))}
    return found


def test_segments_of_a_comparison_are_coloured_by_verdict() -> None:
    qml = segments_style(FIELDS, str, compared=True)
    assert 'attr="verdict"' in qml
    found = categories(qml)
    assert set(found) == {*VERDICTS, ""}
    assert len({look["line_color"] for look in found.values()}) == 5
    widths = [float(found[verdict]["line_width"]) for verdict in VERDICTS]
    assert widths == sorted(widths, reverse=True)


def test_segments_of_a_layer_are_coloured_by_border() -> None:
    qml = segments_style(FIELDS, str, compared=False)
    assert 'attr="border_class"' in qml
    assert set(categories(qml)) == {"7", "8", "9", "10"}


def test_the_line_of_the_reference_is_dotted() -> None:
    found = categories(candidates_style(FIELDS, str))
    assert {code: look["line_style"] for code, look in found.items()} == {
        "reference": "dot", "a": "solid", "b": "dash",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("compared", "values"), [(True, {"apart", "incomplete", "meet", ""}), (False, {""})]
)
def test_simpul_are_points(compared: bool, values: set[str]) -> None:
    found = categories(simpul_style(FIELDS, str, compared=compared))
    assert set(found) == values
    assert {look["class"] for look in found.values()} == {"SimpleMarker"}


def test_fields_have_names_in_words_and_labels_are_escaped() -> None:
    qml = segments_style(FIELDS, lambda text: f"<{text}>", compared=True)
    aliases = {alias.get("field"): alias.get("name") for alias in ET.fromstring(qml).iter("alias")}
    assert aliases == {"id": "<Id>", "a": "<Village A>", "b": "<Village B>", "verdict": "<Verdict>"}
