from __future__ import annotations

import io
import zipfile

from boundaries.io.packed import FIXED_ZIP_DATE, undated


def packed(date: tuple[int, int, int, int, int, int]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in ("b/x.xml", "a.xml"):
            file.writestr(zipfile.ZipInfo(name, date), name * 100)
    return content.getvalue()


def test_the_clock_leaves_no_trace() -> None:
    first, second = packed((2026, 1, 2, 3, 4, 6)), packed((2027, 1, 2, 3, 4, 6))
    assert first != second
    assert undated(first) == undated(second)


def test_members_keep_their_order_and_content() -> None:
    with zipfile.ZipFile(io.BytesIO(undated(packed((2026, 1, 2, 3, 4, 6))))) as file:
        assert file.namelist() == ["b/x.xml", "a.xml"]
        assert file.read("a.xml") == b"a.xml" * 100
        assert {member.date_time for member in file.infolist()} == {FIXED_ZIP_DATE}


def test_a_document_does_not_tell_when_it_was_made() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("docProps/core.xml", "<t>2026-01-02T03:04:05Z</t><t>2026</t>")
    with zipfile.ZipFile(io.BytesIO(undated(content.getvalue()))) as file:
        assert file.read("docProps/core.xml") == b"<t>1980-01-01T00:00:00Z</t><t>2026</t>"
