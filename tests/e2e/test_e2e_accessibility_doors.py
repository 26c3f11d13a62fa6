"""axe-core over the pages around signing in and sharing, in German and English, wide and narrow."""

from __future__ import annotations

import pyotp
import pytest
from town import DEMO, KEYS, Visit, running_town

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}
PASSWORD = "drei Enten kaufen Honig"


@pytest.fixture(scope="module")
def town(browser):
    """A service of this module's own, which gets new accounts."""
    with running_town() as (address, _):
        yield address


class Check:
    """Collects what axe finds in a window, and where a page is wider than it."""

    def __init__(self, browser, address, language, **options):
        self.visit = Visit(browser, address, viewport=NARROW, **options)
        self.page = self.visit.page
        self.page.goto(f"/login?lang={language}")
        self.found = []

    def see(self, where, path=None):
        """Look at the page as it is, or at another one."""
        if path is not None:
            self.page.goto(path)
        self.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        self.found += [f"{where}: {text}" for text in self.visit.axe()]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.found.append(f"{where}: wider than the window")

    def close(self):
        """Return what was found."""
        self.visit.context.close()
        return self.found


def test_first_page_of_an_installation(browser):
    """The set-up, empty and with errors."""
    with running_town(TOWN_EMPTY="1") as (address, _):
        for language in ("de", "en"):
            _see_setup(browser, address, language)


def _see_setup(browser, address, language):
    check = Check(browser, address, language, signed_in=False)
    check.see("setup", KEYS[address]["setup"])
    page = check.page
    page.locator("#body").fill("Stadt Wiesenthal")
    page.locator("#name").fill("Kim Sommer")
    page.locator("#email").fill("kim@wiesenthal.example")
    page.locator("#password").fill("zu kurz")
    page.locator("main form button[type=submit]").click()
    page.locator("[role=alert]").wait_for()
    check.see("setup with errors")
    assert check.close() == []


@pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.slow)])
def test_doors_of_an_account(browser, town, language):
    """Invited, welcomed, signed in with two steps; and what somebody without the right to read sees."""
    keeper = Check(browser, town, language)
    page = keeper.page
    page.goto("/users")
    page.locator("#name").fill("Toni Lenz")
    page.locator("#email").fill(f"toni.{language}@wiesenthal.example")
    page.locator("#role").select_option("administrator")
    page.locator("section.card form button[type=submit]").last.click()
    keeper.see("user with a link")
    welcome = page.locator(".handed .secret").inner_text()
    page.goto("/meetings/new")
    page.set_input_files("#agenda", DEMO / "agenda.json")
    page.locator(".form > .actions button").click()
    page.wait_for_url("**/meetings/*-*")
    meeting = page.url
    keeper.see("sharing, not ready", f"{meeting}/sharing")
    page.locator("#note").fill("Gast")
    page.locator("form[action$='/links'] button").click()
    keeper.see("link made")
    link = page.locator("#address").inner_text()
    page.locator(".top__more summary").click()
    keeper.see("menu")

    guest = Check(browser, town, language, signed_in=False)
    guest.see("login", "/login")
    guest.see("link to a draft that is not there", link)
    guest.see("welcome", welcome)
    page = guest.page
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    for _ in range(2):  # the second time with the second step
        page.locator("#email").fill(f"toni.{language}@wiesenthal.example")
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button[type=submit]").click()
        page.locator(".top__who, #code").first.wait_for()
        if page.locator("#code").count():
            guest.see("code")
            break
        guest.see("withheld", meeting)
        page.goto("/account")
        page.locator("form[action$='/second-factor/begin'] button").click()
        page.locator("#code").wait_for()
        page.wait_for_load_state()  # the secret stands before the field, and is there as a whole now
        guest.see("second factor")
        secret = page.locator(".secret").text_content()
        page.locator("#code").fill(pyotp.TOTP(secret).now())
        page.locator("main form button[type=submit]").click()
        page.locator(".codes").wait_for()
        guest.see("recovery codes")
        page.locator(".top__who button").click()
        page.goto(f"/login?lang={language}")
    assert keeper.close() + guest.close() == []
