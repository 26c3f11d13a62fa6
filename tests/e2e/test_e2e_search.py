"""The search in a real browser: found soon after the draft, without JavaScript too, on narrow windows."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect
from town import Visit, enter_meeting, process_meeting

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = {"width": 390, "height": 844}


def found(page, path):
    """Go to a page of the search until the index has followed."""
    for _ in range(120):
        page.goto(path)
        if page.locator(".find").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(path)


def picture(page, name):
    if "PICTURES" in os.environ:
        page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)


def test_search_leads_to_the_second(browser, town):
    """From a question by a facet to the place in the meeting; axe finds nothing, nothing is too wide."""
    visit = Visit(browser, town)
    page = visit.page
    enter_meeting(page)
    process_meeting(page)
    found(page, "/search?q=Beschluss+oder+Haushalt+oder+Antrag")
    page.get_by_role("link", name="Suche", exact=True).click()
    expect(page.locator("#q")).to_be_focused()
    picture(page, "empty")
    assert visit.axe() == []
    page.locator("#q").fill("Antrag oder Beschluss oder Haushalt")
    page.keyboard.press("Enter")
    expect(page.locator(".find").first).to_be_visible()
    assert page.locator(".passage mark").count()
    picture(page, "wide")
    page.locator(".narrow__value").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    address = page.url
    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.locator(".passage__go .jump", has_text="Anhören").last.click()
    page.locator("#transcript").wait_for()
    second = float(page.url.split("at=")[1].split("#")[0])
    assert page.locator("#sound").get_attribute("src").endswith(f"#t={second}")
    assert page.locator(f"[id='{page.url.split('#')[1]}']").count() == 1
    visit.context.close()
    visit.check()
    for scheme, viewport, script in (("light", NARROW, False), ("dark", None, True), ("dark", NARROW, True)):
        options = {"viewport": viewport} if viewport else {}
        other = Visit(browser, town, color_scheme=scheme, java_script_enabled=script, **options)
        for name, path in (("found", address), ("nothing", "/search?q=Haushlat"), ("empty", "/search")):
            other.page.goto(path)
            picture(other.page, f"{name}-{scheme}-{'narrow' if viewport else 'wide'}")
            if script:
                assert other.axe() == []
                assert other.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        other.page.locator("#q").fill("Antrag")
        other.page.locator(".ask__box button").click()
        expect(other.page.locator(".find").first).to_be_visible()
        other.context.close()
        other.check()
