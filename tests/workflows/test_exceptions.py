"""Excepted findings, in both stores."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from boundaries.domain.roles import Role
from boundaries.errors import RefusedError, StoreError
from boundaries.store.database import Store
from boundaries.store.models import Event, Finding, GrantedException
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import Detected, detect
from boundaries.workflows.exceptions import except_in, holding
from tests.workspace_fixture import doer, survey_of_a, take

FEBRUARY = datetime.date(2026, 2, 1)


def finding_of(store: Store) -> Finding:
    """The one finding that there is now."""
    with Repository(store) as repository:
        [found] = repository.find(Finding, current=True)
    return found


def excepted(store: Store) -> GrantedException:
    return except_in(store, finding_of(store).id, doer(), reason="ditch", until=FEBRUARY)


def resurveyed(store: Store, folder: Path, wider: float, day: int = 3) -> Detected:
    take(store, survey_of_a(folder / "a.gpkg", wider=wider))
    return detect(store, doer(day=day))


def row_of(store: Store) -> GrantedException:
    with Repository(store) as repository:
        [row] = repository.find(GrantedException)
    return row


def entries(store: Store, action: str) -> list[Event]:
    with Repository(store) as repository:
        assert not repository.verify()
        return repository.find(Event, action=action)


def test_an_exception_is_logged(detected: Store) -> None:
    row = excepted(detected)
    assert (row.state, row.by, row.until) == ("valid", "sari", FEBRUARY)
    assert row.area_m2 == pytest.approx(100_000, rel=2e-3)
    [entry] = entries(detected, "except-finding")
    assert (entry.subject_id, entry.reason) == (row.finding_id, "ditch")


def test_it_survives_a_detection(detected: Store) -> None:
    row = excepted(detected)
    found = detect(detected, doer(day=3))
    assert found.exceptions.carried == found.exceptions.expired == found.exceptions.reopened == ()
    assert row_of(detected).version == row.version


def test_it_finds_its_finding_by_land(detected: Store, tmp_path: Path) -> None:
    """The strip shrinks from 100 to 60 m and has another id; the land is the same."""
    before = excepted(detected)
    found = resurveyed(detected, tmp_path, wider=60)
    now = finding_of(detected)
    after = row_of(detected)
    if now.id != before.finding_id:
        assert found.exceptions.carried == (after.id,)
        [entry] = entries(detected, "carry-exception")
        assert entry.before == {"exception": after.id, "finding": before.finding_id}
    assert (after.finding_id, after.state) == (now.id, "valid")
    with Repository(detected) as repository:
        assert set(holding(repository, datetime.date(2026, 1, 3))) == {now.id}


def test_growth_reopens_it(detected: Store, tmp_path: Path) -> None:
    """From 10 to 12 ha is more than a tenth."""
    excepted(detected)
    found = resurveyed(detected, tmp_path, wider=120)
    assert found.exceptions.reopened == (row_of(detected).id,)
    assert row_of(detected).state == "reopened"
    [entry] = entries(detected, "reopen-finding")
    assert entry.after is not None
    assert entry.after["state"] == "reopened"
    assert entry.reason
    assert detect(detected, doer(day=4)).exceptions.reopened == ()


def test_little_growth_does_not(detected: Store, tmp_path: Path) -> None:
    excepted(detected)
    assert resurveyed(detected, tmp_path, wider=105).exceptions.reopened == ()


def test_its_time_ends(detected: Store) -> None:
    finding = finding_of(detected).id
    except_in(detected, finding, doer(), reason="ditch", until=datetime.date(2026, 1, 10))
    assert detect(detected, doer(day=10)).exceptions.expired == ()
    with Repository(detected) as repository:
        assert set(holding(repository, datetime.date(2026, 1, 10))) == {finding}
        assert not holding(repository, datetime.date(2026, 1, 11))
    assert detect(detected, doer(day=11)).exceptions.expired == (row_of(detected).id,)
    again = except_in(detected, finding, doer(day=12), reason="ditch", until=FEBRUARY)
    assert again.id != 1


def test_what_is_refused(file_workspace: Store) -> None:
    row = excepted(file_workspace)
    with pytest.raises(RefusedError, match="excepted already"):
        excepted(file_workspace)
    with pytest.raises(StoreError, match="TT-0 is not there"):
        except_in(file_workspace, "TT-0", doer(), reason="x", until=FEBRUARY)
    past = datetime.date(2026, 1, 1)
    with pytest.raises(RefusedError, match="must end after today"):
        except_in(file_workspace, row.finding_id, doer(), reason="x", until=past)
    camat = doer("camat", Role.CAMAT)
    with pytest.raises(RefusedError, match="camat may not except the finding"):
        except_in(file_workspace, row.finding_id, camat, reason="x", until=FEBRUARY)


def test_a_finding_that_is_gone(file_workspace: Store, tmp_path: Path) -> None:
    gone = finding_of(file_workspace).id
    resurveyed(file_workspace, tmp_path, wider=0)
    with pytest.raises(RefusedError, match="is there no more"):
        except_in(file_workspace, gone, doer(), reason="x", until=FEBRUARY)
