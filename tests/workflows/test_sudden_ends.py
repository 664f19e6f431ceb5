"""Programs that are killed, and disks that are full: nothing signed is lost, the log holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boundaries.domain.case import State
from boundaries.errors import StoreError
from boundaries.store.database import Store, open_store
from boundaries.store.models import Decision, Detection, Event, Source, Transfer
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.snapshot import snapshot
from tests.dying import KILLED, Ask, program, sign_for_b
from tests.store_fixture import copied_to
from tests.workspace_fixture import (
    A,
    B,
    doer,
    put_on_table,
    segment_of,
    sign,
    survey_of_a,
    take,
)
from tests.workspace_template import NAME, copied_workspace


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Gives orders to the program that dies."""
    with program() as asked:
        yield asked


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of A that was not imported yet."""
    return survey_of_a(tmp_path_factory.mktemp("anew") / "a.gpkg", wider=60)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace in which the head of A has signed a line with B."""
    folder = tmp_path_factory.mktemp("half-signed")
    with copied_workspace(folder) as store:
        segment = segment_of(store, A, B).id
        sign(store, segment, put_on_table(store, segment, "equal-area"), A)
    return folder / NAME


def copied(template: Path, folder: Path, postgis_url: str = "") -> str:
    """The address of a copy of a workspace, in a file or in a database."""
    if not postgis_url:
        return str(shutil.copy(template, folder / "w.gpkg"))
    with open_store(str(template)) as original:
        copied_to(postgis_url, original).close()
    return postgis_url


def counts(store: Store) -> dict[str, int]:
    """How many rows there are of what is written."""
    with Repository(store) as repository:
        assert not repository.verify()
        head = repository.head()
        models = (Source, Detection, Decision, Transfer)
        return {
            **{model.__tablename__: len(repository.find(model)) for model in models},
            "log": head.seq if head else 0,
        }


def unchanged(address: str, before: dict[str, int]) -> None:
    """A's signature stands, nothing else happened, and the work can go on."""
    with open_store(address) as store:
        assert counts(store) == before
        [signature] = case_of(segment_of(store, A, B)).standing
        assert signature.village == A
        sign_for_b(store)
        assert segment_of(store, A, B).state == State.SEPAKAT
        with Repository(store) as repository:
            assert not repository.verify()


@pytest.mark.parametrize(
    ("what", "moment"),
    [
        ("sign", "land moved"),
        ("sign", "log written"),
        ("import", "source written"),
        ("detect", "segments kept"),
    ],
)
def test_what_was_not_done_leaves_no_trace(
    ask: Ask, template: Path, tmp_path: Path, survey: Path, what: str, moment: str
) -> None:
    address = copied(template, tmp_path)
    with open_store(address) as store:
        before = counts(store)
    answer = ask(what=what, moment=moment, address=address, file=str(survey))
    assert answer == {"status": KILLED}
    unchanged(address, before)


def test_a_killed_signature_in_a_database(
    ask: Ask, template: Path, tmp_path: Path, postgis_url: str
) -> None:
    address = copied(template, tmp_path, postgis_url)
    with open_store(address) as store:
        before = counts(store)
    assert ask(what="sign", moment="log written", address=address) == {"status": KILLED}
    with open_store(address) as store:
        assert counts(store) == before
    what_was_signed_is_signed(ask, address)


@pytest.mark.parametrize("moment", ["tables made", "rows copied"])
def test_a_killed_restore_into_a_database(
    ask: Ask, template: Path, tmp_path: Path, postgis_url: str, moment: str
) -> None:
    """Nothing is there afterwards, and the same command does it all."""
    with open_store(copied(template, tmp_path)) as original:
        before = counts(original)
        source = tmp_path / "copy.gpkg"
        snapshot(original, source)
    assert ask(what="restore", moment=moment, address=postgis_url, file=str(source)) == {
        "status": KILLED
    }
    with pytest.raises(StoreError, match="there is no workspace"):
        open_store(postgis_url)
    assert ask(what="restore", address=postgis_url, file=str(source)) == {"status": 0}
    with open_store(postgis_url) as back:
        assert counts(back) == {**before, "log": before["log"] + 1}
        with Repository(back) as repository:
            assert [one.seq for one in repository.find(Event, action="restore")] == [
                before["log"] + 1
            ]


def test_a_killed_program_that_has_signed(ask: Ask, template: Path, tmp_path: Path) -> None:
    what_was_signed_is_signed(ask, copied(template, tmp_path))


def what_was_signed_is_signed(ask: Ask, address: str) -> None:
    """The program is killed at once after the signature was written."""
    answer = ask(what="sign", moment="committed", address=address)
    assert answer == {"status": KILLED}
    with open_store(address) as store:
        case = case_of(segment_of(store, A, B))
        assert case.state is State.SEPAKAT
        assert {one.village for one in case.standing} == {A, B}
        found = counts(store)
        assert found["decision"] == 1
        assert found["transfer"] > 0


@pytest.mark.parametrize(
    ("what", "room", "code", "told"),
    [
        (
            "sign",
            8_192,
            "workspace-disk-full",
            {"en": "the disk is full; nothing was changed", "id": "diska penuh"},
        ),
        ("sign", 36_864, "workspace-not-written", {"en": "check the space, the quota and"}),
    ],
)
def test_a_disk_without_room(
    ask: Ask, template: Path, tmp_path: Path,
    what: str, room: int, code: str, told: dict[str, str],
) -> None:  # fmt: skip
    """The first leaves no room for the index of the journal, the others none for the journal."""
    address = copied(template, tmp_path)
    with open_store(address) as store:
        before = counts(store)
    answer = ask(what=what, room=room, address=address)
    assert (answer["status"], answer["code"]) == (0, code)
    for language, words in told.items():
        assert answer[language].startswith(address)
        assert words in answer[language]
    unchanged(address, before)


def test_a_disk_that_fills_during_an_import(
    ask: Ask, template: Path, tmp_path: Path, survey: Path
) -> None:
    address = copied(template, tmp_path)
    with open_store(address) as store:
        before = counts(store)
    answer = ask(what="import", room=36_864, address=address, file=str(survey))
    assert (answer["status"], answer["code"]) == (0, "workspace-not-written")
    with open_store(address) as store:
        assert take(store, survey, name="anew").taken[0].number == 1
        detect(store, doer(day=5))
        assert counts(store)["source"] == before["source"] + 1
