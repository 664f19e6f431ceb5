"""The head of a third village whose simpul a proposal moves: asked, told, and able to sign."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from boundaries.domain.case import State
from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.store.models import Account
from boundaries.store.repository import Repository
from boundaries.workflows.notices import notes_of
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import PDF, propose, send, settling_workspace, sign
from tests.web.workspace_fixture import ADMIN, kept, pages_of, signed_in
from tests.workspace_fixture import A, B, C, doer, segment_of

WHY = "moves a simpul that also belongs to"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The workspace of settling, with a head of C."""
    with quick_passwords(), settling_workspace(tmp_path) as made:
        with Repository(made) as repository:
            account = Account(
                login="kades.c", name="Nama kades.c", role=Role.VILLAGE_HEAD.value, villages=[C],
                kecamatan=[], password=kept(), created_at=ADMIN.at,
            )  # fmt: skip
            repository.add(account)
            repository.record(ADMIN.entry("add-account", ("account", "kades.c")))
        yield made


@pytest.fixture
def pages(store: Store) -> Flask:
    """Its pages."""
    return pages_of(store)


def test_the_third_head_is_asked_and_signs_last(store: Store, pages: Flask) -> None:
    """A's line moves the junction with C 100 m east."""
    segment = segment_of(store, A, B).id
    operator, c = (signed_in(pages.test_client(), login) for login in ("sari", "kades.c"))
    assert segment not in c.get("/?lang=en").text
    before = c.get(f"/segmen/{segment}?lang=en").text
    assert "t-sign" not in before
    assert WHY not in before
    for action in ("record-documents", "record-tracing"):
        send(operator, segment, action, berkas=(io.BytesIO(PDF), "ba.pdf"))
    propose(operator, segment, "a")
    page = c.get(f"/segmen/{segment}?lang=en").text
    assert page.count(WHY) == 1
    assert 'id="t-sign"' in page
    assert "its simpul moves" in c.get(f"/segmen/{segment}/cetak?lang=en").text
    assert segment in c.get("/?lang=en").text
    with Repository(store) as repository:
        [account] = repository.find(Account, login="kades.c")
    [note] = [note for note in notes_of(store, account, doer().at) if note.segment == segment]
    assert "third village" in note.text.template
    for login in ("kades.a", "kades.b"):
        sign(signed_in(pages.test_client(), login), segment)
    assert segment_of(store, A, B).state == State.DILACAK.value
    sign(c, segment)
    assert segment_of(store, A, B).state == State.SEPAKAT.value
