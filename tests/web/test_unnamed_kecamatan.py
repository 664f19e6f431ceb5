"""A kecamatan that nothing names goes by its code, told once."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient

from boundaries.store.database import Store
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from tests.store_fixture import entry
from tests.web.workspace_fixture import signed_in

CODE = "12.09.01"


def words(page: str, tag: str) -> str:
    """The text of the first element of a kind, without its markup."""
    found = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    assert found, tag
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


def unnamed(store: Store) -> None:
    with Repository(store) as repository:
        for row in repository.find(Village):
            row.kecamatan = ""
        repository.record(entry("import"))


def test_with_a_name_the_code_stands_beside_it(visitor: FlaskClient, workspace: Store) -> None:
    reader = signed_in(visitor, "operator")
    assert words(reader.get(f"/kecamatan/{CODE}").text, "h1") == f"Kecamatan Air Batu {CODE}"


def test_without_name_the_code_stands_once(visitor: FlaskClient, workspace: Store) -> None:
    unnamed(workspace)
    reader = signed_in(visitor, "operator")
    assert words(reader.get(f"/kecamatan/{CODE}").text, "h1") == f"Kecamatan {CODE}"
    assert words(reader.get("/desa").text, "h2") == f"Kecamatan {CODE}"
    page = html.unescape(reader.get("/sumber?lang=en").text)
    assert f"1 kecamatan have no name: {CODE}. Import a layer that has" in page
    assert "--mapping" not in page


def test_the_source_names_who_worked_at_the_command_line(
    visitor: FlaskClient, workspace: Store
) -> None:
    page = signed_in(visitor, "operator").get("/sumber?lang=en").text
    assert "command line (" in page
