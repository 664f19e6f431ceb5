"""Warnings as lines of text: some of every kind, however many there are of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from boundaries.errors import Notice
from boundaries.messages import Gettext
from boundaries.reports.labels import text_of
from boundaries.reports.numbers import Numbers


def notice_lines(
    notices: Sequence[Notice], gettext: Gettext, numbers: Numbers, *, limit: int
) -> list[str]:
    """At most `limit` warnings, one per line, and how many of which kind are not shown.

    A kind is told by its first warning.
    """
    shown = foremost(notices, limit)
    left = Counter(notice.code for notice in notices)
    left.subtract(notice.code for notice in shown)
    said = {notice.code: text_of(notice.message, gettext) for notice in reversed(notices)}
    kinds = "; ".join(f"{numbers.integer(n)} × {said[code]}" for code, n in left.items() if n)
    lines = [_line(notice, gettext) for notice in shown]
    if kinds:
        text = gettext("... and {count} more: {kinds}")
        rest = numbers.integer(left.total())
        lines.append(text.format(count=rest, kinds=kinds))
    return lines


def foremost(notices: Sequence[Notice], limit: int) -> list[Notice]:
    """The `limit` notices that come first when kinds take turns, in their own order."""
    seen: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for place, notice in enumerate(notices):
        turns.append((seen[notice.code], place))
        seen[notice.code] += 1
    chosen = sorted(place for _, place in sorted(turns)[:limit])
    return [notices[place] for place in chosen]


def _line(notice: Notice, gettext: Gettext) -> str:
    place = f"{text_of(notice.feature, gettext)}: " if notice.feature else ""
    words = f"{place}{text_of(notice.message, gettext)}; {text_of(notice.hint, gettext)}"
    return gettext("Warning: {text}").format(text=words)
