"""The parts that the Word templates of papers are made of."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

SIZE_PT, TABLE_PT, TABLE_FONT = 11, 8, "Arial"
SIGNING_MM = 10
"""Height of a row that somebody signs in."""
CENTRE, JUSTIFIED, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT,
)  # fmt: skip
POINT_TABLE = {
    "No.": ("no", 9), "Titik kartometrik": ("nama", 60), "Lintang": ("lintang", 26),
    "Bujur": ("bujur", 29), "X (m)": ("x", 18), "Y (m)": ("y", 21),
}  # fmt: skip
"""Heading, field and width in millimetres of the columns of coordinate lists."""


def set_up(paper: Document, font: str) -> None:
    """A4, margins, the font, and page numbers at the foot."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = font, Pt(SIZE_PT)
    style.font.color.rgb = RGBColor(0, 0, 0)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(name), font)
    style.paragraph_format.space_after = Pt(6)
    foot = section.footer.paragraphs[0]
    foot.alignment = CENTRE
    for text, field in (("Halaman ", "PAGE"), (" dari ", "NUMPAGES")):
        foot.add_run(text)
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), field)
        foot._p.append(number)


def line(
    paper: Document | _Cell,
    text: str,
    *,
    align: WD_ALIGN_PARAGRAPH = JUSTIFIED,
    bold: bool = False,
    hanging: bool = False,
) -> Paragraph:
    """A paragraph."""
    paragraph = paper.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph.alignment = align
    if hanging:
        paragraph.paragraph_format.left_indent = Mm(8)
        paragraph.paragraph_format.first_line_indent = Mm(-8)
        paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def each(
    paper: Document | _Cell,
    loop: str,
    *texts: str,
    align: WD_ALIGN_PARAGRAPH = JUSTIFIED,
    bold: bool = False,
    hanging: bool = False,
    together: bool = False,
) -> None:
    """Paragraphs for each item of a list; `loop` is "item in list".

    Those of an item stay on one page where they are to be `together`.
    """
    line(paper, f"{{%p for {loop} %}}")
    added = [line(paper, text, align=align, bold=bold, hanging=hanging) for text in texts]
    if together:
        keep(added)
    line(paper, "{%p endfor %}")


def keep(paragraphs: Sequence[Paragraph]) -> None:
    """Let paragraphs stay on one page."""
    for paragraph in paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def letterhead(paper: Document) -> None:
    """The lines of the letterhead above a rule."""
    each(paper, "baris in kop", "{{ baris }}", align=CENTRE, bold=True)
    rule = line(paper, "")
    edge = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "double"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    edge.append(top)
    rule._p.get_or_add_pPr().append(edge)


def title(paper: Document, name: str) -> None:
    """The title with the names of both villages, and two numbers."""
    line(paper, f"{name} {{{{ sebutan_pihak | upper }}}}", align=CENTRE, bold=True)
    line(
        paper,
        "ANTARA {{ pihak_pertama.desa | upper }} {{ pihak_pertama.kecamatan | upper }} DAN "
        "{{ pihak_kedua.desa | upper }} {{ pihak_kedua.kecamatan | upper }}",
        align=CENTRE,
        bold=True,
    )
    line(paper, "Nomor: {{ nomor }}", align=CENTRE)
    line(paper, "Nomor: {{ nomor_kedua }}", align=CENTRE)


def parties(paper: Document) -> None:
    """The parties by name, post and place."""
    each(
        paper,
        "p in pihak",
        "{{ loop.index }}.\t{{ p.nama }}, {{ p.jabatan }}, {{ p.kecamatan }}, bertindak untuk dan "
        "atas nama {{ p.desa }} (kode {{ p.kode }}), selanjutnya disebut PIHAK {{ p.ke }};",
        hanging=True,
    )


def legal_base(paper: Document) -> None:
    """The rules that the paper stands on."""
    line(paper, "Berdasarkan:")
    each(paper, "dasar in dasar_hukum", "{{ loop.index }}.\t{{ dasar }};", hanging=True)


def documents(paper: Document) -> None:
    """The documents examined."""
    columns = {"No.": ("no", 9), "Dokumen": ("nama", 74), "Jenis": ("jenis", 42),
               "Tanggal": ("tanggal", 38)}  # fmt: skip
    table_of(paper, "baris in dokumen", "baris", columns)


def describe_line(paper: Document) -> None:
    """What the line follows, and its course from point to point."""
    line(paper, "{%p if segmen.mengikuti %}")
    line(paper, "Garis batas mengikuti {{ segmen.mengikuti }}.")
    line(paper, "{%p endif %}")
    each(paper, "kalimat in uraian", "{{ loop.index }}.\t{{ kalimat }}", hanging=True)


def points(paper: Document) -> None:
    """The cartometric points, and what a reader must know about their coordinates."""
    table_of(paper, "t in titik", "t", POINT_TABLE)
    each(paper, "k in koordinat", "{{ k }}.", align=LEFT, hanging=True)


def rights(paper: Document) -> None:
    """The clause on private and customary rights."""
    line(paper, "{{ hak }}")


def sign_off(paper: Document) -> None:
    """Signatures: the parties, the camat, the team and the witnesses."""
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    sides = (("pihak_pertama", "PIHAK PERTAMA"), ("pihak_kedua", "PIHAK KEDUA"))
    for cell, (field, name) in zip(table.rows[0].cells, sides, strict=True):
        _signature(cell, field, name)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
    _whole(table)
    line(paper, "Mengetahui:", align=CENTRE).paragraph_format.keep_with_next = True
    each(
        paper,
        "c in camat",
        "{{ c.jabatan }}",
        "",
        "",
        "{{ c.nama }}",
        "{% if c.nip %}NIP {{ c.nip }}{% endif %}",
        align=CENTRE,
        together=True,
    )
    signing = {"No.": ("no", 9), "Nama": ("nama", 42), "NIP": ("nip", 37),
               "Jabatan": ("jabatan", 40), "Tanda tangan": ("", 35)}  # fmt: skip
    for heading, loop in (("Tim penetapan dan penegasan batas:", "tim"), ("Saksi:", "saksi")):
        line(paper, heading, align=LEFT).paragraph_format.keep_with_next = True
        people = table_of(paper, f"o in {loop}", "o", signing)
        people.rows[2].height = Mm(SIGNING_MM)
        keep([each for row in people.rows for cell in row.cells for each in cell.paragraphs])


def code(paper: Document) -> None:
    """The code and the hash by which the print is recognised."""
    line(paper, "")
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _set_widths(table, (32, 133))
    left.paragraphs[0].add_run("{{ qr }}")
    small = right.paragraphs[0].add_run(
        "Segmen {{ segmen.id }}{% if segmen.keterangan %} {{ segmen.keterangan }}{% endif %}. "
        "Sidik garis (SHA-256): {{ sidik }}"
    )
    small.font.size = Pt(TABLE_PT)
    _whole(table)


def _signature(cell: _Cell, field: str, name: str) -> None:
    cell.paragraphs[0].add_run(f"{name},")
    cell.paragraphs[0].alignment = CENTRE
    for text in (
        f"{{{{ {field}.jabatan }}}}",
        "",
        "",
        f"{{{{ {field}.nama }}}}",
        f"{{{{ {field}.nip }}}}",
    ):
        line(cell, text, align=CENTRE)


def table_of(paper: Document, loop: str, item: str, columns: dict[str, tuple[str, int]]) -> Table:
    """A table with a heading that is repeated on every page, and a row for each item.

    `columns` gives by heading the field, "" for cells that stay empty, and the width in mm.
    """
    table: Table = paper.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, [width for _, width in columns.values()])
    texts = [f"{{{{ {item}.{field} }}}}" if field else "" for field, _ in columns.values()]
    rows = ([*columns], [f"{{%tr for {loop} %}}"], texts, ["{%tr endfor %}"])
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(text)
            run.bold, run.font.size = cells is rows[0], Pt(TABLE_PT)
            run.font.name = TABLE_FONT
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _whole(table)
    line(paper, "").paragraph_format.space_after = Pt(0)
    return table


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    """Fixed widths in millimetres, in the grid and in the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _whole(table: Table) -> None:
    """Let no row break over two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
