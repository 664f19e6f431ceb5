"""The panel of one finding: parties, claims, figures, and the numbers that decided its class."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from flask_babel import gettext

from boundaries.domain.accuracy import Limits, ce90, limits
from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from web.close_up import party_letter, source_title, village_titles
from web.language import numbers


@dataclass(frozen=True)
class Party:
    """A village of a finding; `letter` says how its line is drawn."""

    letter: str
    title: str
    code: str
    kecamatan: str


@dataclass(frozen=True)
class Claim:
    """What one source says: the villages to which it gives the land."""

    source: str
    indicative: bool
    villages: tuple[str, ...]


@dataclass(frozen=True)
class Details:
    """All that the panel of a finding shows."""

    id: str
    case: str
    kind: str
    severity: str
    reason: str
    area_m2: float
    mean_width_m: float
    max_width_m: float
    lon: float
    lat: float
    parties: tuple[Party, ...]
    claims: tuple[Claim, ...]


def details(analysis: Analysis, finding: pd.Series) -> Details:
    """The panel of `finding`."""
    records = analysis.villages.drop_duplicates("key").set_index("key")
    titles = village_titles(analysis, finding)
    return Details(
        id=finding["id"],
        case=finding["case"],
        kind=finding["kind"],
        severity=finding["class"],
        reason=reason(finding, analysis.parameters),
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
        claims=_claims(analysis, finding, titles),
    )


def _claims(analysis: Analysis, finding: pd.Series, titles: dict[str, str]) -> tuple[Claim, ...]:
    """The claims in the order of the inputs."""
    claims = finding["claims"]
    return tuple(
        Claim(
            source=source_title(record),
            indicative=record.role == "reference",
            villages=tuple(titles.get(key, key) for key in claims[record.source]),
        )
        for record in analysis.inputs
        if record.source in claims
    )


def reason(finding: pd.Series, parameters: Parameters) -> str:
    """Why the finding has its class, with the numbers compared."""
    if finding["class"] == "enclave":
        return _enclave_reason(finding, parameters)
    limit = limits(parameters)
    explained = _explained(parameters, limit)
    write = numbers()
    mean, widest = finding["mean_width_m"], finding["max_width_m"]
    values = {
        "mean": write.length(mean),
        "widest": write.length(widest),
        "noise": write.length(limit.noise_m),
        "sliver": write.length(limit.sliver_m),
        "doubt": write.length(limit.doubt_m),
    }
    sentence = {
        "noise": gettext("Mean width %(mean)s is at most %(noise)s: a fault of drawing.", **values),
        "sliver": gettext(
            "Mean width %(mean)s is at most %(sliver)s, which drawing alone can explain.", **values
        ),
        "doubt": gettext("Mean width %(mean)s lies between %(sliver)s and %(doubt)s.", **values),
        "claim": gettext(
            "Mean width %(mean)s is more than %(doubt)s: drawing does not explain it.", **values
        ),
    }[finding["class"]]
    if finding["class"] == "doubt" and mean <= limit.sliver_m:
        sentence = gettext(
            "Mean width %(mean)s is at most %(sliver)s, but the widest place, %(widest)s, is more "
            "than %(doubt)s.",
            **values,
        )
    return f"{sentence} {explained}"


def _explained(parameters: Parameters, limit: Limits) -> str:
    write = numbers()
    c = ce90(
        scale=parameters.scale,
        accuracy_class=parameters.accuracy_class,
        year=parameters.accuracy_year,
    )
    return str(
        gettext(
            "Limits: %(sliver)s = 1.41 × CE90 %(ce90)s (scale 1:%(scale)s, class %(name)s, rule of "
            "%(year)s), and three times that.",
            sliver=write.length(limit.sliver_m),
            ce90=write.length(c),
            scale=write.integer(parameters.scale),
            name=parameters.accuracy_class,
            year=parameters.accuracy_year,
        )
    )


def _enclave_reason(finding: pd.Series, parameters: Parameters) -> str:
    write = numbers()
    if len(finding["villages"]) < 2:
        return str(gettext("Enclosed land without a claim that has one village as neighbour."))
    return str(
        gettext(
            "Enclosed land without a claim, with a mean width of %(mean)s (more than %(width)s) "
            "and an area of %(area)s (more than %(limit)s): too large for a gap.",
            mean=write.length(finding["mean_width_m"]),
            width=write.length(parameters.gap_width_m),
            area=write.area(finding["area_m2"]),
            limit=write.area(parameters.gap_area_m2),
        )
    )
