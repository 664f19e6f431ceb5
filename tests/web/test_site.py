"""Which outlines the legend shows and hides together."""

from __future__ import annotations

from dataclasses import replace

from boundaries.domain.analysis import Analysis
from web.site import outline_layers


def test_few_inputs_stay_apart(analysis: Analysis) -> None:
    assert [layer.sources for layer in outline_layers(analysis.inputs)] == [("big",), ("survei",)]


def test_surveys_of_many_villages_are_one_layer(analysis: Analysis) -> None:
    reference, local = analysis.inputs
    surveys = tuple(replace(local, source=f"desa {number}") for number in range(5))
    layers = outline_layers((reference, *surveys))
    assert [layer.role for layer in layers] == ["reference", "local"]
    assert layers[1].sources == ("desa 0", "desa 1", "desa 2", "desa 3", "desa 4")
