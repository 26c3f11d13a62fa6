"""axe-core finds nothing serious on any page; pages fit a narrow window; focus can be seen."""

from __future__ import annotations

import pytest
from town import DEMO, Visit, enter_meeting, running_town

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def town(browser):
    """A service whose processing can be watched for a while."""
    with running_town(delay=1.0) as (address, _):
        yield address


@pytest.fixture(scope="module")
def meetings(browser, town):
    """Addresses of a meeting in each state that has a page of its own."""
    made = Visit(browser, town)
    page = made.page
    page.goto("/meetings")
    assert made.axe() == []  # the empty list is only empty now
    found = {}
    for state in ("recorded", "cancelled", "running"):
        enter_meeting(page)
        found[state] = page.url
        if state != "recorded":
            page.locator("form[action$='/start'] button").click()
            page.locator("#progress").wait_for()
        if state == "cancelled":
            page.locator("form[action$='/cancel'] button").click()
            page.locator("form[action$='/retry'] button").wait_for()
    made.context.close()
    return found


def findings(visit, where, path):
    """Return what axe finds on a page, and whether the page is wider than the window."""
    visit.page.goto(path)
    found = [f"{where}: {text}" for text in visit.axe()]
    if visit.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        found.append(f"{where}: wider than the window")
    return found


def all_findings(browser, town, meetings, *, language, scheme, viewport=None):
    """Return the findings of every page in one language and colour scheme."""
    options = {"viewport": viewport} if viewport else {}
    visit = Visit(browser, town, color_scheme=scheme, **options)
    page = visit.page
    page.goto(f"/meetings?lang={language}")
    found = findings(visit, "running", meetings["running"])
    for where, path in (
        ("list", "/meetings"),
        ("new", "/meetings/new"),
        ("recorded", meetings["recorded"]),
        ("edit", f"{meetings['recorded']}/edit"),
        ("cancelled", meetings["cancelled"]),
        ("error", "/meetings/nonsense"),
        ("audit", "/audit"),
        ("retention", "/retention"),
        ("processing", "/processing"),
        ("inbox", "/inbox"),
        ("notifications", "/notifications"),
        ("account", "/account"),
        ("users", "/users"),
        ("bodies", "/bodies"),
        ("glossary", "/glossary"),
        ("templates", "/templates"),
    ):
        found += findings(visit, where, path)
    page.goto("/meetings/new")
    page.set_input_files("#roster", DEMO / "agenda.json")
    page.locator(".form > .actions button").click()
    page.locator("[role=alert]").wait_for()
    found += [f"form with errors: {text}" for text in visit.axe()]
    page.goto(f"{meetings['recorded']}/edit")
    page.locator("#item-0-title").fill("")
    page.locator(".edit__end button").click()
    page.locator("[role=alert]").wait_for()
    found += [f"edit with errors: {text}" for text in visit.axe()]
    page.goto(meetings["running"])
    page.locator("#transcript").wait_for()
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true; })")
    found += [f"result: {text}" for text in visit.axe()]
    found += findings(visit, "sharing", f"{meetings['running']}/sharing")
    visit.context.close()
    return found


@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("en", "dark")])
def test_no_serious_finding(browser, town, meetings, language, scheme):
    """Every page, in both languages and both colour schemes."""
    assert all_findings(browser, town, meetings, language=language, scheme=scheme) == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), [("de", "dark"), ("en", "light")])
def test_no_serious_finding_in_the_other_pairs(browser, town, meetings, language, scheme):
    """The remaining pairs, in a narrow window."""
    assert all_findings(browser, town, meetings, language=language, scheme=scheme, viewport=NARROW) == []


def test_narrow_window_needs_no_sideways_scrolling(browser, town, meetings):
    """390 pixels are enough for each page."""
    visit = Visit(browser, town, viewport=NARROW)
    paths = ("/meetings", "/meetings/new", "/inbox", "/notifications", "/audit", "/retention", "/glossary")
    edit = f"{meetings['recorded']}/edit"
    for path in (*paths, *meetings.values(), f"{meetings['running']}/sharing", edit, "/bodies"):
        visit.page.goto(path)
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], path
    visit.context.close()
    visit.check()


def test_keyboard_reaches_content_first_and_shows_where_it_is(browser, town):
    """The first tab stop skips the head; the focus has a visible outline."""
    visit = Visit(browser, town)
    page = visit.page
    page.goto("/meetings/new")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").evaluate("e => e.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    shown = page.evaluate(f"{style}.outlineStyle !== 'none' || {style}.boxShadow !== 'none'")
    assert shown
    visit.context.close()
    visit.check()
