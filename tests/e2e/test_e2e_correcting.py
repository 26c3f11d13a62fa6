"""Correcting the transcript in a browser: by keyboard, two at once, and without a connection."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect
from town import Visit, enter_meeting, process_meeting

pytestmark = pytest.mark.browser

SAVED = "Alles gespeichert."


@pytest.fixture(scope="module")
def desk(browser, town):
    """The address of the desk of a meeting that has a draft."""
    made = Visit(browser, town)
    enter_meeting(made.page)
    process_meeting(made.page)
    address = made.page.url.partition("#")[0]
    made.context.close()
    return f"{address}/transcript"


def open_desk(visit, desk):
    visit.page.goto(desk)
    expect(visit.page.locator("#correct[data-ready=yes]")).to_be_visible()
    return visit.page


def line(page, key):
    return page.locator(f"[data-line='{key}']")


def first_lines(page, many):
    return [one.get_attribute("data-line") for one in page.locator("[data-line]").all()[:many]]


def test_everything_by_keyboard(visit, desk):
    """Words, voice and item are corrected without a mouse, looked up in the history, and taken back."""
    page = open_desk(visit, desk)
    first, second = first_lines(page, 2)
    assert visit.axe() == []
    line(page, first).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Guten Abend miteinander.")
    page.keyboard.press("Enter")
    expect(page.locator("#correct-state")).to_have_text(SAVED)
    page.keyboard.press("s")
    page.locator("[name=name]").fill("Renate Neu")
    page.get_by_label("überall").check()
    page.keyboard.press("Enter")
    expect(line(page, second).locator(".line__voice")).to_have_text("Renate Neu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    page.locator("#ask-item select").select_option("TOP 2")
    page.keyboard.press("Tab")
    page.locator("#ask-item [value=ok]").press("Enter")
    expect(line(page, second)).to_contain_text("TOP 2")
    page.reload()
    expect(line(page, first)).to_contain_text("Guten Abend miteinander.")
    line(page, first).focus()
    page.keyboard.press("v")
    expect(page.locator("#ask-history li")).to_contain_text("Text geändert")
    page.get_by_role("button", name="Zurücknehmen: 1").press("Enter")
    expect(line(page, first)).to_contain_text("Ich eröffne")


def test_dividing_and_joining(visit, desk):
    """At the caret a place becomes two; at its beginning it is joined with the one before."""
    page = open_desk(visit, desk)
    third = first_lines(page, 3)[2]
    text = line(page, third).locator(".line__text").inner_text()
    line(page, third).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    for _ in text.split()[0]:
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    second_half = line(page, f"{third}.2").locator(".line__text")
    expect(second_half).to_have_text(" ".join(text.split()[1:]))
    line(page, f"{third}.2").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Backspace")
    expect(line(page, third).locator(".line__text")).to_have_text(text)


def slow_reading(page, seconds=0.7):
    """Let the transcript be read more slowly than corrections that waited could be sent."""

    def late(route):
        time.sleep(seconds)
        route.continue_()

    page.route(re.compile(r"/transcript/work\?"), late)


def test_without_a_connection_nothing_is_lost(visit, desk):
    """A correction waits on the device, survives a reload, and is sent as soon as it can be."""
    page = open_desk(visit, desk)
    key = first_lines(page, 5)[4]
    page.route("**/transcript/work/edits*", lambda route: route.abort("internetdisconnected"))
    line(page, key).focus()
    page.keyboard.press("g")
    expect(page.locator("#correct-state")).to_contain_text("1 Änderungen warten")
    page.unroute("**/transcript/work/edits*")
    slow_reading(page)
    page.reload()
    expect(line(page, key)).to_contain_text("geprüft")
    expect(page.locator("#correct-state")).to_have_text(SAVED)
    shown = first_lines(page, 12)
    assert len(set(shown)) == len(shown)
    visit.complaints = [one for one in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_two_people_do_not_overwrite_each_other(browser, town, visit, desk):
    """The slower one is told, sees what stands there, and is seen."""
    other = Visit(browser, town)
    pages = [open_desk(one, desk) for one in (visit, other)]
    key = first_lines(pages[0], 4)[3]
    for page in pages:
        line(page, key).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Control+A")
    for page, text in zip(pages, ("Eins.", "Zwei."), strict=True):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator("#correct-state")).not_to_contain_text("wird gespeichert")
    expect(pages[1].locator("#correct-message")).to_contain_text("jemand anders")
    expect(line(pages[1], key)).to_contain_text("Eins.")
    other.context.close()


def test_search_and_replace_shows_before_it_does(visit, desk):
    """Every place as it would read, chosen one by one; a correction each."""
    page = open_desk(visit, desk)
    page.locator("[data-line]").first.focus()
    page.keyboard.press("f")
    page.locator("[name=find]").fill("Euro")
    page.locator("[name=by]").fill("EUR")
    expect(page.locator(".hits__count")).not_to_have_text("0 Stellen")
    hits = page.locator(".hits li").count()
    page.locator(".hits input").first.uncheck()
    page.locator("#ask-replace [value=ok]").press("Enter")
    expect(page.locator("#correct-state")).to_have_text(SAVED)
    page.locator("[data-line]").first.focus()
    page.keyboard.press("f")
    page.locator("[name=find]").fill("EUR")
    page.get_by_label("Nur ganze Wörter").check()
    page.get_by_label("Groß- und Kleinschreibung beachten").check()
    expect(page.locator(".hits li")).to_have_count(hits - 1)


def test_pauses_are_left_out(visit, desk):
    """With the key, playing on behind a place leads to just before the next one that is said."""
    page = open_desk(visit, desk)
    page.wait_for_function("document.getElementById('sound').readyState > 0")
    line(page, first_lines(page, 1)[0]).focus()
    page.keyboard.press("p")
    expect(page.locator("[data-do=skip]")).to_have_attribute("aria-pressed", "true")
    # the longest pause of the recording, as the transcript tells it
    gaps = page.evaluate(
        """async () => {
          const api = document.getElementById("correct").dataset.api;
          const { lines } = await (await fetch(`${api}?limit=2000`)).json();
          return lines.slice(1).map((one, place) => [lines[place].end, one.start]);
        }"""
    )
    end, start = max(gaps, key=lambda pair: pair[1] - pair[0])
    assert start - end > 0.7, "the demo has no pause to leave out"
    leapt = page.evaluate(
        """async (second) => {
          const sound = document.getElementById("sound");
          const next = (name) => new Promise((done) => sound.addEventListener(name, done, { once: true }));
          sound.currentTime = second;
          await next("seeked");
          const leap = next("seeking");
          await sound.play();
          await Promise.race([leap, new Promise((done) => setTimeout(done, 5000))]);
          sound.pause();
          return sound.currentTime;
        }""",
        end + 0.01,
    )
    assert leapt == pytest.approx(start - 0.15, abs=0.1)
