"""Papers, read back with python-docx."""

from __future__ import annotations

import datetime
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document

from boundaries.domain.deed import Facts
from boundaries.domain.paper import PaperKind
from boundaries.domain.roles import Action, Actor, Role
from boundaries.domain.team import Capacity, Member
from boundaries.errors import InputError, ParameterError, StoreError
from boundaries.reports.berita_acara import FILES, TEMPLATES, qr_text
from boundaries.store.database import Store
from boundaries.store.models import Decision, Village
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import Person, add_account
from boundaries.workflows.doer import Doer
from boundaries.workflows.papers import PaperRequest, paper_facts, write_paper
from boundaries.workflows.settle import act_on
from boundaries.workflows.team import add_member
from boundaries.workflows.wording import set_wording
from tests.workspace_fixture import A, B, C, D, doer, fill_midway, put_on_table, segment_of
from tests.workspace_template import copied_workspace

TODAY = datetime.date(2026, 11, 22)
LONG = "Sei Ular {{ nomor }} {% if %} <b> & ꦗꦮ 村 " + "x" * 39


def text_of(paper: Document) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def written(store: Store, path: Path, **wanted: object) -> tuple[str, list[str]]:
    """The text of a paper, and what was noticed."""
    notices = write_paper(store, PaperRequest(**wanted), path, today=TODAY)  # type: ignore[arg-type]
    return text_of(docx.Document(str(path))), [
        f"{notice.feature} {notice.message}".strip() for notice in notices
    ]


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[Store]:
    """A and B have agreed on the midline."""
    with copied_workspace(tmp_path, filled=fill_midway) as store:
        yield store


def people(store: Store) -> None:
    known = {"post": "", "nip": ""}
    for facts in (
        {"name": "Ani", "capacity": Capacity.HEAD, "unit": A},
        {"name": LONG, "capacity": Capacity.HEAD, "unit": B},
        {"name": "Cici", "capacity": Capacity.CAMAT, "unit": "12.09.20"},
        {"name": "Dodi", "capacity": Capacity.TEAM, "post": "Ketua", "nip": "197708172005011002"},
        {"name": "Emi", "capacity": Capacity.REGENT, "post": "Bupati Asahan"},
    ):
        add_member(store, Member(**known | facts), doer())  # type: ignore[arg-type]


def test_an_agreement_tells_who_when_and_where(agreed: Store, tmp_path: Path) -> None:
    people(agreed)
    segment = segment_of(agreed, A, B)
    text, notices = written(
        agreed, tmp_path / "a.docx", kind=PaperKind.AGREEMENT, segment=segment.id,
        numbers=("140/01/2026", "140/02/2026"),
    )  # fmt: skip
    assert len(LONG) == 80
    for part in (
        "Jumat tanggal dua bulan Januari tahun dua ribu dua puluh enam (02-01-2026)",
        "Nomor: 140/01/2026", "Nomor: 140/02/2026", "Kabupaten Asahan",
        "Ani, Kepala Desa Desa 1, Kecamatan", f"{LONG}, Kepala Desa Desa 2",
        "197708172005011002", "hak ulayat", "TK 12.09.20.2001-20.2002-001", "LU", "BT",
        "UTM zona 47N",
    ):  # fmt: skip
        assert part in text
    with Repository(agreed) as repository:
        [decision] = repository.find(Decision)
    assert decision.hash in text
    assert "belum disepakati" not in text
    assert notices == [
        "the place where papers are signed is not set", "the base map is not set",
        "the name of kecamatan 12.09.20 is not known",
    ]  # fmt: skip


def test_the_code_is_a_picture(agreed: Store, tmp_path: Path) -> None:
    segment = segment_of(agreed, A, B).id
    written(agreed, tmp_path / "a.docx", kind=PaperKind.AGREEMENT, segment=segment)
    with zipfile.ZipFile(tmp_path / "a.docx") as parts:
        [picture] = [name for name in parts.namelist() if name.startswith("word/media/")]
        assert parts.read(picture).startswith(b"\x89PNG")


def test_an_empty_team_leaves_blanks(agreed: Store, tmp_path: Path) -> None:
    segment = segment_of(agreed, A, B).id
    text, notices = written(agreed, tmp_path / "a.docx", kind=PaperKind.AGREEMENT, segment=segment)
    assert "................, Kepala Desa Desa 1" in text
    assert "the team table has no head of Desa Desa 1" in notices
    assert "the team table has no camat of 12.09.20" in notices
    assert "the team table has no members of the boundary team" in notices
    assert "the paper has no number" in notices


@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_facts_give_the_same_bytes(agreed: Store, tmp_path: Path, kind: PaperKind) -> None:
    segment = segment_of(agreed, A, B).id
    for name in "ab":
        written(agreed, tmp_path / f"{name}.docx", kind=kind, segment=segment)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (PaperKind.DOCUMENTS, "BERITA ACARA PENGUMPULAN DAN PENELITIAN DOKUMEN BATAS DESA"),
        (PaperKind.TRACING, "BERITA ACARA PELACAKAN BATAS DESA"),
        (PaperKind.DISAGREEMENT, "BERITA ACARA TIDAK SEPAKAT BATAS DESA"),
        (PaperKind.MEDIATION, "BERITA ACARA MEDIASI PERSELISIHAN BATAS DESA"),
    ],
)
def test_minutes_before_an_agreement(
    file_workspace: Store, tmp_path: Path, kind: PaperKind, title: str
) -> None:
    """A's survey takes 10 ha of B."""
    segment = segment_of(file_workspace, A, B).id
    text, _ = written(file_workspace, tmp_path / "a.docx", kind=kind, segment=segment)
    assert title in text
    assert "Minggu tanggal dua puluh dua bulan November" in text
    if kind in (PaperKind.DISAGREEMENT, PaperKind.MEDIATION):
        assert "10,01 ha" in text
        assert "Menurut Desa Desa 1: garis a." in text


def test_an_agreement_needs_a_line_on_the_table(file_workspace: Store, tmp_path: Path) -> None:
    segment = segment_of(file_workspace, A, B).id
    with pytest.raises(ParameterError, match="no line was proposed for"):
        written(file_workspace, tmp_path / "a.docx", kind=PaperKind.AGREEMENT, segment=segment)
    put_on_table(file_workspace, segment, "midline")
    text, _ = written(
        file_workspace, tmp_path / "a.docx", kind=PaperKind.AGREEMENT, segment=segment
    )
    assert "garis usulan, belum disepakati" in text


def test_a_regulation_of_a_village_lists_its_closed_border(agreed: Store, tmp_path: Path) -> None:
    text, notices = written(
        agreed, tmp_path / "r.docx", kind=PaperKind.REGULATION, village=A, numbers=("7",)
    )
    assert "RANCANGAN PERATURAN BUPATI ASAHAN" in text
    assert "PENETAPAN DAN PENEGASAN BATAS DESA DESA 1" in text
    assert "Batas Desa Desa 1 dengan Desa Desa 3 (garis indikatif, belum disepakati)" in text
    settled = text[text.index("Batas Desa Desa 1 dengan Desa Desa 2") :]
    assert settled.splitlines()[0].strip() == "Batas Desa Desa 1 dengan Desa Desa 2"
    [table] = [
        each for each in docx.Document(str(tmp_path / "r.docx")).tables if len(each.columns) == 6
    ]
    points = [row.cells[1].text for row in table.rows[1:]]
    assert points[0] == points[-1]
    assert "TK 12.09.20.2001-20.2002-001" in points
    unsettled = segment_of(agreed, A, C).id
    assert f"{unsettled} this line is neither agreed nor decided" in notices


def test_a_regulation_sets_no_point_of_the_outer_border(agreed: Store, tmp_path: Path) -> None:
    """A's outer border runs over two corners, at (0, 0) and (0, 1000)."""
    text, _ = written(agreed, tmp_path / "r.docx", kind=PaperKind.REGULATION, village=A)
    outer = text[text.index("dengan wilayah di luar Desa Desa 1") :].splitlines()[1]
    assert outer.count("pada koordinat") == 2
    assert outer.endswith("Titik di antaranya tidak ditetapkan dengan Peraturan ini.")
    assert "TK 12.09.20.2001-001" not in text
    assert "TK 12.09.20.2001-20.2002-000" in outer


def test_a_regulation_reads_as_the_law_does(agreed: Store, tmp_path: Path) -> None:
    path = tmp_path / "wording.json"
    path.write_text('{"province": "Provinsi Sumatera Utara"}', encoding="utf-8")
    set_wording(agreed, path, doer())
    text, _ = written(agreed, tmp_path / "r.docx", kind=PaperKind.REGULATION, kecamatan="12.09.20")
    assert "PROVINSI SUMATERA UTARA" in text
    assert "PROVINSI PROVINSI" not in text
    assert "tentang Penetapan dan Penegasan Batas Desa di Kecamatan" in text
    assert "adalah bagian wilayah dari Kecamatan sebagai perangkat" not in text


def test_the_code_of_many_lines_holds_their_sum(agreed: Store, tmp_path: Path) -> None:
    """A code with every hash would be too fine to be read from paper."""
    request = PaperRequest(kind=PaperKind.REGULATION, village=A)
    facts = paper_facts(agreed, request, today=TODAY)
    rows = sorted(f"{border.segment} {border.hash}" for border in facts.borders)
    total = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    assert qr_text(facts).splitlines()[-1] == f"{len(rows)} sha256:{total}"
    text, _ = written(agreed, tmp_path / "r.docx", kind=PaperKind.REGULATION, village=A)
    assert f"gabungan {total}; " in text


def test_a_regulation_of_a_pair_and_of_a_kecamatan(agreed: Store, tmp_path: Path) -> None:
    segment = segment_of(agreed, A, B).id
    pair, notices = written(agreed, tmp_path / "p.docx", kind=PaperKind.REGULATION, segment=segment)
    assert "DESA DESA 1 KECAMATAN" in pair
    assert "Pasal 2" in pair
    assert "Pasal 6" not in pair
    assert not [text for text in notices if "neither agreed" in text]
    text, _ = written(agreed, tmp_path / "k.docx", kind=PaperKind.REGULATION, kecamatan="12.09.20")
    assert "BATAS DESA DI KECAMATAN" in text
    for village in (A, B, D):
        assert village in text


@pytest.mark.parametrize(
    ("wanted", "match"),
    [
        ({"kind": PaperKind.AGREEMENT, "village": A}, "about one segment"),
        (
            {"kind": PaperKind.REGULATION, "village": A, "kecamatan": "12.09.20"},
            "about one segment",
        ),
        ({"kind": PaperKind.REGULATION, "kecamatan": "99.99.99"}, "nothing is known of 99.99.99"),
    ],
)
def test_what_a_paper_is_not_about(
    file_workspace: Store, tmp_path: Path, wanted: dict[str, object], match: str
) -> None:
    with pytest.raises(ParameterError, match=match):
        written(file_workspace, tmp_path / "a.docx", **wanted)


def test_borders_without_a_second_village_have_no_minutes(
    file_workspace: Store, tmp_path: Path
) -> None:
    outer = segment_of(file_workspace, A).id
    with pytest.raises(ParameterError, match="no village on the other side"):
        written(file_workspace, tmp_path / "a.docx", kind=PaperKind.TRACING, segment=outer)
    with pytest.raises(StoreError, match="SG-NONE is not there"):
        written(file_workspace, tmp_path / "a.docx", kind=PaperKind.TRACING, segment="SG-NONE")
    with pytest.raises(ParameterError, match=r"papers are written as \.docx"):
        written(file_workspace, tmp_path / "a.pdf", kind=PaperKind.TRACING, segment=outer)


def own_template(folder: Path, *lines: str) -> Path:
    paper = docx.Document()
    for text in lines:
        paper.add_paragraph(text)
    folder.mkdir()
    paper.save(str(folder / FILES[PaperKind.TRACING]))
    return folder


def test_the_office_may_have_its_own_template(file_workspace: Store, tmp_path: Path) -> None:
    folder = own_template(
        tmp_path / "own", "Dari {{ pihak_pertama.desa }} ke {{ pihak_kedua.kode }}"
    )
    segment = segment_of(file_workspace, A, B).id
    wanted = {"segment": segment, "templates": folder}
    text, _ = written(file_workspace, tmp_path / "a.docx", kind=PaperKind.TRACING, **wanted)
    assert text == f"Dari Desa Desa 1 ke {B}"
    text, _ = written(file_workspace, tmp_path / "a.docx", kind=PaperKind.DOCUMENTS, **wanted)
    assert "PENELITIAN DOKUMEN" in text


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("{{ nama_bapak }}", r"pelacakan\.docx: nama_bapak is no field"),
        ("{{ pihak_pertama.umur }}", "umur is no field"),
        ("{%p for t in titik %}", "the template has a fault"),
        ("{{ nomor.__class__.__mro__ }}", "is no field|has a fault"),
    ],
)
def test_a_faulty_template_is_named(
    file_workspace: Store, tmp_path: Path, line: str, match: str
) -> None:
    folder = own_template(tmp_path / "own", line)
    segment = segment_of(file_workspace, A, B).id
    with pytest.raises(InputError, match=match):
        written(
            file_workspace, tmp_path / "a.docx", kind=PaperKind.TRACING, segment=segment,
            templates=folder,
        )  # fmt: skip
    assert not (tmp_path / "a.docx").exists()


def test_a_template_that_is_no_word_document(file_workspace: Store, tmp_path: Path) -> None:
    (tmp_path / FILES[PaperKind.TRACING]).write_text("Berita Acara")
    segment = segment_of(file_workspace, A, B).id
    wanted = {"kind": PaperKind.TRACING, "segment": segment}
    with pytest.raises(InputError, match="is no Word document"):
        written(file_workspace, tmp_path / "a.docx", templates=tmp_path, **wanted)
    with pytest.raises(InputError, match="is no folder"):
        written(file_workspace, tmp_path / "a.docx", templates=tmp_path / "none", **wanted)


def test_names_of_villages_stay_text(agreed: Store, tmp_path: Path) -> None:
    with Repository(agreed) as repository:
        for row in repository.find(Village, key=B):
            row.name = LONG
        repository.record(doer().entry("rename", ("village", B)))
    segment = segment_of(agreed, A, B).id
    text, _ = written(agreed, tmp_path / "a.docx", kind=PaperKind.AGREEMENT, segment=segment)
    assert f"Desa {LONG}" in text


def test_heads_with_an_account_and_why_one_declined(file_workspace: Store, tmp_path: Path) -> None:
    """The head of B has no row in the team table, and declined with a reason."""
    head = Person("kades.b", "Bu Rini", Role.VILLAGE_HEAD, (B,), ())
    add_account(file_workspace, head, doer())
    segment = segment_of(file_workspace, A, B).id
    proposal = put_on_table(file_workspace, segment, "midline")
    facts = Facts(number=proposal.number, hash=proposal.hash, reason="the old river")
    by = Doer(Actor("kades.b", Role.VILLAGE_HEAD, villages=frozenset({B})), doer().at)
    act_on(file_workspace, segment, Action.DECLINE, by, facts)
    text, notices = written(
        file_workspace, tmp_path / "a.docx", kind=PaperKind.DISAGREEMENT, segment=segment
    )
    assert "Bu Rini, Kepala Desa Desa 2" in text
    assert "Menurut Desa Desa 2: garis ................. Alasan: the old river." in text
    assert "diselesaikan paling lambat 1 Juli 2026" in text
    assert "difasilitasi oleh Camat" in text
    assert "the team table has no head of Desa Desa 2" not in notices


def test_all_templates_are_there() -> None:
    assert {path.name for path in TEMPLATES.glob("*.docx")} == set(FILES.values())
