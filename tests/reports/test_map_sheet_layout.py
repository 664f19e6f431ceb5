"""Papers, scales, and what fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.errors import ParameterError
from boundaries.reports.map_sheet_layout import (
    AROUND,
    GROWTH,
    ORIENTATIONS,
    PAPERS,
    SCALES,
    frame_for,
    largest_scale,
    layout_of,
)

WEST, SOUTH = 500_000.0, 300_000.0


def bounds(width: float, height: float) -> tuple[float, float, float, float]:
    return WEST, SOUTH, WEST + width, SOUTH + height


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_map_and_panel_stand_beside_each_other(paper: str, orientation: str) -> None:
    layout = layout_of(paper, orientation)
    sheet, parts = layout.sheet.polygon(), [layout.map.polygon(), layout.panel.polygon()]
    assert all(sheet.covers(part) for part in parts)
    assert not parts[0].intersects(parts[1])
    assert all(parts[1].covers(column.polygon()) for column in layout.columns)
    assert (layout.width > layout.height) == (orientation == "landscape")


@given(st.floats(10, 60_000), st.floats(10, 60_000), st.sampled_from(sorted(PAPERS)))
def test_the_largest_round_scale_that_fits(width: float, height: float, paper: str) -> None:
    """What is shown lies in the middle of the map, with land around; the next scale is too large"""
    wanted = bounds(width, height)
    frame = frame_for(wanted, paper=paper)
    west, south, east, north = frame.bounds
    around = AROUND * GROWTH[paper] * frame.scale / 1000
    assert west <= wanted[0] - around + 1e-6
    assert north >= wanted[3] + around - 1e-6
    assert west + east == pytest.approx(wanted[0] + wanted[2])
    assert south + north == pytest.approx(wanted[1] + wanted[3])
    assert (east - west) * 1000 / frame.scale == pytest.approx(frame.layout.map.width)
    larger = [scale for scale in SCALES if scale < frame.scale]
    if larger:
        with pytest.raises(ParameterError):
            frame_for(wanted, paper=paper, scale=larger[-1])


def test_the_paper_lies_on_its_side_where_both_ways_do() -> None:
    for width, height in ((100, 2_400), (1_000, 1_000), (2_400, 100)):
        frame = frame_for(bounds(width, height))
        upright = frame_for(bounds(width, height), orientation="portrait")
        assert frame.scale <= upright.scale
        lying = frame_for(bounds(width, height), orientation="landscape")
        assert frame == (lying if lying.scale <= upright.scale else upright)


def test_what_does_not_fit_names_what_does() -> None:
    """20 km x 20 km at 1:25,000 are 800 mm: on A1 500 mm are there, at 1:40,000."""
    with pytest.raises(
        ParameterError, match=r"20\.0 x 20\.0 km at 1:25000 do not fit on A3"
    ) as fault:
        frame_for(bounds(20_000, 20_000), scale=25_000)
    assert str(fault.value.hint) == (
        "use another scale or paper: 1:100000 A3, 1:75000 A2, 1:40000 A1"
    )


def test_what_fits_nowhere() -> None:
    with pytest.raises(ParameterError, match="do not fit on A1") as fault:
        frame_for(bounds(900_000, 900_000), paper="A1")
    assert "smaller units" in str(fault.value.hint)


@pytest.mark.parametrize(
    ("paper", "orientation", "scale", "told"),
    [
        ("A4", None, None, "A4  is no paper"),
        ("A3", "diagonal", None, "A3 diagonal is no paper"),
        ("A3", None, 5, "1:5 is no scale"),
        ("A3", None, 2_000_000, "1:2000000 is no scale"),
    ],
)
def test_unknown_papers_and_scales(
    paper: str, orientation: str | None, scale: int | None, told: str
) -> None:
    with pytest.raises(ParameterError, match=told):
        frame_for(bounds(10, 10), paper=paper, orientation=orientation, scale=scale)


def test_the_largest_scale_that_a_paper_allows() -> None:
    """An A3 on its side has 275 mm for the map, 255 of them for the land: 4 km at 1:20,000."""
    assert largest_scale(bounds(4000, 10), "A3", "landscape") == 20_000
    assert largest_scale(bounds(4000, 10), "A1", "landscape") == 7_500
    assert largest_scale(bounds(1e6, 1e6), "A3") is None
