"""The panel of one finding: parties, claims, figures, and the numbers that decided its class."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from flask_babel import gettext

from boundaries.domain.accuracy import BETWEEN, Rating, limits, rating
from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.messages import translator
from boundaries.reports.labels import text_of
from boundaries.reports.summary import roles_of, where_of
from web.close_up import party_letter
from web.disagreement import disagreement
from web.language import language, numbers
from web.names import Names

BY_ACCURACY = ("overlap", "gap", "mismatch", "inlet")
"""Kinds of which the class follows from widths and accuracy alone."""
BY_WIDTH = (*BY_ACCURACY, "hole")


@dataclass(frozen=True)
class Party:
    """A village of a finding; `letter` says how its line is drawn."""

    letter: str
    title: str
    code: str
    kecamatan: str


@dataclass(frozen=True)
class Claim:
    """What one source says: the villages to which it gives the land; `file` is its path.

    `denied`: the village whose own survey leaves the land out.
    """

    source: str
    file: str
    indicative: bool
    villages: tuple[str, ...]
    denied: str


@dataclass(frozen=True)
class Details:
    """All that the panel of a finding shows."""

    id: str
    case: str
    kind: str
    severity: str
    disagreement: str
    reason: str
    rule: str
    area_m2: float
    mean_width_m: float
    max_width_m: float
    lon: float
    lat: float
    parties: tuple[Party, ...]
    claims: tuple[Claim, ...]


def details(analysis: Analysis, names: Names, finding: pd.Series) -> Details:
    """The panel of `finding`."""
    records = analysis.villages.drop_duplicates("key").set_index("key")
    titles = names.villages(finding)
    roles = roles_of(analysis)
    scope = where_of(finding["kind"], {roles.get(source, "layer") for source in finding["sources"]})
    return Details(
        id=finding["id"],
        case=finding["case"],
        kind=finding["kind"],
        severity=finding["class"],
        disagreement=disagreement(names, finding),
        reason=reason(finding, analysis.parameters, scope),
        rule=rule(analysis.parameters, scope) if finding["kind"] in BY_WIDTH else "",
        area_m2=float(finding["area_m2"]),
        mean_width_m=float(finding["mean_width_m"]),
        max_width_m=float(finding["max_width_m"]),
        lon=float(finding["lon"]),
        lat=float(finding["lat"]),
        parties=tuple(
            Party(
                letter=party_letter(place),
                title=titles[key],
                code=records.at[key, "code"] if key in records.index else "",
                kecamatan=kecamatan,
            )
            for place, (key, kecamatan) in enumerate(
                zip(finding["villages"], finding["kecamatan"], strict=True)
            )
        ),
        claims=_claims(analysis, names, finding, titles),
    )


def _claims(
    analysis: Analysis, names: Names, finding: pd.Series, titles: dict[str, str]
) -> tuple[Claim, ...]:
    """The claims in the order of the inputs."""
    claims = finding["claims"]
    return tuple(
        Claim(
            source=names.title(record.source),
            file=record.path,
            indicative=record.role == "reference",
            villages=tuple(titles.get(key, key) for key in claims[record.source]),
            denied=titles.get(names.owner(record.source) or "", ""),
        )
        for record in analysis.inputs
        if record.source in claims
    )


def reason(finding: pd.Series, parameters: Parameters, scope: str) -> str:
    """Why the finding has its class, in plain words.

    `scope` is where its lines differ, see `boundaries.domain.accuracy.Accuracy.limits`.
    """
    if finding["class"] == "enclave":
        return _enclave_reason(finding, parameters)
    if finding["kind"] not in BY_ACCURACY:
        text = text_of(finding["reason"], translator(language()))
        return f"{text[:1].upper()}{text[1:]}."
    limit = limits(parameters, scope)
    write = numbers()
    mean, widest = finding["mean_width_m"], finding["max_width_m"]
    values = {
        "mean": write.length(mean),
        "widest": write.length(widest),
        "sliver": write.length(limit.sliver_m),
        "doubt": write.length(limit.doubt_m),
    }
    if finding["class"] == "doubt" and mean <= limit.sliver_m:
        return str(
            gettext(
                "The difference is %(mean)s on average, but %(widest)s at its widest place. The "
                "accuracy of the maps explains at most %(doubt)s, so that place must be looked at.",
                **values,
            )
        )
    sentences: dict[str, str] = {
        "noise": gettext(
            "The difference is %(mean)s on average: a trace of drawing, nothing to agree.", **values
        ),
        "sliver": gettext(
            "The difference is %(mean)s on average. The accuracy of the maps explains up to "
            "%(sliver)s, so the line most likely is the same.",
            **values,
        ),
        "doubt": gettext(
            "The difference is %(mean)s on average. The accuracy of the maps explains %(sliver)s, "
            "at the very most %(doubt)s, so it must be looked at.",
            **values,
        ),
        "claim": gettext(
            "The difference is %(mean)s on average. The accuracy of the maps explains no more than "
            "%(doubt)s, so the villages must agree.",
            **values,
        ),
    }
    return sentences[finding["class"]]


def rule(parameters: Parameters, scope: str) -> str:
    """How the limits of the classes follow from the accuracy of the lines that differ."""
    limit = limits(parameters, scope)
    write = numbers()
    values = {"sliver": write.length(limit.sliver_m), "doubt": write.length(limit.doubt_m)}
    one, other = (
        rating(parameters, role)
        for role in (("reference", "local") if scope == BETWEEN else (scope, scope))
    )
    if one == other and one.base:
        return str(
            gettext(
                "CE90 is %(ce90)s (scale 1:%(scale)s, class %(name)s, rule of %(year)s). Two lines "
                "of that accuracy differ by up to 1.41 × CE90 = %(sliver)s; three times that, "
                "%(doubt)s, is the limit beyond which drawing explains nothing.",
                **values,
                **_rated(one),
            )
        )
    return str(
        gettext(
            "CE90 of one line is %(one)s, of the other %(other)s. Together they explain up to "
            "√(a² + b²) = %(sliver)s, never less than %(noise)s; three times that, %(doubt)s, is "
            "the limit beyond which drawing explains nothing.",
            **values,
            one=_told(one),
            other=_told(other),
            noise=write.length(limit.noise_m),
        )
    )


def _told(found: Rating) -> str:
    """The CE90 of a line, and where it comes from."""
    values = _rated(found)
    if found.base is None:
        return str(gettext("%(ce90)s (as given)", **values))
    return str(
        gettext(
            "%(ce90)s (scale 1:%(scale)s, class %(name)s, rule of %(year)s)",
            **values,
        )
    )


def _rated(found: Rating) -> dict[str, object]:
    write = numbers()
    values: dict[str, object] = {"ce90": write.length(found.ce90_m)}
    if found.base:
        values["scale"] = write.integer(found.base.scale)
        values["name"], values["year"] = found.base.accuracy_class, found.base.year
    return values


def _enclave_reason(finding: pd.Series, parameters: Parameters) -> str:
    write = numbers()
    if len(finding["villages"]) < 2:
        return str(gettext("Land inside one village that no source gives to a village."))
    return str(
        gettext(
            "Enclosed by several villages, %(mean)s wide on average (a gap is at most %(width)s "
            "wide) and %(area)s large (a gap is at most %(limit)s): too large for a gap.",
            mean=write.length(finding["mean_width_m"]),
            width=write.length(parameters.gap_width_m),
            area=write.area(finding["area_m2"]),
            limit=write.area(parameters.gap_area_m2),
        )
    )
