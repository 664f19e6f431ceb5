"""Map sheets as other programs read them."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image

from boundaries.domain.case import State
from boundaries.domain.tk_selection import PointRule
from boundaries.errors import ParameterError
from boundaries.messages import Message
from boundaries.reports.map_sheet import map_sheet
from boundaries.reports.map_sheet_layout import PAPERS
from boundaries.reports.map_sheet_words import SheetSettings, Signer
from tests.cartometric_fixture import A, B, C
from tests.sheet_fixture import (
    ENGLISH,
    ground_of,
    segment_between,
    sheet_of_a,
    written,
)

POINTS_PER_MM = 72 / 25.4
GRID_COLOUR = (60.392, 65.490, 69.020)
"""#9aa7b0 in per cent."""
DENSE = PointRule(bend_m=1, least_m=10, greatest_m=60)


def text_of(content: bytes, folder: Path) -> list[str]:
    """The words of each page."""
    command = ["pdftotext", "-layout", str(written(content, folder)), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def strokes(content: bytes, folder: Path, colour: tuple[float, float, float]) -> np.ndarray:
    """The straight lines of a colour on the first page: x1, y1, x2, y2 in millimetres."""
    target = folder / "sheet.svg"
    command = ["pdftocairo", "-svg", "-noshrink", "-f", "1", "-l", "1"]
    subprocess.run([*command, str(written(content, folder)), str(target)], check=True)
    rows = []
    for path in re.findall(r"<path [^>]*stroke:rgb[^>]*/>", target.read_text()):
        shares = re.findall(r"([\d.]+)%", re.findall(r"stroke:rgb\(([^)]*)\)", path)[0])
        if [float(share) for share in shares] == pytest.approx(colour, abs=0.05):
            ends = re.findall(r'd="M ([-\d.]+) ([-\d.]+) L ([-\d.]+) ([-\d.]+) ?"', path)[0]
            assert re.search(r'transform="matrix\(1,0,0,-1,', path)
            rows.append([float(each) / POINTS_PER_MM for each in ends])
    return np.array(rows)


@pytest.mark.parametrize(
    ("paper", "scale", "step"),
    [
        *((paper, scale, 1_000) for paper in PAPERS for scale in (20_000, 25_000)),
        *((paper, 10_000, 500) for paper in ("A2", "A1")),
    ],
)
def test_the_grid_measures_what_the_scale_says(
    paper: str, scale: int, step: int, tmp_path: Path
) -> None:
    """1,000 m are 50 mm at 1:20,000 as another program reads the PDF."""
    sheet = sheet_of_a(options=replace(ENGLISH, scale=scale, paper=paper))
    lines = strokes(sheet.pdf(), tmp_path, GRID_COLOUR)
    lines = lines[np.hypot(lines[:, 0] - lines[:, 2], lines[:, 1] - lines[:, 3]) > 100]
    upright = np.sort(lines[np.abs(lines[:, 0] - lines[:, 2]) < 1e-6, 0])
    level = np.sort(lines[np.abs(lines[:, 1] - lines[:, 3]) < 1e-6, 1])
    assert len(upright) > 3
    assert np.diff(upright) == pytest.approx(step * 1000 / scale, abs=2e-3)
    assert np.diff(level) == pytest.approx(step * 1000 / scale, abs=2e-3)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_the_paper_has_its_size(paper: str, orientation: str, tmp_path: Path) -> None:
    options = replace(ENGLISH, paper=paper, orientation=orientation)
    path = written(sheet_of_a(options=options).pdf(), tmp_path)
    about = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True)
    size = re.search(r"Page size: +([\d.]+) x ([\d.]+)", about.stdout)
    assert size
    wanted = PAPERS[paper] if orientation == "landscape" else PAPERS[paper][::-1]
    assert [float(each) / POINTS_PER_MM for each in size.groups()] == pytest.approx(wanted, abs=0.1)


def test_a_sheet_says_what_it_must(tmp_path: Path) -> None:
    signer = Signer(post="Kepala Dinas PMD", name="Siti Aminah", nip="196501011990031001")
    settings = SheetSettings(
        publisher="Tim PPBDes", base_map="CSRT 2022", signers=(Signer(), Signer(), signer)
    )
    sheet = sheet_of_a(options=replace(ENGLISH, settings=settings))
    (page,) = text_of(sheet.pdf(), tmp_path)
    for words in (
        "VILLAGE BOUNDARY MAP", "Kelurahan Contoh", "Kecamatan Hilir", "Kabupaten Asahan",
        "Provinsi Sumatera Utara", "12.09.01.1001", "Scale 1:", "500 m",
        "Universal Transverse Mercator", "UTM zone 47N", "Horizontal datum: WGS 84", "Legend",
        "Location", "BIG: BIG, indicative, 2023-09-28", "Base map: CSRT 2022",
        "State of the data: 21 November 2026", "TK 12.09.01.1001-01.2002-02.2001-000",
        "Cartometric points", "Made by", "Checked by", "Approved by", "Siti Aminah",
        "196501011990031001", "Tim PPBDes", "Indicative boundary, not a legal stipulation",
        "Desa Bandar", "Desa Air Jernih", "Kecamatan Hulu", "500000 mE", "BT", "LU",
        "Sheet 1 of 1",
    ):  # fmt: skip
        assert words in page, words
    assert sheet.digest[:32] in page


def test_fonts_are_embedded_and_bytes_repeat(tmp_path: Path) -> None:
    content = sheet_of_a().pdf()
    assert content == sheet_of_a().pdf()
    assert b"CreationDate" not in content
    command = ["pdffonts", str(written(content, tmp_path))]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(rows) > 2
    for row in rows[2:]:
        assert "DejaVuSans" in row
        assert re.search(r" yes (yes|no) (yes|no) +\d+ +0$", row), row


STYLES = {
    State.INDIKATIF: "Segment, indicative",
    State.MEDIASI_CAMAT: "Segment, not agreed",
    State.DIPUTUS_BUPATI: "Segment, agreed or decided",
    State.TERVERIFIKASI: "Segment, verified by BIG",
    State.DITETAPKAN: "Segment, definitive",
}


@pytest.mark.parametrize("state", STYLES)
def test_the_legend_shows_what_the_sheet_shows(state: State, tmp_path: Path) -> None:
    """One segment, one state: one style in the legend."""
    ground = ground_of(states={frozenset({A, B}): state})
    sheet = map_sheet(ground, "segment", segment_between(ground, A, B), ENGLISH)
    (page,) = text_of(sheet.pdf(), tmp_path)
    assert {text for text in STYLES.values() if text in page} == {STYLES[state]}
    assert "Border of the province" not in page
    assert ("not a legal stipulation" in page) == (state is not State.DITETAPKAN)
    assert ("stipulated by regulation" in page) == (state is State.DITETAPKAN)


def test_labels_stand_apart_and_within_the_map() -> None:
    """Points every 60 m: their labels meet no other label, no name, and stay in the map."""
    sheet = sheet_of_a(ground_of(rule=DENSE))
    labels = sheet.labels.placed.labels
    assert len(labels) > 80
    boxes = [each.box.polygon() for each in labels] + [box.polygon() for box in sheet.names.boxes]
    one, other = shapely.STRtree(boxes).query(np.array(boxes), predicate="intersects")
    assert (one == other).all()
    assert shapely.contains(sheet.frame.layout.map.polygon(), np.array(boxes)).all()


def test_names_of_neighbours_stand_in_their_land() -> None:
    """All three names are on the sheet of the kecamatan of A and B."""
    sheet = map_sheet(ground_of(), "kecamatan", "12.09.01", ENGLISH)
    words = {each.text for each in sheet.pages[0].words}
    assert {"Kelurahan Contoh", "Desa Bandar", "Desa Air Jernih"} <= words
    assert sheet.names.left_out == ()
    frame = sheet.frame
    middles = [box.middle[0] for box in sheet.names.boxes[:2]]
    border = frame.layout.map.left + (503_000 - frame.west) * frame.mm_per_m
    assert min(middles) < border < max(middles)


def test_a_long_list_goes_on_on_further_sheets(tmp_path: Path) -> None:
    ground = ground_of(rule=DENSE)
    sheet = map_sheet(ground, "kecamatan", "hilir", ENGLISH)
    pages = text_of(sheet.pdf(), tmp_path)
    count = len(pages)
    assert count > 1
    assert "The list goes on from sheet 2." in pages[0]
    names = {*ground.cartometric.of_segments({*ground.segments["id"]}).points["name"]}
    listed = {each.text for page in sheet.pages for each in page.words}
    own = [name for name in names if "01.1001" in name or "01.2002" in name]
    assert len(own) > 150
    assert set(own) <= listed
    assert all(f"Sheet {n} of {count}" in page for n, page in enumerate(pages, start=1))


def test_points_are_numbered_where_names_have_no_room() -> None:
    """At 1:60,000 the names of points every 60 m would cover each other."""
    sheet = sheet_of_a(ground_of(rule=DENSE), replace(ENGLISH, scale=60_000))
    assert sheet.labels.numbered
    assert set(sheet.labels.texts) <= {str(number) for number in range(1, 300)}


def test_without_points_the_list_says_so(tmp_path: Path) -> None:
    ground = ground_of()
    ground = replace(ground, cartometric=ground.cartometric.of_segments(set()))
    (page,) = text_of(sheet_of_a(ground).pdf(), tmp_path)
    assert "No cartometric points: no segment is agreed yet." in page
    assert "Cartometric point at a junction" not in page


def test_the_sum_follows_lines_states_and_points() -> None:
    digest = sheet_of_a().digest
    assert sheet_of_a(options=replace(ENGLISH, paper="A2")).digest == digest
    changed = ground_of(states={frozenset({A, C}): State.SEPAKAT})
    assert sheet_of_a(changed).digest != digest
    assert sheet_of_a(ground_of(rule=DENSE)).digest != digest


@pytest.mark.parametrize(
    ("kind", "code"), [("village", "12.09.01.9999"), ("segment", "SG-X"), ("kecamatan", "12.01.01")]
)
def test_what_is_not_there_is_refused(kind: str, code: str) -> None:
    with pytest.raises(ParameterError, match=f"there is no {kind} {code}"):
        map_sheet(ground_of(), kind, code, ENGLISH)


def test_long_names_and_strange_letters(tmp_path: Path) -> None:
    ground = ground_of()
    long = "Perkebunan " * 7 + "Baru"
    villages = ground.villages.assign(name=[long, "Ban\tdar 日本", "Air"])
    sheet = sheet_of_a(replace(ground, villages=villages))
    (page,) = text_of(sheet.pdf(), tmp_path)
    assert "Kelurahan Perkebunan" in page
    assert "\N{REPLACEMENT CHARACTER}" in page


def test_another_projection_is_drawn_in_its_zone() -> None:
    """Equal-area metres lie elsewhere, the sheet shows the same corner of UTM."""
    ground = ground_of()
    flat = "+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84"
    points = ground.cartometric
    moved = replace(
        ground,
        villages=ground.villages.to_crs(flat),
        segments=ground.segments.to_crs(flat),
        cartometric=replace(
            points, points=points.points.to_crs(flat), courses=points.courses.to_crs(flat)
        ),
    )
    bounds = sheet_of_a(moved).frame.bounds
    assert bounds == pytest.approx(sheet_of_a(ground).frame.bounds, abs=0.01)


def test_the_picture_shows_the_same_as_the_pdf(tmp_path: Path) -> None:
    """Drawn at 60 dots per inch by two programs, fields of 4 x 4 mm are as dark in both."""
    sheet = sheet_of_a()
    path = written(sheet.pdf(), tmp_path)
    command = ["pdftoppm", "-r", "60", "-png", "-singlefile", str(path), str(tmp_path / "page")]
    subprocess.run(command, check=True)
    with Image.open(tmp_path / "page.png") as picture:
        one = fields(picture)
    other = fields(Image.open(io.BytesIO(sheet.png(60))))
    assert one.std() > 5
    assert np.abs(one - other).mean() < 4
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.9


def fields(picture: Image.Image, size: int = 10) -> np.ndarray:
    """How bright a picture is on average in fields of some pixels."""
    pixels = np.asarray(picture.convert("L"), dtype=float)[:700, :990]
    return pixels.reshape(700 // size, size, 990 // size, size).mean(axis=(1, 3))


def test_titles_and_local_words() -> None:
    settings = SheetSettings(title_village="PETA BATAS NAGARI", desa="Nagari")
    options = replace(ENGLISH, settings=settings)
    sheet = map_sheet(ground_of(), "village", B, options)
    words = {each.text for each in sheet.pages[0].words}
    assert {"PETA BATAS NAGARI", "Nagari Bandar", "Nagari Air Jernih"} <= words
    assert sheet.title == "PETA BATAS NAGARI - Nagari Bandar"


def test_what_has_no_room_is_told() -> None:
    """At 1:250,000 the village is 12 mm wide: names of some find no place."""
    sheet = sheet_of_a(ground_of(rule=DENSE), replace(ENGLISH, scale=250_000))
    codes = {notice.code for notice in sheet.notices}
    assert "sheet-labels" in codes
    assert all(isinstance(notice.message, Message) for notice in sheet.notices)
