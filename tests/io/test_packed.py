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
