"""Engines: the same results in the same order, wherever the jobs run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import geopandas as gpd
import pytest
from distributed import LocalCluster

from boundaries.engine import Engine, in_processes, in_threads
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


def where(_: int) -> int:
    return os.getpid()


def killed(parent: int) -> int:
    """End the process that runs this, unless it is the parent; that one takes its time."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return parent


def test_processes_keep_the_order_and_leave_none_behind() -> None:
    """This process takes part; the other one comes to jobs that take a while."""
    assert list(in_processes(doubled, range(20), workers=2)) == list(range(0, 40, 2))
    assert list(Engine("processes", workers=1).map(where, [1, 2])) == [os.getpid()] * 2
    assert multiprocessing.active_children() == []


def test_several_processes_take_part() -> None:
    ran = list(in_processes(slow_where, range(400), workers=2))
    assert len(ran) == 400
    assert len(set(ran)) == 2


def slow_where(_: int) -> int:
    time.sleep(0.02)
    return os.getpid()


def test_processes_raise_what_the_function_raises() -> None:
    with pytest.raises(InputError, match=r"number [123]"):
        list(in_processes(refused, [1, 2, 3], workers=2))
    assert multiprocessing.active_children() == []


def test_a_killed_process_is_told_of() -> None:
    with pytest.raises(InputError, match="has ended a process"):
        list(in_processes(killed, [os.getpid()] * 400, workers=2))
    assert multiprocessing.active_children() == []


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


def test_the_sample_on_dask_and_in_processes_as_in_one_piece(
    sample: Path, cluster: LocalCluster
) -> None:
    base = load([sample / "big.gpkg"], options=LayerOptions(), role="layer")

    def run(engine: Engine, most: int) -> gpd.GeoDataFrame:
        found = detected(base.villages, min_area_m2=1.0, engine=engine, most=most).patches
        return found.sort_values(["kind", "lon", "lat"], ignore_index=True)

    whole = run(Engine(), 1000)
    tiles = run(Engine("dask", scheduler=cluster.scheduler_address), 6)
    assert len(whole) > 5
    assert whole.drop(columns="geometry").equals(tiles.drop(columns="geometry"))
    assert whole.geometry.to_wkb().equals(tiles.geometry.to_wkb())
    several = run(Engine("processes", workers=2), 6)
    assert whole.drop(columns="geometry").equals(several.drop(columns="geometry"))
    assert whole.geometry.to_wkb().equals(several.geometry.to_wkb())
