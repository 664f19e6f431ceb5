"""What the page of a segment offers first, and proposing in one go by the offices."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.store.database import Store
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows.settle import act_on
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import settling_workspace
from tests.web.workspace_fixture import signed_in, token
from tests.workspace_fixture import A, B, C, doer, put_on_table, segment_of
from web.workspace_app import create_workspace_app

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Four villages, two surveys, people with quick passwords."""
    with quick_passwords(), settling_workspace(tmp_path) as made:
        yield made


@pytest.fixture
def people(store: Store) -> SignIn:
    """A client for each login."""
    app = create_workspace_app(store)
    return lambda login: signed_in(app.test_client(), login)


def offered(page: str) -> tuple[str, list[str]]:
    """The action of the large button, "" without one, and all actions in their order."""
    first = re.search(r'class="giliran"><a class="utama" href="#t-([a-z-]+)"', page)
    return first[1] if first else "", re.findall(r'<details class="[^"]*" id="t-([a-z-]+)"', page)


def test_withdrawing_is_never_the_next_step(people: SignIn, store: Store) -> None:
    segment = segment_of(store, A, B).id
    operator = people("sari")
    address = f"/segmen/{segment}?lang=en"
    assert offered(operator.get(address).text)[0] == "record-documents"
    put_on_table(store, segment, "midline")
    first, actions = offered(operator.get(address).text)
    assert first == ""
    assert actions[0] == "record-disagreement"
    assert actions[-1] == "withdraw"
    first, actions = offered(people("kades.b").get(address).text)
    assert first == "sign"
    assert actions[:2] == ["sign", "decline"]


def test_many_are_proposed_at_once(people: SignIn, store: Store) -> None:
    """B and C: all sources draw the same line. Each ticked one becomes a proposal, once."""
    same, operator = segment_of(store, B, C).id, people("sari")
    assert "in one go" not in operator.get("/segmen?lang=en").text
    for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
        act_on(store, same, action, doer(), Facts(documents=("1",)))
    listed = operator.get("/segmen?lang=en").text
    assert "1 segment with the same line everywhere has no proposal" in listed
    page = operator.get("/segmen/sekaligus?lang=en").text
    [value] = re.findall(r'name="pilih" value="([^"]+)"', page)
    assert value.startswith(same)
    form = {"csrf_token": token(operator, "/akun"), "kunci": "word"}
    none = operator.post("/segmen/sekaligus?lang=en", data=form)
    assert none.status_code == 403
    assert "no line was chosen" in none.text.lower()
    for _ in range(2):
        done = operator.post(
            "/segmen/sekaligus?lang=en", data=form | {"pilih": [value, "SG-0 1 " + "0" * 64]}
        )
        assert "1 line proposed." in done.text
        assert "1 was not: see the reason." in done.text
    with Repository(store) as repository:
        assert len(repository.find(Event, action="propose", subject_id=same)) == 1
    assert people("camat").get("/segmen/sekaligus").status_code == 403


def test_documents_of_many_segments_are_recorded_by_one_paper(people: SignIn, store: Store) -> None:
    operator = people("sari")
    assert "/segmen/catat/record-documents" in operator.get("/segmen?lang=en").text
    address = "/segmen/catat/record-documents?lang=en"
    page = operator.get(address).text
    ticked = re.findall(r'name="pilih" value="([^"]+)"', page)
    assert len(ticked) > 1
    sent = {"pilih": ticked, "dated": "2026-11-02", "csrf_token": token(operator, address)}
    without = operator.post(address, data=sent)
    assert (without.status_code, "the paper is missing" in without.text.lower()) == (422, True)
    assert without.text.count("checked") == len(ticked)
    paper = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "berita-acara.pdf")
    done = operator.post(
        address, data={**sent, "berkas": paper}, content_type="multipart/form-data"
    )
    assert f"{len(ticked)} segments recorded" in done.text
    assert "No segment waits for this step now" in done.text
    assert people("kades.b").get(address).status_code == 403
