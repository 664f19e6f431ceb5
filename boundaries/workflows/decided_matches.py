"""Which village of BIG's layer records of surveys are, as people decided for a workspace."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.match_table import KEY_COLUMNS
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer

MATCHES = "matches"
"""The setting that holds the decisions."""
COLUMNS = [*KEY_COLUMNS, "decision"]


def decisions_of(repository: Repository) -> pd.DataFrame | None:
    """The decisions as `boundaries.domain.match_table` takes them; None where there are none."""
    rows = repository.setting(MATCHES)
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object) if rows else None


def keep_decisions(repository: Repository, decisions: pd.DataFrame, doer: Doer) -> None:
    """Let these decisions hold from now on, in place of the earlier ones; with an entry in the log.

    Rows without a decision are left out. The same decisions again change nothing.
    """
    made = decisions.loc[decisions["decision"] != "", COLUMNS].to_dict("records")
    before = repository.setting(MATCHES) or []
    if made == before:
        return
    repository.set_setting(MATCHES, made)
    repository.record(
        doer.entry(
            "decide-matches",
            ("workspace", MATCHES),
            before={"decisions": before},
            after={"decisions": made},
        )
    )
