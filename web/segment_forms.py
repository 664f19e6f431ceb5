"""What people send about a segment: lines and the facts of actions."""

from __future__ import annotations

import datetime
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from flask import abort, request
from numpy.typing import NDArray
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from boundaries.domain.deed import HASH, Facts
from boundaries.errors import ParameterError, TapalError
from boundaries.messages import Message, message
from boundaries.store.models import Document
from boundaries.workflows.doer import Doer
from boundaries.workflows.drafts import MOST_POINTS
from boundaries.workflows.evidence import KINDS, Subject, add_document, documents_of
from web import unit
from web.segment_grounds import Ground

LARGEST_JSON = 2 * 1024 * 1024
"""Bytes of the longest drawn line that is read."""


def facts_of(segment: str, doer: Doer) -> Facts:
    """The facts in the form of an action; a file that comes with it is kept as evidence first."""
    form = request.form
    number, text = form.get("number", ""), form.get("hash", "")
    return Facts(
        number=int(number) if number.isascii() and number.isdigit() else None,
        hash=text if HASH.fullmatch(text) else "",
        documents=_documents(segment, doer),
        reason=form.get("reason", "").strip(),
        reference=form.get("reference", "").strip(),
        dated=day_of(form.get("dated", "")),
        gazette=form.get("gazette", "").strip(),
    )


def day_of(text: str) -> datetime.date | None:
    """A date as browsers send it; None for another text."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def positions(value: Any, *, least: int = 2) -> NDArray[np.float64]:
    """Positions in degrees, longitude first, one in each row.

    Raises `ParameterError` for anything but `least` positions or more in the range of degrees.
    """
    try:
        points = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        points = np.empty((0, 2))
    fits = points.ndim == 2 and points.shape[1] == 2 and least <= len(points) <= MOST_POINTS
    if not fits or not (np.abs(points) <= (180, 90)).all():
        raise ParameterError(
            "line",
            message("the drawn line is none, or has too many points"),
            message("draw at least two points; {most} are the most", most=MOST_POINTS),
        )
    return points


def line_of(ground: Ground, value: Any) -> shapely.LineString:
    """A line in the working CRS from two `positions` or more."""
    points = positions(value)
    return shapely.LineString(np.column_stack(ground.to_metres().transform(*points.T)))


def drawn_in_form(ground: Ground) -> shapely.LineString:
    """The line that a form carries as positions in degrees."""
    try:
        value = json.loads(request.form.get("garis", ""))
    except (ValueError, RecursionError):
        value = None
    return line_of(ground, value)


def sent_json(*, largest: int = LARGEST_JSON) -> dict[str, Any]:
    """The object that the request carries as JSON; an empty one where it carries something else.

    More than `largest` bytes are refused (413), also where no length was announced.
    """
    announced = request.content_length
    if (len(request.get_data()) if announced is None else announced) > largest:
        abort(413)
    try:
        value = request.get_json(silent=True)
    except RecursionError:
        value = None
    return value if isinstance(value, dict) else {}


class Upload:
    """A file that was sent, as a path for as long as the block lasts.

    A fault about it names the file as its sender calls it, without the place of the path.
    """

    def __init__(self, sent: FileStorage) -> None:
        self._sent = sent
        self._folder = tempfile.TemporaryDirectory()

    def __enter__(self) -> Path:
        folder = Path(self._folder.__enter__())
        path = folder / (secure_filename(self._sent.filename or "") or "berkas")
        self._sent.save(path)
        return path

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> None:
        self._folder.cleanup()
        if isinstance(fault, TapalError):
            place = f"{self._folder.name}/"
            fault.message = _without(place, fault.message)
            fault.hint = _without(place, fault.hint)


def sent_file(name: str) -> FileStorage | None:
    """A file of the form; None where none was chosen."""
    found = request.files.get(name)
    return found if found and found.filename else None


def _without(place: str, text: Message) -> Message:
    """A message whose values do not name a folder."""
    values = {
        name: _without(place, value)
        if isinstance(value, Message)
        else str(value).replace(place, "")
        if isinstance(value, str | Path)
        else value
        for name, value in text.values.items()
    }
    return Message(text.template, values)


def _documents(segment: str, doer: Doer) -> tuple[str, ...]:
    """The papers that were ticked, and the one that was sent; those of other segments are not."""
    known = {str(row.id) for row in documents_of(unit.reading(), segment=segment)}
    ticked = [name for name in request.form.getlist("documents") if name in known]
    sent = sent_file("berkas")
    if sent is not None:
        ticked.append(str(_kept(sent, segment, doer).id))
    return tuple(dict.fromkeys(ticked))


def _kept(sent: FileStorage, segment: str, doer: Doer) -> Document:
    kind = request.form.get("kind", "")
    subject = Subject(
        kind=kind if kind in KINDS else "other",
        dated=day_of(request.form.get("dated", "")),
        segment=segment,
    )
    with Upload(sent) as path:
        row, _ = add_document(unit.store(), path, subject, doer)
    return row
