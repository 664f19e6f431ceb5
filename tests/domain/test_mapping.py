"""Mappings: which entry counts for a file, and what is refused."""

from __future__ import annotations

import pytest

from boundaries.domain.fields import Fields
from boundaries.domain.mapping import SourceMapping, mapping_of, recognised
from boundaries.errors import ParameterError


def test_the_first_entry_that_fits_the_file_counts() -> None:
    mapping = mapping_of(
        {
            "source": [
                {"files": "ADMIN*_25K.*", "name": "NAMOBJ", "code": ""},
                {"files": "*.kml", "crs": "EPSG:4326", "label": "desa", "layer": ""},
                {"name": "Desa"},
            ]
        }
    )
    assert mapping.of("administrasi_ar_25k.ZIP").fields == {"name": "NAMOBJ", "code": ""}
    assert mapping.of("a.kml") == SourceMapping("*.kml", "desa", None, "EPSG:4326", {})
    assert mapping.of("b.shp").fields == {"name": "Desa"}


def test_a_file_that_no_entry_fits_is_recognised_by_itself() -> None:
    assert mapping_of({"source": [{"files": "x"}]}).of("y") == SourceMapping()


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({}, r"no table \[\[source\]\] \(found: -\)"),
        ({"sources": [{}]}, r"no table \[\[source\]\] \(found: sources\)"),
        ({"source": {"name": "Desa"}}, r"no table \[\[source\]\]"),
        ({"source": []}, r"no table \[\[source\]\]"),
        ({"source": [1]}, "source 1 of the mapping is no table"),
        ({"source": [{}, {"nama": "Desa"}]}, "source 2 of the mapping has the key nama"),
        ({"source": [{"crs": 4326}]}, "crs of source 1 of the mapping is no text"),
    ],
)
def test_what_has_no_meaning_is_named(document: dict[str, object], text: str) -> None:
    with pytest.raises(ParameterError, match=text):
        mapping_of(document)


def test_what_was_recognised_becomes_an_entry() -> None:
    entry = recognised("a [1].zip", "desa", None, Fields(name="NAMOBJ", schema="RBI 25K"))
    assert (entry.files, entry.layer, entry.crs) == ("a [[]1].zip", "desa", None)
    assert entry.fits("A [1].ZIP")
    assert entry.fields["name"] == "NAMOBJ"
    assert entry.fields["code"] == ""
    assert "schema" not in entry.fields
