"""Faults of a workspace, each with its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError

from boundaries.errors import ConflictError, StoreError, TapalError
from boundaries.messages import message

_SQLITE_KINDS = {
    "SQLITE_READONLY": "read-only",
    "SQLITE_PERM": "read-only",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_FULL": "disk-full",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_CANTOPEN": "gone",
    "SQLITE_IOERR": "gone",
    "SQLITE_CONSTRAINT_UNIQUE": "taken",
}
_POSTGRESQL_KINDS = {
    "23505": "taken",
    "25006": "read-only",
    "28": "no-access",
    "3D": "missing",
    "42501": "read-only",
    "40001": "locked",
    "40P01": "locked",
    "53100": "disk-full",
    "55P03": "locked",
    "57014": "locked",
    "XX001": "damaged",
    "XX002": "damaged",
    "57P": "gone",
    "08": "gone",
    "53": "gone",
}
"""SQLSTATE, or how it begins."""


_LOST = {"OperationalError", "ConnectionTimeout"}
_WORDS = {
    "read-only": (
        message("{address} may be read, not written").template,
        message("take a copy to a folder of your own, or ask who owns it for the right").template,
    ),
    "locked": (
        message("{address} is being written by another program").template,
        message("end the editing in QGIS or the other Tapal, then try again").template,
    ),
    "disk-full": (
        message("{address}: the disk is full; nothing was changed").template,
        message("free some space and run the same command again").template,
    ),
    "gone": (
        message("{address} does not answer; nothing was changed ({fault})").template,
        message("check the address, the disk, the server and the network, then try again").template,
    ),
    "no-access": (
        message("{address}: you may not open it ({fault})").template,
        message("check the user and the password, or ask who owns it for the right").template,
    ),
}


def missing(address: str) -> StoreError:
    """There is no workspace at the address."""
    return StoreError(
        "workspace-missing",
        message("{address}: there is no workspace", address=address),
        message("check the address, or make one: tapal init {address}", address=address),
    )


def exists(address: str) -> StoreError:
    """There is something at the address already."""
    return StoreError(
        "workspace-exists",
        message("{address}: there is something already", address=address),
        message("use it as it is, or choose another name for the new workspace"),
    )


def not_a_workspace(address: str) -> StoreError:
    """What lies at the address is something else."""
    return StoreError(
        "not-a-workspace",
        message("{address} is no workspace of Tapal", address=address),
        message(
            "give the file that tapal init made; a layer is read with tapal import or tapal check"
        ),
    )


def newer(address: str, found: str, known: str) -> StoreError:
    """A newer Tapal wrote the workspace."""
    return StoreError(
        "workspace-newer",
        message(
            "{address} has format {found}, this Tapal knows formats up to {known}",
            address=address,
            found=found,
            known=known,
        ),
        message("install the newest Tapal on this computer"),
    )


def damaged(address: str) -> StoreError:
    """The file is not whole."""
    return StoreError(
        "workspace-damaged",
        message("{address} is damaged or was copied only in part", address=address),
        message("copy it again, or take the last snapshot: tapal restore"),
    )


def no_postgis(address: str) -> StoreError:
    """The database has no PostGIS, and we may not add it."""
    return StoreError(
        "no-postgis",
        message("{address}: the database has no PostGIS", address=address),
        message("let the administrator install PostGIS and run: CREATE EXTENSION postgis"),
    )


def no_access(address: str, fault: OSError) -> StoreError:
    """The file may not be read."""
    return _fault("no-access", address, fault.strerror)


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Raise faults of the database in the block as `StoreError` or `ConflictError`.

    Faults of the program, such as a missing value, pass as they are; a value that does not fit its
    column is a `ValueError`.
    """
    try:
        yield
    except DBAPIError as fault:
        known = _known(fault, address)
        if known is None:
            raise
        raise known from fault
    except StatementError as fault:
        if isinstance(fault.orig, ValueError):
            raise fault.orig from fault
        raise


def _known(fault: DBAPIError, address: str) -> TapalError | None:
    """The fault in words; None when it is one of the program."""
    kind = _kind(fault)
    if kind == "missing":
        return missing(address)
    if kind == "damaged":
        return damaged(address)
    if kind == "taken":
        return ConflictError(
            "conflict",
            message("{address}: somebody else entered the same at the same time", address=address),
            message("load it again, then decide"),
            mine={},
            theirs={},
        )
    return _fault(kind, address, fault.orig) if kind in _WORDS else None


def _fault(kind: str, address: str, told: object) -> StoreError:
    """The fault of one kind; `told` is what the database or the system said."""
    text, hint = _WORDS[kind]
    first_line = str(told).strip().partition("\n")[0]
    return StoreError(
        f"workspace-{kind}", message(text, address=address, fault=first_line), message(hint)
    )


def _kind(fault: DBAPIError) -> str:
    """What kind of fault it is; "" when it is not known."""
    name = getattr(fault.orig, "sqlite_errorname", "") or ""
    for known, kind in _SQLITE_KINDS.items():
        if name == known or name.startswith(f"{known}_"):
            return kind
    state = getattr(fault.orig, "sqlstate", "") or ""
    for length in (5, 3, 2):
        if len(state) >= length and state[:length] in _POSTGRESQL_KINDS:
            return _POSTGRESQL_KINDS[state[:length]]
    lost = fault.connection_invalidated or (name == "" and type(fault.orig).__name__ in _LOST)
    return "gone" if lost and not state else ""
