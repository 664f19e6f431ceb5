"""Tables of people: those who use a workspace, and those who sign its papers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from boundaries.store.base import Base, Numbered, Versioned


class Account(Numbered, Versioned, Base):
    """A person who may sign in, in one role.

    `login` is what the log calls the person. `password` and `invitation` are hashes. `session`
    counts up whenever all sessions of the person are to end. `villages` and `kecamatan` are what a
    head and a camat answer for, as `boundaries.domain.roles.Actor` has them.
    """

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    villages: Mapped[list[str]]
    kecamatan: Mapped[list[str]]
    password: Mapped[str | None]
    session: Mapped[int] = mapped_column(default=1)
    invitation: Mapped[str | None]
    invitation_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    seen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AccessToken(Numbered, Base):
    """A word with which a program reads for a person, until a moment; `word` is its hash."""

    __tablename__ = "access_token"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str]
    word: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    until: Mapped[datetime]


class TeamMember(Numbered, Versioned, Base):
    """A person who signs papers (`boundaries.domain.team.Member`)."""

    __tablename__ = "team_member"

    name: Mapped[str]
    post: Mapped[str]
    capacity: Mapped[str]
    unit: Mapped[str]
    nip: Mapped[str]
    decree: Mapped[str]
    decreed: Mapped[date | None]
    since: Mapped[date | None]
    until: Mapped[date | None]
    place: Mapped[int]
