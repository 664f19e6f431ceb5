"""Take the pictures of the documentation anew, from the sample.

    python -m tools.pictures

Needs the sample (`make demo` makes it) and Chromium (`make test` installs it).
"""

from __future__ import annotations

import threading
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from boundaries.domain.parameters import Parameters
from boundaries.workflows.compare import compare
from boundaries.workflows.load import LayerOptions
from web import create_app

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
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        _take(browser, f"http://127.0.0.1:{server.port}/temuan/{largest}", "review.png")
        browser.close()
    server.shutdown()


def _take(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page(viewport=SIZE)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    page.screenshot(path=IMAGES / name)
    print(f"docs/images/{name}")


if __name__ == "__main__":
    main()
