"""The borders that papers are about: their points, the words between them, and their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd

from boundaries.domain.describe_points import describe_points
from boundaries.domain.paper import (
    INDICATIVE,
    PROPOSED,
    SETTLED,
    Border,
    PaperFacts,
    PaperKind,
)
from boundaries.domain.village_list import village_lists
from boundaries.messages import translator
from boundaries.reports.coordinates import (
    CoordinateDocument,
    Style,
    description_document,
    village_document,
    village_name,
    zone_of,
)
from boundaries.reports.dates import INDONESIAN
from boundaries.reports.paper_people import Fields

ORIGINS = {
    SETTLED: "",
    PROPOSED: "(garis usulan, belum disepakati)",
    INDICATIVE: "(garis indikatif, belum disepakati)",
}
FOLLOWS = {
    "river": "sungai", "lake": "danau", "coast": "garis pantai", "ridge": "punggung bukit",
    "watershed": "garis pemisah air", "valley": "lembah", "road": "jalan", "railway": "rel kereta",
    "canal": "saluran", "wall": "tembok", "fence": "pagar", "dike": "tanggul",
}  # fmt: skip
SIDES = {"middle": "garis tengah", "left": "sisi kiri", "right": "sisi kanan"}
SUM_WORD = "gabungan"
NOT_SET_HERE = (
    "{ends}batas mengikuti batas daerah menurut peraturan perundang-undangan mengenai batas "
    "daerah, atau garis pantai. Titik di antaranya tidak ditetapkan dengan Peraturan ini."
)
"""What a regulation says of a border that no village shares: it is set at a higher level."""
POINT_FIELDS = (
    "no", "segmen", "nama", "lintang", "bujur", "x", "y", "uraian", "lanjutan", "arah",
)  # fmt: skip
LIST_FIELDS = ("no", "desa", "nama", "lintang", "bujur", "x", "y")


def digest_text(borders: Sequence[Border]) -> str:
    """The hash of the line; of several lines the sum of all, then that of each with its segment."""
    if len(borders) == 1:
        return borders[0].hash
    each = "; ".join(f"{border.segment} {border.hash}" for border in borders)
    return f"{SUM_WORD} {sum_of(borders)}; {each}"


def sum_of(borders: Sequence[Border]) -> str:
    """SHA-256 of the lines `SEGMENT HASH` of all borders, in the order of the segments."""
    rows = sorted(f"{border.segment} {border.hash}" for border in borders)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def follows_text(border: Border) -> str:
    """What the line follows: "sungai, tengah (Sungai Asahan)"."""
    said = border.follows
    words = (FOLLOWS.get(said.get("kind", ""), said.get("kind", "")), said.get("side", ""))
    text = ", ".join(filter(None, (words[0], SIDES.get(words[1], words[1]))))
    remark = said.get("remark", "")
    return f"{text} ({remark})".strip() if remark else text


def style_of(facts: PaperFacts) -> Style:
    """How the coordinates of a paper are written."""
    return Style(translator(INDONESIAN), zone_of(facts.cartometric.points.geometry))


def border_fields(facts: PaperFacts) -> list[Fields]:
    """One entry per border: what it is called, its points, and the description between them."""
    described = describe_points(facts.cartometric, facts.villages)
    document = description_document(
        facts.cartometric, described, facts.villages, style_of(facts), title=""
    )
    order = [str(name) for name in described["segment"].drop_duplicates()]
    by_segment = {border.segment: border for border in facts.borders}
    return [
        _border(by_segment[name], table.table, facts)
        for name, table in zip(order, document.tables, strict=True)
    ]


def _border(border: Border, table: pd.DataFrame, facts: PaperFacts) -> Fields:
    rows = [dict(zip(POINT_FIELDS, row, strict=True)) for row in table.to_numpy().tolist()]
    outer = facts.kind is PaperKind.REGULATION and not border.b
    one, other = (village_name(key, facts.villages) if key else "" for key in (border.a, border.b))
    return {
        "segmen": border.segment,
        "judul": f"Batas {one} dengan {other or 'wilayah di luar ' + one}",
        "keterangan": ORIGINS[border.origin] if border.b else "",
        "mengikuti": follows_text(border),
        "sidik": border.hash,
        "titik": rows,
        "uraian": [_between(rows)] if outer else [_described(row) for row in rows],
    }


def _described(row: Fields) -> str:
    onward = f" {row['lanjutan']}." if row["lanjutan"] else ""
    return f"{_at(row)}: {row['uraian']}.{onward}"


def _between(rows: Sequence[Fields]) -> str:
    """The course of a border that is not set here: from which point to which."""
    first, last = rows[0], rows[-1]
    closed = first["nama"] == last["nama"]
    text = NOT_SET_HERE.format(ends="" if closed else f"Dari {_at(first)} sampai {_at(last)}, ")
    return text[0].upper() + text[1:]


def _at(row: Fields) -> str:
    return f"{row['nama']} pada koordinat {row['lintang']} dan {row['bujur']}"


def annexes(facts: PaperFacts, points: Sequence[Fields]) -> list[Fields]:
    """Coordinate lists: around each village, or along each border where none closes."""
    if facts.kind is PaperKind.REGULATION:
        around = _around(facts)
        own = dict.fromkeys(around, _set_here(facts))
        lists = village_lists(facts.cartometric, around, only=own).table
        if not lists.empty:
            document = village_document(
                facts.cartometric, lists, facts.villages, style_of(facts), title=""
            )
            return _list_tables(document)
    return [{"judul": each["judul"], "titik": each["titik"]} for each in points]


def _around(facts: PaperFacts) -> list[str]:
    """The villages that are listed around; none where the paper is about a pair."""
    return [] if len(facts.parties) == 2 and not facts.subject else list(facts.parties)


def _set_here(facts: PaperFacts) -> set[str]:
    """The ids of the points on borders between two villages; others are set at a higher level."""
    shared = {border.segment for border in facts.borders if border.b}
    stations = facts.cartometric.stations()
    return {*stations.loc[stations["segment"].isin(shared), "point"]}


def _list_tables(document: CoordinateDocument) -> list[Fields]:
    return [
        {
            "judul": each.heading,
            "titik": [
                dict(zip(LIST_FIELDS, row, strict=True)) for row in each.table.to_numpy().tolist()
            ],
        }
        for each in document.tables
    ]
