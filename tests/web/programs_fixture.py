"""A workspace in which two villages agreed, and how programs read it: with a login and a token."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from boundaries.store.database import Store
from boundaries.workflows.tokens import add_token
from tests.web.settling_fixture import ADMIN, settling_workspace
from tests.web.workspace_fixture import pages_of
from tests.workspace_fixture import fill_agreed


@dataclass(frozen=True)
class Programs:
    """The application, its workspace, and the token of sari, an operator."""

    app: Flask
    store: Store
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What a program of sari sends."""
        return basic("sari", self.token)

    def get(self, address: str, **headers: str) -> TestResponse:
        """The answer that it gets."""
        return self.app.test_client().get(address, headers={**self.headers, **headers})

    def json(self, address: str) -> Any:
        """The content of an answer that succeeded."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.text
        return answer.get_json(force=True)


def basic(login: str, word: str) -> dict[str, str]:
    """The header of HTTP Basic."""
    given = base64.b64encode(f"{login}:{word}".encode()).decode()
    return {"Authorization": f"Basic {given}"}


@contextmanager
def programs_in(folder: Path) -> Iterator[Programs]:
    """The workspace of `tests.web.settling_fixture`; A and B agreed on A's line, 100 m into B."""
    with settling_workspace(folder, fill_agreed) as store:
        yield Programs(pages_of(store), store, add_token(store, "sari", "QGIS", ADMIN))
