"""Map sheets of a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely
from PIL import Image

from boundaries.domain.case import State
from boundaries.domain.team import Capacity, Member
from boundaries.errors import InputError, ParameterError
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.map_sheet import (
    SETTING,
    require_sheet_target,
    settings_of,
    sheet_of,
    write_sheet,
)
from boundaries.workflows.sheet_ground import sheet_ground
from boundaries.workflows.team import add_member
from boundaries.workflows.workspace import create_workspace
from tests.sheet_fixture import ENGLISH
from tests.workspace_fixture import WIDER, A, B, C, agree, doer, segment_of, take


def states(store: Store) -> dict[tuple[str, str], str]:
    with Repository(store) as repository:
        segments = sheet_ground(repository).segments
    return {(row.a, row.b): row.state for row in segments.itertuples()}


def put_setting(store: Store, words: object) -> None:
    with Repository(store) as repository:
        repository.set_setting(SETTING, words)
        repository.record(doer().entry("set", ("workspace", SETTING)))


def test_before_any_decision_the_ground_is_that_of_big(file_workspace: Store) -> None:
    with Repository(file_workspace) as repository:
        ground = sheet_ground(repository)
    assert set(ground.segments["state"]) == {State.INDIKATIF.value}
    assert ground.cartometric.points.empty
    assert ground.villages.set_index("key").geometry.area[A] == pytest.approx(1e6)
    assert set(ground.villages["kabupaten"]) == {"Asahan"}
    assert segment_of(file_workspace, A, B).id in set(ground.segments["id"])


def test_agreed_land_lies_where_it_was_agreed(file_workspace: Store) -> None:
    """A and B agree on A's survey: the border moves 100 m into B, under the id it had."""
    agree(file_workspace, A, B, "a")
    with Repository(file_workspace) as repository:
        ground = sheet_ground(repository)
    segments = ground.segments.set_index("id")
    agreed = segments.loc[segment_of(file_workspace, A, B).id]
    assert agreed["state"] == State.SEPAKAT.value
    east = ground.villages.set_index("key").geometry
    assert east[A].area == pytest.approx(1e6 + WIDER * 1000)
    assert east[B].area == pytest.approx(1e6 - WIDER * 1000)
    assert shapely.length(agreed["geometry"]) == pytest.approx(1000)
    assert states(file_workspace)[A, C] == State.INDIKATIF.value
    points = ground.cartometric.points
    assert set(points["segment"]) - {""} <= {agreed.name}
    assert shapely.distance(points.geometry.to_numpy(), agreed["geometry"]).max() < 0.05


def test_all_points(file_workspace: Store) -> None:
    with Repository(file_workspace) as repository:
        ground = sheet_ground(repository, all_points=True)
    assert {"simpul"} <= set(ground.cartometric.points["kind"])


def test_the_same_workspace_gives_the_same_bytes(file_workspace: Store) -> None:
    one, other = (sheet_of(file_workspace, "village", A, ENGLISH) for _ in range(2))
    assert one.pdf() == other.pdf()


def test_words_of_the_workspace(file_workspace: Store) -> None:
    words = {"publisher": "Tim PPBDes Asahan", "signers": [{"name": "Siti"}]}
    put_setting(file_workspace, words)
    sheet = sheet_of(file_workspace, "kecamatan", "12.09.20", ENGLISH)
    assert {"Tim PPBDes Asahan", "Siti"} <= {each.text for each in sheet.pages[0].words}


def test_words_that_cannot_be_read(file_workspace: Store) -> None:
    put_setting(file_workspace, {"colour": "red"})
    with (
        Repository(file_workspace) as repository,
        pytest.raises(ParameterError, match=r"map_sheet cannot be read \(SheetSettings has no"),
    ):
        settings_of(repository)


def test_files(file_workspace: Store, tmp_path: Path) -> None:
    sheet = sheet_of(file_workspace, "village", A, ENGLISH)
    write_sheet(sheet, tmp_path / "a.pdf")
    write_sheet(sheet, tmp_path / "a.png")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == pytest.approx((1653, 1169), abs=1)
    with pytest.raises(ParameterError, match="is written as PDF or PNG"):
        require_sheet_target(tmp_path / "a.docx")
    with pytest.raises(InputError, match="does not exist"):
        require_sheet_target(tmp_path / "no" / "a.pdf")


@pytest.fixture
def asahan(tmp_path: Path, real: Callable[[str], Path]) -> Iterator[Store]:
    """A workspace with BIG's villages of Asahan."""
    with create_workspace(str(tmp_path / "a.gpkg"), doer(), kabupaten="12.09") as store:
        take(store, real("asahan/big.geojson"), role="big")
        detect(store, doer())
        yield store


@pytest.mark.parametrize(
    ("kind", "code", "paper"),
    [("village", "12.09.20.1001", "A3"), ("kecamatan", "12.09.20", "A2")],
)
def test_labels_on_real_land_stand_apart(
    asahan: Store, kind: str, code: str, paper: str, tmp_path: Path
) -> None:
    options = replace(ENGLISH, paper=paper)
    sheet = sheet_of(asahan, kind, code, options, all_points=True)
    assert sheet.labels.placed.left_out == ()
    boxes = [each.box.polygon() for each in sheet.labels.placed.labels]
    boxes += [box.polygon() for box in sheet.names.boxes]
    one, other = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    assert (one == other).all()
    assert all(sheet.frame.layout.map.polygon().contains(box) for box in boxes)
    words = {each.text for each in sheet.pages[0].words}
    assert {"Kabupaten Asahan", "Provinsi Sumatera Utara", code} <= words
    write_sheet(sheet, tmp_path / "sheet.pdf")


def words_of(store: Store, kind: str, code: str, **options: object) -> set[str]:
    """The texts of the first page of a sheet."""
    sheet = sheet_of(store, kind, code, ENGLISH, **options)  # type: ignore[arg-type]
    return {each.text for each in sheet.pages[0].words}


def test_offices_without_holder_leave_a_line(file_workspace: Store) -> None:
    words = words_of(file_workspace, "village", A)
    assert {"Made by", "Checked by", "Approved by", "Camat 12.09.20", "Bupati Asahan"} <= words
    assert any(each.startswith("Boundary team, Kabupaten") for each in words)
    assert "." * 30 in words


def test_those_in_office_sign(file_workspace: Store) -> None:
    """The bupati's time in office ends in 2026; two camat of a segment share no line."""
    for member in (
        Member(name="Rina Hasibuan", post="Ketua Tim", capacity=Capacity.TEAM),
        Member(name="Ucok Marpaung", post="", capacity=Capacity.CAMAT, unit="12.09.20"),
        Member(name="Surya Putra", post="Bupati Asahan", capacity=Capacity.REGENT,
               nip="197708172005011002", until=date(2026, 12, 31)),
    ):  # fmt: skip
        add_member(file_workspace, member, doer())
    words = words_of(file_workspace, "village", A, day=date(2026, 6, 1))
    assert {"Rina Hasibuan", "Ketua Tim", "Ucok Marpaung", "Surya Putra"} <= words
    assert "NIP 197708172005011002" in words
    assert "Surya Putra" not in words_of(file_workspace, "village", A, day=date(2027, 1, 1))
    both = segment_of(file_workspace, A, C).id
    assert "Ucok Marpaung" not in words_of(file_workspace, "segment", both, day=date(2026, 6, 1))


def test_signers_of_the_settings_come_first(file_workspace: Store) -> None:
    add_member(file_workspace, Member(name="Rina", post="Ketua", capacity=Capacity.TEAM), doer())
    put_setting(file_workspace, {"signers": [{"name": "Siti"}]})
    words = words_of(file_workspace, "village", A)
    assert "Siti" in words
    assert "Rina" not in words
