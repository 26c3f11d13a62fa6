"""Changing a meeting in a browser: rows by keyboard, and two windows at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from town import Visit, enter_meeting

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def meeting(browser, town):
    """The address of a meeting with a recording."""
    made = Visit(browser, town)
    enter_meeting(made.page)
    address = made.page.url
    made.context.close()
    return address


def test_rows_are_added_moved_and_removed_in_place(visit, meeting):
    """What was typed stays, the focus goes where the work goes on, and the page does not jump."""
    page = visit.page
    page.goto(f"{meeting}/edit")
    count = page.locator("#items li").count()
    page.locator("#place").fill("Aula")
    page.get_by_role("button", name="Punkt hinzufügen").click()
    expect(page.locator("#items li")).to_have_count(count + 1)
    expect(page.locator(f"#item-{count}-number")).to_be_focused()
    page.keyboard.type("N 9")
    page.locator(f"#item-{count}-title").fill("Grundstück")
    page.locator(f"#item-{count}-public").uncheck()
    page.locator(f"#item-up-{count}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#item-{count - 1}-number")).to_have_value("N 9")
    expect(page.locator(f"#item-up-{count - 1}")).to_be_focused()
    expect(page.locator("#place")).to_have_value("Aula")
    page.locator("#item-remove-0").click()
    expect(page.locator("#items li")).to_have_count(count)
    page.locator("#place").press("Enter")
    expect(page.get_by_text("Die Angaben sind gespeichert.")).to_be_visible()
    page.goto(f"{meeting}/edit")
    expect(page.locator("#place")).to_have_value("Aula")
    expect(page.locator(f"#item-{count - 2}-title")).to_have_value("Grundstück")
    expect(page.locator(f"#item-{count - 2}-public")).not_to_be_checked()


@pytest.mark.parametrize("viewport", [None, NARROW])
def test_two_windows_lose_nothing(browser, town, visit, meeting, viewport):
    """The slower one sees both versions, takes one of them over, and keeps the rest of the own text."""
    other = Visit(browser, town, **({"viewport": viewport} if viewport else {}))
    other.page.goto(f"{meeting}/edit")
    visit.page.goto(f"{meeting}/edit")
    place, number = ("Mensa", "18") if viewport else ("Turnhalle", "17")
    visit.page.locator("#place").fill(place)
    visit.page.locator(".edit__end button").click()
    expect(visit.page.get_by_text("Die Angaben sind gespeichert.")).to_be_visible()
    other.page.locator("#place").fill("Bürgersaal")
    other.page.locator("#number").fill(number)
    other.page.locator(".edit__end button").click()
    expect(other.page.locator("#clash")).to_contain_text(place)
    expect(other.page.locator("#clash")).to_contain_text("Bürgersaal")
    assert other.axe() == []
    width = other.page.evaluate("document.documentElement.scrollWidth")
    assert width <= other.page.evaluate("innerWidth")
    other.page.get_by_role("button", name="Gespeichertes übernehmen: Ort").click()
    expect(other.page.locator("#place")).to_have_value(place)
    expect(other.page.locator("#number")).to_have_value(number)
    other.page.locator(".edit__end button").click()
    expect(other.page.get_by_text("Die Angaben sind gespeichert.")).to_be_visible()
    other.complaints = [one for one in other.complaints if "412" not in one]
    other.check()
    other.context.close()
