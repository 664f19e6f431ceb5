"""Forms that are sent twice: done once, answered alike.

A form carries a word of its own; the sum of that word and of all that was filled in names it. While
the first sending is worked on, the second waits; afterwards it gets the same answer. What was
refused is forgotten, so that it can be corrected and sent again.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Mapping
from typing import Any

from boundaries.errors import ConflictError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import SentForm
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer

Answer = Mapping[str, Any]

KEPT = 100
"""Forms of one person that are remembered."""
STEP_S = 0.1
PATIENCE_S = 5.0
ABANDONED = datetime.timedelta(minutes=2)
"""After this time the server that worked on a form is taken for dead."""


def answered_once(
    store: Store, doer: Doer, form_sum: str, perform: Callable[[], tuple[Answer | None, Any]]
) -> tuple[Answer | None, Any]:
    """What `perform` gives, or the answer that the same form got before (then without the rest).

    `perform` gives the answer to be remembered, None where nothing was done, and whatever the
    caller needs besides. Raises `ConflictError` while the same form is still worked on.
    """
    known = _begun(store, doer, form_sum)
    if known is not None:
        return known, None
    answer = None
    try:
        answer, rest = perform()
    finally:
        _end(store, doer, form_sum, answer)
    return answer, rest


def _begun(store: Store, doer: Doer, form_sum: str) -> Answer | None:
    """Begin with a form; its answer where somebody was faster and is done."""
    person = doer.actor.person
    try:
        with Repository(store) as repository:
            found = repository.find(SentForm, person=person)
            old = [row.id for row in found[:-KEPT]]
            old += [
                row.id
                for row in found
                if row.sum == form_sum and row.answer is None and doer.at - row.at > ABANDONED
            ]
            if old:
                repository.remove(SentForm, id=old)
            repository.add(SentForm(person=person, sum=form_sum, at=doer.at))
    except ConflictError:
        return _waited_for(store, person, form_sum)
    return None


def _waited_for(store: Store, person: str, form_sum: str) -> Answer:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with Repository(store) as repository:
            found = repository.find(SentForm, person=person, sum=form_sum)
        if not found:
            break
        if found[0].answer is not None:
            return found[0].answer
        time.sleep(STEP_S)
    raise ConflictError(
        "sent-twice",
        message("the same form was sent before, and is still worked on or was refused"),
        message("load the page again and look whether it was done"),
        mine={},
        theirs={},
    )


def _end(store: Store, doer: Doer, form_sum: str, answer: Answer | None) -> None:
    with Repository(store) as repository:
        if answer is None:
            repository.remove(SentForm, person=doer.actor.person, sum=form_sum)
            return
        for row in repository.find(SentForm, person=doer.actor.person, sum=form_sum):
            row.answer = dict(answer)
