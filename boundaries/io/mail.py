"""Plain mail through a server that the environment names; off where it names none."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime, make_msgid

from boundaries.errors import ParameterError
from boundaries.messages import Message, message

PREFIX = "TAPAL_MAIL_"
STARTTLS, TLS, NONE = "starttls", "tls", "none"
PORTS = {STARTTLS: 587, TLS: 465, NONE: 25}
SECONDS = 20
MOST_ADDRESS = 254
LOCAL = ("localhost", "127.0.0.1", "::1")
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, and as whom; `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    sender: str
    security: str = STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)


def is_address(text: str) -> bool:
    """Whether a text is one mail address, without name, blanks or line ends."""
    return len(text) <= MOST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def server_from(environment: Mapping[str, str]) -> MailServer | None:
    """The server that the environment names; None where `TAPAL_MAIL_HOST` is not set.

    Further variables: `TAPAL_MAIL_FROM` (needed), `_PORT`, `_SECURITY`, `_USER` and `_PASSWORD`.
    Raises `ParameterError` where they do not fit, and for a password that would travel openly.
    """
    given = {
        name: environment.get(f"{PREFIX}{name}", "").strip()
        for name in ("HOST", "PORT", "FROM", "SECURITY", "USER")
    }
    if not given["HOST"]:
        return None
    security = given["SECURITY"] or STARTTLS
    password = environment.get(f"{PREFIX}PASSWORD", "")
    if security not in PORTS:
        raise _unfit("SECURITY", security, message("take starttls, tls or none"))
    if security == NONE and password and given["HOST"] not in LOCAL:
        raise _unfit("SECURITY", security, message("a password needs starttls or tls"))
    if not is_address(given["FROM"]):
        raise _unfit("FROM", given["FROM"], message("give the address that mail comes from"))
    port = given["PORT"] or str(PORTS[security])
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise _unfit("PORT", port, message("give a number from 1 to 65535"))
    return MailServer(given["HOST"], int(port), given["FROM"], security, given["USER"], password)


def composed(sender: str, address: str, subject: str, body: str) -> EmailMessage:
    """A plain text mail; line ends in the subject become blanks.

    Raises `ValueError` for an address that is none.
    """
    if not (is_address(sender) and is_address(address)):
        raise ValueError(f"{address!r} is no mail address")
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = address
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body)
    return mail


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session with the server. It, and sending in it, raise `OSError` for what goes wrong."""
    context = ssl.create_default_context()
    if server.security == TLS:
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS, context=context
        )
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    with session:
        if server.security == STARTTLS:
            session.starttls(context=context)
        if server.user:
            session.login(server.user, server.password)
        yield session


def _unfit(name: str, value: str, hint: Message) -> ParameterError:
    return ParameterError(
        "mail-settings",
        message("{name} is {value!r}", name=f"{PREFIX}{name}", value=value),
        hint,
    )
