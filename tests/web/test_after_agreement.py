"""What pages say of a segment in dispute, and once its line is settled and verified."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from boundaries.store.database import Store
from boundaries.store.models import Finding
from boundaries.store.repository import Repository
from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import (
    PDF,
    fields_of,
    person,
    propose,
    send,
    settling_workspace,
    sign,
)
from tests.web.workspace_fixture import PASSWORD, pages_of
from tests.workspace_fixture import A, B, C, put_on_table, segment_of


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A and B dispute 10 ha, B and C nothing; a line is on the table for both pairs."""
    folder: Path = tmp_path_factory.mktemp("ruang")
    with quick_passwords(), settling_workspace(folder) as made:
        put_on_table(made, segment_of(made, A, B).id, "a")
        put_on_table(made, segment_of(made, B, C).id, "reference")
        yield made


@pytest.fixture(scope="module")
def segment(store: Store) -> str:
    """The segment between A and B."""
    return segment_of(store, A, B).id


@pytest.fixture(scope="module")
def told(store: Store, segment: str) -> dict[str, str]:
    """Pages in the order in which A and B come to an agreement, by what was done before each."""
    app = pages_of(store)
    sign_in = cache(lambda login: person(app, login))
    a, b, camat, sari = map(sign_in, ("kades.a", "kades.b", "camat", "sari"))
    address, pages = f"/segmen/{segment}?lang=en", {"board of b": b.get("/?lang=en").text}
    assert send(b, segment, "decline", reason="kebun").status_code == 303
    assert send(camat, segment, "refer").status_code == 303
    pages["mediation"] = camat.get(address).text
    pages["meeting too early"] = meeting(camat, segment, "2020-01-01").text
    [day] = set(re.findall(r'min="(\d{4}-\d\d-\d\d)"', pages["mediation"]))
    assert meeting(camat, segment, day).status_code == 303
    stale = fields_of(b.get(address).text) | {"password": PASSWORD}
    assert propose(camat, segment, "midline").status_code == 303
    pages["stale"] = b.post(f"/segmen/{segment}/tindakan/sign", data=stale).text
    version = fields_of(b.get(address).text)
    assert sign(a, segment).status_code == 303
    again = version | {"password": PASSWORD}
    pages["same line"] = b.post(f"/segmen/{segment}/tindakan/sign", data=again).text
    assert sign(b, segment).status_code == 303
    pages["too late"] = b.post(f"/segmen/{segment}/tindakan/sign", data=again).text
    pages |= {"agreed": sari.get(address).text, "board": sari.get("/?lang=en").text}
    pages["list"] = sari.get("/segmen?lang=en").text
    vera = sign_in("vera")
    done = send(vera, segment, "verify", berkas=(io.BytesIO(PDF), "rapat.pdf"))
    assert done.status_code == 303
    pages["done"] = vera.get(done.headers["Location"]).text
    pages |= {"verified": sari.get(address).text, "list then": sari.get("/segmen?lang=en").text}
    return pages


def meeting(client: FlaskClient, segment: str, day: str) -> TestResponse:
    """Record a meeting of a day."""
    paper = (io.BytesIO(PDF), "rapat.pdf")
    return send(client, segment, "record-meeting", dated=day, berkas=paper)


def row_of(page: str, segment: str) -> str:
    found = re.search(rf'data-segmen="{segment}">.*?</tr>', page, re.DOTALL)
    assert found
    return found[0]


def test_a_meeting_is_not_older_than_the_dispute(told: dict[str, str]) -> None:
    assert "lies before the disagreement of" in told["meeting too early"]


def test_what_was_about_another_line_is_not_sent_again(told: dict[str, str]) -> None:
    """Signing proposal 1 when proposal 2 is on the table: neither password nor button."""
    page = told["stale"]
    assert "What you sent (not recorded)" in page
    assert "What you sent is about proposal 1" in page
    assert "Look at proposal 2 first" in page
    assert 'name="password"' not in page
    assert "Do it again" not in page


def test_the_same_line_is_signed_again_on_the_newer_version(told: dict[str, str]) -> None:
    assert "Do it again on the version of now" in told["same line"]
    assert 'name="password"' in told["same line"]


def test_what_is_over_is_not_sent_again(told: dict[str, str]) -> None:
    assert "nobody may sign the proposal now" in told["too late"]
    assert "Do it again" not in told["too late"]


def test_the_state_stands_first_and_the_verdict_is_history(
    told: dict[str, str], segment: str
) -> None:
    assert "Agreed, formerly: Shifted" not in told["mediation"]
    assert "· Shifted</span>" in told["mediation"]
    assert "Agreed, formerly: Shifted</span>" in told["agreed"]
    row = row_of(told["list"], segment)
    assert "formerly: Shifted" in row
    assert re.findall(r'<td class="angka">(.*?)</td>', row)[1] == "–", "10 ha are settled"


def test_the_settled_line_has_one_name_and_one_colour(told: dict[str, str]) -> None:
    row = re.search(r'<tr data-garis="usulan".*?</tr>', told["agreed"], re.DOTALL)
    assert row
    assert "settled line (proposal 2)" in row[0]
    assert "garis-selesai" in row[0]
    assert 'contoh garis garis-usulan"' not in row[0]
    row = re.search(r'<tr data-garis="usulan".*?</tr>', told["mediation"], re.DOTALL)
    assert row
    assert 'contoh garis garis-usulan"' in row[0]


def test_the_board_knows_of_disputes_that_are_over(told: dict[str, str]) -> None:
    assert "No dispute is open." in told["board"]
    assert "1 segment was disputed, and its line is settled." in told["board"]
    assert "No village has declined a line." not in told["board"]


def test_the_board_leads_to_signing_in_one_go(told: dict[str, str]) -> None:
    assert 'href="/segmen/sekaligus">1 segment with the same line everywhere' in told["board of b"]
    assert "/segmen/sekaligus" not in told["mediation"]


def test_the_board_tells_which_borders_it_counts(told: dict[str, str]) -> None:
    """Four segments between villages, and the outer border of A, B, C and D in four stretches."""
    assert "4 stretches of the outer border come on top of them" in told["board"]


def test_a_verification_is_told(told: dict[str, str], segment: str) -> None:
    assert "The segment is now: Agreed, verified internally." in told["done"]
    assert "Verified internally by Nama vera" in told["verified"]
    assert "✓ verified internally</span>" in told["verified"]
    assert "verified internally" in row_of(told["list then"], segment)


def test_findings_are_listed(told: dict[str, str], store: Store, segment: str) -> None:
    with Repository(store) as repository:
        found = repository.find(Finding, segment_id=segment, current=True)
    part = re.search(r'<details class="titik" id="temuan">.*?</details>', told["agreed"], re.DOTALL)
    assert part
    assert part[0].count("<tr>") == 1 + len(found) > 1
    assert "10.01 ha" in part[0]
