"""Options about accuracy and thresholds, and the parameters they make."""

from __future__ import annotations

import math
from collections.abc import Callable
from gettext import gettext as _
from typing import Any

import click

from boundaries.cli_language import Command, combined, option
from boundaries.domain.parameters import Parameters
from boundaries.messages import Message, message

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


def measure_option(
    flag: str,
    name: str,
    unit: str,
    *,
    help: Message,
    default: float | None = None,
    above_zero: bool = False,
) -> Callable[[Command], Command]:
    """An option for a length or an area in `unit` ("M", "M2"): not below, or `above_zero`."""
    return option(
        flag,
        name,
        metavar=unit,
        type=FiniteRange(min=0, min_open=above_zero),
        default=default,
        show_default=True,
        help=help,
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
    measure_option(
        "--ce90",
        "ce90_m",
        "M",
        above_zero=True,
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
    measure_option(
        "--reference-ce90",
        "reference_ce90_m",
        "M",
        above_zero=True,
        help=message("CE90 of the reference in metres, instead of scale and class."),
    ),
)
parameter_options = combined(
    measure_option(
        "--min-area",
        "min_area_m2",
        "M2",
        default=DEFAULTS.min_area_m2,
        help=message("Least area that is listed."),
    ),
    accuracy_options,
    measure_option(
        "--gap-width",
        "gap_width_m",
        "M",
        default=DEFAULTS.gap_width_m,
        help=message("Enclosed land up to this mean width is a gap, not an enclave."),
    ),
    measure_option(
        "--gap-area",
        "gap_area_m2",
        "M2",
        default=DEFAULTS.gap_area_m2,
        help=message("Enclosed land up to this area is a gap, not an enclave."),
    ),
)


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
