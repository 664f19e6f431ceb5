"""Zip files whose bytes do not depend on the clock (.docx, .xlsx and packages)."""

from __future__ import annotations

import io
import re
import zipfile

from boundaries.io.write import FIXED_DATE

FIXED_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
CORE_PROPERTIES = "docProps/core.xml"
"""Where documents of offices tell when they were made and changed."""
_DATE = re.compile(rb">\d{4}-\d\d-\d\dT[^<]*<")


def undated(content: bytes) -> bytes:
    """The zip file with the same members in the same order, all dated 1 January 1980.

    So are the times among the core properties of a document.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            member = old.read(name)
            if name == CORE_PROPERTIES:
                member = _DATE.sub(f">{FIXED_DATE}<".encode(), member)
            new.writestr(entry, member)
    return result.getvalue()
