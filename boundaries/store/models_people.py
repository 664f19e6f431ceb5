"""The table of the people who use a workspace."""

from __future__ import annotations

from datetime import datetime

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
