"""Faults of a workspace, each with its remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError

from boundaries.errors import ConflictError, StoreError, TapalError
from boundaries.messages import message

TAKEN = "conflict"
_SQLITE_CODES = {
    "SQLITE_READONLY_DBMOVED": "workspace-gone",
    "SQLITE_READONLY": "workspace-read-only",
    "SQLITE_PERM": "workspace-read-only",
    "SQLITE_BUSY": "workspace-locked",
    "SQLITE_LOCKED": "workspace-locked",
    "SQLITE_FULL": "workspace-disk-full",
    "SQLITE_IOERR_SHMSIZE": "workspace-disk-full",
    "SQLITE_IOERR_WRITE": "workspace-not-written",
    "SQLITE_IOERR_TRUNCATE": "workspace-not-written",
    "SQLITE_IOERR_FSYNC": "workspace-not-written",
    "SQLITE_IOERR_DIR_FSYNC": "workspace-not-written",
    "SQLITE_CORRUPT": "workspace-damaged",
    "SQLITE_NOTADB": "workspace-damaged",
    "SQLITE_IOERR_SHORT_READ": "workspace-damaged",
    "SQLITE_CANTOPEN": "workspace-gone",
    "SQLITE_IOERR": "workspace-gone",
    "SQLITE_CONSTRAINT_UNIQUE": TAKEN,
}
"""By the name of the fault, or how it begins; the longer name comes first."""
_POSTGRESQL_CODES = {
    "23505": TAKEN,
    "25006": "workspace-read-only",
    "28": "workspace-no-access",
    "3D": "workspace-missing",
    "42501": "workspace-read-only",
    "40001": "workspace-locked",
    "40P01": "workspace-locked",
    "53100": "workspace-disk-full",
    "55P03": "workspace-locked",
    "57014": "workspace-locked",
    "58030": "workspace-not-written",
    "XX001": "workspace-damaged",
    "XX002": "workspace-damaged",
    "57P": "workspace-gone",
    "08": "workspace-gone",
    "53": "workspace-gone",
}
"""By SQLSTATE, or how it begins."""
_LOST = {"OperationalError", "ConnectionTimeout"}
_WORDS = {
    "workspace-missing": (
        message("{address}: there is no workspace").template,
        message("check the address, or make one: tapal init {address}").template,
    ),
    "workspace-exists": (
        message("{address}: there is something already").template,
        message("use it as it is, or choose another name for the new workspace").template,
    ),
    "not-a-workspace": (
        message("{address} is no workspace of Tapal").template,
        message(
            "give the file that tapal init made; a layer is read with tapal import or tapal check"
        ).template,
    ),
    "workspace-newer": (
        message("{address} has format {found}, this Tapal knows formats up to {known}").template,
        message("install the newest Tapal on this computer").template,
    ),
    "workspace-damaged": (
        message("{address} is damaged or was copied only in part").template,
        message("copy it again, or take the last snapshot: tapal restore").template,
    ),
    "no-postgis": (
        message("{address}: the database has no PostGIS").template,
        message("let the administrator install PostGIS and run: CREATE EXTENSION postgis").template,
    ),
    "workspace-read-only": (
        message("{address} may be read, not written").template,
        message("take a copy to a folder of your own, or ask who owns it for the right").template,
    ),
    "workspace-locked": (
        message("{address} is being written by another program").template,
        message("end the editing in QGIS or the other Tapal, then try again").template,
    ),
    "workspace-disk-full": (
        message("{address}: the disk is full; nothing was changed").template,
        message("free some space and run the same command again").template,
    ),
    "workspace-not-written": (
        message("{address} could not be written; nothing was changed ({fault})").template,
        message("check the space, the quota and the health of the disk, then try again").template,
    ),
    "workspace-gone": (
        message("{address} does not answer; nothing was changed ({fault})").template,
        message("check the address, the disk, the server and the network, then try again").template,
    ),
    "workspace-unsure": (
        message("{address} broke off; whether the last step was kept is not known").template,
        message(
            "when it answers again, look whether the step is in tapal log before you repeat it"
        ).template,
    ),
    "workspace-no-access": (
        message("{address}: you may not open it ({fault})").template,
        message("check the user and the password, or ask who owns it for the right").template,
    ),
}
"""What happened and what to do, by code."""


def told(code: str, address: str, **values: object) -> StoreError:
    """The fault of a workspace with this code, in words; `values` are what its words name."""
    text, hint = _WORDS[code]
    return StoreError(
        code, message(text, address=address, **values), message(hint, address=address)
    )


def taken(
    address: str, *, mine: Mapping[str, object], theirs: Mapping[str, object]
) -> ConflictError:
    """Somebody else entered a row with the same name or number first."""
    return ConflictError(
        "conflict",
        message("{address}: somebody else entered the same at the same time", address=address),
        message("load it again, then decide"),
        mine=mine,
        theirs=theirs,
    )


def first_line(text: object) -> str:
    """What a system or a database said, cut to its first line."""
    return str(text).strip().partition("\n")[0]


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
    code = _code(fault)
    if code == TAKEN:
        return taken(address, mine={}, theirs={})
    return told(code, address, fault=first_line(fault.orig)) if code else None


def _code(fault: DBAPIError) -> str:
    """The code of what happened; "" when it is not known."""
    name = getattr(fault.orig, "sqlite_errorname", "") or ""
    for known, code in _SQLITE_CODES.items():
        if name == known or name.startswith(f"{known}_"):
            return code
    state = getattr(fault.orig, "sqlstate", "") or ""
    for length in (5, 3, 2):
        if len(state) >= length and state[:length] in _POSTGRESQL_CODES:
            return _POSTGRESQL_CODES[state[:length]]
    lost = fault.connection_invalidated or (name == "" and type(fault.orig).__name__ in _LOST)
    return "workspace-gone" if lost and not state else ""
