"""Zip files whose bytes do not depend on the clock (.docx, .xlsx and packages)."""

from __future__ import annotations

import io
import zipfile

FIXED_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def undated(content: bytes) -> bytes:
    """The zip file with the same members in the same order, all dated 1 January 1980."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return result.getvalue()
