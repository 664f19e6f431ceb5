"""The page of the team: who signs, added, changed and retired by the operator."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.store.database import Store
from boundaries.store.models import Event, TeamMember
from boundaries.store.repository import Repository
from boundaries.workflows.team import members_of
from tests.web.settling_fixture import person
from tests.web.workspace_fixture import send

EVIL = "<img src=x onerror=alert(1)>"
DODI = {
    "name": "Dodi Saputra, S.STP", "capacity": "team", "post": "Ketua",
    "nip": "19770817 200501 1 002", "decree": "180/12/2026", "decreed": "2026-01-02",
    "since": "2026-01-01", "place": "1",
}  # fmt: skip


def added(client: FlaskClient, **fields: str) -> int:
    answer = send(client, "/tim/tambah", **(DODI | fields))
    assert answer.status_code == 303, answer.text
    return int(answer.headers["Location"].rpartition("-")[2])


def version_of(client: FlaskClient, number: int) -> str:
    found = re.search(r'name="versi" value="(\d+)"', client.get(f"/tim?ubah={number}").text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"capacity": "camat"}, "A head or a camat signs for a village or a kecamatan."),
        ({"until": "2025-12-31"}, "Correct the first or the last day."),
    ],
)
def test_faults_are_told_for_a_form(work: Flask, fields: dict[str, str], told: str) -> None:
    answer = send(person(work, "operator"), "/tim/tambah", **(DODI | fields))
    assert answer.status_code == 422
    assert told in answer.text
    assert "--" not in re.sub(r"<(script|style).*?</\1>|<!--.*?-->", "", answer.text, flags=re.S)


def test_adding_changing_and_retiring_is_kept_and_logged(work: Flask, workspace: Store) -> None:
    client = person(work, "operator")
    assert "Nobody is in the team table yet" in client.get("/tim").text
    number = added(client)
    page = client.get("/tim").text
    assert "197708172005011002" in page
    assert "180/12/2026, 2 January 2026" in page
    version = version_of(client, number)
    fields = DODI | {"post": "Sekretaris", "versi": version}
    assert send(client, f"/tim/{number}/ubah", **fields).status_code == 303
    later = version_of(client, number)
    answer = send(client, f"/tim/{number}/berhenti", versi=later, until="2026-01-31")
    assert answer.status_code == 303
    assert "No longer in office (1)" in client.get("/tim").text
    with Repository(workspace) as repository:
        [member] = members_of(repository).values()
        assert (member.post, member.until) == ("Sekretaris", date(2026, 1, 31))
        actions = [event.action for event in repository.find(Event, subject_kind="team-member")]
        assert actions == ["add-member", "change-member", "change-member"]
        assert not repository.verify()
    log = client.get("/catatan").text
    assert f'href="/tim#team-member-{number}"' in log
    assert "Change a member of the team" in log


def test_the_slower_of_two_sees_both_versions(work: Flask) -> None:
    client = person(work, "operator")
    number = added(client)
    version = version_of(client, number)
    faster = DODI | {"post": "Wakil", "versi": version}
    assert send(client, f"/tim/{number}/ubah", **faster).status_code == 303
    slower = DODI | {"post": "Anggota", "versi": version}
    answer = send(client, f"/tim/{number}/ubah", **slower)
    assert answer.status_code == 409
    assert "Wakil" in answer.text
    assert 'value="Anggota"' in answer.text
    [again] = re.findall(r'name="versi" value="(\d+)"', answer.text.split("<h2>Now")[0])
    assert send(client, f"/tim/{number}/ubah", **slower | {"versi": again}).status_code == 303
    assert "Anggota" in client.get("/tim").text
    assert send(client, f"/tim/{number}/ubah", **DODI).status_code == 428
    assert send(client, "/tim/999/ubah", **DODI, versi="1").status_code == 404


def test_the_same_person_is_added_once(work: Flask, workspace: Store) -> None:
    client = person(work, "operator")
    assert added(client) == added(client)
    assert "is in the team already" in client.get("/tim").text
    with Repository(workspace) as repository:
        assert len(repository.find(TeamMember)) == 1


def test_only_the_operator_writes_and_everybody_reads(work: Flask, workspace: Store) -> None:
    number = added(person(work, "operator"))
    for login in ("gis", "village-head", "camat", "verifier"):
        client = person(work, login)
        page = client.get(f"/tim?ubah={number}").text
        assert "Dodi Saputra" in page
        assert "/tim/tambah" not in page
        assert "/ubah" not in page
        for address in ("tambah", f"{number}/ubah", f"{number}/berhenti"):
            answer = send(client, f"/tim/{address}", **DODI, versi="1", until="2026-01-01")
            assert answer.status_code == 403, (login, address)
            assert "the operator of the boundary team" in answer.text
    with Repository(workspace) as repository:
        assert repository.get(TeamMember, number).version == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "  "}, "The name is missing"),
        ({"capacity": "king"}, "not said as what the person signs"),
        ({"nip": "123"}, "is no NIP"),
        ({"decreed": "kemarin"}, "is no date"),
        ({"place": "-1"}, "is no place in the list"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "until a day before the first"),
        ({"capacity": "head", "unit": ""}, "signs for a village or a kecamatan"),
        ({"capacity": "head", "unit": "99.99.99.9999"}, "is no village or kecamatan"),
        ({"capacity": "camat", "unit": "A"}, "is no village or kecamatan"),
    ],
)
def test_faults_keep_what_was_typed(work: Flask, fields: dict[str, str], told: str) -> None:
    answer = send(person(work, "operator"), "/tim/tambah", **(DODI | {"post": "Ketua 7"} | fields))
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Ketua 7"' in answer.text


def test_units_have_their_names_and_names_are_no_markup(work: Flask) -> None:
    client = person(work, "operator")
    added(client, name=EVIL, post=EVIL, decree=EVIL, capacity="head", unit="A", nip="")
    page = client.get("/tim").text
    assert "<img src=x" not in page
    assert page.count("&lt;img src=x") >= 3
    assert 'href="/desa/12.09.01.2001"' in page
    assert not re.search(r"\son\w+=|\sstyle=", re.sub(r"&lt;.*?&gt;", "", page))
