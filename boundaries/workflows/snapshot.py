"""Copies of a workspace: made, checked, and brought back to a new place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from boundaries.errors import StoreError
from boundaries.io.target import require_ending, require_other_than, require_writable
from boundaries.io.write import replacing
from boundaries.messages import Message, message
from boundaries.store.audit import ChainFault, Head
from boundaries.store.database import (
    ENDING,
    Store,
    Transaction,
    create_store,
    open_store,
    shown_address,
)
from boundaries.store.models import Document
from boundaries.store.repository import Repository
from boundaries.store.snapshot import copy_file, copy_tables, keep_ready
from boundaries.workflows.doer import Doer
from boundaries.workflows.evidence import copy_documents, folder_beside, folder_named, folder_of
from boundaries.workflows.workspace_layers import name_layers, roles_of, write_names

OR_REPLACE = message("choose another name, or replace a snapshot with --force")
NEVER_OVER = message("choose another name; a workspace is never restored over another")


@dataclass(frozen=True)
class Snapshot:
    """A copy of a workspace.

    `head` is the end of the log in it, which proves the copy and the original; `documents` were
    copied too, `missing` of them are not in the folder of the original.
    """

    address: str
    head: Head
    bytes: int | None
    documents: int
    missing: int


def snapshot(
    store: Store, target: Path, *, replace: bool = False, with_documents: bool = False
) -> Snapshot:
    """Write a workspace as it is now into a GeoPackage `target`, checked by its log.

    `with_documents` copies the evidence too, into `<target>.documents`. Raises `StoreError` when
    there is something at `target` already, unless it is to be replaced, and when the log does not
    prove itself in the copy; then nothing is left behind.
    """
    require_ending(target, (ENDING,), message("a snapshot is a GeoPackage"))
    require_other_than(target, [store.path] if store.path else [])
    require_writable(target)
    _require_free(target, OR_REPLACE, replace=replace)
    with Repository(store) as repository:
        before = repository.head() or Head()
    with replacing(target) as draft:
        if store.path is None:
            _from_database(store, draft)
        else:
            copy_file(store, draft)
        head = _proved(draft, target, known=before)
        _require_free(target, OR_REPLACE, replace=replace)
    copied, missing = 0, 0
    if with_documents:
        copied, missing = copy_documents(store, folder_of(store), folder_beside(target))
    return Snapshot(str(target), head, target.stat().st_size, copied, missing)


def restore(source: Path, address: str, doer: Doer) -> tuple[Store, Snapshot]:
    """Bring a snapshot back as a workspace at a new address, opened; the snapshot stays as it is.

    One of an older format is brought to that of this version. Evidence that lies beside the
    snapshot is copied too. The workspace appears whole or not at all. Raises `StoreError` when the
    snapshot is none, or its log does not prove itself, and when there is something at the address
    already.
    """
    if source.with_name(f"{source.name}-wal").exists():
        raise StoreError(
            "not-a-snapshot",
            message("{path} is being worked with, it is no snapshot", path=source),
            message("make one first: tapal snapshot {path} -o X.gpkg", path=source),
        )
    evidence = folder_beside(source)
    if evidence.is_dir() and not _is_file(address):
        folder_named(address)
    with tempfile.TemporaryDirectory(prefix="tapal-") as folder:
        draft = Path(folder) / f"draft{ENDING}"
        if source.is_file():
            shutil.copyfile(source, draft)
        head = _proved(draft, source)
        with _named(draft, source), open_store(str(draft)) as copy:
            with Repository(copy) as repository:
                subject = ("workspace", shown_address(address))
                repository.record(doer.entry("restore", subject, after=vars(head)))
                documents = len({row.sha256 for row in repository.find(Document)})
            store = _written(copy, address)
    copied = 0
    if evidence.is_dir():
        copied, _ = copy_documents(store, evidence, folder_of(store))
    return store, Snapshot(store.address, head, None, copied, documents - copied)


def _written(copy: Store, address: str) -> Store:
    """The workspace at an address, with all rows of a copy."""
    if _is_file(address):
        target = Path(address)
        require_writable(target)
        _require_free(target, NEVER_OVER)
        with replacing(target) as draft:
            copy_file(copy, draft)
            _require_free(target, NEVER_OVER)
        store = open_store(address)
        keep_ready(store)
        return store
    with Repository(copy) as repository:
        roles = roles_of(repository)

    def fill(connection: Transaction) -> None:
        copy_tables(copy, connection)
        write_names(connection, roles, copy.crs)

    return create_store(address, crs=copy.crs, fill=fill)


def _is_file(address: str) -> bool:
    return address.lower().endswith(ENDING) and "://" not in address


def _from_database(store: Store, draft: Path) -> None:
    """The tables of a database as a file that needs no other."""
    with (
        tempfile.TemporaryDirectory(prefix="tapal-") as folder,
        create_store(
            str(Path(folder) / f"tables{ENDING}"), crs=store.crs, fill=partial(copy_tables, store)
        ) as file,
    ):
        with Repository(file) as repository:
            name_layers(repository)
        copy_file(file, draft)


def _proved(draft: Path, shown: Path, *, known: Head | None = None) -> Head:
    """The head of the log in a copy; raises `StoreError` where the log does not prove itself."""
    with _named(draft, shown), open_store(str(draft)) as copy, Repository(copy) as repository:
        faults = repository.verify(known=known)
        head = repository.head()
    if faults or head is None:
        raise _unproved(shown, faults)
    return head


def _unproved(shown: Path, faults: list[ChainFault]) -> StoreError:
    told: Message | str = faults[0].message if faults else "-"
    return StoreError(
        "log-broken",
        message("{path}: the log does not prove itself: {fault}", path=shown, fault=told),
        message("look at all faults with tapal log --verify, and keep older snapshots"),
    )


def _require_free(target: Path, hint: Message, *, replace: bool = False) -> None:
    if target.exists() and not replace:
        raise StoreError(
            "workspace-exists",
            message("{path}: there is something already", path=target),
            hint,
        )


@contextmanager
def _named(draft: Path, shown: Path) -> Iterator[None]:
    """Faults of a draft told of the file that the user knows."""
    try:
        yield
    except StoreError as fault:
        values = fault.message.values
        if values.get("address") != str(draft):
            raise
        named = Message(fault.message.template, {**values, "address": shown})
        hint = Message(fault.hint.template, {**fault.hint.values, "address": shown})
        raise StoreError(fault.code, named, hint) from fault
