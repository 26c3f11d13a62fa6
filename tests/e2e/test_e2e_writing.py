"""Writing the minutes in a browser: by keyboard, two at once, without a connection, and without scripts."""

from __future__ import annotations

import docx
import pytest
from playwright.sync_api import expect
from town import Visit, enter_meeting, process_meeting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def minutes(browser, town):
    """The address of the minutes of a meeting that has a draft."""
    made = Visit(browser, town)
    enter_meeting(made.page)
    process_meeting(made.page)
    address = made.page.url.partition("#")[0]
    made.context.close()
    return f"{address}/minutes"


def abstentions(page):
    return page.locator("form[data-path] input[name=abstain]").first


def test_what_is_typed_is_saved_when_the_field_is_left(visit, minutes):
    """By keyboard alone: the number stays, the history says what it was, and takes it back."""
    page = visit.page
    page.goto(f"{minutes}?part=TOP+2")
    assert visit.axe() == []
    abstentions(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect(page.locator("#write-state")).to_have_text("Alles gespeichert.")
    page.reload()
    expect(abstentions(page)).to_have_value("2")
    page.locator(".write__history summary").press("Enter")
    expect(page.locator(".write__history li").first).to_contain_text("„0“ wurde zu „2“")
    page.locator(".write__history li button").first.press("Enter")
    expect(abstentions(page)).to_have_value("0")


def test_two_people_on_one_field_are_told(browser, town, visit, minutes):
    """The slower one sees what stands there now and decides; nothing is overwritten unseen."""
    other = Visit(browser, town)
    for window in (visit, other):
        window.page.goto(f"{minutes}?part=head")
    for window, name in ((visit, "Eva Eins"), (other, "Otto Zwei")):
        window.page.locator("input[name=clerk]").fill(name)
        window.page.keyboard.press("Tab")
    message = other.page.locator(".write__message").first
    expect(message).to_contain_text("Eva Eins")
    other.page.get_by_role("button", name="Meine Eingabe nehmen").press("Enter")
    expect(other.page.locator("#write-state")).to_have_text("Alles gespeichert.")
    visit.page.reload()
    expect(visit.page.locator("input[name=clerk]")).to_have_value("Otto Zwei")
    other.context.close()


def test_without_a_connection_nothing_is_lost(visit, minutes):
    """What was typed waits on the device, survives a reload of the page, and is sent as soon as it can be."""
    page = visit.page
    page.goto(f"{minutes}?part=head")
    page.route("**/minutes/work/changes", lambda route: route.abort("internetdisconnected"))
    page.locator("input[name=chair]").fill("Georg Lehmann-Sauer")
    page.keyboard.press("Tab")
    expect(page.locator("#write-state")).to_contain_text("1 Änderungen warten")
    page.unroute("**/minutes/work/changes")
    page.reload()
    expect(page.locator("#write-state")).to_have_text("Alles gespeichert.")
    page.reload()
    expect(page.locator("input[name=chair]")).to_have_value("Georg Lehmann-Sauer")
    visit.complaints = [one for one in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_it_works_without_scripts(browser, town, minutes):
    """An entry is added, changed and removed by plain forms."""
    plain = Visit(browser, town, java_script_enabled=False)
    page = plain.page
    page.goto(f"{minutes}?part=TOP+4")
    page.get_by_text("Auftrag eintragen").click()
    page.locator("#new-assignments-who").fill("Bauamt")
    page.locator("#new-assignments-text").fill("prüft die Satzung")
    page.get_by_role("button", name="Hinzufügen").locator("visible=true").click()
    expect(page.locator("#assignments-1-who")).to_have_value("Bauamt")
    page.locator("#assignments-1-until").fill("bis Mai")
    page.locator("form[data-path*=assignments] .write__save").click()
    expect(page.locator("#assignments-1-until")).to_have_value("bis Mai")
    page.get_by_role("button", name="Entfernen: Auftrag 1").click()
    expect(page.locator("#assignments-1-who")).to_have_count(0)
    plain.context.close()


@pytest.mark.parametrize("language", ["de", pytest.param("en", marks=pytest.mark.slow)])
def test_to_word_and_back(visit, minutes, tmp_path, language):
    """Downloaded, changed, compared, taken over; no finding of axe, narrow too, and nothing else changed."""
    page = visit.page
    page.goto(f"{minutes}/word?lang={language}")
    assert visit.axe() == []
    with page.expect_download() as started:
        page.locator("form[action$='/word'] button").press("Enter")
    started.value.save_as(tmp_path / "niederschrift.docx")
    document = docx.Document(tmp_path / "niederschrift.docx")
    wording = next(one for one in document.paragraphs if one.style.name == "Beschluss" and one.runs[0].text)
    wording.runs[0].text = f"Anders ({language}): {wording.runs[0].text}"
    document.add_paragraph("Nachtrag ohne Platz.")
    document.save(tmp_path / "back.docx")
    page.set_input_files("#file", tmp_path / "back.docx")
    page.locator("form[enctype] button").press("Enter")
    expect(page.locator(".word__changes li")).to_have_count(1)
    expect(page.locator(".word__changes ins")).to_contain_text(f"Anders ({language})")
    expect(page.get_by_text("Nachtrag ohne Platz.")).to_be_visible()
    assert visit.axe() == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("form[action$='/take'] button").press("Enter")
    page.wait_for_url(minutes)
    page.locator(".write__history summary").press("Enter")
    expect(page.locator(".write__history li").first).to_contain_text(f"Anders ({language})")
