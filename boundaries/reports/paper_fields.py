"""The fields that templates of papers may use: Indonesian names, all values text ready for print.

Papers are in Indonesian whatever the language of the program is. What is not known is `BLANK`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from boundaries.domain.paper import (
    Claim,
    Evidence,
    PaperFacts,
)
from boundaries.domain.team import Capacity
from boundaries.reports.coordinates import (
    village_name,
)
from boundaries.reports.dates import INDONESIAN, date_figures, date_words
from boundaries.reports.numbers import Numbers
from boundaries.reports.paper_borders import (
    ORIGINS,
    annexes,
    border_fields,
    digest_text,
    follows_text,
    style_of,
)
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
PROVINCE_WORD = re.compile(r"^\s*provinsi\s+", re.IGNORECASE)
"""What templates say themselves before the name of the province."""


def fields_of(facts: PaperFacts) -> Fields:
    """The fields of a paper; nested ones are dicts and lists of dicts."""
    wording = facts.wording
    parties = party_rows(facts)
    points = border_fields(facts)
    return {
        "kop": list(wording.letterhead) or [f"PEMERINTAH {known(wording.kabupaten).upper()}"],
        "nomor": known(facts.numbers[0] if facts.numbers else ""),
        "nomor_kedua": known(facts.numbers[1] if len(facts.numbers) > 1 else ""),
        **_dates(facts.day),
        "tempat": known(wording.capital),
        "kabupaten": known(wording.kabupaten),
        "provinsi": known(PROVINCE_WORD.sub("", wording.province)),
        "sebutan_desa": wording.desa.village,
        "sebutan_kelurahan": wording.kelurahan.village,
        "kelurahan": _kelurahan(facts),
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
        "kepala_daerah": person_fields(
            facts.signers(Capacity.REGENT), wording.regent_post(unknown=BLANK)
        ),
        "tim": signing_rows(facts.signers(Capacity.TEAM)),
        "saksi": signing_rows(
            facts.signers(Capacity.WITNESS, *facts.parties, ""), asked_rows(facts)
        ),
        "dokumen": _documents(facts.documents),
        "sumber": list(facts.sources) or [BLANK],
        "segmen": _segment(facts),
        "titik": [row for table in points for row in table["titik"]],
        "koordinat": style_of(facts).statements(),
        "uraian": [text for table in points for text in table["uraian"]],
        "sengketa": _dispute(facts),
        "sidik": digest_text(facts.borders),
        "judul": _title(facts).upper(),
        "tentang": _title(facts),
        "desa": [village_fields(key, facts) for key in facts.parties],
        "batas": _numbered(points),
        "pasal": _articles(len(points)),
        "lampiran": annexes(facts, points),
        "peta": [_sheet(key, facts) for key in facts.parties],
    }


def _kelurahan(facts: PaperFacts) -> list[str]:
    """The kelurahan on either side of the borders, by name."""
    sides = {key for border in facts.borders for key in (border.a, border.b) if key}
    own = facts.villages.loc[sorted(sides & {*facts.villages.index})]
    return [str(name) for name in own.loc[own["word"] == facts.wording.kelurahan.village, "name"]]


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
        "mengikuti": "; ".join(filter(None, map(follows_text, facts.borders))),
        "keterangan": " ".join(dict.fromkeys(ORIGINS[each.origin] for each in facts.borders)),
    }


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
        return f"Penetapan dan Penegasan Batas {' dan '.join(words)} di {where}"
    named = [village_fields(key, facts) for key in facts.parties]
    parts = [f"{each['lengkap']} {each['kecamatan']}" for each in named]
    return f"Penetapan dan Penegasan Batas {' dengan '.join(parts)}"


def _sheet(key: str, facts: PaperFacts) -> Fields:
    """The map sheet that an annex refers to: its number is the code of the village."""
    village = village_fields(key, facts)
    return {"nomor": key, "judul": f"Peta Batas {village['lengkap']} {village['kecamatan']}"}
