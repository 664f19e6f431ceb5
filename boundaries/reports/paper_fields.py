"""The fields that templates of papers may use: Indonesian names, all values text ready for print.

Papers are in Indonesian whatever the language of the program is. What is not known is `BLANK`.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd

from boundaries.domain.describe_points import describe_points
from boundaries.domain.paper import (
    INDICATIVE,
    PROPOSED,
    SETTLED,
    Border,
    Claim,
    Evidence,
    PaperFacts,
    PaperKind,
)
from boundaries.domain.team import Capacity
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
from boundaries.reports.dates import INDONESIAN, date_figures, date_words
from boundaries.reports.numbers import Numbers
from boundaries.reports.paper_people import (
    BLANK,
    BLANK_ROWS,
    Fields,
    asked_rows,
    camat_fields,
    date_text,
    known,
    party_rows,
    person_fields,
    signing_rows,
    village_fields,
)

ORIGINS = {
    SETTLED: "",
    PROPOSED: "(garis usulan, belum disepakati)",
    INDICATIVE: "(garis indikatif, belum disepakati)",
}
DOCUMENT_WORDS = {
    "agreement": "berita acara kesepakatan",
    "minutes": "berita acara",
    "letter": "surat",
    "regulation": "peraturan atau keputusan",
    "map": "peta",
    "survey": "data survei",
    "photo": "foto",
    "other": "dokumen",
}
FOLLOWS = {
    "river": "sungai", "lake": "danau", "coast": "garis pantai", "ridge": "punggung bukit",
    "watershed": "garis pemisah air", "valley": "lembah", "road": "jalan", "railway": "rel kereta",
    "canal": "saluran", "wall": "tembok", "fence": "pagar", "dike": "tanggul",
}  # fmt: skip
SIDES = {"middle": "garis tengah", "left": "sisi kiri", "right": "sisi kanan"}
POINT_FIELDS = (
    "no", "segmen", "nama", "lintang", "bujur", "x", "y", "uraian", "lanjutan", "arah",
)  # fmt: skip
LIST_FIELDS = ("no", "desa", "nama", "lintang", "bujur", "x", "y")


def fields_of(facts: PaperFacts) -> Fields:
    """The fields of a paper; nested ones are dicts and lists of dicts."""
    wording = facts.wording
    parties = party_rows(facts)
    points = _points(facts)
    return {
        "kop": list(wording.letterhead) or [f"PEMERINTAH {known(wording.kabupaten).upper()}"],
        "nomor": known(facts.numbers[0] if facts.numbers else ""),
        "nomor_kedua": known(facts.numbers[1] if len(facts.numbers) > 1 else ""),
        **_dates(facts.day),
        "tempat": known(wording.capital),
        "kabupaten": known(wording.kabupaten),
        "provinsi": known(wording.province),
        "sebutan_desa": wording.desa.village,
        "sebutan_kecamatan": wording.kecamatan,
        "sebutan_camat": wording.camat,
        "sebutan_kepala_daerah": wording.regent,
        "dasar_hukum": list(wording.legal_base),
        "peta_dasar": known(wording.base_map),
        "hak": wording.rights,
        "pihak": parties,
        "sebutan_pihak": "/".join(dict.fromkeys(each["sebutan"] for each in parties)),
        "pihak_pertama": parties[0],
        "pihak_kedua": parties[1] if len(parties) > 1 else parties[0],
        "camat": camat_fields(facts),
        "kepala_daerah": person_fields(facts.signers(Capacity.REGENT), _regent(facts)),
        "tim": signing_rows(facts.signers(Capacity.TEAM)),
        "saksi": signing_rows(
            facts.signers(Capacity.WITNESS, *facts.parties, ""), asked_rows(facts)
        ),
        "dokumen": _documents(facts.documents),
        "sumber": list(facts.sources) or [BLANK],
        "segmen": _segment(facts),
        "titik": [row for table in points for row in table["titik"]],
        "koordinat": _style(facts).statements(),
        "uraian": [text for table in points for text in table["uraian"]],
        "sengketa": _dispute(facts),
        "sidik": digest_text(facts.borders),
        "judul": _title(facts),
        "desa": [village_fields(key, facts) for key in facts.parties],
        "batas": _numbered(points),
        "pasal": _articles(len(points)),
        "lampiran": _annexes(facts, points),
        "peta": [_sheet(key, facts) for key in facts.parties],
    }


def digest_text(borders: Sequence[Border]) -> str:
    """The hashes of the lines, each with its segment where there are several."""
    if len(borders) == 1:
        return borders[0].hash
    return "; ".join(f"{border.segment} {border.hash}" for border in borders)


def _regent(facts: PaperFacts) -> str:
    """The post of the head of the kabupaten: "Bupati Asahan"."""
    _, _, name = facts.wording.kabupaten.partition(" ")
    return f"{facts.wording.regent} {known(name)}"


def _dates(day: datetime.date) -> Fields:
    return {
        "hari_tanggal": date_words(day),
        "tanggal_angka": date_figures(day),
        "tanggal": date_text(day),
        "tahun": str(day.year),
    }


def _documents(documents: Sequence[Evidence]) -> list[Fields]:
    rows = [
        {
            "nama": each.name,
            "jenis": DOCUMENT_WORDS.get(each.kind, each.kind),
            "tanggal": date_text(each.dated),
            "sidik": each.sha256[:12],
        }
        for each in documents
    ]
    blank = {"nama": BLANK, "jenis": BLANK, "tanggal": BLANK, "sidik": ""}
    rows = rows or [dict(blank) for _ in range(BLANK_ROWS)]
    return [{"no": str(number), **row} for number, row in enumerate(rows, start=1)]


def _segment(facts: PaperFacts) -> Fields:
    """The one segment, or all of them together."""
    numbers = Numbers(INDONESIAN)
    return {
        "id": ", ".join(border.segment for border in facts.borders),
        "nama": " - ".join(village_name(key, facts.villages) for key in facts.parties[:2]),
        "panjang": f"{numbers.decimal(sum(each.length_m for each in facts.borders))} m",
        "mengikuti": "; ".join(filter(None, map(_follows, facts.borders))),
        "keterangan": " ".join(dict.fromkeys(ORIGINS[each.origin] for each in facts.borders)),
    }


def _follows(border: Border) -> str:
    """What the line follows: "sungai, tengah (Sungai Asahan)"."""
    said = border.follows
    words = (FOLLOWS.get(said.get("kind", ""), said.get("kind", "")), said.get("side", ""))
    text = ", ".join(filter(None, (words[0], SIDES.get(words[1], words[1]))))
    remark = said.get("remark", "")
    return f"{text} ({remark})".strip() if remark else text


def _dispute(facts: PaperFacts) -> Fields:
    dispute = facts.dispute
    mediator = facts.wording.camat if dispute.by_camat else facts.wording.regent
    return {
        "luas": Numbers(INDONESIAN).area(dispute.area_m2),
        "klaim": [_claim(each, facts) for each in dispute.claims],
        "catatan": list(dispute.reasons),
        "pertemuan": str(dispute.meetings) if dispute.meetings else BLANK,
        "fasilitator": mediator,
        "sejak": date_text(dispute.since),
        "batas_waktu": date_text(dispute.due),
    }


def _claim(claim: Claim, facts: PaperFacts) -> Fields:
    return {
        "desa": village_name(claim.village, facts.villages),
        "garis": "; ".join(claim.lines) or BLANK,
        "alasan": list(claim.reasons) or [BLANK],
    }


def _style(facts: PaperFacts) -> Style:
    return Style(translator(INDONESIAN), zone_of(facts.cartometric.points.geometry))


def _points(facts: PaperFacts) -> list[Fields]:
    """One entry per border: what it is called, its points, and the description between them."""
    described = describe_points(facts.cartometric, facts.villages)
    document = description_document(
        facts.cartometric, described, facts.villages, _style(facts), title=""
    )
    order = [str(name) for name in described["segment"].drop_duplicates()]
    by_segment = {border.segment: border for border in facts.borders}
    return [
        _border(by_segment[name], table.table, facts)
        for name, table in zip(order, document.tables, strict=True)
    ]


def _border(border: Border, table: pd.DataFrame, facts: PaperFacts) -> Fields:
    rows = [dict(zip(POINT_FIELDS, row, strict=True)) for row in table.to_numpy().tolist()]
    one, other = (village_name(key, facts.villages) if key else "" for key in (border.a, border.b))
    return {
        "segmen": border.segment,
        "judul": f"Batas {one} dengan {other or 'wilayah di luar ' + one}",
        "keterangan": ORIGINS[border.origin] if border.b else "",
        "mengikuti": _follows(border),
        "sidik": border.hash,
        "titik": rows,
        "uraian": [
            f"{row['nama']} pada koordinat {row['lintang']} dan {row['bujur']}: {row['uraian']}."
            + (f" {row['lanjutan']}." if row["lanjutan"] else "")
            for row in rows
        ],
    }


def _numbered(points: Sequence[Fields]) -> list[Fields]:
    """Borders as articles of the regulation, behind the one with the definitions."""
    return [{"pasal": str(number), **each} for number, each in enumerate(points, start=2)]


def _articles(borders: int) -> Fields:
    names = ("koordinat", "hak", "penutup")
    return {name: str(borders + number) for number, name in enumerate(names, start=2)}


def _title(facts: PaperFacts) -> str:
    words = sorted({str(facts.villages.at[key, "word"]) for key in facts.parties})
    if facts.subject:
        where = f"{facts.wording.kecamatan} {facts.subject}"
        return f"Penetapan dan Penegasan Batas {' dan '.join(words)} di {where}".upper()
    named = [village_fields(key, facts) for key in facts.parties]
    parts = [f"{each['lengkap']} {each['kecamatan']}" for each in named]
    return f"Penetapan dan Penegasan Batas {' dengan '.join(parts)}".upper()


def _annexes(facts: PaperFacts, points: Sequence[Fields]) -> list[Fields]:
    """Coordinate lists: around each village, or along each border where none closes."""
    if facts.kind is PaperKind.REGULATION:
        lists = village_lists(facts.cartometric, _around(facts)).table
        if not lists.empty:
            document = village_document(
                facts.cartometric, lists, facts.villages, _style(facts), title=""
            )
            return _list_tables(document)
    return [{"judul": each["judul"], "titik": each["titik"]} for each in points]


def _around(facts: PaperFacts) -> list[str]:
    """The villages that are listed around; none where the paper is about a pair."""
    return [] if len(facts.parties) == 2 and not facts.subject else list(facts.parties)


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


def _sheet(key: str, facts: PaperFacts) -> Fields:
    """The map sheet that an annex refers to: its number is the code of the village."""
    village = village_fields(key, facts)
    return {"nomor": key, "judul": f"Peta Batas {village['lengkap']} {village['kecamatan']}"}
