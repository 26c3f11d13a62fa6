"""The pages over real services: list, form, preparation, errors, languages."""

from __future__ import annotations

import pytest
from lxml import html
from web_client import HTML, ROSTER, agenda_file, enter, signed_in_client

from app.services import build_services

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(database_url, tmp_path):
    async with signed_in_client(build_services(database_url, tmp_path)) as made:
        yield made


async def test_empty_list_says_what_to_do(client):
    """The first thing a new user sees is the next step."""
    answer = await client.get("/", headers=HTML)
    assert answer.status_code == 200
    assert "Noch keine Sitzung" in answer.text
    assert 'href="/meetings/new"' in answer.text


async def test_form_enters_a_meeting_and_leads_to_its_recording(client):
    """Agenda, roster and words of the form arrive; the page asks for the recording."""
    answer = await client.post(
        "/meetings/new",
        data={"language": "de", "glossary": "Bauhof\nDoppik\n"},
        files={"agenda": agenda_file(), "roster": agenda_file(ROSTER, "personen.json")},
        headers=HTML,
        follow_redirects=False,
    )
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"], headers=HTML)
    assert "Rat, 17. Sitzung" in page.text
    assert "Haushalt &lt;2026&gt; &amp; mehr" in page.text
    assert "nichtöffentlich" in page.text
    assert "Namensliste mit 2 Personen." in page.text
    assert "2 besondere Begriffe." in page.text
    listed = await client.get("/meetings", headers=HTML)
    assert "Aufnahme fehlt" in listed.text


async def test_errors_stand_at_their_fields_and_what_was_right_is_kept(client):
    """A wrong roster does not cost the agenda: the second try needs the roster alone."""
    wrong = {**ROSTER, "people": [{"name": "Jens Krüger", "role": "king"}]}
    answer = await client.post(
        "/meetings/new",
        data={"language": "de", "glossary": "Bauhof"},
        files={"agenda": agenda_file(), "roster": agenda_file(wrong, "personen.json")},
        headers=HTML,
    )
    assert answer.status_code == 422
    assert 'id="roster-error"' in answer.text
    assert 'aria-describedby="roster-hint roster-error" aria-invalid="true"' in answer.text
    assert "In personen.json hat Jens Krüger die unbekannte Rolle" in answer.text
    assert "3 Tagesordnungspunkte in agenda.json erkannt" in answer.text
    assert ">Bauhof</textarea>" in answer.text
    assert "/tmp" not in answer.text

    kept = {
        "language": "de",
        "agenda_kept": _hidden(answer.text, "agenda_kept"),
        "agenda_name": "agenda.json",
    }
    again = await client.post(
        "/meetings/new",
        data=kept,
        files={"roster": agenda_file(ROSTER)},
        headers=HTML,
        follow_redirects=False,
    )
    assert again.status_code == 303
    page = await client.get(again.headers["location"], headers=HTML)
    assert "Grundstück" in page.text


def _hidden(text, name):
    (field,) = html.fromstring(text).xpath(f"//input[@name='{name}']")
    return field.value


@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ({}, ""),
        ({"speakers": "6"}, "Genau 6 Sprechende."),
        ({"min_speakers": "4", "max_speakers": " 9 "}, "4 bis 9 Sprechende."),
        ({"max_speakers": "9"}, "Höchstens 9 Sprechende."),
    ],
)
async def test_number_of_speakers_can_be_entered(client, entered, shown):
    """Under "Erweitert"; the page of the meeting says it again."""
    answer = await client.post(
        "/meetings/new",
        data={"language": "de", **entered},
        files={"agenda": agenda_file()},
        headers=HTML,
        follow_redirects=False,
    )
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"], headers=HTML)
    assert shown in page.text
    assert bool(shown) == ("Sprechende" in page.text)


@pytest.mark.parametrize(
    "entered", [{"speakers": "sechs"}, {"min_speakers": "9", "max_speakers": "4"}, {"speakers": "0"}]
)
async def test_impossible_numbers_of_speakers_stand_at_the_field(client, entered):
    """The form says what is wrong and keeps what was typed, opened for correction."""
    answer = await client.post(
        "/meetings/new", data={"language": "de", **entered}, files={"agenda": agenda_file()}, headers=HTML
    )
    assert answer.status_code == 422
    assert 'id="speakers-error"' in answer.text
    assert "Die Zahl der Sprecher kann so nicht stimmen" in answer.text
    assert '<details class="more" open>' in answer.text
    assert all(f'value="{text}"' in answer.text for text in entered.values())


async def test_agenda_can_be_pasted_and_previewed(client):
    """The fragment shows what was recognised, before anything is entered."""
    text = "Stadt Müllerbach\nRat\nTagesordnung\nÖ 1 Eröffnung\nÖ 2 Haushalt 2026\n"
    answer = await client.post("/meetings/new/agenda", files={"agenda_text": (None, text)}, headers=HTML)
    assert answer.status_code == 200
    assert "2 Tagesordnungspunkte erkannt" in answer.text
    assert "<html" not in answer.text
    listed = await client.get("/api/v1/meetings/")
    assert listed.json() == {"items": [], "next": None}


async def test_preview_shows_what_is_wrong_with_an_agenda(client):
    """A file that cannot be read is named in the preview."""
    answer = await client.post(
        "/meetings/new/agenda",
        files={"agenda": ("alt.doc", b"\xd0\xcf\x11\xe0", "application/msword")},
        headers=HTML,
    )
    assert "Die Datei alt.doc ist weder JSON noch" in answer.text


async def test_form_without_agenda_says_so(client):
    """The empty form is answered with the one thing that is needed."""
    answer = await client.post("/meetings/new", files={"language": (None, "de")}, headers=HTML)
    assert answer.status_code == 422
    assert "Bitte die Einladung mit der Tagesordnung auswählen" in answer.text


async def test_language_is_kept_in_a_cookie(client):
    """Once chosen, English stays; the links lead to this page in the other language."""
    first = await client.get("/meetings?lang=en", headers=HTML)
    assert '<html lang="en">' in first.text
    second = await client.get("/meetings/new", headers=HTML)
    assert "New meeting" in second.text
    back = await client.get("/meetings?lang=de", headers=HTML)
    assert "Sitzungen" in back.text


async def test_unknown_meeting_is_a_page_for_people_and_a_problem_for_programs(client):
    """The same failure with the same code in both forms and languages."""
    page = await client.get("/meetings/nonsense?lang=en", headers=HTML)
    assert page.status_code == 404
    assert "There is no meeting nonsense." in page.text
    problem = await client.get("/api/v1/meetings/nonsense?lang=en")
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    body = problem.json()
    assert body["code"] == "meeting-not-found"
    assert body["title"] == "There is no meeting nonsense."
    assert body["detail_de"].startswith("Die Sitzung nonsense")


@pytest.mark.parametrize(
    ("path", "language", "sentence"),
    [
        ("/meetings/{id}", "de", "Die Sitzung gibt es nicht oder nicht mehr."),
        ("/meetings/{id}", "en", "There is no meeting."),
        ("/meetings/{id}/edit", "de", "Die Sitzung gibt es nicht oder nicht mehr."),
        ("/meetings/{id}/documents/minutes.pdf", "en", "There is no meeting."),
    ],
)
async def test_people_are_told_no_identifiers(client, path, language, sentence):
    """The page says what is not there; the identifier stays in the answer for programs."""
    missing = "0199f0c2-7d31-7c55-9c1e-3b2f6a1d8e44"
    page = await client.get(f"{path.format(id=missing)}?lang={language}", headers=HTML)
    assert page.status_code == 404
    assert sentence in page.text
    assert missing not in html.fromstring(page.text).text_content()
    problem = (await client.get(f"/api/v1/meetings/{missing}")).json()
    assert missing in problem["detail"]
    assert missing in problem["instance"]


async def test_refusals_have_stable_codes(client):
    """What never reaches a service is still a problem with a code."""
    for method, path, status, code in (
        ("GET", "/nowhere", 404, "page-not-found"),
        ("PUT", "/api/v1/meetings/", 405, "method-not-allowed"),
        ("GET", "/api/v1/meetings/?limit=0", 400, "bad-request"),
        ("POST", "/api/v1/meetings/", 400, "bad-request"),
        ("POST", "/meetings/new", 400, "bad-request"),
    ):
        answer = await client.request(method, path, headers={"accept": "application/json"})
        assert (status, code) == (answer.status_code, answer.json()["code"]), path


async def test_meeting_can_be_deleted(client):
    """After "delete" the list is empty again."""
    meeting = await enter(client)
    answer = await client.post(f"/meetings/{meeting}/delete", headers=HTML)
    assert answer.status_code == 200
    assert "Noch keine Sitzung" in answer.text


async def test_start_without_recording_is_refused(client):
    """The button is not there, and the address does nothing."""
    meeting = await enter(client)
    page = await client.get(f"/meetings/{meeting}", headers=HTML)
    assert f'action="/meetings/{meeting}/start"' not in page.text
    answer = await client.post(f"/meetings/{meeting}/start", headers={"accept": "application/json"})
    assert answer.json()["code"] == "no-recording"


async def test_health_and_description(client):
    """A monitor gets its answer; the description lists every action and no page."""
    assert (await client.get("/health")).json() == {"status": "ok"}
    description = (await client.get("/api/v1/openapi.json")).json()
    assert "/api/v1/meetings/{meeting_id}/processing/start" in description["paths"]
    pages = {path for path in description["paths"] if not path.startswith("/api/v1/")}
    assert pages == {"/health", "/health/live", "/health/ready"}
