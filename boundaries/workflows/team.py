"""The people who sign the papers of a workspace."""

from __future__ import annotations

from dataclasses import asdict, fields

from boundaries.domain.records import to_record
from boundaries.domain.team import Capacity, Member
from boundaries.store.database import Store
from boundaries.store.models import TeamMember
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer


def add_member(store: Store, member: Member, doer: Doer) -> tuple[TeamMember, bool]:
    """Take a person in; the row, and whether it says anything new."""
    with Repository(store) as repository:
        for row in repository.find(TeamMember, name=member.name, unit=member.unit):
            if member_of(row) == member:
                return row, False
        row = TeamMember(**asdict(member) | {"capacity": member.capacity.value})
        repository.add(row)
        repository.record(
            doer.entry("add-member", ("team-member", str(row.id)), after=to_record(member))
        )
    return row, True


def change_member(
    store: Store, number: int, member: Member, doer: Doer, *, version: int
) -> tuple[TeamMember, bool]:
    """Write what is known of a person anew; the row, and whether that says anything new.

    `version` is the one that the user saw: raises `ConflictError` when somebody else changed the
    row since, and `StoreError` for an unknown number.
    """
    with Repository(store) as repository:
        row = repository.get(TeamMember, number, version=version)
        before = member_of(row)
        if before == member:
            return row, False
        for name, value in (asdict(member) | {"capacity": member.capacity.value}).items():
            setattr(row, name, value)
        subject = ("team-member", str(number))
        repository.record(
            doer.entry("change-member", subject, before=to_record(before), after=to_record(member))
        )
    return row, True


def remove_member(store: Store, number: int, doer: Doer) -> Member:
    """Take a person out; raises `StoreError` for an unknown number."""
    with Repository(store) as repository:
        member = member_of(repository.get(TeamMember, number))
        repository.remove(TeamMember, id=number)
        repository.record(
            doer.entry("remove-member", ("team-member", str(number)), before=to_record(member))
        )
    return member


def members_of(repository: Repository) -> dict[int, Member]:
    """All who sign, by number, in the order of capacities, units and places."""
    rows = repository.find(TeamMember)
    order = list(Capacity)
    found = {row.id: member_of(row) for row in rows}
    return dict(
        sorted(
            found.items(),
            key=lambda item: (order.index(item[1].capacity), item[1].unit, item[1].place, item[0]),
        )
    )


def member_of(row: TeamMember) -> Member:
    """The person of a row."""
    values = {field.name: getattr(row, field.name) for field in fields(Member)}
    return Member(**values | {"capacity": Capacity(row.capacity)})
