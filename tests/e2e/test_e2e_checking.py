"""Checking the draft in a browser, by keyboard alone: heard, answered, and refused where nobody listened."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from town import Visit, enter_meeting, process_meeting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def check(browser, town):
    """The address of the page of a meeting that has a draft."""
    made = Visit(browser, town)
    enter_meeting(made.page)
    process_meeting(made.page)
    made.page.get_by_role("link", name="Entwurf prüfen").press("Enter")
    made.page.wait_for_url("**/check")
    address = made.page.url
    made.context.close()
    return address


def open_check(visit, address):
    visit.page.goto(address)
    expect(visit.page.locator("#check-claim[data-ready=yes]")).to_be_visible()
    return visit.page


def hear(page):
    """Play the evidence until it was heard long enough."""
    page.keyboard.press("p")
    expect(page.locator("#check-heard.check__heard--enough")).to_be_visible()


def test_three_claims_by_keyboard(visit, check):
    """Unheard it is refused in a live region; heard it is kept, and the next claim comes."""
    page = open_check(visit, check)
    assert visit.axe() == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tasten")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_role("alert")).to_contain_text("noch nicht angehört")
    for done, key in ((1, "r"), (2, "b")):
        claim = page.url
        hear(page)
        page.keyboard.press(key)
        expect(page.locator("#check-share")).to_contain_text(f"{done} von")
        assert page.url != claim
        expect(page.locator("#check-claim[data-ready=yes]")).to_be_visible()
    hear(page)
    page.keyboard.press("w")
    expect(page.locator(".check__what")).to_contain_text("bitte berichtigen")
    expect(page.locator("#check-share")).to_contain_text("3 von")
    page.keyboard.press("c")
    page.wait_for_url("**/minutes?part=*")
    visit.complaints = [one for one in visit.complaints if "422" not in one]


def test_without_listening_is_a_step_of_its_own_and_not_fast(visit, check):
    """Six express answers in a row, the next is refused with the seconds to wait; all are told apart."""
    page = open_check(visit, check)
    for _ in range(7):
        page.locator(".check__unheard summary").press("Enter")
        before = page.url
        page.get_by_role("button", name="Ohne Anhören bestätigen").press("Enter")
        alert = page.locator("#check-live:not(:empty)")
        page.wait_for_function(
            "before => location.href !== before || document.getElementById('check-live').textContent",
            arg=before,
        )
        if alert.count():
            break
        expect(page.locator("#check-claim[data-ready=yes]")).to_be_visible()
    expect(alert).to_contain_text("schneller, als man zuhören kann")
    visit.complaints = [one for one in visit.complaints if "429" not in one]


@pytest.mark.parametrize("language", ["de", "en"])
def test_narrow_and_in_both_languages(visit, check, language):
    """No finding of axe, no sideways scrolling, at the width of a telephone."""
    page = open_check(visit, f"{check}?lang={language}")
    page.set_viewport_size({"width": 390, "height": 844})
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
