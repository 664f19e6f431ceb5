"""What background work does: judge a workspace by BIG's eight items, or write a package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import pandas as pd

from boundaries.domain.precheck import Item
from boundaries.errors import InputError, Notice, RefusedError
from boundaries.io.write import write_json
from boundaries.messages import Message, message, message_from, message_record
from boundaries.store.database import Store
from boundaries.workflows.doer import Doer
from boundaries.workflows.export_package import Request, export_package
from boundaries.workflows.precheck import Prechecked, precheck
from web.products_jobs import Task, Work

PRECHECK = "precheck"
RESULT = "pracek.json"
UNFINISHED = ("unfinished", "nothing-to-export")
INCLUDE_THEM = message("settle their segments, or choose to include them, marked as unfinished")
TOLD_OF_PACKAGE = ("seal", "partial", "villages", "left_out", "unfinished", "segments", "points")


def precheck_work(store: Store) -> Work:
    """Judge a workspace; the facts are how many faults each item has."""

    def work(task: Task) -> tuple[Path, Mapping[str, Any]]:
        found = precheck(store, progress=task.progress)
        path = task.folder / RESULT
        write_json(_record(found), path)
        return path, {"faults": [len(item.faults) for item in found.items]}

    return work


def package_work(store: Store, doer: Doer, request: Request, name: str) -> Work:
    """Write a package under a name; the facts are what the export says of it."""

    def work(task: Task) -> tuple[Path, Mapping[str, Any]]:
        path = task.folder / name
        try:
            made = asdict(export_package(store, path, doer, request, progress=task.progress))
        except (InputError, RefusedError) as fault:
            if fault.code not in UNFINISHED:
                raise
            raise RefusedError(fault.code, fault.message, INCLUDE_THEM) from fault
        return path, {fact: made[fact] for fact in TOLD_OF_PACKAGE}

    return work


def read_precheck(path: Path) -> Prechecked:
    """The result that `precheck_work` wrote."""
    record = json.loads(path.read_text(encoding="utf-8"))
    items = tuple(_item(each) for each in record["items"])
    return Prechecked(record["name"], items, pd.DataFrame(record["kecamatan"]))


def _record(found: Prechecked) -> dict[str, Any]:
    items = [
        {"number": item.number, "name": message_record(item.name), "word": item.word,
         "evidence": message_record(item.evidence),
         "faults": [
             [fault.code, message_record(fault.message), message_record(fault.hint),
              message_record(fault.feature)]
             for fault in item.faults
         ]}
        for item in found.items
    ]  # fmt: skip
    rows = json.loads(found.kecamatan.to_json(orient="records", double_precision=4))
    return {"name": found.name, "items": items, "kecamatan": rows}


def _item(record: dict[str, Any]) -> Item:
    faults = [
        Notice(code, _message(text), _message(hint), message_from(feature))
        for code, text, hint, feature in record["faults"]
    ]
    name, evidence = (_message(record[each]) for each in ("name", "evidence"))
    return Item(record["number"], name, record["word"], evidence, tuple(faults))


def _message(record: dict[str, Any]) -> Message:
    return cast("Message", message_from(record))
