"""From the recording to published minutes by keyboard alone, and what then stands in the portal."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from town import DEMO, Visit
from town_main import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_STEPS = 300
"""Of the Tab key, until a control must have been reached."""
PAPER = b"%PDF-1.7\n% signed on paper\n"


class Keyboard:
    """Somebody who has a keyboard and nothing else, and finds controls by role and name."""

    def __init__(self, page):
        self.page = page
        self._files: list = []
        page.on("filechooser", lambda chooser: chooser.set_files(self._files.pop(0)))

    def reach(self, target):
        """Go on with the Tab key until the control has the focus."""
        target.wait_for()
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(target)

    def press(self, role, name, **more):
        self.reach(self.page.get_by_role(role, name=name, **more).first)
        self.page.keyboard.press("Enter")

    def choose(self, label, file):
        self._files.append(file)
        self.reach(self.page.get_by_label(label, exact=False).first)
        self.page.keyboard.press("Enter")

    def move(self, name):
        """Do a step of the life of the minutes, unfolded first where it asks for something."""
        self.page.get_by_role("heading", name=name).wait_for()
        fold = self.page.locator("summary", has_text=name)
        if fold.count():
            self.reach(fold)
            self.page.keyboard.press("Enter")
        self.press("button", name)
        expect(self.page.get_by_role("status")).to_contain_text(name)

    def sign(self, password, folder):
        """Bring the chair's paper, then sign for oneself."""
        page = self.page
        paper = folder / "unterschrift.pdf"
        paper.write_bytes(PAPER)
        fold = page.locator("summary", has_text="Unterschriebene Datei hinterlegen").first
        self.reach(fold)
        page.keyboard.press("Enter")
        self.choose("Datei (höchstens 10 MB)", paper)
        self.press("button", "Hinterlegen")
        expect(page.get_by_role("status")).to_be_visible()
        self.type("Ihr Name", "Kim Sommer")
        self.reach(page.get_by_label("Ihr Passwort"))
        page.keyboard.type(password)
        self.press("button", "Unterschreiben")
        expect(page.get_by_role("status")).to_contain_text("Unterschreiben")

    def type(self, label, text):
        self.reach(self.page.get_by_role("textbox", name=label, exact=True).first)
        self.page.keyboard.type(text)


def enter(keys, page):
    """Enter the meeting and upload its recording; ends with the draft."""
    page.goto("/")
    keys.press("link", "Erste Sitzung anlegen")
    page.wait_for_url("**/meetings/new")
    keys.choose("Einladung mit Tagesordnung", DEMO / "agenda.json")
    page.locator("#agenda-preview .agenda").wait_for()
    keys.choose("Namensliste", DEMO / "roster.json")
    keys.press("button", "Weiter zur Aufnahme")
    page.wait_for_url("**/meetings/*-*")
    keys.choose("Aufnahme", DEMO / "recording.opus")
    keys.reach(page.locator("#upload button[type=submit]"))
    page.keyboard.press("Enter")
    keys.press("button", "Entwurf erstellen")
    page.locator("#transcript").wait_for()


def check(page):
    """Listen to every claim up to the last vote or decision, and say of each that it is right."""
    done = page.locator(".check__progress")
    while "5 von 5 Abst" not in done.inner_text():
        expect(page.locator("#check-claim[data-ready=yes]")).to_be_visible()
        before = page.url
        page.keyboard.press("p")
        expect(page.locator("#check-heard.check__heard--enough")).to_be_visible()
        page.keyboard.press("r")
        expect(page).not_to_have_url(before)


def test_from_upload_to_the_portal(visit, browser, town, tmp_path):
    """Entered, drafted, completed, checked, presented, signed and published; a citizen then reads it."""
    page, keys = visit.page, Keyboard(visit.page)
    enter(keys, page)
    meeting = page.url.partition("#")[0]

    keys.press("link", "Niederschrift bearbeiten")
    keys.type("Schriftführung", "Kim Sommer")
    page.keyboard.press("Tab")
    expect(page.locator("#write-state")).to_contain_text("gespeichert")
    page.goto(meeting)
    keys.press("link", "Weg der Niederschrift")
    keys.move("Zur Prüfung geben")
    keys.press("button", "Entwurf neu erstellen")
    page.locator("#transcript").wait_for()

    keys.press("link", "Entwurf prüfen")
    check(page)

    page.goto(meeting)
    keys.press("link", "Weg der Niederschrift")
    keys.move("Zur Unterschrift vorlegen")
    keys.sign(PASSWORD, tmp_path)
    for move in ("An die Mitglieder senden", "Öffentlichen Teil veröffentlichen"):
        keys.move(move)
    assert visit.axe() == []

    citizen = Visit(browser, town, signed_in=False)
    citizen.page.goto("/portal")
    reader = Keyboard(citizen.page)
    for place in ("/portal/bodies/", "/portal/meetings/", "/portal/minutes/"):
        reader.reach(citizen.page.locator(f"main a[href^='{place}']:not([href$='.atom'])").first)
        citizen.page.keyboard.press("Enter")
        citizen.page.wait_for_url(f"**{place}*")
    expect(citizen.page.locator("main")).to_contain_text("Sanierung des Daches der Grundschule")
    assert citizen.axe() == []
    citizen.context.close()
    citizen.check()
