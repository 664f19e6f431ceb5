"""The documentation names every address of the pages of segments."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
OURS = {
    "board", "segments", "acts", "segment_data", "prints", "villages", "kecamatan", "talk",
    "notices", "products", "downloads", "team", "drafts", "at_once", "recording", "measure",
}  # fmt: skip


def test_every_address_of_the_work_is_documented(work: Flask) -> None:
    text = (ROOT / "docs/workspace-pages.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[^|]*)\|", text, re.M)
    address = re.compile(r"`(?:(?:POST|PUT|DELETE) )?(/[^`]*)`")
    documented = {name for cell in cells for name in address.findall(cell)}
    routes = {
        re.sub(r"<\w+:", "<", str(rule))
        for rule in work.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in OURS
    }
    assert routes == documented
