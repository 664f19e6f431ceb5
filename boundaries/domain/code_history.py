"""Codes of villages that were replaced: which by which, when, and by what rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from boundaries.messages import Message, message

COLUMNS = ("old", "new", "date", "rule")


@dataclass(frozen=True)
class Change:
    """One step: `old` became `new`; `date` and `rule` (of the decree) are "" where not known."""

    old: str
    new: str
    date: str = ""
    rule: str = ""

    def text(self) -> Message:
        """The step in words."""
        basis = ", ".join(part for part in (self.rule, self.date) if part)
        if basis:
            return message("{old} became {new} ({basis})", old=self.old, new=self.new, basis=basis)
        return message("{old} became {new}", old=self.old, new=self.new)


class CodeHistory:
    """Changes of codes, searched from the old code and from the new one.

    A code may have several successors (a village was split) and several predecessors.
    """

    def __init__(self, changes: Iterable[Change]) -> None:
        self._of: dict[str, list[Change]] = {}
        for change in changes:
            for code in {change.old, change.new}:
                self._of.setdefault(code, []).append(change)

    def successors(self, code: str) -> dict[str, Change]:
        """The codes that `code` became, step by step, each with its last step."""
        return self._followed(code, forward=True)

    def related(self, code: str) -> dict[str, Change]:
        """Successors and predecessors of `code`, each with the step that led there."""
        return {**self._followed(code, forward=False), **self._followed(code, forward=True)}

    def _followed(self, code: str, *, forward: bool) -> dict[str, Change]:
        found: dict[str, Change] = {}
        waiting = [code]
        while waiting:
            here = waiting.pop()
            for change in self._of.get(here, []):
                source, target = change.old, change.new
                if not forward:
                    source, target = target, source
                if source == here and target != code and target not in found:
                    found[target] = change
                    waiting.append(target)
        return found


def related_pairs(
    codes: pd.Series[str], history: CodeHistory, known: Iterable[str]
) -> dict[tuple[object, str], Change]:
    """The change behind each pair (index of `codes`, related code that is `known`).

    Codes that are known themselves have no pair.
    """
    present = set(known)
    return {
        (index, other): change
        for index, code in codes.items()
        if code and code not in present
        for other, change in history.related(code).items()
        if other in present
    }
