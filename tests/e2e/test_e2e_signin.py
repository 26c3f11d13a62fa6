"""Signing in and administering accounts, in a real browser; axe finds nothing serious on any page of it."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import expect
from town import PATIENCE, Visit, running_town
from town_main import EMAIL, PASSWORD

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def town(browser):
    """A service of this module's own, whose accounts are changed."""
    with running_town() as (address, _):
        yield address


def enter(page, email=EMAIL, password=PASSWORD):
    """Fill the form of the sign-in."""
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden").click()


def test_sign_in_leads_to_where_one_wanted_and_out_again(browser, town):
    """A wrong password is told; the right one leads on; afterwards the page is closed again."""
    visit = Visit(browser, town, signed_in=False)
    page = visit.page
    page.goto("/meetings/new")
    expect(page).to_have_url(re.compile(r"/login\?next=/meetings/new$"))
    assert visit.axe() == []
    enter(page, password="falsch und lang genug")
    expect(page.get_by_role("alert")).to_contain_text("E-Mail-Adresse oder Passwort stimmt nicht")
    assert visit.axe() == []
    enter(page)
    expect(page).to_have_url(re.compile(r"/meetings/new$"))
    expect(page.get_by_role("link", name="Mein Konto: Kim Sommer")).to_be_visible()
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("status")).to_contain_text("Sie sind abgemeldet")
    page.go_back()
    page.reload()
    expect(page).to_have_url(re.compile(r"/login"))
    visit.context.close()
    assert [text for text in visit.complaints if "401" not in text] == []


def test_administrator_invites_somebody(visit, browser, town):
    """The link is handed over; with it a password is chosen; the new account sees its own menu only."""
    page = visit.page
    page.goto("/users")
    assert visit.axe() == []
    page.get_by_label("Vor- und Nachname").fill("Toni Lenz")
    page.get_by_label("E-Mail-Adresse", exact=True).fill("toni@wiesenthal.example")
    page.get_by_label("Rolle", exact=True).select_option("chair")
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_role("heading", name="Toni Lenz")).to_be_visible()
    assert visit.axe() == []
    link = page.locator(".kern-alert .secret").inner_text()
    other = Visit(browser, town, signed_in=False)
    other.page.goto(link)
    assert other.axe() == []
    other.page.get_by_label("Neues Passwort").fill("drei Enten kaufen Honig")
    other.page.get_by_role("button", name="Passwort setzen").click()
    enter(other.page, "toni@wiesenthal.example", "drei Enten kaufen Honig")
    expect(other.page.get_by_role("link", name="Mein Konto: Toni Lenz")).to_be_visible()
    assert other.page.get_by_role("link", name="Benutzer").count() == 0
    other.context.close()
    other.check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_narrow_window(browser, town, scheme):
    """Account, users, one user, municipalities: axe, and no sideways scrolling at 390 pixels."""
    visit = Visit(browser, town, viewport=NARROW, color_scheme=scheme)
    page = visit.page
    page.set_default_timeout(PATIENCE)
    found = []
    for path in ("/account", "/users", "/bodies"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        found += [f"{path}: {text}" for text in visit.axe()]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append(f"{path}: wider than the window")
    page.goto("/users")
    page.locator(".list__name a").first.click()
    found += [f"user: {text}" for text in visit.axe()]
    assert found == []
    visit.context.close()
    visit.check()


def test_second_step_is_turned_on_and_asked_for(browser, town):
    """Picture, first code, recovery codes, the code at the next sign-in. Last: it ends the other sessions."""
    visit = Visit(browser, town, signed_in=False)
    page = visit.page
    page.goto("/login?next=/account")
    enter(page)
    page.get_by_role("button", name="Einschalten").click()
    expect(page.get_by_role("img", name="QR-Code für die App")).to_be_visible()
    assert visit.axe() == []
    page.get_by_text("Stattdessen den Schlüssel abtippen").click()
    secret = page.locator(".secret").text_content()
    page.get_by_label("Code aus der App").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Einschalten").click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert visit.axe() == []
    code = page.locator(".codes .secret").first.inner_text()
    page.get_by_role("link", name="Ich habe sie verwahrt").click()
    assert visit.axe() == []
    page.get_by_role("button", name="Abmelden").click()
    enter(page)
    expect(page.get_by_role("heading", name="Zweiter Schritt")).to_be_visible()
    assert visit.axe() == []
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(int(time.time()) + 30))
    page.get_by_role("button", name="Bestätigen").click()
    page.get_by_role("link", name="Mein Konto: Kim Sommer").click()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Ausschalten").click()
    expect(page.get_by_role("status")).to_contain_text("ausgeschaltet")
    visit.context.close()
    visit.check()
