"""People and places as papers name them; what is not known is `BLANK`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from boundaries.domain.paper import PaperFacts
from boundaries.domain.team import Capacity, Member
from boundaries.reports.dates import month_word

BLANK = "................"
BLANK_ROWS = 3
"""Rows left to be filled in by hand where a table is empty."""
ORDINALS = ("PERTAMA", "KEDUA")
SHARED_JUNCTION = "menyetujui letak simpul bersama"
"""Why the head of a third village signs."""

Fields = dict[str, Any]


def known(text: str) -> str:
    """The text, or a blank for none."""
    return text.strip() or BLANK


def date_text(day: datetime.date | None) -> str:
    """A date such as "25 September 2023"; a blank for None."""
    return f"{day.day} {month_word(day)} {day.year}" if day else BLANK


def person_fields(found: Sequence[Member], post: str) -> Fields:
    """The first of the people found; blanks where there is none."""
    if not found:
        return {"nama": BLANK, "jabatan": post, "nip": "", "keputusan": BLANK, "tanggal": BLANK}
    first = found[0]
    return {
        "nama": first.name,
        "jabatan": first.post or post,
        "nip": first.nip,
        "keputusan": known(first.decree),
        "tanggal": date_text(first.decreed),
    }


def signing_rows(members: Sequence[Member], first: Sequence[Fields] = ()) -> list[Fields]:
    """People in a numbered table, those of `first` before; blank rows where there are none."""
    people = [*first, *(person_fields([each], "") for each in members)]
    blank = person_fields([], "") | {"jabatan": BLANK, "nip": BLANK}
    rows = people or [dict(blank) for _ in range(BLANK_ROWS)]
    return [{"no": str(number), **row} for number, row in enumerate(rows, start=1)]


def village_fields(key: str, facts: PaperFacts) -> Fields:
    """A village: code, name, what it is called, and its kecamatan."""
    name, word, kecamatan = (
        str(facts.villages.at[key, part]) for part in ("name", "word", "kecamatan")
    )
    return {
        "kode": key,
        "nama": name,
        "sebutan": word,
        "lengkap": f"{word} {name}",
        "kecamatan": f"{facts.wording.kecamatan} {known(kecamatan)}",
    }


def party_rows(facts: PaperFacts) -> list[Fields]:
    """The villages that the paper is about, and their heads."""
    ordinals = [*ORDINALS, *(str(number) for number in range(3, len(facts.parties) + 1))]
    named = zip(facts.parties, ordinals, strict=False)
    return [_party(key, ordinal, facts) for key, ordinal in named]


def _party(key: str, ordinal: str, facts: PaperFacts) -> Fields:
    village = village_fields(key, facts)
    post = f"{facts.villages.at[key, 'head']!s} {village['nama']}"
    head = person_fields(facts.signers(Capacity.HEAD, key), post) | {"jabatan": post}
    return {
        "ke": ordinal,
        "desa": village["lengkap"],
        **village,
        "wilayah": village["nama"],
        **head,
    }


def asked_rows(facts: PaperFacts) -> list[Fields]:
    """The heads of third villages whose simpul the line moves: they sign too."""
    rows = []
    for key in facts.asked:
        name, head = (str(facts.villages.at[key, part]) for part in ("name", "head"))
        post = f"{head} {name}"
        found = person_fields(facts.signers(Capacity.HEAD, key), post)
        rows.append(found | {"jabatan": f"{post} ({SHARED_JUNCTION})"})
    return rows


def camat_fields(facts: PaperFacts) -> list[Fields]:
    """The camat of the kecamatan that the parties lie in."""
    names = facts.villages.drop_duplicates("kecamatan_code").set_index("kecamatan_code")
    return [
        person_fields(
            facts.signers(Capacity.CAMAT, code),
            f"{facts.wording.camat} {known(str(names.at[code, 'kecamatan']))}",
        )
        for code in facts.kecamatans()
    ]
