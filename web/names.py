"""What villages and sources are called on the pages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

import pandas as pd
from flask_babel import gettext

from boundaries.domain.analysis import Analysis, InputRecord
from boundaries.domain.roles import Role
from web.language import numbers

OWN_PREFIX = re.compile(r"(desa|kelurahan|kel\.?|ds\.?)\s", re.IGNORECASE)
BIG_LAYER = "ADMINISTRASI_AR"
BIG_LABEL = re.compile(r"big(?![a-z])", re.IGNORECASE)
CLI = "@cli"
"""What the log writes behind a person who opened accounts at the command line."""
NO_BREAK = "\N{NO-BREAK SPACE}"


def village_title(name: str, village_type: str) -> str:
    """A village as people call it: "Desa Sidomulyo", "Kelurahan Teladan".

    A name that says so itself stays as it is.
    """
    if OWN_PREFIX.match(name):
        return name
    if village_type == "kelurahan":
        return str(gettext("Kelurahan %(name)s", name=name))
    if village_type == "desa":
        return str(gettext("Desa %(name)s", name=name))
    return name


def person_name(login: str, names: Mapping[str, str], role: str = "") -> str:
    """Who did something: an account by its name; who has none worked at the command line."""
    if login in names or role == Role.SYSTEM:
        return names.get(login, login)
    return str(gettext("command line (%(login)s)", login=login.removesuffix(CLI)))


def listing(words: Iterable[str]) -> str:
    """Words in a row: "A", "A and B", "A, B and C"."""
    *first, last = words
    together = str(gettext(" and "))
    return ", ".join(first) + together + last if first else last


def edition_text(edition: str) -> str:
    """An edition; a date with its month in words, and without a place to break the line."""
    try:
        day = datetime.date.fromisoformat(edition)
    except ValueError:
        return edition
    return numbers().date(day).replace(" ", NO_BREAK)


class Names:
    """The titles of the villages and the sources of an analysis, in the reader's language."""

    def __init__(self, analysis: Analysis) -> None:
        villages = analysis.villages
        self._records = {record.source: record for record in analysis.inputs}
        typed = villages[villages["type"] != ""].drop_duplicates("key")
        self._types = dict(zip(typed["key"], typed["type"], strict=True))
        alone = villages[~villages["source"].duplicated(keep=False)]
        self._owners = {
            source: (key, name)
            for source, key, name in alone[["source", "key", "name"]].itertuples(index=False)
            if self._records[source].role == "local"
        }

    def village(self, key: str, name: str) -> str:
        """The title of a village; any source may say whether it is a desa or a kelurahan."""
        return village_title(name, self._types.get(key, ""))

    def villages(self, finding: pd.Series) -> dict[str, str]:
        """The titles of the parties of a finding, by key."""
        return {
            key: self.village(key, name)
            for key, name in zip(finding["villages"], finding["names"], strict=True)
        }

    def record(self, source: str) -> InputRecord:
        """The input of this label."""
        return self._records[source]

    def owner(self, source: str) -> str | None:
        """The key of the village whose survey the source is, None for a layer of several."""
        return self._owners[source][0] if source in self._owners else None

    def short(self, source: str) -> str:
        """The name in a sentence: BIG, the survey of a village, or the label of the file."""
        if source in self._owners:
            return str(
                gettext("survey of %(village)s", village=self.village(*self._owners[source]))
            )
        record = self._records.get(source)
        return "BIG" if record and self._is_big(record) else source

    def title(self, source: str) -> str:
        """The short title, with what a reader must know of a reference: it is indicative."""
        record = self._records[source]
        if record.role != "reference":
            return self.short(source)
        title = str(gettext("%(source)s (reference, indicative)", source=self.short(source)))
        if not record.edition:
            return title
        edition = edition_text(record.edition)
        return str(gettext("%(title)s, edition %(edition)s", title=title, edition=edition))

    @staticmethod
    def _is_big(record: InputRecord) -> bool:
        """Whether a reference is the layer of the geospatial agency: by schema, edition or name."""
        return record.role == "reference" and bool(
            record.edition or BIG_LAYER in record.layer.upper() or BIG_LABEL.match(record.source)
        )
