"""Faults of databases as input, each with its remedy; none shows a password."""

from __future__ import annotations

import psycopg

from boundaries.errors import InputError
from boundaries.io.postgis_address import Address
from boundaries.messages import message


def address_unreadable() -> InputError:
    """An address that cannot be understood; it is not repeated, as its password may be anywhere."""
    return InputError(
        "address-unreadable",
        message("the address of the database cannot be understood"),
        message(
            "write postgresql://user@host/database?table=schema.name, and %40 for @, %2F for /, "
            "%3F for ? in a password"
        ),
    )


def unreachable(address: Address, fault: psycopg.Error) -> InputError:
    """The server does not answer, or does not let this user in."""
    return InputError(
        "database-unreachable",
        message("{address}: no connection ({reason})", address=address, reason=_reason(fault)),
        message(
            "check host, port, database and user; the password belongs into PGPASSWORD or ~/.pgpass"
        ),
    )


def interrupted(address: Address, fault: psycopg.Error) -> InputError:
    """The server refuses a question, or goes away while it answers."""
    if isinstance(fault, psycopg.errors.InsufficientPrivilege):
        return forbidden(address, address.table or address.database)
    return InputError(
        "database-failed",
        message("{address}: the database does not answer the question ({reason})",
                address=address, reason=_reason(fault)),
        message("run the same command again; ask the administrator if it fails again"),
    )  # fmt: skip


def forbidden(address: Address, table: str) -> InputError:
    """The user may not read the table."""
    return InputError(
        "table-forbidden",
        message("{address}: this user may not read {table}", address=address, table=table),
        message("ask its owner for: GRANT SELECT ON {table} TO the user, and USAGE on its schema",
                table=table),
    )  # fmt: skip


def no_postgis(address: Address) -> InputError:
    """A database without PostGIS, which holds no outlines."""
    return InputError(
        "postgis-missing",
        message("{address}: the database has no PostGIS", address=address),
        message("give the database that holds the layers (in psql: CREATE EXTENSION postgis)"),
    )


def no_geometry(address: Address, table: str) -> InputError:
    """A table without a column of geometry."""
    return InputError(
        "outlines-missing",
        message("{address}: {table} has no column of geometry", address=address, table=table),
        message("give the table that holds the polygons of the villages"),
    )


def _reason(fault: psycopg.Error) -> str:
    """What the server or the system says, in one line."""
    said = fault.diag.message_primary or str(fault).strip() or type(fault).__name__
    return " ".join(said.split())[:300]
