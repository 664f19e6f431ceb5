"""The administrator chooses villages and kecamatan from lists, or types what they are called."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.store.models import Account
from boundaries.store.repository import Repository
from tests.web.workspace_fixture import PASSWORD, send, signed_in


def opened(visitor: FlaskClient, role: Role, **area: str) -> tuple[int, str]:
    """Status and page after an account was asked for."""
    form = {"login": "baru", "name": "Baru", "role": role.value, "confirm": PASSWORD}
    answer = send(signed_in(visitor, "admin"), "/akun/tambah?lang=en", **form, **area)
    return answer.status_code, html.unescape(answer.text)


def area_of(store: Store) -> tuple[list[str], list[str]]:
    with Repository(store) as repository:
        (row,) = repository.find(Account, login="baru")
    return row.villages, row.kecamatan


def test_lists_offer_names_and_codes(visitor: FlaskClient) -> None:
    page = html.unescape(signed_in(visitor, "admin").get("/akun").text)
    listed = re.findall(r'<option value="([^"]+)"></option>', page)
    assert any("Buntu Pane" in text and text.endswith(" (B)") for text in listed)
    assert "Air Batu (12.09.01)" in listed
    assert 'list="desa-terdaftar"' in page


@pytest.mark.parametrize(
    ("typed", "villages"),
    [
        ("Desa Buntu Pane (B)", ["B"]),
        ("buntu pane", ["B"]),
        ("Air Batu, Desa Buntu Pane (B)", ["A", "B"]),
        ("A,B", ["A", "B"]),
    ],
)
def test_villages_are_known_by_name(
    visitor: FlaskClient, workspace: Store, typed: str, villages: list[str]
) -> None:
    assert opened(visitor, Role.VILLAGE_HEAD, villages=typed)[0] == 201
    assert area_of(workspace) == (villages, [])


@pytest.mark.parametrize("typed", ["Air Batu (12.09.01)", "air batu", "12.09.01"])
def test_a_kecamatan_is_kept_by_code(visitor: FlaskClient, workspace: Store, typed: str) -> None:
    assert opened(visitor, Role.CAMAT, kecamatan=typed)[0] == 201
    assert area_of(workspace) == ([], ["12.09.01"])


def test_a_name_that_is_not_there_is_told_whole(visitor: FlaskClient) -> None:
    status, page = opened(visitor, Role.VILLAGE_HEAD, villages="Suka Damai (Z)")
    [fault] = re.findall(r'class="salah"[^>]*>(.*?)</p>', page)
    assert status == 422
    assert fault.startswith("Suka Damai (Z) is no village of this workspace. Choose one from")
    assert "tapal " not in fault
