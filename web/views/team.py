"""The team: who signs papers, by which decree and until when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.team import CAPACITY_NAMES, Capacity, Member
from boundaries.errors import ConflictError, ParameterError, TapalError
from boundaries.messages import message
from boundaries.store.models import TeamMember
from boundaries.workflows.team import add_member, change_member, member_of, members_of
from web import access, unit
from web.access import everyone
from web.etags import asked_version
from web.log_values import field_words
from web.places import places
from web.problems import status_of, told
from web.product_rules import TEAM_KEEPERS, require
from web.team_form import fields_of, member_from

team = Blueprint("team", __name__)


@dataclass(frozen=True)
class Form:
    """A form that is open: of a person by number (0: of a new one), and what stands in it.

    `now` is what the workspace says by now, where somebody else changed it meanwhile.
    """

    number: int
    version: int
    values: Mapping[str, str]
    fault: str = ""
    now: Member | None = None


@team.get("/tim")
@everyone
def page() -> str:
    """All who sign; a form for the person in `ubah`."""
    number = request.args.get("ubah", type=int)
    if number is None or access.actor().role not in TEAM_KEEPERS:
        return _page(None)
    row = unit.reading().get(TeamMember, number)
    return _page(Form(number, row.version, fields_of(member_of(row))))


@team.post("/tim/tambah")
@everyone
def add() -> tuple[str, int] | AnyResponse:
    """Take a person in."""
    _require_keeper()
    try:
        row, new = add_member(unit.store(), member_from(request.form, places()), unit.doer())
    except ParameterError as fault:
        return _again(0, 0, fault)
    if not new:
        flash(gettext("%(name)s is in the team already.", name=row.name))
    return _back(row.id)


@team.post("/tim/<int:number>/ubah")
@everyone
def change(number: int) -> tuple[str, int] | AnyResponse:
    """Write a person anew; who was slower sees both versions."""
    _require_keeper()
    version = asked_version()
    try:
        member = member_from(request.form, places())
        change_member(unit.store(), number, member, unit.doer(), version=version)
    except (ConflictError, ParameterError) as fault:
        return _again(number, version, fault)
    return _back(number)


@team.post("/tim/<int:number>/berhenti")
@everyone
def retire(number: int) -> tuple[str, int] | AnyResponse:
    """End the appointment of a person with a last day; papers of earlier dates keep the name."""
    _require_keeper()
    version = asked_version()
    row = unit.reading().get(TeamMember, number)
    values = fields_of(member_of(row)) | {"until": request.form.get("until", "")}
    try:
        last = member_from(values, places()).until or unit.now().date()
        member = replace(member_of(row), until=last)
        change_member(unit.store(), number, member, unit.doer(), version=version)
    except (ConflictError, ParameterError) as fault:
        return _again(number, version, fault, values)
    return _back(number)


def _require_keeper() -> None:
    require(access.actor(), TEAM_KEEPERS, message("change the team"))


def _back(number: int) -> AnyResponse:
    return redirect(url_for("team.page", _anchor=f"team-member-{number}"), code=303)


def _again(
    number: int, version: int, fault: TapalError, values: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """The form as it was filled in, with what is wrong; it then carries the newest version."""
    now = None
    if isinstance(fault, ConflictError):
        unit.let_go()
        row = unit.reading().get(TeamMember, number)
        version, now = row.version, member_of(row)
    text = f"{told(fault.message)}. {told(fault.hint)}."
    form = Form(number, version, values or request.form, text, now)
    return _page(form), status_of(fault)


def _page(form: Form | None) -> str:
    members, today = members_of(unit.reading()), unit.now().date()
    versions = {row.id: row.version for row in unit.reading().find(TeamMember)}
    present = {number: one for number, one in members.items() if not _over(one, today)}
    return render_template(
        "workspace/team.html",
        present=present,
        former={number: one for number, one in members.items() if number not in present},
        versions=versions,
        form=form,
        may_write=access.actor().role in TEAM_KEEPERS,
        capacities=tuple(Capacity),
        capacity_name=lambda capacity: told(CAPACITY_NAMES[Capacity(capacity)]),
        fields_of=fields_of,
        field_words=field_words,
        places=places(),
        today=today,
    )


def _over(member: Member, today: datetime.date) -> bool:
    """Whether the appointment has ended."""
    return member.until is not None and member.until < today
