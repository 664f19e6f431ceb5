"""The status of a workspace on a terminal of 100 columns."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable

from rich.text import Text

from boundaries.domain.case import STATE_NAMES, State
from boundaries.domain.local_time import zone_of
from boundaries.domain.roles import ACTION_NAMES, ROLE_NAMES, Action, Role, listed
from boundaries.domain.workspace_status import WorkspaceStatus
from boundaries.messages import Message, message
from boundaries.reports.labels import parties
from boundaries.reports.numbers import KILOMETRE_M
from boundaries.reports.workspace_text import NONE, Screen

SOURCE_ROLES = {"big": message("BIG's layer"), "survey": message("survey")}
LEVELS = {"camat": message("camat"), "bupati": message("bupati"), "": message("none yet")}


def print_status(status: WorkspaceStatus, screen: Screen) -> None:
    """Print sources, segments by state, kecamatan with targets, clocks, steps and marks."""
    _print_head(status, screen)
    _print_states(status, screen)
    _print_kecamatan(status, screen)
    _print_clocks(status, screen)
    _print_waiting(status, screen)
    _print_marked(status, screen)
    numbers = screen.numbers
    screen.say(
        message(
            "Excepted findings: {excepted}. Entries in the log: {entries}.",
            excepted=numbers.integer(status.excepted), entries=numbers.integer(status.entries),
        )
    )  # fmt: skip
    screen.say(message("Every line is indicative until the regulation of the bupati."))


def _print_head(status: WorkspaceStatus, screen: Screen) -> None:
    _, numbers = screen.gettext, screen.numbers
    title = " · ".join(filter(None, (status.name, status.kabupaten, numbers.date(status.day))))
    screen.console.print(Text(title, style="bold"))
    rows = [
        (row["name"], SOURCE_ROLES[row["role"]].render(_), numbers.integer(row["number"]),
         numbers.integer(row["features"]), row["edition"] or NONE,
         _day(row["imported_at"], status, screen))
        for row in status.sources.to_dict("records")
    ]  # fmt: skip
    headings = [
        _("Source"), _("Role"), _("Version"), _("Villages"), _("Edition"), _("Imported"),
    ]  # fmt: skip
    screen.table(_("Sources"), headings, rows)
    screen.say(_detection(status, screen))


def _detection(status: WorkspaceStatus, screen: Screen) -> Message:
    found = status.detection
    if found is None:
        return message("Nothing was detected yet: tapal detect {address}", address=status.address)
    words = message(
        "Detection {number}: {findings} findings in {cases} cases.",
        number=found["number"],
        findings=screen.numbers.integer(_number(found["findings"])),
        cases=screen.numbers.integer(_number(found["cases"])),
    )
    if not found["stale"]:
        return words
    return message(
        "{detection} Sources have changed since: tapal detect {address}",
        detection=words, address=status.address,
    )  # fmt: skip


def _print_states(status: WorkspaceStatus, screen: Screen) -> None:
    _, numbers = screen.gettext, screen.numbers
    rows = [
        (
            _state(row["state"], screen),
            numbers.integer(row["segments"]),
            _km(row["length_m"], screen),
        )
        for row in status.states.to_dict("records")
    ]
    if rows:
        count, metres = status.states["segments"].sum(), status.states["length_m"].sum()
        rows.append((_("All"), numbers.integer(count), _km(metres, screen)))
    headings = [_("State"), _("Segments"), _("Length (km)")]
    screen.table(_("Segments by state"), headings, rows, figures=True)


def _print_kecamatan(status: WorkspaceStatus, screen: Screen) -> None:
    _ = screen.gettext
    rows = [
        (row["name"], _state(row["state"], screen), screen.numbers.integer(row["segments"]),
         _against(row["settled"], row["target_segments"], screen),
         _against(row["settled_m"] / KILOMETRE_M, row["target_km"], screen, digits=1),
         _against(row["definitive"], row["target_villages"], screen),
         screen.numbers.integer(row["disputed"]))
        for row in status.kecamatan.to_dict("records")
    ]  # fmt: skip
    headings = [
        _("Kecamatan"), _("Least state"), _("Segments"), _("Settled"), _("Settled (km)"),
        _("Definitive villages"), _("In dispute"),
    ]  # fmt: skip
    title = message("Kecamatan, with targets of {quarter}", quarter=status.quarter).render(_)
    screen.table(title, headings, rows, figures=True)


def _print_clocks(status: WorkspaceStatus, screen: Screen) -> None:
    _, numbers = screen.gettext, screen.numbers
    rows = [
        (row["segment"], _villages(row["villages"], status), _state(row["state"], screen),
         LEVELS[row["level"]].render(_), numbers.date(row["due"]),
         numbers.integer(row["days_left"]))
        for row in status.clocks.to_dict("records")
    ]  # fmt: skip
    headings = [
        _("Segment"), _("Villages"), _("State"), _("Level"), _("Last day"), _("Days left"),
    ]  # fmt: skip
    screen.table(_("Clocks that run"), headings, rows)


def _print_waiting(status: WorkspaceStatus, screen: Screen) -> None:
    _, numbers = screen.gettext, screen.numbers
    rows = [
        (ACTION_NAMES[Action(row["action"])].render(_), _roles(row["roles"], screen),
         numbers.integer(row["segments"]), _km(row["length_m"], screen), row["first"])
        for row in status.waiting.to_dict("records")
    ]  # fmt: skip
    headings = [_("Next step"), _("By"), _("Segments"), _("km"), _("First")]
    screen.table(_("What waits for whom"), headings, rows)


def _print_marked(status: WorkspaceStatus, screen: Screen) -> None:
    _ = screen.gettext
    rows = [
        (row["segment"], _villages(row["villages"], status), _state(row["state"], screen),
         _day(row["at"], status, screen), row["reason"])
        for row in status.marked.to_dict("records")
    ]  # fmt: skip
    headings = [_("Segment"), _("Villages"), _("State"), _("Since"), _("Reason")]
    screen.table(_("Segments that need another look"), headings, rows)


def _state(code: str, screen: Screen) -> str:
    return STATE_NAMES[State(code)].render(screen.gettext) if code else NONE


def _roles(codes: Iterable[str], screen: Screen) -> str:
    found = listed([ROLE_NAMES[Role(code)] for code in codes])
    return found.render(screen.gettext) if isinstance(found, Message) else found


def _km(metres: float, screen: Screen) -> str:
    return screen.numbers.measure(metres / KILOMETRE_M, 2)


def _against(done: float, wanted: float, screen: Screen, *, digits: int = 0) -> str:
    """What is done, and of how much where there is a target: "3 / 12"."""
    text = screen.numbers.decimal(0 if math.isnan(done) else done, digits)
    return text if math.isnan(wanted) else f"{text} / {screen.numbers.decimal(wanted, digits)}"


def _day(moment: datetime.datetime, status: WorkspaceStatus, screen: Screen) -> str:
    """The date of a moment at the place of the workspace."""
    return screen.numbers.date(moment.astimezone(zone_of(status.kabupaten)).date())


def _villages(keys: Iterable[str], status: WorkspaceStatus) -> str:
    return parties(status.names.get(key, key) for key in keys)


def _number(value: object) -> float:
    return float(str(value))
