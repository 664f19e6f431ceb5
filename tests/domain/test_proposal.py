"""Proposals for the segment of two villages whose land can be measured by hand."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from boundaries.domain.corridor import corridor_of
from boundaries.domain.proposal import KINDS, Proposal, check_drawn, propose
from boundaries.domain.site import Site
from boundaries.errors import ParameterError
from boundaries.geometry.mosaic import GRID_M
from boundaries.messages import translator
from tests.domain.proposal_site import AREA_SCALE, at_junction, moved, places, site, strip

STRIP_M2 = 60_000 / AREA_SCALE


@pytest.fixture(scope="module")
def disputed() -> Site:
    """a's survey reaches 100 x 600 m into b, see `strip`."""
    return site(strip())


def gained(proposal: Proposal, key: str) -> float:
    to = proposal.gains["village_to"] == key
    return float(proposal.gains["area_m2"][to].sum())


def require_parts(place: Site, proposal: Proposal) -> None:
    """The parts cover the land of both villages exactly, edges shared."""
    parts = proposal.parts.geometry.to_numpy()
    both = [place.land_of(place.a), place.land_of(place.b)]
    assert proposal.parts["village"].tolist() == [place.a, place.b]
    assert shapely.coverage_is_valid(parts)
    assert shapely.area(parts).sum() == pytest.approx(shapely.area(both).sum(), rel=1e-9)
    assert shapely.equals(shapely.union_all(parts), shapely.union_all(both))


def test_the_line_of_the_reference_changes_nothing(disputed: Site) -> None:
    proposal = propose(disputed, "reference")
    assert proposal.line.equals(disputed.line)
    assert proposal.gains.empty
    assert proposal.moved.empty
    require_parts(disputed, proposal)


@pytest.mark.parametrize("kind", ["a", "b"])
def test_the_line_of_a_survey(disputed: Site, kind: str) -> None:
    """Both surveys draw the same line, around x."""
    proposal = propose(disputed, kind)
    assert places(proposal.line) == [
        (500, 0), (500, 200), (600, 200), (600, 800), (500, 800), (500, 1000),
    ]  # fmt: skip
    assert gained(proposal, "a") == pytest.approx(STRIP_M2, rel=1e-6)
    assert proposal.gains[["village_from", "village_to"]].to_numpy().tolist() == [["b", "a"]]
    require_parts(disputed, proposal)


def test_the_line_halfway_leaves_each_what_is_nearest(disputed: Site) -> None:
    """a lies west of x only, b around it in the north, east and south.

    Nearer to a is, but for the chords of the axis, a trapezium with sides of 600 and 500 m, 50 m
    apart: 27,500 m2.
    """
    proposal = propose(disputed, "midline")
    assert gained(proposal, "a") == pytest.approx(27_500 / AREA_SCALE, rel=0.02)
    assert places(proposal.line)[0] == (500, 0)
    assert places(proposal.line)[-1] == (500, 1000)
    require_parts(disputed, proposal)


def test_the_line_of_equal_halves(disputed: Site) -> None:
    proposal = propose(disputed, "equal-area")
    assert gained(proposal, "a") == pytest.approx(STRIP_M2 / 2, rel=1e-6)
    assert "both villages get half" in str(proposal.method)
    require_parts(disputed, proposal)


@pytest.mark.parametrize("kind", ["midline", "equal-area"])
def test_lines_that_are_made_keep_the_junctions(kind: str) -> None:
    """Though the disputed land reaches along the borders of c and d."""
    place = site(at_junction())
    proposal = propose(place, kind)
    assert places(proposal.line)[0] == (500, 0)
    assert places(proposal.line)[-1] == (500, 1000)
    assert proposal.moved.empty
    require_parts(place, proposal)


def test_the_line_of_a_survey_moves_the_junctions_along_the_third_village() -> None:
    place = site(at_junction())
    proposal = propose(place, "a")
    assert places(proposal.line) == [(600, 0), (600, 1000)]
    assert places(proposal.way) == [(500, 0), (600, 0), (600, 1000), (500, 1000)]
    assert proposal.moved["simpul"].tolist() == [place.start, place.end]
    assert proposal.moved["distance_m"].tolist() == pytest.approx([100, 100])
    assert gained(proposal, "a") == pytest.approx(100_000 / AREA_SCALE, rel=1e-6)
    require_parts(place, proposal)


def test_a_drawn_line(disputed: Site) -> None:
    """A triangle of 100 x 1000 / 2 into b's land."""
    drawn = moved(LineString([(500, 0), (550, 500), (500, 1000)]))
    proposal = propose(disputed, "drawn", drawn=drawn)
    assert gained(proposal, "a") == pytest.approx(25_000 / AREA_SCALE, rel=1e-6)
    assert proposal.drawn is not None
    assert proposal.drawn.faults == ()
    require_parts(disputed, proposal)


def test_settled_land_is_what_was_disputed_or_changes_sides(disputed: Site) -> None:
    """The drawn line gives b 25 m in the west; x stays b's."""
    drawn = moved(LineString([(500, 0), (475, 500), (500, 1000)]))
    settled = propose(disputed, "uploaded", drawn=drawn).settled.set_index("village").geometry
    assert settled["b"].area == pytest.approx(60_000 + 12_500)
    assert "a" not in settled


def test_drawn_lines_with_faults(disputed: Site) -> None:
    through_c = moved(LineString([(500, 0), (450, 1100), (500, 1000)]))
    with pytest.raises(ParameterError, match="m through Desa c"):
        propose(disputed, "drawn", drawn=through_c)
    with pytest.raises(ParameterError, match="there is no line"):
        propose(disputed, "drawn")
    far = moved(LineString([(500, 0), (800, 500), (500, 1000)]))
    proposal = propose(disputed, "drawn", drawn=far)
    assert proposal.drawn is not None
    assert [fault.code for fault in proposal.drawn.faults] == ["outside-corridor"]
    assert check_drawn(disputed, far).faults == proposal.drawn.faults


def test_kinds_that_cannot_be_made() -> None:
    same = site(strip(0))
    with pytest.raises(ParameterError, match="no disputed land"):
        propose(same, "midline")
    only_a = site({"a": strip()["a"]})
    with pytest.raises(ParameterError, match="no survey of Desa b"):
        propose(only_a, "b")
    assert gained(propose(only_a, "a"), "a") == pytest.approx(STRIP_M2, rel=1e-6)


def test_an_enclave() -> None:
    """e lies inside b; its survey is 50 m wider on all sides: closed lines.

    The reference gives e 100 x 100 m = 1 ha, the surveys 200 x 200 m.
    """
    whole, small, wide = box(500, 0, 1000, 1000), box(700, 450, 800, 550), box(650, 400, 850, 600)
    place = site(
        {"b": shapely.difference(whole, wide), "e": wide},
        pair=("b", "e"),
        reference={"b": shapely.difference(whole, small), "e": small},
    )
    assert place.start == ""
    proposal = propose(place, "b")
    assert gained(proposal, "e") == pytest.approx(30_000 / AREA_SCALE, rel=1e-6)
    assert proposal.line.is_closed
    halves = propose(place, "equal-area")
    assert gained(halves, "e") == pytest.approx(15_000 / AREA_SCALE, rel=1e-6)
    require_parts(place, halves)


@given(
    st.lists(st.tuples(st.integers(410, 590), st.integers(1, 999)), max_size=6),
    st.sampled_from(["drawn", "uploaded"]),
)
@settings(max_examples=40)
def test_any_drawn_line_parts_the_land_exactly(
    disputed: Site, middle: list[tuple[int, int]], kind: str
) -> None:
    points = [(500, 0), *sorted(middle, key=lambda place: place[1]), (500, 1000)]
    check = check_drawn(disputed, moved(LineString(points)))
    if all(fault.excusable for fault in check.faults):
        proposal = propose(disputed, kind, drawn=moved(LineString(points)))
        require_parts(disputed, proposal)
        left = sum(proposal.gains["area_m2"] * (proposal.gains["village_to"] == "a"))
        right = sum(proposal.gains["area_m2"] * (proposal.gains["village_to"] == "b"))
        before = disputed.land_of("a").area / AREA_SCALE
        after = proposal.parts.geometry.iloc[0].area / AREA_SCALE
        assert after - before == pytest.approx(left - right, abs=1.0)


@given(st.integers(2, 300), st.sampled_from(["midline", "equal-area", "a"]))
@settings(max_examples=20)
def test_strips_of_any_width(width: int, kind: str) -> None:
    place = site(strip(width))
    proposal = propose(place, kind, corridor=corridor_of(place))
    require_parts(place, proposal)
    assert proposal.kind in KINDS
    total = 600 * width / AREA_SCALE
    share = {"a": 1.0, "equal-area": 0.5}.get(kind)
    if share is not None:
        rounding = GRID_M * proposal.line.length
        assert gained(proposal, "a") == pytest.approx(share * total, rel=1e-6, abs=rounding)


def test_a_moved_junction_asks_the_villages_beside_it() -> None:
    """a's line ends 100 m to the east in c and in d, whose junctions with a and b move."""
    place = site(at_junction())
    assert propose(place, "a").asked == ("c", "d")
    assert propose(place, "midline").asked == ()
    assert propose(site(strip()), "a").asked == ()


def test_a_junction_that_a_survey_misses_by_little_stays() -> None:
    """a's survey ends 1.5 m east of the junctions: its line is led back to them."""
    place = site({"a": box(0, 0, 501.5, 1000), "b": box(501.5, 0, 1000, 1000)})
    proposal = propose(place, "a")
    assert proposal.moved.empty
    assert places(proposal.line)[0] in [(500, 0), (500, 1000)]
    assert places(proposal.line)[-1] in [(500, 0), (500, 1000)]
    require_parts(place, proposal)


def test_the_residual_of_equal_halves_is_told(disputed: Site) -> None:
    proposal = propose(disputed, "equal-area")
    text = str(proposal.method)
    least = float(text.split("the halves differ by less than ")[1].removesuffix(" m²"))
    assert 0.01 <= least <= GRID_M * proposal.line.length + 0.01


@pytest.mark.parametrize("kind", ["midline", "equal-area"])
def test_the_words_on_a_line_are_those_of_everyday(disputed: Site, kind: str) -> None:
    """The sources of the methods stand in docs/method.md and in the modules, not on the page."""
    method = propose(disputed, kind).method
    text = method.render(translator("id")).lower()
    assert not [word for word in ("axis", "delaunay", "brent", "kisi") if word in text]
