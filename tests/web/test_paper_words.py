"""Papers in lists: several files of one name can be told apart."""

from __future__ import annotations

import io
import re
from pathlib import Path

from tests.quick_passwords import quick_passwords
from tests.web.settling_fixture import PDF, person, send, settling_workspace
from tests.web.workspace_fixture import pages_of
from tests.workspace_fixture import A, B, segment_of

KEPT = {"record-documents": "2026-01-02", "record-tracing": "2026-01-03"}


def test_papers_of_one_name_are_told_apart_everywhere(tmp_path: Path) -> None:
    """Two files "ba.pdf": what they are, for which step, of when, by whom, how large."""
    with quick_passwords(), settling_workspace(tmp_path) as store:
        segment = segment_of(store, A, B).id
        sari = person(pages_of(store), "sari")
        for number, (action, day) in enumerate(KEPT.items()):
            content = PDF + b"%" + bytes(str(number), "ascii") + b" " * 2500 * number
            paper = (io.BytesIO(content), "ba.pdf")
            send(sari, segment, action, berkas=paper, dated=day, kind="minutes")
        pages = [sari.get(f"/{place}?lang=en").text for place in (f"segmen/{segment}", f"desa/{A}")]
    for page in pages:
        listed = page.split('<ul class="berkas">')[1].split("</ul>", maxsplit=1)[0]
        first, second = re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)
        assert "Minutes: record the study of documents</a>, dated 2 January 2026" in first
        assert "ba.pdf · 1 KB · Nama sari," in first
        assert "Minutes: record the tracing</a>, dated 3 January 2026" in second
        assert "ba.pdf · 3 KB" in second
    assert "Desa 2" in pages[1].split('<ul class="berkas">')[1].split("</ul>", maxsplit=1)[0]
    ticks = re.findall(r'name="documents" value="\d+"> <span>(.*?)</label>', pages[0])
    assert len(ticks) >= 2
    assert len(set(ticks)) == len(KEPT)
