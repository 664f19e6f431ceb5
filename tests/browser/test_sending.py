"""Forms that take long, and the way to the next action with the keyboard."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from boundaries.store.database import Store
from tests.browser.settling_page import open_segment, ready
from tests.browser.settling_server import People
from tests.browser.test_drafts import tab_to
from tests.web.workspace_fixture import PASSWORD
from tests.workspace_fixture import B, C, put_on_table, segment_of

INTO_A_FRAME = """() => {
  document.body.append(Object.assign(document.createElement("iframe"), {name: "lain"}));
  document.querySelector("main form").target = "lain";
}"""
FOCUSED = "document.activeElement.id || document.activeElement.className"


def test_a_form_shows_that_it_is_worked_on_and_goes_once(
    people: People, served: str, workspace: Store
) -> None:
    """Half a second after it was sent; pressing again, or the Enter key, sends nothing.

    The answer, which does not come, would go to a frame, so that the page can be looked at.
    """
    put_on_table(workspace, segment_of(workspace, B, C).id, "reference")
    page = people("kades.b", bypass_csp=True)
    page.goto(f"{served}/segmen/sekaligus")
    page.get_by_label("Tick all").check()
    page.get_by_label("Your password").fill(PASSWORD)
    page.evaluate(INTO_A_FRAME)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/segmen/sekaligus", hold)
    button = page.get_by_role("button", name="Sign the ticked lines")
    button.click()
    note = page.locator("#sibuk")
    expect(note).to_have_text(
        "Lines being worked on: 1. This can take half a minute; please wait, and do not close "
        "the page."
    )
    expect(note).to_have_attribute("role", "status")
    expect(button).to_be_disabled()
    page.evaluate("document.querySelector('main form').requestSubmit()")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(button).to_be_enabled()
    expect(note).to_be_empty()
    assert len(held) == 1
    held[0].fulfill(body="")


def test_enter_leads_to_the_next_action(
    people: People, served: str, segment: str, workspace: Store
) -> None:
    """To the button that proposes, to the line to choose first, and to the step that is due."""
    head = people("kades.a")
    operator = people("sari")
    open_segment(operator, served, segment)
    operator.keyboard.press("Enter")
    assert operator.evaluate("document.activeElement.closest('details').id").startswith("t-record")
    put_on_table(workspace, segment, "reference")
    open_segment(head, served, segment)
    tab_to(head, "a.lompat[href='#panel']")
    head.keyboard.press("Enter")
    head.keyboard.press("Tab")
    assert head.evaluate("Boolean(document.activeElement.closest('.giliran'))")
    head.keyboard.press("Escape")
    head.evaluate("document.activeElement.blur()")
    head.keyboard.press("m")
    head.keyboard.press("Enter")
    assert head.evaluate(FOCUSED) == "tombol-usul"
    head.reload()
    ready(head)
    head.keyboard.press("Enter")
    assert head.evaluate("document.activeElement.closest('details').id") == "t-sign"
