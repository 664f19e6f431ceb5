"""Options about layers and how they are searched, and what they ask for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from boundaries.cli_code_options import (
    LAYER_OPTIONS,
    code_settings,
    matches_option,
    reference_mapping_option,
)
from boundaries.cli_language import combined, option
from boundaries.cli_output_options import paths_from
from boundaries.cli_parameters import measure_option, reference_accuracy_options
from boundaries.domain.wanted import NOTHING_MORE, Wanted
from boundaries.engine import DASK, ENGINES, USUAL, Engine
from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.workflows.extras import Extras
from boundaries.workflows.load import LayerOptions

jobs_option = option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default=True,
    help=message("Threads that read files and search tiles at the same time."),
)
layer_options = combined(
    option("--layer", metavar="NAME", help=message("Layer of a file that holds several.")),
    option(
        "--code",
        metavar="FIELD",
        help=message("Field of the village code (KDEPUM, kode ...)."),
    ),
    option("--name", metavar="FIELD", help=message("Field of the village name.")),
    option(
        "--crs",
        metavar="EPSG",
        help=message("Coordinate system of a file that does not say it."),
    ),
    option(
        "--swap-axes",
        is_flag=True,
        help=message("Exchange x and y of a file that has latitude before longitude."),
    ),
    option(
        "--dms",
        is_flag=True,
        help=message("Take 2.5830 for 2 degrees 58 minutes 30 seconds."),
    ),
    *LAYER_OPTIONS,
    jobs_option,
)
engine_options = combined(
    option(
        "--engine",
        type=click.Choice(ENGINES),
        default=USUAL,
        show_default=True,
        help=message("Where large layers are searched: threads, processes, or Dask."),
    ),
    option(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help=message("Running Dask scheduler; without it --engine dask starts workers here."),
    ),
)
reference_layer_options = combined(
    option("--reference-layer", metavar="NAME", help=message("--layer, for the reference.")),
    option("--reference-code", metavar="FIELD", help=message("--code, for the reference.")),
    option("--reference-name", metavar="FIELD", help=message("--name, for the reference.")),
    option("--reference-crs", metavar="EPSG", help=message("--crs, for the reference.")),
    option("--reference-swap-axes", is_flag=True, help=message("--swap-axes, for the reference.")),
    option("--reference-dms", is_flag=True, help=message("--dms, for the reference.")),
    reference_mapping_option,
)
reference_options = combined(reference_layer_options, reference_accuracy_options, matches_option)
extra_options = combined(
    option(
        "--exclude",
        metavar="FILE",
        multiple=True,
        help=message(
            "Layer of lakes, forest, rivers: gaps that it covers are told apart. Repeatable."
        ),
    ),
    option(
        "--allow",
        metavar="FILE",
        help=message("List of findings that are allowed, with reasons: CSV, XLSX, JSON, GeoJSON."),
    ),
    measure_option(
        "--inlet-width",
        "inlet_width_m",
        "M",
        default=NOTHING_MORE.inlet_width_m,
        help=message(
            "List land between villages with a mouth narrower than this; 0 looks for none."
        ),
    ),
    option(
        "--unmatched",
        is_flag=True,
        help=message("List vertices on a neighbour's side where the neighbour has none."),
    ),
)


def extras_from(values: dict[str, Any]) -> Extras:
    """What is taken into account besides the layers, among the values of a command."""
    return Extras(
        exclude=tuple(paths_from(values["exclude"])),
        allow=Path(values["allow"]) if values["allow"] else None,
        wanted=Wanted(inlet_width_m=values["inlet_width_m"], unmatched=values["unmatched"]),
    )


def layer_options_from(values: dict[str, Any], *, prefix: str = "") -> LayerOptions:
    """The layer options among the values of a command."""
    return LayerOptions(
        layer=values[f"{prefix}layer"],
        code=values[f"{prefix}code"],
        name=values[f"{prefix}name"],
        crs=values[f"{prefix}crs"],
        swap_axes=values[f"{prefix}swap_axes"],
        dms=values[f"{prefix}dms"],
        jobs=values.get("jobs", 1),
        **code_settings(values, prefix=prefix),
    )


def engine_from(values: dict[str, Any]) -> Engine:
    """The engine among the values of a command; a scheduler is one of Dask."""
    if values["scheduler"] and values["engine"] != DASK:
        raise ParameterError(
            "scheduler",
            message("--scheduler has no meaning for the engine {engine}", engine=values["engine"]),
            message("add --engine dask"),
        )
    return Engine(values["engine"], workers=values["jobs"], scheduler=values["scheduler"])
