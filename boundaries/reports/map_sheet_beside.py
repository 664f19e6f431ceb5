"""What stands beside the map of a sheet, and the further sheets of its list of points."""

from __future__ import annotations

from collections.abc import Sequence

from boundaries.domain.cartometric import SIMPUL
from boundaries.domain.case import State
from boundaries.domain.segment import KECAMATAN
from boundaries.messages import message
from boundaries.reports.map_sheet_approval import approval_block
from boundaries.reports.map_sheet_canvas import Page, Pen
from boundaries.reports.map_sheet_cursor import Block, flow
from boundaries.reports.map_sheet_panel import (
    inset_block,
    legend_block,
    lines_block,
    scale_block,
    sheet_number,
    title_block,
)
from boundaries.reports.map_sheet_points import draw_list, further_pages
from boundaries.reports.map_sheet_shown import Shown, style_of
from boundaries.reports.map_sheet_symbols import Used
from boundaries.reports.map_sheet_words import NOT_LAW, STIPULATED
from boundaries.reports.numbers import Numbers

ROLE_NAMES = {"big": message("BIG, indicative"), "survey": message("local survey")}
MOST_SOURCES = 6
FRAME = Pen("#000000", 0.35)


def draw_panel(page: Page, shown: Shown, used: Used, numbered: bool, digest: str) -> Sequence[Page]:
    """Draw the panel; the further sheets of the list of points."""
    layout, options = shown.frame.layout, shown.options
    settings, gettext, growth = options.settings, options.gettext, layout.growth
    title = settings.title(shown.subject.kind, gettext)
    statements = _system(shown)
    kinds = shown.points.points["kind"]
    simpul, ordinary = bool((kinds == SIMPUL).any()), bool((kinds != SIMPUL).any())
    upper = [
        title_block(title, shown.subject.lines, shown.subject.code, _note(shown)),
        scale_block(shown.frame.scale, Numbers(options.language), gettext),
        lines_block(gettext("Reference system"), statements),
        _inset(shown),
        legend_block(used, simpul=simpul, ordinary=ordinary, numbered=numbered, gettext=gettext),
    ]
    lower = [
        lines_block(gettext("Sources"), _sources(shown)),
        approval_block(settings.publisher, settings.approvals(gettext), digest, gettext),
    ]
    page.outline(layout.panel, FRAME)
    rooms = flow(page, layout.columns, upper, lower, growth)
    rows = draw_list(page, rooms, shown.listed, growth, gettext)
    rest = shown.listed.iloc[rows:]
    heading = f"{title} - {shown.subject.lines[0]} ({shown.subject.code})"
    return further_pages(rest, layout, heading, statements, gettext)


def _system(shown: Shown) -> tuple[str, ...]:
    projection = message("Projection: Universal Transverse Mercator (UTM)")
    grids = message("Grids: geographic, and UTM zone {zone} in metres", zone=str(shown.zone))
    gettext = shown.options.gettext
    datum, *_ = style_of(shown.zone, shown.options).statements()
    return projection.render(gettext), grids.render(gettext), datum


def _note(shown: Shown) -> str:
    """Whether all that is shared with other villages is stipulated."""
    about = shown.ground.segments[shown.subject.about]
    states = about.loc[about["b"] != "", "state"]
    if len(states) and (states == State.DITETAPKAN.value).all():
        return STIPULATED.render(shown.options.gettext)
    return shown.options.settings.note or NOT_LAW.render(shown.options.gettext)


def _inset(shown: Shown) -> Block:
    ground, subject = shown.ground, shown.subject
    villages = ground.villages
    home = set(villages.loc[villages["key"].isin(subject.villages).to_numpy(), "kecamatan_code"])
    land = villages.geometry[villages["kecamatan_code"].isin(home).to_numpy()]
    high = (ground.segments["border_class"] <= KECAMATAN).to_numpy()
    borders = ground.segments.geometry[high if high.any() else ~high]
    heading = shown.options.gettext("Location")
    return inset_block(heading, land, borders, shown.frame.bounds)


def _sources(shown: Shown) -> list[str]:
    gettext, numbers = shown.options.gettext, Numbers(shown.options.language)
    base_map = shown.options.settings.base_map
    lines = [message("Base map: {name}", name=base_map).render(gettext)] if base_map else []
    sources = shown.ground.sources
    near = sources[[bool(keys & shown.subject.villages) for keys in sources["villages"]]]
    for row in near.iloc[:MOST_SOURCES].to_dict("records"):
        role = ROLE_NAMES.get(row["role"])
        about = [role.render(gettext) if role else "", row["edition"]]
        date = numbers.date(row["date"])
        about.append(message("taken in on {date}", date=date).render(gettext))
        lines.append(f"{row['name']}: {', '.join(part for part in about if part)}")
    if len(near) > MOST_SOURCES:
        more = message("and {count} more sources", count=len(near) - MOST_SOURCES)
        lines.append(more.render(gettext))
    if shown.ground.as_of:
        date = numbers.date(shown.ground.as_of)
        lines.append(message("State of the data: {date}", date=date).render(gettext))
    return lines


def number_pages(pages: Sequence[Page], shown: Shown) -> None:
    """Write the number of each sheet."""
    sheet = shown.frame.layout.sheet
    for number, page in enumerate(pages, start=1):
        text = message("Sheet {number} of {count}", number=number, count=len(pages))
        sheet_number(page, sheet, text.render(shown.options.gettext))
