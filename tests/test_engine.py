"""Engines: the same results in the same order, wherever the jobs run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import geopandas as gpd
import pytest
from distributed import LocalCluster

from boundaries.engine import FORKS, Engine, _can_be_copied, in_processes, in_threads
from boundaries.engine_dask import on_dask
from boundaries.errors import InputError
from boundaries.workflows.detect_tiles import detected
from boundaries.workflows.load import LayerOptions, load

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


def doubled(number: int) -> int:
    return 2 * number


def refused(number: int) -> int:
    raise InputError("code", f"number {number}", "remedy")  # type: ignore[arg-type]


def fall(marker: str) -> str:
    """Kill the process that runs this, but only the first time."""
    path = Path(marker)
    if path.exists():
        return path.read_text()
    path.write_text("done again")
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def test_threads_keep_the_order() -> None:
    assert list(in_threads(doubled, range(20), workers=3)) == list(range(0, 40, 2))
    assert list(Engine(workers=2).map(doubled, [1, 2])) == [2, 4]


def test_threads_raise_what_the_function_raises() -> None:
    with pytest.raises(InputError):
        list(Engine().map(refused, [1]))


def test_short_work_never_goes_to_a_cluster() -> None:
    far = Engine("dask", workers=2, scheduler="tcp://127.0.0.1:1")
    assert list(far.nearby().map(doubled, [1, 2])) == [2, 4]
    assert Engine("processes", workers=2).nearby() == Engine("processes", workers=2)


def where(_: int) -> int:
    return os.getpid()


def killed(parent: int) -> int:
    """End the process that runs this, unless it is the parent; that one takes its time."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return parent


@pytest.fixture(params=["copies", "anew"])
def _kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are copies of this one, although threads of pytest run here, or new ones."""
    if request.param == "copies" and not FORKS:
        pytest.skip("this system has no copies of processes")
    monkeypatch.setattr("boundaries.engine._can_be_copied", lambda: request.param == "copies")


@pytest.mark.skipif(not FORKS, reason="this system has no copies of processes")
def test_copies_have_jobs_that_could_not_travel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a generator nor a function without a name can be sent to another process."""
    monkeypatch.setattr("boundaries.engine._can_be_copied", lambda: True)
    jobs = [iter(range(number)) for number in range(20)]
    assert list(in_processes(lambda job: len(list(job)), jobs, workers=2)) == list(range(20))
    assert multiprocessing.active_children() == []


def test_a_process_with_further_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundaries.engine.FORKS", True)
    go_on = threading.Event()
    waiting = threading.Thread(target=go_on.wait)
    waiting.start()
    try:
        assert not _can_be_copied()
    finally:
        go_on.set()
        waiting.join()


@pytest.mark.usefixtures("_kind")
def test_processes_keep_the_order_and_leave_none_behind() -> None:
    """This process takes part; the other one comes to jobs that take a while."""
    assert list(in_processes(doubled, range(20), workers=2)) == list(range(0, 40, 2))
    assert list(Engine("processes", workers=1).map(where, [1, 2])) == [os.getpid()] * 2
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("_kind")
def test_several_processes_take_part() -> None:
    ran = list(in_processes(slow_where, range(400), workers=2))
    assert len(ran) == 400
    assert len(set(ran)) == 2


def slow_where(_: int) -> int:
    time.sleep(0.02)
    return os.getpid()


@pytest.mark.usefixtures("_kind")
def test_processes_raise_what_the_function_raises() -> None:
    with pytest.raises(InputError, match=r"number [123]"):
        list(in_processes(refused, [1, 2, 3], workers=2))
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("_kind")
def test_a_killed_process_is_told_of() -> None:
    with pytest.raises(InputError, match="has ended a process"):
        list(in_processes(killed, [os.getpid()] * 400, workers=2))
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("_kind")
def test_results_that_nobody_wants_end_the_processes() -> None:
    results = in_processes(slow_where, range(100), workers=2)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


@pytest.fixture(scope="module")
def cluster() -> object:
    multiprocessing.set_start_method("spawn", force=True)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as running:
        yield running


def test_a_running_cluster_keeps_the_order(cluster: LocalCluster) -> None:
    address = cluster.scheduler_address
    found = on_dask(doubled, range(30), workers=1, scheduler=address)
    assert list(found) == list(range(0, 60, 2))
    with pytest.raises(InputError):
        list(Engine("dask", scheduler=address).map(refused, [1]))


def test_a_worker_killed_in_the_middle_loses_nothing(cluster: LocalCluster, tmp_path: Path) -> None:
    marker = str(tmp_path / "fallen")
    found = on_dask(fall, [marker], workers=1, scheduler=cluster.scheduler_address)
    assert list(found) == ["done again"]


def test_no_scheduler_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundaries.engine_dask.CONNECT_SECONDS", 1)
    with pytest.raises(InputError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        list(Engine("dask", scheduler="tcp://127.0.0.1:1").map(doubled, [1]))


def by_place(villages: gpd.GeoDataFrame, engine: Engine, most: int) -> gpd.GeoDataFrame:
    found = detected(villages, min_area_m2=1.0, engine=engine, most=most).patches
    return found.sort_values(["kind", "lon", "lat"], ignore_index=True)


def assert_same(found: gpd.GeoDataFrame, whole: gpd.GeoDataFrame) -> None:
    assert len(whole) > 5
    assert whole.drop(columns="geometry").equals(found.drop(columns="geometry"))
    assert whole.geometry.to_wkb().equals(found.geometry.to_wkb())


def test_the_sample_on_dask_and_in_processes_as_in_one_piece(
    sample: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    villages = load([sample / "big.gpkg"], options=LayerOptions(), role="layer").villages
    whole = by_place(villages, Engine(), 1000)
    tiles = by_place(villages, Engine("dask", scheduler=cluster.scheduler_address), 6)
    assert_same(tiles, whole)
    assert_same(by_place(villages, Engine("processes", workers=2), 6), whole)
    monkeypatch.setattr("boundaries.engine._can_be_copied", lambda: FORKS)
    assert_same(by_place(villages, Engine("processes", workers=2), 6), whole)
