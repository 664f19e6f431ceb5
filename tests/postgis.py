"""A PostgreSQL server with PostGIS that belongs to the tests, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

MISSING = "PostgreSQL with PostGIS is missing; install it with: tools/system.sh postgis"
OWNER = "tapal"
DATABASE = "tests"
USER = "postgres" if os.geteuid() == 0 else None
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=40"
"""No port is taken: the server listens on a socket in its folder. Its data need not last."""


def programs(
    installed: Path = Path("/usr/lib/postgresql"), shared: Path = Path("/usr/share/postgresql")
) -> Path:
    """The folder with the programs of the newest server that has PostGIS.

    Raises `FileNotFoundError` with the remedy when there is none.
    """
    found = [
        folder
        for folder in installed.glob("*/bin")
        if (shared / folder.parent.name / "extension" / "postgis.control").exists()
    ]
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise FileNotFoundError(MISSING)
    newest = max(found, key=lambda folder: int(folder.parent.name), default=None)
    return newest or Path(str(on_path)).resolve().parent


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a database with PostGIS on a server that ends with the block.

    The server refuses to run as root; root starts it as the user "postgres".
    """
    folder = Path(tempfile.mkdtemp(prefix="tapal-pg-", dir="/tmp"))
    if USER is not None:
        shutil.chown(folder, USER)
    try:
        _run(folder, "initdb", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        _start(folder)
        try:
            _make_database(folder)
            yield f"postgresql://{OWNER}@/{DATABASE}?host={folder}"
        finally:
            _run(folder, "pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """The server of an address is down within the block, and up again after it."""
    folder = Path(parse_qs(urlsplit(address).query)["host"][0])
    _run(folder, "pg_ctl", "-m", "immediate", "stop")
    try:
        yield
    finally:
        _start(folder)


def _start(folder: Path) -> None:
    _run(folder, "pg_ctl", "-l", folder / "log", "-o", f"{OPTIONS} -k {folder}", "-w", "start")


def _run(folder: Path, program: str, *words: str | Path) -> None:
    """Run a program of the server on the data in a folder."""
    done = subprocess.run(
        [programs() / program, "-D", folder / "data", *words], cwd=folder, user=USER,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        log = folder / "log"
        told = log.read_text(encoding="utf-8") if log.exists() else ""
        raise ChildProcessError(f"{program} failed: {done.stderr}{told}")


def _make_database(folder: Path) -> None:
    with psycopg.connect(f"host={folder} user={OWNER} dbname=postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE}")
    with psycopg.connect(f"host={folder} user={OWNER} dbname={DATABASE}", autocommit=True) as made:
        made.execute("CREATE EXTENSION postgis")
