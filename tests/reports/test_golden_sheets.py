"""Map sheets look as they did when people looked at them; see `tests.golden_sheets`."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from boundaries.reports import map_sheet, map_sheet_approval
from tests.golden_sheets import FOLDER, MOST, greatest_difference, picture, sheet


@pytest.mark.parametrize("kind", ["village", "segment", "kecamatan"])
def test_sheets_look_as_before(kind: str, tmp_path: Path) -> None:
    taken = picture(sheet(kind), tmp_path)
    assert greatest_difference(FOLDER / f"{kind}.png", taken) < MOST


@pytest.mark.parametrize(
    ("module", "element"),
    [
        (map_sheet, "draw_grids"),
        (map_sheet_approval, "_signature"),
    ],
)
def test_a_missing_element_is_seen(
    module: ModuleType, element: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, element, lambda *_, **__: None)
    taken = picture(sheet("village"), tmp_path)
    assert greatest_difference(FOLDER / "village.png", taken) > MOST


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 150_000
