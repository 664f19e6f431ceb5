"""The wording of a workspace's papers, kept with it and carried as a JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from boundaries.domain.envelopes import names_by_code
from boundaries.domain.paper_wording import Wording
from boundaries.domain.records import from_record, to_record
from boundaries.errors import InputError, ParameterError
from boundaries.io.write import write_json
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.workspace import KABUPATEN

WORDING = "wording"
KOTA = "Kota "


def wording_of(repository: Repository) -> Wording:
    """The wording; what nobody set follows from the code of the kabupaten."""
    return from_record(Wording, _suggested(repository) | (repository.setting(WORDING) or {}))


def set_wording(store: Store, path: Path, doer: Doer) -> tuple[Wording, bool]:
    """Take the wording from a JSON file, and whether it says anything new.

    What the file does not have stays as it is. Raises `InputError` for a file that is no such JSON,
    `ParameterError` for a field that is none.
    """
    given = _read(path)
    _require_shape(given, to_record(Wording()), path)
    with Repository(store) as repository:
        before = repository.setting(WORDING) or {}
        after = _merged(before, given, to_record(Wording()))
        wording = from_record(Wording, _suggested(repository) | after)
        if after == before:
            return wording, False
        repository.set_setting(WORDING, after)
        repository.record(
            doer.entry("set-wording", ("workspace", WORDING), before=before, after=after)
        )
    return wording, True


def write_wording(wording: Wording, path: Path) -> None:
    """Write the wording as JSON that people can edit."""
    write_json(to_record(wording), path)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        raise InputError(
            "wording-file",
            message("{path}: {fault}", path=path, fault=fault),
            message("give a JSON file as written by -o"),
        ) from fault
    if not isinstance(found, dict):
        raise InputError(
            "wording-file",
            message("{path} holds no fields", path=path),
            message("give a JSON file as written by -o"),
        )
    return found


def _merged(
    before: dict[str, Any], given: dict[str, Any], standard: dict[str, Any]
) -> dict[str, Any]:
    """The fields with those that are given; of nested ones all are there."""
    nested = {
        name: {**standard[name], **before.get(name, {}), **value}
        for name, value in given.items()
        if isinstance(value, dict)
    }
    return before | given | nested


def _require_shape(given: dict[str, Any], known: dict[str, Any], path: Path) -> None:
    """Every field is known, and holds what it is to hold: a text, texts, or fields of its own."""
    for name, value in given.items():
        wanted = known.get(name)
        if isinstance(value, dict) and isinstance(wanted, dict):
            _require_shape(value, wanted, path)
            continue
        texts = value if isinstance(value, list) else [value]
        fits = type(value) is type(wanted) and all(isinstance(each, str) for each in texts)
        if not fits:
            raise ParameterError(
                "wording",
                message("{path}: {field} is no field, or not of its kind", path=path, field=name),
                message("write the present wording to a file with -o, and change that"),
            )


def _suggested(repository: Repository) -> dict[str, Any]:
    """The kabupaten in full, and the title of its head."""
    name = names_by_code().get(repository.setting(KABUPATEN) or "", "")
    if name.startswith(KOTA):
        return {"kabupaten": name, "regent": "Wali Kota"}
    return {"kabupaten": f"Kabupaten {name}"} if name else {}
