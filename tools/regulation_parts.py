"""The parts that the Word template of the regulation is made of."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from tools.paper_parts import CENTRE, LEFT, POINT_TABLE, code, each, keep, line, table_of

DEFINITIONS = (
    "Daerah adalah {{ kabupaten }}.",
    "{{ sebutan_kepala_daerah }} adalah {{ kepala_daerah.jabatan }}.",
    "{{ sebutan_kecamatan }} adalah bagian wilayah dari Daerah yang dipimpin oleh "
    "{{ sebutan_camat }}.",
    "{{ sebutan_desa }} adalah kesatuan masyarakat hukum yang memiliki batas wilayah sebagaimana "
    "dimaksud dalam peraturan perundang-undangan mengenai desa.",
    "Batas adalah pembatas wilayah administrasi pemerintahan yang merupakan rangkaian titik "
    "koordinat pada permukaan bumi.",
    "Titik Kartometrik yang selanjutnya disingkat TK adalah titik koordinat batas yang diambil "
    "dari garis batas pada peta dengan metode kartometrik.",
)
KELURAHAN = (
    "{{ sebutan_kelurahan }} adalah bagian wilayah dari {{ sebutan_kecamatan }} sebagai perangkat "
    "{{ sebutan_kecamatan }}."
)
"""Defined last, and only where a kelurahan lies on either side of the borders."""
CONSIDERATIONS = (
    "bahwa untuk tertib administrasi pemerintahan dan kepastian hukum atas wilayah perlu "
    "menetapkan dan menegaskan batas;",
    "bahwa garis batas telah disepakati atau diputuskan sesuai dengan tahapan penetapan dan "
    "penegasan batas;",
    "bahwa berdasarkan pertimbangan tersebut perlu menetapkan Peraturan {{ sebutan_kepala_daerah "
    "}} tentang {{ tentang }};",
)


def regulation_head(paper: Document) -> None:
    """Title, considerations and legal base of the regulation."""
    for text in (
        "{{ kepala_daerah.jabatan | upper }}", "PROVINSI {{ provinsi | upper }}",
        "RANCANGAN PERATURAN {{ kepala_daerah.jabatan | upper }}",
        "NOMOR {{ nomor }} TAHUN {{ tahun }}", "TENTANG", "{{ judul }}",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA", "{{ kepala_daerah.jabatan | upper }},",
    ):  # fmt: skip
        line(paper, text, align=CENTRE, bold=True)
    line(paper, "Menimbang:", align=LEFT)
    for letter, text in zip("abc", CONSIDERATIONS, strict=True):
        line(paper, f"{letter}.\t{text}", hanging=True)
    line(paper, "Mengingat:", align=LEFT)
    each(paper, "dasar in dasar_hukum", "{{ loop.index }}.\t{{ dasar }};", hanging=True)
    line(paper, "MEMUTUSKAN:", align=CENTRE, bold=True)
    line(
        paper,
        "Menetapkan: PERATURAN {{ sebutan_kepala_daerah | upper }} TENTANG {{ judul }}.",
    )


def regulation_articles(paper: Document) -> None:
    """Definitions, one article per border, coordinates, rights, closing and signatures."""
    _article(paper, "1", "Dalam Peraturan ini yang dimaksud dengan:")
    for number, text in enumerate(DEFINITIONS, start=1):
        line(paper, f"{number}.\t{text}", hanging=True)
    line(paper, "{%p if kelurahan %}")
    line(paper, f"{len(DEFINITIONS) + 1}.\t{KELURAHAN}", hanging=True)
    line(paper, "{%p endif %}")
    line(paper, "{%p for b in batas %}")
    border = _article(paper, "{{ b.pasal }}", "{{ b.judul }} {{ b.keterangan }}")
    border.paragraph_format.keep_with_next = True
    each(paper, "kalimat in b.uraian", "{{ loop.index }}.\t{{ kalimat }}", hanging=True)
    line(paper, "{%p endfor %}")
    _article(
        paper,
        "{{ pasal.koordinat }}",
        "Daftar koordinat titik kartometrik dan peta batas tercantum dalam Lampiran I dan Lampiran "
        "II yang merupakan bagian tidak terpisahkan dari Peraturan ini.",
    )
    _article(paper, "{{ pasal.hak }}", "{{ hak }}")
    _article(
        paper,
        "{{ pasal.penutup }}",
        "Peraturan ini mulai berlaku pada tanggal diundangkan. Agar setiap orang mengetahuinya, "
        "memerintahkan pengundangan Peraturan ini dengan penempatannya dalam Berita Daerah "
        "{{ kabupaten }}.",
    )
    _signatures(paper)


def _signatures(paper: Document) -> None:
    """Who stipulates and who promulgates, each whole on one page."""
    signed = [
        line(paper, text, align=CENTRE)
        for text in (
            "Ditetapkan di {{ tempat }}", "pada tanggal ................",
            "{{ kepala_daerah.jabatan | upper }},", "", "", "{{ kepala_daerah.nama }}",
        )
    ]  # fmt: skip
    for paragraph in signed:
        paragraph.paragraph_format.left_indent = Mm(75)
    keep(signed)
    keep([
        line(paper, text, align=LEFT)
        for text in (
            "Diundangkan di {{ tempat }}", "pada tanggal ................",
            "SEKRETARIS DAERAH {{ kabupaten | upper }},", "", "", "................",
            "BERITA DAERAH {{ kabupaten | upper }} TAHUN {{ tahun }} NOMOR ......",
        )
    ])  # fmt: skip


def regulation_annexes(paper: Document) -> None:
    """The coordinate lists, the map sheets, and the hashes of the lines."""
    _annex(paper, "LAMPIRAN I", "DAFTAR KOORDINAT TITIK KARTOMETRIK")
    each(paper, "k in koordinat", "{{ k }}.", align=LEFT, hanging=True)
    line(paper, "{%p for daftar in lampiran %}")
    line(paper, "{{ daftar.judul }}", align=LEFT, bold=True).paragraph_format.keep_with_next = True
    table_of(paper, "t in daftar.titik", "t", POINT_TABLE)
    line(paper, "{%p endfor %}")
    _annex(paper, "LAMPIRAN II", "PETA BATAS")
    sheets = {"Nomor lembar": ("nomor", 50), "Judul peta": ("judul", 113)}
    table_of(paper, "lembar in peta", "lembar", sheets)
    code(paper)


def _annex(paper: Document, name: str, subject: str) -> None:
    heading = f"{name} PERATURAN {{{{ kepala_daerah.jabatan | upper }}}} NOMOR {{{{ nomor }}}}"
    first = line(paper, f"{heading} TAHUN {{{{ tahun }}}} TENTANG {{{{ judul }}}}", align=LEFT)
    first.paragraph_format.page_break_before = True
    line(paper, subject, align=CENTRE, bold=True)


def _article(paper: Document, number: str, text: str) -> Paragraph:
    line(paper, f"Pasal {number}", align=CENTRE).paragraph_format.keep_with_next = True
    return line(paper, text)
