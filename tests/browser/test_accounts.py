"""Signing in and out, an invitation, the log and the sources, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from boundaries.domain.roles import Actor, Role
from boundaries.store.database import Store, create_store
from boundaries.workflows import accounts
from boundaries.workflows.doer import Doer
from tests.browser.settling_server import PHONE, forgive, serving, watched
from tests.quick_passwords import quick_passwords
from tests.store_fixture import UTM
from tests.web.workspace_fixture import PASSWORD, populate
from web.workspace_app import create_workspace_app

PAGES = ("/masuk", "/akun", "/catatan", "/sumber", "/tidak-ada")
NEW = "empat kata yang lain"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A small workspace with an account for each role."""
    path = tmp_path_factory.mktemp("ruang") / "ruang.gpkg"
    with quick_passwords(), create_store(str(path), crs=UTM, settings={"name": "Asahan"}) as made:
        populate(made)
        yield made


@pytest.fixture(scope="module")
def address(workspace: Store) -> Iterator[str]:
    """Where its pages are served."""
    with serving(create_workspace_app(workspace)) as served:
        yield served


def sign_in(page: Page, address: str, login: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/masuk?lang=en")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def visited(page: Page, address: str) -> Iterator[str]:
    """Each page as the administrator sees it, with everything unfolded."""
    for path in PAGES:
        if path == PAGES[1]:
            sign_in(page, address, "admin")
        page.goto(f"{address}{path}")
        page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        yield path


def test_signing_in_and_out(page: Page, address: str) -> None:
    page.goto(f"{address}/catatan?lang=en")
    expect(page).to_have_url(re.compile("/masuk"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.get_by_label("Login").fill("operator")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Log", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Nama Operator")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".kabar")).to_have_text("You have signed out.")
    page.goto(f"{address}/catatan")
    expect(page).to_have_url(re.compile("/masuk"))


def test_a_wrong_password(page: Page, address: str, faults: list[str]) -> None:
    sign_in(page, address, "legal", "salah sekali ini")
    expect(page.get_by_role("alert")).to_have_text("Login or password is not right.")
    expect(page.get_by_label("Login")).to_have_value("legal")
    expect(page.get_by_label("Password")).to_have_value("")
    forgive(faults, 422)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Nama Legal")).to_be_visible()


def test_an_invitation_from_the_administrator_to_the_first_sign_in(
    page: Page, browser: Browser, address: str, faults: list[str]
) -> None:
    sign_in(page, address, "admin")
    page.get_by_role("link", name="Nama Admin").click()
    page.get_by_text("Open an account", exact=True).click()
    form = page.locator("form.kisi", has=page.get_by_label("Full name"))
    form.get_by_label("Full name").fill("Citra <b>Dewi</b>")
    form.get_by_label("Login").fill("kades.c")
    form.get_by_label("Role").select_option("village-head")
    form.get_by_label("Villages").fill("A")
    form.get_by_label("Your password").fill(PASSWORD)
    form.get_by_role("button").click()
    link = page.locator(".tautan").inner_text()
    assert link.startswith(f"{address}/undangan/")

    visit = browser.new_context(viewport=PHONE)
    phone = watched(visit, address, faults)
    phone.goto(f"{link}?lang=en")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Welcome, Citra <b>Dewi</b>")
    phone.get_by_label("New password").fill(NEW)
    phone.get_by_label("The same password again").fill(NEW)
    phone.get_by_role("button", name="Keep the password").click()
    phone.locator(".menu summary").click()
    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()
    phone.goto(link)
    expect(phone.get_by_text("used before")).to_be_visible()
    forgive(faults, 403)
    visit.close()


def test_changing_the_password(page: Page, address: str, faults: list[str]) -> None:
    sign_in(page, address, "verifier")
    page.goto(f"{address}/akun?lang=en")
    page.get_by_text("Change the password", exact=True).first.click()
    page.get_by_label("Present password").fill("bukan yang ini")
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_contain_text("The password is not right")
    forgive(faults, 403)
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    page.get_by_role("button", name="Change the password").click()
    expect(page.locator(".kabar")).to_contain_text("The password is changed.")


def test_filtering_the_log(page: Page, address: str) -> None:
    sign_in(page, address, "operator")
    page.goto(f"{address}/catatan?lang=en")
    expect(page.get_by_text("The log proves itself")).to_be_visible()
    page.get_by_label("Action").select_option("import")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("table.catatan tr[id]")).to_have_count(1)
    page.locator("main").get_by_role("link", name="Show all").first.click()
    expect(page.locator("table.catatan tr[id]").nth(2)).to_be_visible()


@pytest.mark.parametrize("width", [1366, 360])
def test_no_page_is_wider_than_the_screen(
    page: Page, address: str, faults: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in visited(page, address):
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        small = page.evaluate(
            """() => [...document.querySelectorAll('main button, .kop a, .kop button, summary')]
                .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
                .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
                .map(([text]) => text)"""
        )
        assert small == [], path
    forgive(faults, 404)


def test_axe_finds_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    for path in visited(page, address):
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    context.close()


def test_pages_work_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, "gis")
    page.goto(f"{address}/catatan?lang=en&tindakan=import")
    expect(page.locator("table.catatan tr[id]")).to_have_count(1)
    context.close()


def test_who_is_invited_again_chooses_a_new_password(
    page: Page, address: str, workspace: Store
) -> None:
    doer = Doer(Actor("admin", Role.ADMIN), datetime.now(UTC))
    word = accounts.invite(workspace, "bupati", doer)
    page.goto(f"{address}/undangan/{word}?lang=en")
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The same password again").fill(NEW)
    page.get_by_role("button", name="Keep the password").click()
    expect(page.get_by_role("link", name="Nama Bupati")).to_be_visible()
