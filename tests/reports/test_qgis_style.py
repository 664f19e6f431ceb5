from __future__ import annotations

from xml.etree import ElementTree as ET

from boundaries.domain.finding import CLASSES, KINDS, NO_DEFECTS
from boundaries.reports.qgis_style import (
    findings_style,
    points_style,
    source_colours,
    villages_style,
)

FIELDS = ("id", "kind", "class", "area_m2")


def parse(qml: str) -> ET.Element:
    renderer = ET.fromstring(qml).find("renderer-v2")
    assert renderer is not None
    return renderer


def test_every_kind_and_class_has_a_symbol_of_its_own() -> None:
    renderer = parse(findings_style(FIELDS, str))
    values = {entry.get("value"): entry.get("symbol") for entry in renderer.iter("category")}
    defects = ("overlap", "gap", "mismatch", "inlet", "hole")
    expected = {f"{kind}/{name}" for kind in defects for name in CLASSES if name not in NO_DEFECTS}
    assert set(values) == expected | {"enclave/enclave", "excluded/excluded"}
    assert set(KINDS) == {*defects, *NO_DEFECTS, "unmatched"}
    symbols = renderer.find("symbols")
    assert symbols is not None
    assert {symbol.get("name") for symbol in symbols} == set(values.values())


def test_overlaps_are_hatched_mismatches_crosswise_and_gaps_dotted() -> None:
    renderer = parse(findings_style(FIELDS, str))
    symbols = renderer.find("symbols")
    assert symbols is not None
    layers = {
        entry.get("value"): [layer.get("class") for layer in symbols[place].findall("layer")]
        for place, entry in enumerate(renderer.iter("category"))
    }
    assert layers["overlap/claim"] == ["SimpleFill", "LinePatternFill"]
    assert layers["mismatch/claim"] == ["SimpleFill", "LinePatternFill", "LinePatternFill"]
    for kind in ("gap", "hole", "inlet"):
        assert layers[f"{kind}/claim"] == ["SimpleFill", "PointPatternFill"]
    assert layers["excluded/excluded"] == ["SimpleFill", "LinePatternFill"]


def test_labels_are_translated_and_escaped() -> None:
    qml = findings_style(FIELDS, lambda text: f"<{text}>")
    labels = [entry.get("label") for entry in parse(qml).iter("category")]
    assert "<Overlap>: <Claim>" in labels


def test_villages_are_outlines_by_source() -> None:
    qml = villages_style({"BIG": "reference", '<"desa">': "local"}, ("source", "role"), str)
    renderer = parse(qml)
    assert [entry.get("value") for entry in renderer.iter("category")] == ["BIG", '<"desa">']
    styles = [
        option.get("value")
        for option in renderer.iter("Option")
        if option.get("name") == "line_style"
    ]
    assert styles == ["dot", "solid"]


def test_the_reference_is_grey_and_others_differ() -> None:
    colours = source_colours({"BIG": "reference", "a": "local", "b": "local"})
    assert colours["BIG"] == "#555555"
    assert len(set(colours.values())) == 3

    many = source_colours({"BIG": "reference", **{f"s{n}": "local" for n in range(20)}})
    assert len(set(many.values())) == 2


def test_fields_and_codes_have_names_in_words() -> None:
    root = ET.fromstring(findings_style(FIELDS, str.upper))
    aliases = {alias.get("field"): alias.get("name") for alias in root.iter("alias")}
    assert aliases == {"id": "FINDING", "kind": "KIND", "class": "CLASS", "area_m2": "AREA (M²)"}
    (kind,) = root.findall("fieldConfiguration/field[@name='kind']")
    words = {o.get("value"): o.get("name") for o in kind.iter("Option") if o.get("value")}
    assert words == {
        "overlap": "OVERLAP", "gap": "GAP", "mismatch": "MISMATCH", "inlet": "INLET",
        "hole": "HOLE", "enclave": "ENCLAVE", "excluded": "EXCLUDED AREA",
        "unmatched": "UNMATCHED VERTEX",
    }  # fmt: skip


def test_findings_that_are_points_are_crosses() -> None:
    renderer = parse(points_style(FIELDS, str))
    (category,) = renderer.iter("category")
    assert (category.get("value"), category.get("label")) == ("unmatched", "Unmatched vertex")
    (symbol,) = renderer.findall("symbols/symbol")
    assert symbol.get("type") == "marker"
    assert [layer.get("class") for layer in symbol] == ["SimpleMarker"]
