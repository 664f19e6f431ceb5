"""The papers that lie in a package: minutes of agreements, and drafts of regulations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from boundaries.domain.case import DecisionKind
from boundaries.domain.paper import PaperKind
from boundaries.domain.submission import Assessed, Submission
from boundaries.domain.tk_names import is_code
from boundaries.io.packed import undated
from boundaries.reports.berita_acara import paper_bytes, template_of
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import AgreedLine
from boundaries.workflows.papers import ENDING, PaperRequest, facts_of, paper_ground

MINUTES, REGULATIONS = "berita-acara", "rancangan-perbup"


@dataclass(frozen=True)
class PackagePapers:
    """Files by name, and what a manifest states of them: `kind`, `segment` or `village`, `hash`."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    stated: Mapping[str, dict[str, str]] = field(default_factory=dict)


def package_papers(
    repository: Repository,
    assessed: Assessed,
    submitted: Submission,
    lines: Sequence[AgreedLine],
    *,
    day: datetime.date,
    templates: Path | None,
) -> PackagePapers:
    """The minutes of each agreement, and the draft of the regulation of each finished village.

    Points are those of the data that is handed over. Minutes bear the day of their agreement,
    drafts `day`. Raises `InputError` for a faulty template.
    """
    ground = paper_ground(repository, assessed.points)
    requests: dict[str, tuple[PaperRequest, dict[str, str]]] = {}
    for line in lines:
        if line.kind == DecisionKind.AGREEMENT:
            wanted = PaperRequest(
                kind=PaperKind.AGREEMENT, segment=line.segment, templates=templates
            )
            about = {"segment": line.segment, "hash": line.hash}
            requests[f"{MINUTES}/{line.segment}{ENDING}"] = (wanted, about)
    finished = submitted.villages[submitted.villages["finished"]]
    for key in filter(is_code, finished["key"]):
        wanted = PaperRequest(kind=PaperKind.REGULATION, village=key, day=day, templates=templates)
        requests[f"{REGULATIONS}/{key}{ENDING}"] = (wanted, {"village": key})
    files, stated = {}, {}
    for name, (wanted, about) in requests.items():
        facts = facts_of(repository, ground, wanted, today=day)
        files[name] = undated(paper_bytes(facts, template_of(wanted.kind, templates)))
        stated[name] = {"kind": wanted.kind.value, **about}
    return PackagePapers(files, stated)
