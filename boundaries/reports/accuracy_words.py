"""The accuracy of the sources and the limits that follow from it, in words."""

from __future__ import annotations

from functools import partial

from boundaries.domain.accuracy import Accuracy, Limits, Rating, rating
from boundaries.domain.parameters import Parameters
from boundaries.messages import Gettext
from boundaries.reports.labels import ROLE_LABELS, WHERE_LABELS, label
from boundaries.reports.numbers import Numbers

COMPARED = ("reference", "local")
SCOPES = ("reference", "local", "between")


def ratings(parameters: Parameters, *, compared: bool) -> dict[str, Rating]:
    """The accuracy by role; of sources that are equally accurate only the local one."""
    found = {role: rating(parameters, role) for role in COMPARED}
    return found if compared and found["reference"] != found["local"] else {"local": found["local"]}


def limits_by_scope(parameters: Parameters, *, compared: bool) -> dict[str, Limits]:
    """The limits of width by scope; one for all where the sources are equally accurate."""
    accuracy = Accuracy.of(parameters)
    several = len(ratings(parameters, compared=compared)) > 1
    return {scope: accuracy.limits(scope) for scope in (SCOPES if several else ("local",))}


def rating_words(found: Rating, gettext: Gettext, numbers: Numbers) -> str:
    """The CE90 of one source and where it comes from."""
    if found.base is None:
        return gettext("CE90 {ce90}, as given").format(ce90=numbers.length(found.ce90_m))
    return gettext("1:{scale}, class {accuracy_class} ({year}), CE90 {ce90}").format(
        scale=numbers.integer(found.base.scale),
        accuracy_class=found.base.accuracy_class,
        year=found.base.year,
        ce90=numbers.length(found.ce90_m),
    )


def sources_words(
    parameters: Parameters, gettext: Gettext, numbers: Numbers, *, compared: bool
) -> str:
    """The CE90 of each source: "Reference: 1:10,000 ...; Local: CE90 0.10 m, as given"."""
    found = ratings(parameters, compared=compared)
    words = {role: rating_words(found[role], gettext, numbers) for role in found}
    if len(words) == 1:
        return words["local"]
    return "; ".join(f"{label(ROLE_LABELS, role, gettext)}: {words[role]}" for role in words)


def limit_words(
    name: str, parameters: Parameters, gettext: Gettext, numbers: Numbers, *, compared: bool
) -> str:
    """A limit ("sliver_m") with its unit, for each scope where sources differ in accuracy."""
    limits = limits_by_scope(parameters, compared=compared)
    words = {scope: numbers.length(getattr(limits[scope], name)) for scope in limits}
    if len(set(words.values())) == 1:
        return words["local"]
    return " / ".join(f"{words[scope]} {label(WHERE_LABELS, scope, gettext)}" for scope in words)


def method_words(
    parameters: Parameters, gettext: Gettext, numbers: Numbers, *, compared: bool
) -> dict[str, object]:
    """What a page needs to tell how the limits of the classes follow from the accuracy.

    `rating` is that of all sources where they were drawn on equal maps, else None; `accuracy` tells
    each; `limit` gives the words of a limit by its name.
    """
    found = list(ratings(parameters, compared=compared).values())
    return {
        "limits": Accuracy.of(parameters).limits("local"),
        "rating": found[0] if len(found) == 1 and found[0].base else None,
        "accuracy": sources_words(parameters, gettext, numbers, compared=compared),
        "limit": partial(
            limit_words,
            parameters=parameters,
            gettext=gettext,
            numbers=numbers,
            compared=compared,
        ),
    }
