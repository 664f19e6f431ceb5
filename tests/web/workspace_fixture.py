"""A small workspace with an account for each role, and how its pages are used in tests."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import cache

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.domain.case import Case, Side
from boundaries.domain.parameters import Parameters
from boundaries.domain.roles import Actor, Role
from boundaries.store.database import Store
from boundaries.store.models import Account, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import put_case
from boundaries.workflows.doer import Doer
from boundaries.workflows.passwords import hashed
from boundaries.workflows.workspace import PARAMETERS
from tests.store_fixture import NOON, entry, fill
from web.workspace_app import create_workspace_app

PASSWORD = "tiga kata rahasia"
ADMIN = Doer(Actor("admin", Role.ADMIN), NOON)
LOGINS = {role: role.value for role in Role if role is not Role.SYSTEM}
AREAS = {
    Role.VILLAGE_HEAD: (["A"], []),
    Role.LURAH: (["B"], []),
    Role.CAMAT: ([], ["Air Batu"]),
}
"""What the people of `people` answer for: the two villages of `tests.store_fixture`."""


@cache
def kept() -> str:
    """The hash of everybody's password, made once: hashing is slow by design."""
    return hashed(PASSWORD)


def people() -> list[Account]:
    """One account for each role; the login is the role."""
    return [
        Account(
            login=login,
            name=f"Nama {login.title()}",
            role=role.value,
            villages=AREAS.get(role, ([], []))[0],
            kecamatan=AREAS.get(role, ([], []))[1],
            password=kept(),
            created_at=NOON,
        )
        for role, login in LOGINS.items()
    ]


def populate(store: Store) -> None:
    """The rows of `tests.store_fixture`, and the people."""
    fill(store)
    with Repository(store) as repository:
        sides = (Side(key, "Air Batu", "Asahan") for key in "AB")
        put_case(repository.get(Segment, "SG-1"), Case("SG-1", *sides))
        repository.set_setting("kabupaten", "12.09")
        repository.set_setting(PARAMETERS, asdict(Parameters()))
        repository.add(*people())
        repository.record(entry("add-account", subject_kind="account", subject_id="admin"))


def pages_of(store: Store) -> Flask:
    """The pages of a workspace; faults in them are raised."""
    app = create_workspace_app(store)
    app.testing = True
    return app


def token(client: FlaskClient, address: str = "/masuk") -> str:
    """The token that a form of the page carries."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found, address
    return found[1]


def sign_in(
    client: FlaskClient, login: str, password: str = PASSWORD, **fields: str
) -> TestResponse:
    """Sign in through the form."""
    form = {"login": login, "password": password, "csrf_token": token(client), **fields}
    return client.post("/masuk", data=form)


def signed_in(client: FlaskClient, login: str) -> FlaskClient:
    """The client after signing in."""
    assert sign_in(client, login).status_code == 302
    return client


def send(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a form with its token, from the account page."""
    return client.post(address, data={"csrf_token": token(client, "/akun"), **fields})
