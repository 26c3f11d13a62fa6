"""The way of a secretary through the demo meeting, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from town import DEMO, Visit, enter_meeting, process_meeting

pytestmark = pytest.mark.browser

SOUND = "document.getElementById('sound')"


def now(page) -> float:
    return page.evaluate(f"{SOUND}.currentTime")


def until(page, condition):
    """Wait until a condition in JavaScript holds (Playwright's own waiting is refused by our policy)."""
    for _ in range(1800):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def test_from_upload_to_documents(visit, tmp_path):
    """Upload, progress, result; a word, an evidence link, the keys and the downloads do what they say."""
    page = visit.page
    page.goto("/")
    page.get_by_role("link", name="Erste Sitzung anlegen").click()
    enter_meeting(page)
    assert page.get_by_text("recording.opus").is_visible()

    page.get_by_role("button", name="Entwurf erstellen").click()
    expect(page.get_by_role("progressbar", name="Fortschritt der Verarbeitung")).to_be_visible()
    expect(page.locator(".stage--done", has_text="Ton einlesen")).to_be_visible()
    page.locator("#transcript").wait_for()  # the page changes by itself when the draft is there
    assert page.get_by_text("Entwurf – maschinell erstellt, nicht geprüft").is_visible()

    word = page.locator(".line__text [data-start]").nth(120)
    start = float(word.get_attribute("data-start"))
    word.click()
    until(page, f"{SOUND}.currentTime > {start} + 0.3")
    assert start <= now(page) < start + 8
    marked = page.locator(".line__text .now")
    expect(marked).to_have_count(1)
    assert start <= float(marked.get_attribute("data-start")) < start + 8

    page.keyboard.press("k")
    until(page, f"{SOUND}.paused")
    before = now(page)
    page.keyboard.press("l")
    until(page, f"Math.abs({SOUND}.currentTime - {before + 3}) < 0.3")
    page.keyboard.press("j")
    until(page, f"Math.abs({SOUND}.currentTime - {before}) < 0.3")
    page.keyboard.press(".")
    assert page.evaluate(f"{SOUND}.playbackRate") == 1.25
    assert page.locator("#player-speed").input_value() == "1.25"

    vote = page.locator(".claim--vote").first
    evidence = vote.locator(".jump").first
    second = float(evidence.get_attribute("data-start"))
    evidence.click()
    until(page, f"{SOUND}.currentTime >= {second} && !{SOUND}.paused")
    assert second <= now(page) < second + 8
    line = page.locator(evidence.get_attribute("href").replace("#", "[id='") + "']")
    expect(line).to_be_in_viewport()
    expect(line).to_have_class(re.compile("line--shown"))

    for name, beginning in (("Word (DOCX)", b"PK"), ("PDF", b"%PDF")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.read_bytes().startswith(beginning)
        assert "2026-11-05" in saved.name


@pytest.mark.slow
def test_deleted_sound_is_told(visit):
    """Without its recording a draft has no player; times are no buttons then, and the page says why."""
    page = visit.page
    enter_meeting(page)
    process_meeting(page)
    recordings = page.url.replace("/meetings/", "/api/v1/meetings/") + "/recordings/"
    (part,) = page.request.get(recordings).json()["items"]
    answer = page.request.delete(recordings + part["id"], headers={"origin": visit.address})
    assert answer.status == 204
    page.reload()
    expect(page.get_by_role("note")).to_contain_text("Die Aufnahme ist gelöscht")
    expect(page.locator("#sound")).to_have_count(0)
    expect(page.locator("span.line__time").first).to_be_visible()
    expect(page.locator("button.line__time")).to_have_count(0)
    assert visit.axe() == []


def test_cancel_and_continue(visit):
    """A second start gets a plain answer; cancelled work is said to be cancelled, and goes on when asked."""
    page = visit.page
    enter_meeting(page)
    address = page.url
    page.get_by_role("button", name="Entwurf erstellen").click()
    expect(page.locator("#progress")).to_be_visible()
    headers = {"accept": "application/json", "origin": visit.address}
    answer = page.request.post(f"{address}/start", headers=headers)
    assert (answer.status, answer.json()["code"]) == (409, "already-running")
    page.get_by_role("button", name="Verarbeitung abbrechen").click()
    expect(page.get_by_text("Die Verarbeitung wurde abgebrochen")).to_be_visible()
    page.get_by_role("button", name="Fortsetzen").click()
    page.locator("#transcript").wait_for()


def test_works_without_javascript(browser, town):
    """Form, upload, start and result need no script; the waiting page loads itself again."""
    visit = Visit(browser, town, java_script_enabled=False)
    page = visit.page
    page.goto("/meetings/new")
    page.set_input_files("#agenda", DEMO / "agenda.json")
    page.locator(".form > .actions button").click()
    page.wait_for_url("**/meetings/*-*")
    page.set_input_files("#recording", DEMO / "recording.opus")
    page.locator("#upload button[type=submit]").click()
    page.locator("form[action$='/start'] button").click()
    expect(page.locator("meta[http-equiv=refresh]")).to_have_count(1)
    for _ in range(40):
        page.reload()
        if page.locator("#transcript").count():
            break
        page.wait_for_timeout(1000)
    assert page.locator("#sound[controls]").is_visible()
    assert page.locator(".jump").first.get_attribute("href").startswith("#u")
    visit.context.close()
    visit.check()


def test_errors_of_the_form_are_announced(visit, tmp_path):
    """The summary leads to the field; the agenda that was right is still there."""
    page = visit.page
    wrong = tmp_path / "personen.json"
    wrong.write_text('{"schema": "protokollant/roster/1"}')
    page.goto("/meetings/new")
    page.set_input_files("#agenda", DEMO / "agenda.json")
    page.set_input_files("#roster", wrong)
    page.get_by_role("button", name="Weiter zur Aufnahme").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("personen.json")
    expect(page.locator("#agenda-preview")).to_contain_text("5 Tagesordnungspunkte in agenda.json erkannt")
    alert.get_by_role("link").click()
    expect(page.locator("#roster")).to_have_attribute("aria-invalid", "true")
    page.set_input_files("#roster", DEMO / "roster.json")
    page.get_by_role("button", name="Weiter zur Aufnahme").click()
    expect(page.get_by_text("Namensliste mit 10 Personen.")).to_be_visible()
    visit.complaints[:] = [
        text for text in visit.complaints if "422" not in text
    ]  # the browser notes the status
