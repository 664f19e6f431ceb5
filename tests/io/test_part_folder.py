from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.errors import InputError
from boundaries.io.part_folder import PartFolder

PLAN = {"where": "KDPKAB = '12.09'", "ids": "abc"}


@pytest.fixture
def parts(tmp_path: Path) -> PartFolder:
    """A folder with one page."""
    parts = PartFolder(tmp_path / "big.gpkg")
    assert parts.open(PLAN) is False
    parts.keep(0, {"features": [1]})
    return parts


def test_pages_of_the_same_plan_are_found_again(parts: PartFolder, tmp_path: Path) -> None:
    again = PartFolder(tmp_path / "big.gpkg")
    assert again.open(dict(PLAN)) is False
    assert again.page(0) == {"features": [1]}
    assert again.page(1) is None


def test_pages_of_another_plan_are_thrown_away(parts: PartFolder) -> None:
    assert parts.open({**PLAN, "ids": "abd"}) is True
    assert parts.page(0) is None


def test_a_damaged_page_counts_as_absent(parts: PartFolder) -> None:
    for content in (b"", b'{"features": [', b"[1]", b"\xff"):
        (parts.folder / "page-0000000.json").write_bytes(content)
        assert parts.page(0) is None


def test_the_folder_goes_but_not_what_others_put_there(parts: PartFolder) -> None:
    kept = parts.folder / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    (parts.folder / "page-0000009.json.new").write_text("half", encoding="utf-8")
    parts.remove()
    assert [path.name for path in parts.folder.iterdir()] == ["notes.txt"]
    kept.unlink()
    parts.remove()
    assert not parts.folder.exists()
    parts.remove()


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "big.gpkg.part").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"big\.gpkg\.part is in the way"):
        PartFolder(tmp_path / "big.gpkg").open(PLAN)
