"""Styles of the layers of a workspace."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from boundaries.domain.case import State
from boundaries.messages import translator
from boundaries.reports.qgis_workspace import source_style, workspace_styles
from boundaries.store.base import Base

FIELDS = {name: table.columns.keys() for name, table in Base.metadata.tables.items()}
STYLES = workspace_styles(FIELDS, str)


def renderer(qml: str) -> ET.Element:
    found = ET.fromstring(qml).find("renderer-v2")
    assert found is not None
    return found


def looks(qml: str) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """By value the layers of its symbol: class, colour and pattern of the line."""
    found = renderer(qml)
    symbols = found.find("symbols")
    assert symbols is not None
    by_name = {symbol.get("name"): symbol for symbol in symbols}
    return {
        str(entry.get("value")): [
            (
                str(layer.get("class")),
                *(option(layer, name) for name in ("line_color", "line_style")),
            )  # type: ignore[misc]
            for layer in by_name[entry.get("symbol")].findall("layer")
        ]
        for entry in found.iter("category")
    }


def option(layer: ET.Element, name: str) -> str | None:
    found = layer.find(f"Option/Option[@name='{name}']")
    return None if found is None else found.get("value")


@pytest.mark.parametrize("layer", sorted(STYLES))
def test_a_style_is_whole(layer: str) -> None:
    root = ET.fromstring(STYLES[layer])
    assert root.tag == "qgis"
    named = {alias.get("field") for alias in root.iter("alias")}
    assert named <= set(FIELDS[layer])
    label = root.find("labeling/settings/text-style")
    assert (root.get("labelsEnabled") == "1") == (label is not None)
    assert label is None or label.get("fieldName") in FIELDS[layer]


def test_every_state_is_drawn_by_its_look() -> None:
    """A white casing lies under each line; green from the agreement on."""
    found = looks(STYLES["segment"])
    assert set(found) == {state.value for state in State}
    line = {state: layers[1] for state, layers in found.items()}
    assert all(layers[0] == ("SimpleLine", "255,255,255,255", "solid") for layers in found.values())
    assert line["INDIKATIF"] == ("SimpleLine", "85,85,85,255", "dot")
    assert line["TIDAK_SEPAKAT"] == line["MEDIASI_CAMAT"] == ("SimpleLine", "213,94,0,255", "dash")
    assert line["SEPAKAT"] == ("SimpleLine", "0,158,115,255", "solid")
    assert [name for name, *_ in found["TERVERIFIKASI"]] == ["SimpleLine"] * 2 + ["MarkerLine"]
    assert found["DITETAPKAN"][2] == ("SimpleLine", "255,255,255,255", "solid")


def test_what_is_not_current_is_not_drawn() -> None:
    for layer in ("segment", "finding", "junction"):
        attribute = renderer(STYLES[layer]).get("attr")
        assert attribute is not None
        assert attribute.startswith('CASE WHEN "current" THEN ')
        assert "" not in looks(STYLES[layer])


def test_legends_are_in_the_language_of_the_workspace() -> None:
    styles = workspace_styles(FIELDS, translator("id"))
    labels = [entry.get("label") for entry in renderer(styles["segment"]).iter("category")]
    assert "sepakat" in labels
    assert not {"agreed", "not agreed", "indicative"} & set(labels)


def test_sources_keep_their_colour_in_whichever_layer() -> None:
    roles = {"BIG": "big", "a": "survey", "b": "survey"}
    fields = ("name", "source")
    together = looks(source_style(["a", "b"], roles, fields, str))
    assert looks(source_style(["b"], roles, fields, str)) == {"b": together["b"]}
    assert together["a"] != together["b"]
    [(_, colour, pattern)] = looks(source_style(["BIG"], roles, fields, str))["BIG"]
    assert (colour, pattern) == ("85,85,85,255", "dot")
