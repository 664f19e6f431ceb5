"""The templates of papers are what their script makes."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document

from boundaries.domain.paper import PaperKind
from boundaries.reports.berita_acara import FILES, TEMPLATES
from tools.make_paper_templates import template_bytes


def texts(paper: Document) -> list[str]:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [*(each.text for each in paper.paragraphs), *cells]


@pytest.mark.parametrize("kind", PaperKind)
def test_a_template_is_up_to_date(kind: PaperKind) -> None:
    made = texts(docx.Document(io.BytesIO(template_bytes(kind))))
    assert texts(docx.Document(str(TEMPLATES / FILES[kind]))) == made


def test_the_same_script_gives_the_same_bytes() -> None:
    assert template_bytes(PaperKind.AGREEMENT) == template_bytes(PaperKind.AGREEMENT)


def test_signatures_do_not_break_over_pages() -> None:
    paper = docx.Document(io.BytesIO(template_bytes(PaperKind.AGREEMENT)))
    kept = {each.text: each.paragraph_format.keep_with_next for each in paper.paragraphs}
    assert kept["Mengetahui:"]
    assert kept["{{ c.jabatan }}"]
    assert kept["{{ c.nama }}"]
    regulation = docx.Document(io.BytesIO(template_bytes(PaperKind.REGULATION)))
    kept = {each.text: each.paragraph_format.keep_with_next for each in regulation.paragraphs}
    assert kept["{{ kepala_daerah.jabatan | upper }},"]
    assert kept["SEKRETARIS DAERAH {{ kabupaten | upper }},"]
