"""What the server of a workspace is told at its start, by options and by the environment."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from boundaries.errors import ParameterError
from boundaries.messages import message
from web.config import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOCAL_NAMES = (*LOOPBACK, "[::1]")
VARIABLE = "TAPAL_SECRET"
KNOWN = "contoh, bukan rahasia, hanya untuk komputer sendiri"
"""What `make demo` takes for a secret."""
LEAST_SECRET = 32


@dataclass(frozen=True)
class WorkspaceSettings(Settings):
    """Options of a workspace's pages.

    `secret` signs the sessions. `public_url` is the address that people type when a proxy stands
    before the server, "" without one. A session ends when nobody used it for `idle`, and after
    `lifetime` in any case.
    """

    secret: str = field(default_factory=secrets.token_urlsafe, repr=False)
    public_url: str = ""
    idle: timedelta = timedelta(hours=2)
    lifetime: timedelta = timedelta(hours=12)

    @property
    def https(self) -> bool:
        """Whether people reach the pages by https."""
        return urlsplit(self.public_url).scheme == "https"


def secret_for(host: str, public_url: str, environment: Mapping[str, str]) -> str:
    """The secret that signs sessions: that of the environment.

    On this computer alone none is needed: one is made, and sessions end with the server. Raises
    `ParameterError` where others can reach the server and the secret is missing, known or short.
    """
    given = environment.get(VARIABLE, "")
    if is_local(host, public_url):
        return given or secrets.token_urlsafe()
    if given == KNOWN or len(given) < LEAST_SECRET:
        raise ParameterError(
            "secret",
            message("others can reach {host}, but {name} is not secret", host=host, name=VARIABLE),
            message(
                "set {name} to at least {count} random characters: "
                'python -c "import secrets; print(secrets.token_urlsafe())"',
                name=VARIABLE,
                count=LEAST_SECRET,
            ),
        )
    return given


def is_local(host: str, public_url: str) -> bool:
    """Whether only programs on this computer reach the server."""
    return host in LOOPBACK and not public_url


def parse_public_url(text: str) -> str:
    """The address under which people reach the server; raises `ParameterError` for another text."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme in {"http", "https"}
        and parts.hostname
        and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    ):
        return f"{parts.scheme}://{parts.netloc}"
    raise ParameterError(
        "public-url",
        message("{text} is no address of a server", text=text),
        message("give it without a path, such as https://batas.asahankab.go.id"),
    )


def trusted_names(host: str, public_url: str) -> tuple[str, ...]:
    """The host names under which requests may come; all of them where it is left open."""
    if public_url:
        return (urlsplit(public_url).hostname or "", *LOCAL_NAMES)
    return LOCAL_NAMES if host in LOOPBACK else ()
