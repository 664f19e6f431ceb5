"""The workspace of the sample, as `make demo` serves it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boundaries.domain.roles import HEADS, Role
from boundaries.store.database import Store, open_store
from boundaries.store.models import Account, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import sign_in
from web.app_settings import KNOWN

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The workspace, made by its script."""
    target = tmp_path_factory.mktemp("contoh") / "contoh.gpkg"
    script = ROOT / "data/make_workspace.py"
    command = [sys.executable, str(script), "--sample", str(sample), "--out", str(target)]
    subprocess.run(command, check=True, cwd=ROOT)
    with open_store(str(target)) as store:
        yield store


def test_there_is_somebody_for_each_role(made: Store) -> None:
    with Repository(made) as repository:
        people = repository.find(Account)
        segments = repository.find(Segment, current=True)
    assert {Role(row.role) for row in people} == set(Role) - {Role.SYSTEM}
    assert all("(contoh)" in row.name for row in people)
    assert len([row for row in people if row.role == Role.CAMAT]) == 2
    heads = {code for row in people if row.role in HEADS for code in row.villages}
    assert len(heads) >= 6
    both = [row for row in segments if {row.village_a, row.village_b} <= heads]
    assert len(both) >= 3
    disputed = [row for row in segments if row.verdict == "contested"]
    gravest = max(disputed, key=lambda row: (row.figures or {}).get("land_m2", 0.0))
    assert {gravest.village_a, gravest.village_b} <= heads
    kecamatan = {code for row in people for code in row.kecamatan}
    assert kecamatan == {row.kecamatan_a for row in segments}


def test_the_lurah_heads_the_kelurahan(made: Store) -> None:
    with Repository(made) as repository:
        (lurah,) = repository.find(Account, role=Role.LURAH.value)
    assert lurah.villages == ["12.68.01.1001"]


def test_everybody_has_the_password_that_is_shown(made: Store) -> None:
    with Repository(made) as repository:
        password = repository.setting("demo")
        assert repository.verify() == []
    for login in ("operator", "admin", "lurah.contoh-kota"):
        assert sign_in(made, login, password, datetime.now(UTC)) is not None


def test_make_demo_takes_the_known_secret() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^DEMO_SECRET := (.*)$", text, re.M) == [KNOWN]
