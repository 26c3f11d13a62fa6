"""tus-js-client in Chromium: progress, pause, a lost connection, a reload, order, the same file twice."""

from __future__ import annotations

import os
import wave
from pathlib import Path

import pytest
from playwright.sync_api import expect
from town import DEMO, enter_meeting

pytestmark = pytest.mark.browser


def big_wave(path: Path, *, seconds: int = 200) -> Path:
    """Write noise of ``seconds`` at 48 kHz, stereo: 38 MB in 200 s."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        block = os.urandom(192_000)
        for _ in range(seconds):
            sound.writeframesraw(block)
    return path


def slow(visit, *, bytes_per_second: int):
    """Slow the line of a window down."""
    session = visit.context.new_cdp_session(visit.page)
    session.send("Network.enable")
    limits = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    session.send("Network.emulateNetworkConditions", limits)
    return session, limits


def share(page) -> float:
    """Return how much of the first file of the list was sent."""
    return page.evaluate("document.querySelector('.sending progress')?.value ?? 0")


def until(page, least: float):
    """Wait until so much was sent."""
    for _ in range(600):
        if share(page) > least:
            return
        page.wait_for_timeout(50)
    raise AssertionError(share(page))


def until_kept(page, least: int):
    """Wait until the service has kept so many bytes of the upload; the browser counts ahead."""
    address = page.url.replace("/meetings/", "/api/v1/meetings/") + "/uploads/"
    for _ in range(600):
        kept = page.request.get(address).json()["items"][0]["received"]
        if kept > least:
            return
        page.wait_for_timeout(50)
    raise AssertionError(kept)


def send(page, *files):
    page.set_input_files("#recording", list(files))
    page.locator("#upload button[type=submit]").click()


def test_pause_reload_and_go_on(visit, tmp_path):
    """Paused and resumed, then the page is left in the middle; the same file chosen again goes on there."""
    page = visit.page
    enter_meeting(page)
    session, limits = slow(visit, bytes_per_second=4_000_000)
    path = big_wave(tmp_path / "Teil 2.wav")
    send(page, path)
    row = page.locator(".sending")
    expect(row.locator(".sending__text")).to_contain_text("MB /")
    row.get_by_role("button", name="Anhalten").click()
    expect(row.locator(".sending__text")).to_have_text("angehalten")
    assert visit.axe() == []  # while nothing is sent: looking takes longer than sending on a slow machine
    row.get_by_role("button", name="Fortsetzen").click()
    until_kept(page, path.stat().st_size // 10)
    page.reload()
    expect(page.locator(".sending__text")).to_contain_text("Wählen Sie dieselbe Datei noch einmal aus")
    assert 0.1 < share(page) < 1
    session.send("Network.emulateNetworkConditions", limits | {"uploadThroughput": -1})
    starts = []
    page.on("request", lambda request: starts.append(request.headers.get("upload-offset")))
    send(page, path)
    expect(page.locator(".parts li")).to_have_count(2)
    assert int(next(start for start in starts if start)) > 0.1 * path.stat().st_size
    listed = page.request.get(page.url.replace("/meetings/", "/api/v1/meetings/") + "/recordings/")
    parts = listed.json()["items"]
    assert [part["size"] for part in parts] == [(DEMO / "recording.opus").stat().st_size, path.stat().st_size]


def test_the_same_file_twice_is_asked_about(visit):
    """A file that is there already is offered: without it, or nevertheless."""
    page = visit.page
    enter_meeting(page)
    for choice, count in (("Nicht noch einmal aufnehmen", 1), ("Trotzdem aufnehmen", 2)):
        send(page, DEMO / "recording.opus")
        expect(page.locator(".sending__text")).to_have_text("Diese Datei ist schon ein Teil dieser Sitzung.")
        page.get_by_role("button", name=choice).click()
        expect(page.locator(".sending")).to_have_count(0)
        expect(page.locator(".parts li")).to_have_count(count)


def test_order_and_beginnings_by_keyboard(visit, tmp_path):
    """Parts are put in order by buttons, and a beginning for each leaves the break between them."""
    page = visit.page
    enter_meeting(page)
    send(page, big_wave(tmp_path / "Teil 2.wav", seconds=2))
    names = page.locator(".parts .files__name")
    expect(names).to_have_text(["recording.opus", "Teil 2.wav"])
    page.get_by_role("button", name="Nach vorn: Teil 2.wav").press("Enter")
    expect(names).to_have_text(["Teil 2.wav", "recording.opus"])
    for name, clock in (("Teil 2.wav", "18:00:00"), ("recording.opus", "18:20:00")):
        field = page.get_by_label(f"Beginn (Uhrzeit): {name}")
        field.fill(clock)
        field.press("Enter")
        page.wait_for_load_state()
    expect(page.locator(".parts__gap")).to_have_text("Pause von 20 min")
    assert visit.axe() == []


def test_what_is_no_recording_is_refused_in_words(visit, tmp_path):
    """The reason stands at the file, and can be hidden."""
    page = visit.page
    enter_meeting(page)
    letter = tmp_path / "brief.mp3"
    letter.write_text("Sehr geehrte Damen und Herren")
    send(page, letter)
    expect(page.locator(".sending--failed .sending__text")).to_contain_text("keine lesbare Ton")
    page.get_by_role("button", name="Ausblenden").click()
    expect(page.locator(".sending")).to_have_count(0)
    visit.complaints = [text for text in visit.complaints if "422" not in text]


def test_a_lost_connection_comes_back_by_itself(visit, tmp_path):
    """The line goes away for a while; the upload goes on without anybody doing anything."""
    page = visit.page
    enter_meeting(page)
    session, limits = slow(visit, bytes_per_second=6_000_000)
    send(page, big_wave(tmp_path / "Teil 2.wav", seconds=150))
    until(page, 0.2)
    session.send("Network.emulateNetworkConditions", limits | {"offline": True})
    page.wait_for_timeout(2500)
    session.send("Network.emulateNetworkConditions", limits | {"uploadThroughput": -1})
    expect(page.locator(".parts li")).to_have_count(2)
    visit.complaints = [text for text in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in text]
