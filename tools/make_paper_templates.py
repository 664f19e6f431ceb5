"""Make the Word templates of papers that come with Tapal.

Usage: python -m tools.make_paper_templates [--out boundaries/reports/templates/papers]

The same script gives the same bytes. Offices edit copies of these files in Word.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document

from boundaries.domain.paper import PaperKind
from boundaries.io.packed import undated
from boundaries.reports.berita_acara import FILES, TEMPLATES
from boundaries.reports.coordinates_docx import FIXED_TIME
from tools.paper_parts import (
    code,
    describe_line,
    documents,
    each,
    legal_base,
    letterhead,
    line,
    parties,
    points,
    rights,
    set_up,
    sign_off,
    title,
)
from tools.regulation_parts import regulation_annexes, regulation_articles, regulation_head

TODAY = (
    "Pada hari ini {{ hari_tanggal }} ({{ tanggal_angka }}), bertempat di {{ tempat }}, "
    "{{ kabupaten }}, kami yang bertanda tangan di bawah ini:"
)
WITNESSED = (
    "Demikian berita acara ini dibuat dengan sebenarnya dalam rangkap secukupnya, bermeterai cukup "
    "pada rangkap asli, untuk dipergunakan sebagaimana mestinya."
)


def main() -> None:
    """Read the options and write the templates."""
    parser = argparse.ArgumentParser(description="Make the Word templates of papers.")
    parser.add_argument("--out", type=Path, default=TEMPLATES)
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for kind in PaperKind:
        (folder / FILES[kind]).write_bytes(template_bytes(kind))


def template_bytes(kind: PaperKind) -> bytes:
    """The template of a kind."""
    paper = docx.Document()
    MAKERS[kind](paper)
    properties = paper.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = ""
    properties.created = properties.modified = FIXED_TIME
    content = io.BytesIO()
    paper.save(content)
    return undated(content.getvalue())


def documents_paper(paper: Document) -> None:
    """Form 1: the collection and study of documents."""
    _minutes(paper, "BERITA ACARA PENGUMPULAN DAN PENELITIAN DOKUMEN BATAS")
    line(paper, "telah mengumpulkan dan meneliti bersama dokumen batas berikut ini:")
    documents(paper)
    line(
        paper,
        "Dari dokumen tersebut ditarik garis batas indikatif sepanjang {{ segmen.panjang }} pada "
        "{{ peta_dasar }}. Sumber garis: {{ sumber | join('; ') }}. Garis indikatif ini menjadi "
        "bahan pelacakan dan belum menjadi batas yang disepakati.",
    )
    line(paper, "Hal-hal yang perlu diperjelas: ................................................")
    _end(paper)


def tracing_paper(paper: Document) -> None:
    """The tracing of the line."""
    _minutes(paper, "BERITA ACARA PELACAKAN BATAS")
    line(
        paper,
        "telah melaksanakan pelacakan garis batas {{ segmen.nama }} dengan metode kartometrik pada "
        "{{ peta_dasar }}, berdasarkan dokumen dan garis berikut ini:",
    )
    documents(paper)
    each(paper, "garis in sumber", "{{ loop.index }}.\t{{ garis }}", hanging=True)
    line(paper, "Hasil pelacakan:")
    describe_line(paper)
    points(paper)
    _end(paper)


def agreement_paper(paper: Document) -> None:
    """The agreement of both sides on one line."""
    _minutes(paper, "BERITA ACARA KESEPAKATAN BATAS")
    legal_base(paper)
    line(paper, "Dokumen yang diteliti:")
    documents(paper)
    line(paper, "Peta dasar: {{ peta_dasar }}.")
    line(
        paper,
        "Dengan ini PIHAK PERTAMA dan PIHAK KEDUA menyatakan SEPAKAT atas garis batas "
        "{{ segmen.nama }} (segmen {{ segmen.id }}) sepanjang {{ segmen.panjang }}, dengan uraian "
        "sebagai berikut:",
    )
    describe_line(paper)
    line(paper, "Daftar titik kartometrik (TK) pada garis batas:")
    points(paper)
    line(
        paper,
        "Lembar peta garis batas yang ditandatangani kedua pihak adalah lampiran dan bagian yang "
        "tidak terpisahkan dari berita acara ini.",
    )
    _end(paper)


def disagreement_paper(paper: Document) -> None:
    """The record that the sides do not agree."""
    _minutes(paper, "BERITA ACARA TIDAK SEPAKAT BATAS")
    line(
        paper,
        "menyatakan TIDAK SEPAKAT atas garis batas {{ segmen.nama }} (segmen {{ segmen.id }}). "
        "Luas wilayah yang dipersengketakan {{ sengketa.luas }}.",
    )
    _claims(paper)
    line(paper, "Dokumen dan bukti yang diajukan:")
    documents(paper)
    line(
        paper,
        "Langkah berikutnya: penyelesaian perselisihan difasilitasi oleh {{ sengketa.fasilitator }}"
        ". Perselisihan tercatat sejak {{ sengketa.sejak }} dan diselesaikan paling lambat "
        "{{ sengketa.batas_waktu }}. Pertemuan pertama: ................",
    )
    _end(paper)


def mediation_paper(paper: Document) -> None:
    """A meeting of the mediation."""
    _minutes(paper, "BERITA ACARA MEDIASI PERSELISIHAN BATAS")
    line(
        paper,
        "telah mengikuti musyawarah penyelesaian perselisihan batas {{ segmen.nama }} (segmen "
        "{{ segmen.id }}) yang difasilitasi oleh {{ sengketa.fasilitator }}. Pertemuan ke: "
        "{{ sengketa.pertemuan }}. Luas yang dipersengketakan {{ sengketa.luas }}; batas waktu "
        "penyelesaian {{ sengketa.batas_waktu }}.",
    )
    _claims(paper)
    line(paper, "Dokumen dan bukti yang dibahas:")
    documents(paper)
    line(paper, "Hasil musyawarah:")
    for number in (1, 2, 3):
        line(paper, f"{number}. ................................................................")
    line(paper, "Kesimpulan: sepakat / belum sepakat *) coret yang tidak perlu.")
    _end(paper)


def regulation_paper(paper: Document) -> None:
    """The draft of the regulation with its annexes."""
    set_up(paper, "Bookman Old Style")
    regulation_head(paper)
    regulation_articles(paper)
    regulation_annexes(paper)


def _claims(paper: Document) -> None:
    """The line of each side with its reasons, and remarks."""
    each(
        paper,
        "klaim in sengketa.klaim",
        "{{ loop.index }}.\tMenurut {{ klaim.desa }}: garis {{ klaim.garis }}. "
        "Alasan: {{ klaim.alasan | join('; ') }}.",
        hanging=True,
    )
    each(paper, "catatan in sengketa.catatan", "Catatan: {{ catatan }}", hanging=True)


def _minutes(paper: Document, name: str) -> None:
    """What all minutes begin with."""
    set_up(paper, "Arial")
    letterhead(paper)
    title(paper, name)
    line(paper, TODAY)
    parties(paper)


def _end(paper: Document) -> None:
    """What all minutes end with."""
    rights(paper)
    line(paper, WITNESSED)
    sign_off(paper)
    code(paper)


MAKERS: dict[PaperKind, Callable[[Document], None]] = {
    PaperKind.DOCUMENTS: documents_paper,
    PaperKind.TRACING: tracing_paper,
    PaperKind.AGREEMENT: agreement_paper,
    PaperKind.DISAGREEMENT: disagreement_paper,
    PaperKind.MEDIATION: mediation_paper,
    PaperKind.REGULATION: regulation_paper,
}

if __name__ == "__main__":
    main()
