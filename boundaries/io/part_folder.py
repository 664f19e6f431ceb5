"""Pages of an unfinished download, kept in a folder beside the file that they will become."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from boundaries.errors import InputError
from boundaries.messages import message

PLAN = "plan.json"


class PartFolder:
    """The folder `<target>.part`: pages by the place of their first record, and what they are of.

    `plan` describes the download (address, query, edition, records); pages of another plan are
    never mixed in. A page is written whole or not at all.
    """

    def __init__(self, target: Path) -> None:
        self.folder = target.with_name(f"{target.name}.part")

    def open(self, plan: Mapping[str, object]) -> bool:
        """Make the folder ready for `plan`; whether pages of another plan were thrown away.

        Raises `InputError` when something else than such a folder is in its place.
        """
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(
                "part-in-the-way",
                message("{path} is in the way of the pages to be kept", path=self.folder),
                message("move it or choose another file with -o"),
            )
        same = self._read(PLAN) == plan
        discarded = not same and any(self._pages())
        if not same:
            self.remove()
            self.folder.mkdir(exist_ok=True)
            self._write(PLAN, plan)
        return discarded

    def page(self, start: int) -> dict[str, Any] | None:
        """The page that begins with the record at `start`; None when it is absent or damaged."""
        return self._read(_name(start))

    def keep(self, start: int, page: Mapping[str, object]) -> None:
        """Keep the page that begins with the record at `start`."""
        self._write(_name(start), page)

    def remove(self) -> None:
        """Remove the pages, and the folder unless it holds something else."""
        if not self.folder.is_dir():
            return
        for path in (*self._pages(), *self.folder.glob("*.new"), self.folder / PLAN):
            path.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _pages(self) -> list[Path]:
        return sorted(self.folder.glob("page-*.json"))

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            document = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return document if isinstance(document, dict) else None

    def _write(self, name: str, document: Mapping[str, object]) -> None:
        draft = self.folder / f"{name}.new"
        draft.write_text(json.dumps(document), encoding="utf-8")
        draft.replace(self.folder / name)


def _name(start: int) -> str:
    return f"page-{start:07d}.json"
