"""Forms that a reader or a bad line sends twice are done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from boundaries.workflows.once import answered_once
from web import unit

FIELD = "kunci"
HEADER = "Idempotency-Key"
NOT_COUNTED = ("csrf_token", "password")
"""Fields that may differ between two sendings of the same form."""


@dataclass(frozen=True)
class Done:
    """What was done, in a sentence, and the page that follows."""

    text: str
    address: str


def once(perform: Callable[[], Done | AnyResponse | str]) -> AnyResponse | str:
    """The answer to a form; the same form sent again gets the same and nothing is done twice.

    `perform` gives `Done`, or a page that tells why nothing was done. A form is known by the word
    in its field `kunci` or in the header `Idempotency-Key`; without one it is done each time.
    Raises `ConflictError` while the same form is still worked on.
    """
    word = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not word:
        return _shown(perform())
    answer, page = answered_once(
        unit.store(), unit.doer(), form_sum(word), lambda: _remembered(perform())
    )
    return page if answer is None else _shown(Done(**answer))


def form_sum(word: str) -> str:
    """The SHA-256 over the word, the address and all that was filled in, files included."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_COUNTED]
    files = []
    for name, file in request.files.items(multi=True):
        files.append((name, file.filename, hashlib.sha256(file.stream.read()).hexdigest()))
        file.stream.seek(0)
    text = json.dumps([word, request.full_path, request.headers.get("If-Match"), fields, files])
    return hashlib.sha256(text.encode()).hexdigest()


def _remembered(
    found: Done | AnyResponse | str,
) -> tuple[dict[str, str] | None, AnyResponse | str | None]:
    return (vars(found), None) if isinstance(found, Done) else (None, found)


def _shown(found: Done | AnyResponse | str) -> AnyResponse | str:
    if not isinstance(found, Done):
        return found
    flash(found.text)
    return redirect(found.address, 303)
