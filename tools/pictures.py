"""Take the pictures of the documentation anew, from the sample.

    python -m tools.pictures

Needs the sample with its workspace (`make demo` makes them) and Chromium (`make test` installs it).
"""

from __future__ import annotations

import shutil
import threading
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from sample_people import PASSWORD
from werkzeug.serving import make_server

from boundaries.domain.deed import Facts
from boundaries.domain.local_time import WIB
from boundaries.domain.parameters import Parameters
from boundaries.domain.roles import Action, Actor, Role
from boundaries.store.database import Store, open_store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.compare import compare
from boundaries.workflows.doer import Doer
from boundaries.workflows.load import LayerOptions
from boundaries.workflows.settle import act_on, propose_line
from web import create_app
from web.workspace_app import create_workspace_app

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data/sample"
IMAGES = ROOT / "docs/images"
CHROMIUM = "/usr/bin/chromium"
SIZE: ViewportSize = {"width": 1366, "height": 768}


def main() -> None:
    """Serve the comparison of the sample and take its pictures."""
    analysis = compare(
        SAMPLE / "big.gpkg",
        sorted((SAMPLE / "survei").iterdir()),
        options=LayerOptions(),
        parameters=Parameters(),
    )
    largest = analysis.findings[analysis.findings["kind"] == "mismatch"].iloc[0]["id"]
    server = make_server("127.0.0.1", 0, create_app(analysis), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport=SIZE)
        _take(page, f"http://127.0.0.1:{server.port}/temuan/{largest}", "review.png")
        with open_store(str(shutil.copy(SAMPLE / "contoh.gpkg", folder))) as store:
            _workspace(browser, store)
        browser.close()
    server.shutdown()


def _workspace(browser: Browser, store: Store) -> None:
    """Pictures of the pages of the sample's workspace, one by one."""
    with Repository(store) as repository:
        segments = repository.find(Segment, current=True, verdict="contested")
    largest = max(segments, key=_at_stake)
    _on_table(store, largest.id)
    pages = {
        "board": "/",
        "segments": "/segmen",
        "segment": f"/segmen/{largest.id}",
        "print": f"/segmen/{largest.id}/cetak",
        "at_once": "/segmen/sekaligus",
        "record_many": "/segmen/catat/record-documents",
        "village": f"/desa/{largest.village_a}",
        "kecamatan": f"/kecamatan/{largest.village_a[:8]}",
        "products": "/produk",
        "notices": "/pemberitahuan",
        "team": "/tim",
        "sources": "/sumber",
        "log": "/catatan",
        "account": "/akun",
    }
    server = make_server("127.0.0.1", 0, create_workspace_app(store), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.port}"
    page = browser.new_page(viewport=SIZE)
    page.goto(f"{address}/masuk")
    page.fill("[name=login]", "operator")
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    for name, path in pages.items():
        _take(page, f"{address}{path}", f"{name}.png")
    server.shutdown()


def _at_stake(segment: Segment) -> float:
    """The square metres of land that hang on it."""
    return float((segment.figures or {}).get("land_m2", 0.0))


def _on_table(store: Store, segment: str) -> None:
    """Put the line halfway on the table, as the operator does."""
    operator = Doer(Actor("operator", Role.OPERATOR), datetime.now(WIB))
    for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
        act_on(store, segment, action, operator, Facts(documents=("1",)))
    propose_line(store, segment, "midline", operator)


def _take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_load_state("domcontentloaded")
    page.wait_for_timeout(2500)
    page.screenshot(path=IMAGES / name)
    print(f"docs/images/{name}")


if __name__ == "__main__":
    main()
