"""The workspace as a request sees it: the store, what is read from it, and who acts when."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone

from flask import Flask, current_app, g

from boundaries.domain.local_time import zone_of
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.workspace import KABUPATEN, NAME
from web.access import actor

EXTENSION = "tapal-workspace"


@dataclass(frozen=True)
class Workspace:
    """What is the same for all requests."""

    store: Store
    name: str
    kabupaten: str
    zone: timezone
    demo: str
    """The password of all accounts where the workspace is the sample; else "". """


def install(app: Flask, store: Store) -> None:
    """Keep the store, and close what a request opened when it ends."""
    with Repository(store) as unit:
        kabupaten = str(unit.setting(KABUPATEN) or "")
        app.extensions[EXTENSION] = Workspace(
            store,
            str(unit.setting(NAME) or ""),
            kabupaten,
            zone_of(kabupaten),
            str(unit.setting(DEMO) or ""),
        )
    app.teardown_appcontext(_close)
    app.jinja_env.globals.update(workspace=workspace, local=local)


DEMO = "demo"
"""The setting of a workspace that was made to be shown; its value is everybody's password."""


def workspace() -> Workspace:
    """The workspace that is served."""
    found: Workspace = current_app.extensions[EXTENSION]
    return found


def store() -> Store:
    """Its store, for use cases that open their own unit of work."""
    return workspace().store


def reading() -> Repository:
    """The unit of work in which this request reads, opened at its first use.

    Changes belong into a unit of their own: `with Repository(store()) as repository`.
    """
    if "reading" not in g:
        g.units = ExitStack()
        g.reading = g.units.enter_context(Repository(store()))
    found: Repository = g.reading
    return found


def now() -> datetime:
    """The moment in the zone of the kabupaten, whose date counts."""
    return datetime.now(workspace().zone)


def doer() -> Doer:
    """The person who is signed in, now."""
    return Doer(actor(), now())


def local(moment: datetime) -> datetime:
    """A moment in the zone of the kabupaten."""
    return moment.astimezone(workspace().zone)


def let_go() -> None:
    """End what this request reads before long work begins; reading anew opens another unit."""
    _close(None)


def _close(_: BaseException | None) -> None:
    units: ExitStack | None = g.pop("units", None)
    if units is not None:
        g.pop("reading")
        units.close()
