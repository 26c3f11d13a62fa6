"""The public portal in Chromium without JavaScript: axe clean, narrow and wide, light and dark; small."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from town import AXE, Visit, running_town

pytestmark = pytest.mark.browser

PROGRAM = Path(__file__).with_name("portal_town_main.py")

LARGEST = 150_000
"""Bytes of a first page as transferred, uncompressed."""


@pytest.fixture(scope="module")
def portal(browser):
    """The address of a service with published minutes."""
    with running_town(program=PROGRAM) as (address, _):
        yield address


def walk(page, look):
    """Go where a citizen goes, by links alone, and look at every page."""
    page.goto(page.url)
    look("start")
    page.locator(".cards a").first.click()
    look("body")
    page.locator("#year").select_option(index=1)
    page.locator(".filter:not(.filter--search) button").click()
    look("body-year")
    page.goto(page.url.partition("?")[0] + "?lang=" + page.locator("html").get_attribute("lang"))
    page.locator(".meetings a").last.click()
    look("meeting")
    page.locator("a.main").click()
    look("minutes")
    page.locator("#top-oe-2-beschluss-1 .here").click()
    page.wait_for_url("**#top-oe-2-beschluss-1")
    page.go_back()
    page.go_back()
    page.locator("[aria-labelledby=editions] a").last.click()
    look("minutes-old")
    page.locator(".note--warn a").click()
    page.locator(".foot a").first.click()
    look("about")
    page.locator(".foot a").last.click()
    look("accessibility")
    page.goto(page.url.replace("/accessibility", ""))
    page.locator(".cards a").first.click()
    page.locator("p > a[href*=decisions]").click()
    look("decisions")
    page.goto(page.url.partition("/bodies")[0] + "?lang=" + page.locator("html").get_attribute("lang"))
    page.locator("#q").fill("Wird der Spielplatz gebaut?")
    page.locator(".filter--search button").click()
    page.locator(".hits").wait_for()
    page.locator(".narrow summary").click()
    look("search")
    page.locator("#q").fill('"Raumstation"')
    page.keyboard.press("Enter")
    page.locator(".note[role=status]").wait_for()
    look("search-nothing")
    page.go_back()
    page.go_back()
    page.goto(page.url.replace("/about", "/meetings/none"))
    look("refused")


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("de", "light"),
        pytest.param("en", "dark", marks=pytest.mark.slow),
        pytest.param("de", "dark", marks=pytest.mark.slow),
        pytest.param("en", "light", marks=pytest.mark.slow),
    ],
)
def test_portal_is_accessible_without_javascript(browser, portal, language, scheme):
    """Every page: usable without JavaScript at 390 px, axe finds nothing, no cookie."""
    width = {"width": 390, "height": 844}
    found = []
    options = {"signed_in": False, "viewport": width, "color_scheme": scheme}
    visit = Visit(browser, portal, **options, java_script_enabled=False)
    # axe is a script: the pages are looked at a second time, as they are, in a window that runs it.
    judge = Visit(browser, portal, **options)

    def look(where):
        assert visit.page.locator("html").get_attribute("lang") == language, where
        judge.page.goto(visit.page.url)
        judge.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = judge.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found.extend(
            f"{where}: {one['id']} {node['target']}" for one in result["violations"] for node in one["nodes"]
        )
        if judge.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append(f"{where}: wider than the window")
        if (folder := os.environ.get("PORTAL_PICTURES")) is not None:
            for name, size in (("narrow", width), ("wide", {"width": 1280, "height": 860})):
                judge.page.set_viewport_size(size)
                path = Path(folder) / f"{where}-{language}-{scheme}-{name}.png"
                judge.page.screenshot(path=path, full_page=True)
            judge.page.set_viewport_size(width)

    visit.page.goto(f"/portal?lang={language}")
    walk(visit.page, look)
    assert found == []
    assert visit.context.cookies() == []
    assert visit.hosts == {portal.split("/")[2]}
    refused = [one for one in judge.complaints if "404" not in one]
    assert refused == []
    visit.context.close()
    judge.context.close()


def test_a_first_page_is_small(browser, portal):
    """The start page with everything it loads, nothing cached: under 150 kB."""
    visit = Visit(browser, portal, signed_in=False)
    sizes = {}
    visit.page.on("response", lambda answer: sizes.__setitem__(answer.url, len(answer.body())))
    visit.page.goto("/portal", wait_until="networkidle")
    assert len(sizes) >= 2
    assert sum(sizes.values()) < LARGEST, sizes
    visit.context.close()
    visit.check()
