"""Notices by mail: queued from the log, sent later, tried again when the server does not answer."""

from __future__ import annotations

import datetime
import smtplib
from collections.abc import Collection, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from boundaries.domain.local_time import zone_of
from boundaries.domain.notices import Note
from boundaries.errors import ConflictError
from boundaries.io.mail import MailServer, composed, connected
from boundaries.messages import Gettext, Message, message
from boundaries.reports.numbers import Numbers
from boundaries.store.database import Store
from boundaries.store.models import Account, Mail, NoticeChoice, NoticeState, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.notices import choice_of, notes_of, state_of
from boundaries.workflows.village_names import names_of
from boundaries.workflows.workspace import KABUPATEN, NAME

LANGUAGE = "id"
"""Mail is in Indonesian."""
WAITS_MIN = (1, 5, 15, 60, 240, 720)
"""Minutes to wait after each attempt that failed; then a mail is given up."""
CLAIM = datetime.timedelta(minutes=10)
"""How long a mail belongs to the program that is sending it."""
AT_ONCE = 50
MOST_NOTES = 40
LONGEST_FAULT = 300
LOST = (ConnectionError, TimeoutError, smtplib.SMTPServerDisconnected)
"""Faults after which the session is of no use for further mails."""


@dataclass(frozen=True)
class Outcome:
    """How many mails were queued, sent, failed for now, and given up."""

    queued: int
    sent: int
    failed: int
    given_up: int


@dataclass(frozen=True)
class Style:
    """How mails are worded: the translation, and the address of the pages ("" for none)."""

    gettext: Gettext
    address: str = ""


def mail_notices(store: Store, server: MailServer, style: Style, now: datetime.datetime) -> Outcome:
    """Queue a mail for everybody with new notices that are wanted by mail, and send what is due.

    `now` may be in any zone. A server that fails never raises: its mails stay for later.
    """
    queued = queue(store, style, now)
    return send_due(store, server, now, queued=queued)


def queue(store: Store, style: Style, now: datetime.datetime) -> int:
    """Write one mail for each account that wants notices which came since its last one."""
    with Repository(store) as repository:
        zone = zone_of(str(repository.setting(KABUPATEN) or ""))
        title = str(repository.setting(NAME) or "")
        kinds = {row.account_id: row.kinds for row in repository.find(NoticeChoice) if row.kinds}
        accounts = repository.find(Account, id=sorted(kinds), active=True)
        states = {row.account_id: row for row in repository.find(NoticeState)}
    written = 0
    names: dict[str, str] | None = None
    for account in accounts:
        state = states[account.id]
        found = notes_of(store, account, now.astimezone(zone), after=state.mailed_seq)
        notes = _new(found, kinds[account.id], state.mailed_at)
        if not notes:
            continue
        if names is None:
            with Repository(store) as repository:
                names = names_of(repository)
        with suppress(ConflictError):
            written += _write(store, account, notes, state, (title, names, style), now)
    return written


def send_due(
    store: Store, server: MailServer, now: datetime.datetime, *, queued: int = 0
) -> Outcome:
    """Send the mails that are due, in one session with the server; its farewell may fail."""
    sent = failed = given_up = 0
    session: smtplib.SMTP | None = None
    with suppress(smtplib.SMTPResponseException), ExitStack() as stack:
        for number in _due(store, now):
            mail = _claimed(store, number, now)
            if mail is None:
                continue
            try:
                session = session or stack.enter_context(connected(server))
                text = composed(server.sender, mail.address, mail.subject, mail.body)
                session.send_message(text)
            except (OSError, ValueError) as fault:
                failed += 1
                given_up += _put_off(store, number, fault, now)
                if session is None or isinstance(fault, LOST):
                    break
            else:
                sent += 1
                _settle(store, number, now)
    return Outcome(queued, sent, failed, given_up)


def waiting(repository: Repository) -> list[Mail]:
    """The mails that were not sent, those that were given up among them."""
    return repository.find(Mail, sent_at=None)


def _new(
    notes: Iterable[Note], kinds: Collection[str], since: datetime.datetime | None
) -> list[Note]:
    """Those of some kinds that follow from the log, or are of a clock that was reached since."""
    return [
        note
        for note in notes
        if note.kind in kinds and (note.seq or since is None or note.at > since)
    ]


def _write(
    store: Store,
    account: Account,
    notes: list[Note],
    known: NoticeState,
    words: tuple[str, dict[str, str], Style],
    now: datetime.datetime,
) -> int:
    """Queue the mail and remember up to where it tells, unless another program was faster."""
    with Repository(store) as repository:
        choice, state = choice_of(repository, account.id), state_of(repository, account.id)
        if not choice.email or state.version != known.version:
            return 0
        newest = max(note.seq for note in notes)
        state.mailed_seq, state.mailed_at = max(state.mailed_seq, newest), now
        segments = {
            row.id: row for row in repository.find(Segment, id=[note.segment for note in notes])
        }
        subject, body = _worded(account, notes, segments, words)
        repository.add(
            Mail(
                account_id=account.id,
                address=choice.email,
                subject=subject,
                body=body,
                made_at=now,
                next_at=now,
            )
        )
    return 1


def _worded(
    account: Account,
    notes: list[Note],
    segments: dict[str, Segment],
    words: tuple[str, dict[str, str], Style],
) -> tuple[str, str]:
    """Subject and body of a mail."""
    title, names, style = words

    def say(text: Message) -> str:
        return text.render(style.gettext)

    count = message("{count} notices", count=len(notes))
    lines = [say(message("Dear {name},", name=account.name)), ""]
    lines += [say(message("there is news on segments that concern you:")), ""]
    for note in notes[:MOST_NOTES]:
        segment = segments.get(note.segment)
        keys = (segment.village_a, segment.village_b) if segment else ()
        between = " – ".join(names.get(key, key) for key in keys)
        lines += [f"* {between} ({note.segment})", f"  {say(dated(note.text))}"]
        if style.address:
            lines.append(f"  {style.address}/segmen/{note.segment}")
        lines.append("")
    if style.address:
        choice = message(
            "Choose what comes by mail: {address}", address=f"{style.address}/pemberitahuan"
        )
        lines.append(say(choice))
    return f"[Tapal {title}] {say(count)}", "\n".join(lines)


def dated(text: Message) -> Message:
    """A message whose dates are written out in Indonesian."""
    write = Numbers(LANGUAGE)
    values = {
        name: write.date(value) if isinstance(value, datetime.date) else value
        for name, value in text.values.items()
    }
    return Message(text.template, values)


def _due(store: Store, now: datetime.datetime) -> list[int]:
    with Repository(store) as repository:
        rows = waiting(repository)
    return [row.id for row in rows if row.next_at is not None and row.next_at <= now][:AT_ONCE]


def _claimed(store: Store, number: int, now: datetime.datetime) -> Mail | None:
    """Take a mail for oneself; None where another program did."""
    with suppress(ConflictError), Repository(store) as repository:
        mail = repository.get(Mail, number)
        if mail.sent_at is not None or mail.next_at is None or mail.next_at > now:
            return None
        mail.tries += 1
        mail.next_at = now + CLAIM
        return mail
    return None


def _put_off(store: Store, number: int, fault: Exception, now: datetime.datetime) -> bool:
    """Note why a mail was not sent, and when to try again; whether it is given up."""
    with Repository(store) as repository:
        mail = repository.get(Mail, number)
        left = WAITS_MIN[mail.tries - 1 :]
        mail.next_at = now + datetime.timedelta(minutes=left[0]) if left else None
        mail.fault = f"{type(fault).__name__}: {fault}"[:LONGEST_FAULT]
        return not left


def _settle(store: Store, number: int, now: datetime.datetime) -> None:
    with Repository(store) as repository:
        mail = repository.get(Mail, number)
        mail.sent_at, mail.next_at, mail.fault = now, None, None
