"""The workspace of `tests.workspace_fixture` with people who settle its segments on the pages."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.store.models import Account
from boundaries.store.repository import Repository
from tests.web.workspace_fixture import ADMIN, PASSWORD, kept, signed_in
from tests.workspace_fixture import A, B, C, D, fill, fill_agreed, put_on_table, segment_of
from tests.workspace_template import Filled, copied_workspace

PDF = b"%PDF-1.4\n%%EOF\n"
PEOPLE: dict[str, tuple[Role, list[str], list[str]]] = {
    "sari": (Role.OPERATOR, [], []),
    "gita": (Role.GIS, [], []),
    "kades.a": (Role.VILLAGE_HEAD, [A], []),
    "kades.b": (Role.VILLAGE_HEAD, [B], []),
    "kades.d": (Role.VILLAGE_HEAD, [D], []),
    "camat": (Role.CAMAT, [], ["12.09.20"]),
    "camat.c": (Role.CAMAT, [], ["12.09.21"]),
    "vera": (Role.VERIFIER, [], []),
    "bupati": (Role.BUPATI, [], []),
}
"""Logins with their role, villages and kecamatan."""


def settling_workspace(folder: Path, filled: Filled = fill) -> Store:
    """The workspace in a new file, opened; everybody has the password `PASSWORD`."""
    store = copied_workspace(folder, filled=filled)
    with Repository(store) as repository:
        for login, (role, villages, kecamatan) in PEOPLE.items():
            row = Account(
                login=login, name=f"Nama {login}", role=role.value, villages=villages,
                kecamatan=kecamatan, password=kept(), created_at=ADMIN.at,
            )  # fmt: skip
            repository.add(row)
        repository.record(ADMIN.entry("add-account", ("account", "sari")))
    return store


def partly_agreed(folder: Path) -> Store:
    """The same: A and B have agreed, A and C have a line on the table, B and D nothing yet."""
    store = settling_workspace(folder, fill_agreed)
    put_on_table(store, segment_of(store, A, C).id, "reference")
    return store


def person(app: Flask, login: str) -> FlaskClient:
    """Somebody signed in, who reads English."""
    client = signed_in(app.test_client(), login)
    assert client.get("/akun?lang=en").status_code == 200
    return client


def fields_of(page: str) -> dict[str, str]:
    """The token and the version that the forms of a segment's page carry, and its proposal."""
    names = ("csrf_token", "versi", "number", "hash")
    found = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in names}
    return {name: match[1] for name, match in found.items() if match}


def send(client: FlaskClient, segment: str, action: str, **fields: object) -> TestResponse:
    """Send the form of an action, or of a proposal, from the page as it is now."""
    page = client.get(f"/segmen/{segment}?lang=en").text
    path = "usulan" if action == "propose" else f"tindakan/{action}"
    form = {**fields_of(page), **fields}
    return client.post(f"/segmen/{segment}/{path}", data=form, content_type="multipart/form-data")


def propose(client: FlaskClient, segment: str, kind: str, **fields: object) -> TestResponse:
    """Put a line of a kind on the table."""
    return send(client, segment, "propose", **{"garis-jenis": kind, **fields})


def sign(client: FlaskClient, segment: str, **fields: object) -> TestResponse:
    """Sign the line on the table."""
    return send(client, segment, "sign", **{"password": PASSWORD, **fields})
