"""What the commands of a workspace print, and their JSON."""

from __future__ import annotations

import datetime
import io
import json
import math
from dataclasses import dataclass

import pandas as pd
from rich.console import Console

from boundaries.domain.versions import COLUMNS
from boundaries.messages import message
from boundaries.reports.workspace_document import document, import_document
from boundaries.reports.workspace_text import Screen, print_detection, print_import, print_lists

NOTHING = pd.DataFrame(
    columns=["source", "row", "name", "reason", "area_before_m2", "area_after_m2"]
)


@dataclass(frozen=True)
class File:
    name: str
    number: int
    unchanged: bool
    features: int
    changes: pd.DataFrame


CHANGED = pd.DataFrame(
    [
        ("k1", "Meranti\x1b[31m", "outline", 10_000.0, 20_000.0, 12.5),
        ("k2", "Sei Beluru", "added", math.nan, 5_000.0, math.nan),
    ],
    columns=list(COLUMNS),
)


def printed(limit: int = 20) -> tuple[Screen, io.StringIO]:
    file = io.StringIO()
    console = Console(file=file, width=100, color_system=None)
    return Screen(console, lambda text: text, "en", limit), file


def test_changes_of_a_version() -> None:
    screen, file = printed()
    taken = [File("survey", 2, False, 2, CHANGED), File("other", 1, True, 5, CHANGED[:0])]
    print_import(taken, screen, repairs=NOTHING, set_aside=NOTHING, notices=[])
    text = " ".join(file.getvalue().split())
    assert "survey: version 2 (2 villages)" in text
    assert "Meranti\N{REPLACEMENT CHARACTER}[31m k1 outline moved 12.5 m 1.00 ha 2.00 ha" in text
    assert "Sei Beluru k2 new village – – 5,000 m²" in text
    assert "other: nothing new, version 1 stands (5 villages)" in text


def test_a_limit_leaves_rows_out() -> None:
    screen, file = printed(limit=1)
    print_import([File("s", 2, False, 2, CHANGED)], screen, repairs=NOTHING, set_aside=NOTHING,
                 notices=[])  # fmt: skip
    assert "Sei Beluru" not in file.getvalue()
    assert "... and 1 more" in file.getvalue()


def test_a_detection() -> None:
    screen, file = printed()
    print_detection(screen, number=3, cases=2, kinds={"gap": 1, "overlap": 1500},
                    segments={"new": 1, "gone": 0}, notices=[])  # fmt: skip
    text = " ".join(file.getvalue().split())
    assert "Detection 3 Number" in text
    assert "Gap 1 Overlap 1,500 Findings 1,501 Cases 2" in text
    assert "new 1 not found any more 0" in text


def test_an_empty_list_says_so() -> None:
    screen, file = printed()
    print_lists(screen, "Documents", ["No.", "Name"], [])
    assert file.getvalue().split() == ["Documents", "none"]
    print_lists(screen, "Documents", ["No.", "Name"], [(1, None)])
    assert "–" in file.getvalue()


def test_documents_hold_plain_values() -> None:
    noon = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
    found = document("x", at=noon, day=noon.date(), pair=("a", "b"), table=CHANGED[["key"]])
    assert found["at"] == "2026-01-31T05:00:00Z"
    assert found["day"] == "2026-01-31"
    assert found["table"] == [{"key": "k1"}, {"key": "k2"}]
    assert found["command"] == "x"


def test_the_document_of_an_import() -> None:
    repairs = pd.DataFrame([("s", 1, "x", message("ring"), 1.0, 2.0)], columns=NOTHING.columns)
    found = import_document(
        [File("s", 2, False, 2, CHANGED)], repairs=repairs, set_aside=NOTHING, notices=[]
    )
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text)["files"][0]["changes"][1]["moved_m"] is None
    assert json.loads(text)["repairs"][0]["reason"] == "ring"
