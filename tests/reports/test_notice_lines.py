"""Which warnings are shown when there are many."""

from __future__ import annotations

from boundaries.errors import Notice
from boundaries.messages import message, translator
from boundaries.reports.notice_lines import foremost, notice_lines
from boundaries.reports.numbers import Numbers

ENGLISH = translator("en")
MANY = [
    Notice(code, message("fault {number}", number=number), message("mend it"), "desa row 1")
    for number, code in enumerate(["scale", *["open-end"] * 1200, "village-split"])
]


def test_every_kind_has_its_turn() -> None:
    shown = foremost(MANY, 4)
    assert [notice.code for notice in shown] == ["scale", "open-end", "open-end", "village-split"]
    assert [str(notice.message) for notice in shown][1:3] == ["fault 1", "fault 2"]


def test_the_others_are_counted_by_kind() -> None:
    lines = notice_lines(MANY, ENGLISH, Numbers("en"), limit=4)
    assert lines[0] == "Warning: desa row 1: fault 0; mend it"
    assert lines[-1] == "... and 1,198 more: 1,198 × fault 1"
    assert len(lines) == 5


def test_few_are_shown_as_they_come() -> None:
    lines = notice_lines(MANY[:2], ENGLISH, Numbers("en"), limit=20)
    assert lines == [
        "Warning: desa row 1: fault 0; mend it", "Warning: desa row 1: fault 1; mend it",
    ]  # fmt: skip
    assert notice_lines([], ENGLISH, Numbers("en"), limit=20) == []
    assert notice_lines(MANY, ENGLISH, Numbers("en"), limit=0) == [
        "... and 1,202 more: 1 × fault 0; 1,200 × fault 1; 1 × fault 1201"
    ]
