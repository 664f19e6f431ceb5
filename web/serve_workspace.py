"""What `tapal serve WORKSPACE` shows: the application of the workspace, ready to be served."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask

from boundaries.domain.roles import ROLE_NAMES, Role
from boundaries.errors import ParameterError, StoreError
from boundaries.io.mail import server_from
from boundaries.messages import Gettext, message
from boundaries.store.database import ENDING, Store, open_store
from boundaries.store.models import Account
from boundaries.store.repository import Repository
from web import mailer
from web.app_settings import WorkspaceSettings, is_local, secret_for, trusted_names
from web.config import parse_basemap
from web.unit import DEMO
from web.workspace_app import create_workspace_app

SERVERS = ("postgresql://", "postgres://")


@dataclass(frozen=True)
class Place:
    """Where the server listens, and the address that people type; "" without a proxy."""

    host: str
    public_url: str = ""


def opened(address: str) -> Store | None:
    """The workspace at an address; None where it is something else, such as a layer."""
    is_file = address.lower().endswith(ENDING) and Path(address).is_file()
    if not is_file and not address.startswith(SERVERS):
        return None
    try:
        return open_store(address)
    except StoreError as fault:
        if is_file and fault.code == "not-a-workspace":
            return None
        raise


def workspace_app(
    store: Store, place: Place, language: str, basemaps: Sequence[str], gettext: Gettext
) -> Flask:
    """The application of a workspace; the accounts of a sample are listed on the screen.

    Raises `ParameterError` where others could reach it and the secret or the accounts are known.
    """
    settings = WorkspaceSettings(
        language=language,
        basemaps=tuple(parse_basemap(text) for text in basemaps),
        trusted_hosts=trusted_names(place.host, place.public_url),
        secret=secret_for(place.host, place.public_url, os.environ),
        public_url=place.public_url,
    )
    with Repository(store) as repository:
        password = repository.setting(DEMO)
        accounts = repository.find(Account)
    if not accounts:
        note = message(
            "nobody has an account yet: tapal user add {address} LOGIN --role admin --name NAME",
            address=store.address,
        )
        click.echo(note.render(gettext), err=True)
    if password:
        _require_private(store, place)
        click.echo(
            message("Accounts, all with the password {password}:", password=password).render(
                gettext
            ),
            err=True,
        )
        for account in accounts:
            role = ROLE_NAMES[Role(account.role)].render(gettext)
            click.echo(f"  {account.login:24} {account.name} · {role}", err=True)
    return create_workspace_app(store, settings)


@contextmanager
def mailing(store: Store, place: Place) -> Iterator[None]:
    """Notices go out by mail within the block, where the environment names a mail server."""
    mail = server_from(os.environ)
    stop = mailer.start(store, mail, place.public_url) if mail else threading.Event()
    try:
        yield
    finally:
        stop.set()


def _require_private(store: Store, place: Place) -> None:
    if not is_local(place.host, place.public_url):
        raise ParameterError(
            "sample-in-public",
            message("{address} is a sample whose passwords are known", address=store.address),
            message("serve it on this computer only: --host 127.0.0.1"),
        )
