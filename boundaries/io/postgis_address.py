"""Addresses of databases, `postgresql://user@host/database?table=schema.name`, as paths.

A path drops one of the slashes behind the scheme; nothing else of the address is lost. A password
in it is for the server only: whatever is shown goes through `Address`, which leaves it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

_SCHEME = re.compile(r"postgres(?:ql)?:[/\\]+", re.IGNORECASE)
_PARAMETER = re.compile(r"[a-z_]+=[^@&]*")


@dataclass(frozen=True)
class Address:
    """The address of a database, of which its text leaves out the password.

    `url` is what the server is asked with, "" where the address cannot be understood; `server` is
    "user@host:port" as far as they are given; `table` and `schema` are "" where none is named.
    """

    url: str = field(repr=False)
    server: str
    database: str
    table: str
    schema: str = ""

    def __str__(self) -> str:
        only = f"?schema={self.schema}" if self.schema else ""
        table = f"?table={self.table}" if self.table else only
        return f"postgresql://{self.server}/{self.database}{table}"

    @property
    def title(self) -> str:
        """The name of the table without its schema, else of the database."""
        return self.table.rpartition(".")[2] or self.database or "postgresql"


def address_of(path: Path | str) -> Address | None:
    """The address that a path is, None for any other path."""
    text = path.as_posix() if isinstance(path, Path) else path
    match = _SCHEME.match(text)
    if match is None:
        return None
    head, _, query = text[match.end() :].partition("?")
    netloc, database = head.partition("/")[::2] if re.search("[/@:]", head) else ("", head)
    account, _, host = netloc.rpartition("@")
    parameters = query.split("&") if query else []
    if "@" in account + database or not all(map(_PARAMETER.fullmatch, parameters)):
        return Address("", "", "", "")
    values = {key: unquote(value) for key, _, value in (each.partition("=") for each in parameters)}
    table, schema = values.pop("table", ""), values.pop("schema", "")
    user = unquote(account.partition(":")[0]) or values.get("user", "")
    place = host or values.get("host", "")
    return Address(
        url=f"postgresql://{netloc}/{database}?{urlencode(values, quote_via=quote)}",
        server=f"{user}@{place}" if user else place,
        database=unquote(database) or values.get("dbname", ""),
        table=f"{schema}.{table}" if schema and table and "." not in table else table,
        schema=schema,
    )
