"""Options and fault handling that all commands share, those of the web package included."""

from __future__ import annotations

import functools
import json
import math
import os
import sys
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import Any, TypeVar

import click

from boundaries.cli_code_options import (
    LAYER_OPTIONS,
    code_settings,
    matches_option,
    reference_mapping_option,
)
from boundaries.cli_language import VARIABLE, option
from boundaries.domain.parameters import Parameters
from boundaries.domain.wanted import NOTHING_MORE, Wanted
from boundaries.engine import ENGINES, THREADS, Engine
from boundaries.errors import InputError, MissingPartError, ParameterError, TapalError
from boundaries.messages import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    Gettext,
    Message,
    message,
    translator,
)
from boundaries.workflows.detect import Progress
from boundaries.workflows.extras import Extras
from boundaries.workflows.load import LayerOptions

Command = TypeVar("Command", bound=Callable[..., Any])

EXIT_CODES: dict[type[TapalError], int] = {InputError: 3, MissingPartError: 3, ParameterError: 2}

DEFAULTS = Parameters()


class FiniteRange(click.FloatRange):
    """A number in a range; "nan" and "inf" are none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number; fails for what is none."""
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            text = _("{value!r} is not a valid {number_type}.")
            self.fail(text.format(value=value, number_type=self.name), param, ctx)
        return number


def combined(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """One decorator out of several, listed in the order in which the help shows them."""

    def decorate(command: Command) -> Command:
        return functools.reduce(lambda inner, option: option(inner), reversed(options), command)

    return decorate


language_option = option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    envvar=VARIABLE,
    help=message("Language of tables, reports and messages."),
)
json_option = option("--json", "as_json", is_flag=True, help=message("Print one JSON document."))

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
    option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1),
        default=os.cpu_count() or 1,
        show_default=True,
        help=message("Threads that read files and search tiles at the same time."),
    ),
)
engine_options = combined(
    option(
        "--engine",
        type=click.Choice(ENGINES),
        default=THREADS,
        show_default=True,
        help=message("Where large layers are searched: threads of this process, or Dask."),
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
accuracy_options = combined(
    option(
        "--scale",
        metavar="N",
        type=click.IntRange(min=1),
        default=DEFAULTS.scale,
        show_default=True,
        help=message(
            "Scale 1:N of the layer, or of the local sources; with --class it decides what is a "
            "sliver."
        ),
    ),
    option(
        "--class",
        "accuracy_class",
        metavar="1|2|3",
        type=click.IntRange(1, 3),
        default=DEFAULTS.accuracy_class,
        show_default=True,
        help=message("Accuracy class of the layer, or of the local sources."),
    ),
    option(
        "--accuracy-year",
        type=click.Choice(["2014", "2018"]),
        default=str(DEFAULTS.accuracy_year),
        show_default=True,
        help=message("Which table of accuracy by scale and class applies."),
    ),
    option(
        "--ce90",
        "ce90_m",
        metavar="M",
        type=FiniteRange(min=0, min_open=True),
        help=message(
            "CE90 of the layer, or of the local sources, in metres instead of scale and class; of "
            "a survey 2.146 times the standard deviation of one axis."
        ),
    ),
)
reference_accuracy_options = combined(
    option(
        "--reference-scale",
        metavar="N",
        type=click.IntRange(min=1),
        help=message("Scale 1:N of the reference, where it is not that of --scale."),
    ),
    option(
        "--reference-class",
        metavar="1|2|3",
        type=click.IntRange(1, 3),
        help=message("Accuracy class of the reference, where it is not that of --class."),
    ),
    option(
        "--reference-ce90",
        "reference_ce90_m",
        metavar="M",
        type=FiniteRange(min=0, min_open=True),
        help=message("CE90 of the reference in metres, instead of scale and class."),
    ),
)
reference_options = combined(reference_layer_options, reference_accuracy_options, matches_option)
parameter_options = combined(
    option(
        "--min-area",
        "min_area_m2",
        metavar="M2",
        type=FiniteRange(min=0),
        default=DEFAULTS.min_area_m2,
        show_default=True,
        help=message("Least area that is listed."),
    ),
    accuracy_options,
    option(
        "--gap-width",
        "gap_width_m",
        metavar="M",
        type=FiniteRange(min=0),
        default=DEFAULTS.gap_width_m,
        show_default=True,
        help=message("Enclosed land up to this mean width is a gap, not an enclave."),
    ),
    option(
        "--gap-area",
        "gap_area_m2",
        metavar="M2",
        type=FiniteRange(min=0),
        default=DEFAULTS.gap_area_m2,
        show_default=True,
        help=message("Enclosed land up to this area is a gap, not an enclave."),
    ),
)


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
    option(
        "--inlet-width",
        "inlet_width_m",
        metavar="M",
        type=FiniteRange(min=0),
        default=NOTHING_MORE.inlet_width_m,
        show_default=True,
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
    if values["scheduler"] and values["engine"] == THREADS:
        raise ParameterError(
            "scheduler",
            message("--scheduler has no meaning for the engine {engine}", engine=values["engine"]),
            message("add --engine dask"),
        )
    return Engine(values["engine"], workers=values["jobs"], scheduler=values["scheduler"])


def parameters_from(values: dict[str, Any]) -> Parameters:
    """The thresholds among the values of a command; some commands have no reference."""
    return Parameters(
        min_area_m2=values["min_area_m2"],
        scale=values["scale"],
        accuracy_class=values["accuracy_class"],
        accuracy_year=int(values["accuracy_year"]),
        ce90_m=values["ce90_m"],
        reference_scale=values.get("reference_scale"),
        reference_class=values.get("reference_class"),
        reference_ce90_m=values.get("reference_ce90_m"),
        gap_width_m=values["gap_width_m"],
        gap_area_m2=values["gap_area_m2"],
    )


def paths_from(names: tuple[str, ...]) -> list[Path]:
    """The files named on the command line; whether they exist is judged where they are read."""
    return [Path(name) for name in names]


def reports_faults(command: Command) -> Command:
    """A command that ends with one line and the documented exit code when a fault is raised."""

    @functools.wraps(command)
    def wrapped(**values: Any) -> Any:
        gettext = catalogue(values["language"])
        try:
            return command(**values)
        except TapalError as fault:
            if values.get("as_json"):
                click.echo(json.dumps(fault_document(fault)))
            click.echo(fault_line(fault, gettext), err=True)
            raise click.exceptions.Exit(EXIT_CODES[type(fault)]) from fault
        except BrokenPipeError:
            raise
        except OSError as refused:
            denied = unreachable(refused)
            if values.get("as_json"):
                click.echo(json.dumps(fault_document(denied)))
            click.echo(fault_line(denied, gettext), err=True)
            raise click.exceptions.Exit(EXIT_CODES[InputError]) from refused

    return wrapped  # type: ignore[return-value]


def unreachable(refused: OSError) -> InputError:
    """What the system refused: reading or writing a file or a folder."""
    return InputError(
        "cannot-reach",
        message(
            "{path}: the system refuses access ({reason})",
            path=refused.filename or "-",
            reason=refused.strerror or str(refused),
        ),
        message("check the permissions, the length of the name and the space on the disk"),
    )


def print_document(document: dict[str, object]) -> None:
    """Print one JSON document; terminals that are not UTF-8 get escapes instead of letters."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = json.dumps(document, ensure_ascii=encoding != "utf8", indent=1, allow_nan=False)
    click.echo(text)


def fault_line(fault: TapalError, gettext: Gettext) -> str:
    """What happened, where, and the remedy, in one line."""
    word = gettext("error")
    line = f"{word}: {fault.message.render(gettext)}; {fault.hint.render(gettext)}"
    return " ".join(line.split())


def fault_document(fault: TapalError) -> dict[str, dict[str, str]]:
    """The fault as `{"error": {"code", "message", "hint"}}`, in English."""
    return {"error": {"code": fault.code, "message": str(fault.message), "hint": str(fault.hint)}}


def catalogue(language: str) -> Gettext:
    """The translation into `language`; ends the command when it was not compiled."""
    try:
        return translator(language)
    except FileNotFoundError as missing:
        click.echo(
            f"error: the translation into {language!r} is not installed; "
            "run `make setup`, or use --lang en",
            err=True,
        )
        raise click.exceptions.Exit(3) from missing


def progress_in(language: str) -> Progress:
    """Progress as lines on standard error."""
    gettext = catalogue(language)

    def show(step: Message) -> None:
        click.echo(step.render(gettext), err=True)

    return show
