"""Who signs a map sheet: the boundary team, the camat, and the head of the kabupaten."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from boundaries.domain.paper_wording import Wording
from boundaries.domain.team import Capacity, Member, signers
from boundaries.messages import Gettext, message
from boundaries.reports.map_sheet_words import Signer
from boundaries.store.repository import Repository
from boundaries.workflows.paper_people import people_of
from boundaries.workflows.wording import wording_of


def sheet_signers(
    repository: Repository, villages: pd.DataFrame, gettext: Gettext, *, day: datetime.date
) -> tuple[Signer, ...]:
    """Who makes, checks and approves the sheet of some villages, in office on a day.

    `villages` has the columns `kecamatan` and `kecamatan_code`. An office whose holder is not known
    has its title alone, to be filled in by hand; so has that of several camat.
    """
    members, wording = people_of(repository), wording_of(repository)
    units = villages[["kecamatan_code", "kecamatan"]].drop_duplicates().sort_values("kecamatan")
    codes = [str(code) for code in units["kecamatan_code"]]
    camat = signers(members, Capacity.CAMAT, day, codes) if len(codes) == 1 else []
    of_kecamatan = ", ".join(f"{wording.camat} {name}".strip() for name in units["kecamatan"])
    return (
        _signer(signers(members, Capacity.TEAM, day), _team(wording, gettext)),
        _signer(camat, of_kecamatan),
        replace(
            _signer(signers(members, Capacity.REGENT, day), wording.regent_post()), elected=True
        ),
    )


def _signer(found: Sequence[Member], title: str) -> Signer:
    if not found:
        return Signer(post=title)
    return Signer(post=found[0].post or title, name=found[0].name, nip=found[0].nip)


def _team(wording: Wording, gettext: Gettext) -> str:
    told = message("Boundary team, {kabupaten}", kabupaten=wording.kabupaten)
    return told.render(gettext).rstrip(", ")
