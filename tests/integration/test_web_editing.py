"""The page that changes a meeting, over real services: errors at their fields, and two people at once."""

from __future__ import annotations

import psycopg
import pytest
from lxml import html
from sounds import wav
from web_client import AGENDA, HTML, ROSTER, signed_in_client

from app.access import Role
from app.db.engine import connection_string
from app.services import build_services

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(database_url, data_root):
    async with signed_in_client(build_services(database_url, data_root), roles=(Role.SECRETARY,)) as made:
        yield made


@pytest.fixture
async def meeting(client):
    entered = {"agenda": AGENDA, "roster": ROSTER, "glossary": ["Bauhof", "Doppik"]}
    return (await client.post("/api/v1/meetings/", json=entered)).json()["summary"]["id"]


def fields_of(text):
    """Return what a browser would send of the form, by the button that keeps it."""
    (form,) = html.fromstring(text).forms[-1:]
    return {name: value for name, value in form.form_values() if name != "do"}


async def opened(client, meeting):
    return fields_of((await client.get(f"/meetings/{meeting}/edit", headers=HTML)).text)


async def sent(client, meeting, fields, **changed):
    """Send the form with some fields changed; None leaves one out, as a box that is not ticked."""
    data = {name: value for name, value in (fields | changed).items() if value is not None}
    return await client.post(f"/meetings/{meeting}/edit", data=data, headers=HTML, follow_redirects=False)


async def kept(client, meeting):
    return (await client.get(f"/api/v1/meetings/{meeting}")).json()


async def test_the_page_leads_there_and_back(client, meeting):
    """A link on the meeting's page, the form with what is kept, and the way back without a change."""
    page = await client.get(f"/meetings/{meeting}", headers=HTML)
    assert f'href="/meetings/{meeting}/edit"' in page.text
    fields = await opened(client, meeting)
    assert (fields["date"], fields["number"], fields["item-1-paper"]) == ("2026-05-21", "17", "2026/112")
    assert (fields["person-0-name"], fields["person-0-role"]) == ("Sabine Möller", "chair")
    assert fields["glossary"].split() == ["Bauhof", "Doppik"]
    before = await kept(client, meeting)
    answer = await sent(client, meeting, fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/meetings/{meeting}")
    assert await kept(client, meeting) == before


async def test_everything_can_be_changed(client, meeting):
    """Head, agenda, people, words, law, language and number of voices; blank rows fall away."""
    fields = await opened(client, meeting)
    answer = await sent(
        client,
        meeting,
        fields,
        place="Aula",
        start="19:30",
        **{
            "item-1-public": None,
            "items-count": "5",
            "item-3-number": "N 2",
            "item-3-title": "Personalie",
            "person-1-name": "Jens Krüger-Wolf",
            "person-1-present": "no",
            "person-1-votes": None,
        },
        glossary="Müllerbach",
        state="NW",
        language="en",
        **{"voices-min_speakers": "3"},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/meetings/{meeting}?changed=1")
    told = await client.get(answer.headers["location"], headers=HTML)
    assert "Die Angaben sind gespeichert." in told.text
    view = await kept(client, meeting)
    assert (view["summary"]["place"], view["summary"]["start"]) == ("Aula", "19:30")
    assert [(one["number"], one["public"]) for one in view["agenda"]["items"]] == [
        ("Ö 1", True),
        ("Ö 2", False),
        ("N 1", False),
        ("N 2", False),
    ]
    person = view["roster"]["people"][1]
    assert (person["name"], person["present"], person["votes"]) == ("Jens Krüger-Wolf", False, False)
    assert (view["glossary"], view["state"], view["language"]) == (["Müllerbach"], "NW", "en")
    assert (view["speakers"]["minimum"], view["revision"]) == (3, 2)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"date": "21.5."}, "date", "Das Datum ist keines"),
        ({"start": "25:00"}, "start", "Der Beginn ist keine Uhrzeit"),
        ({"item-1-number": "Ö 1"}, "item-1-number", "Die Nummer Ö 1 steht zweimal"),
        ({"item-1-number": ""}, "item-1-number", "In Zeile 2 der Tagesordnung fehlt die Nummer"),
        ({"item-1-title": ""}, "item-1-title", "Bei Punkt Ö 2 fehlt der Gegenstand"),
        ({"person-0-name": ""}, "person-0-name", "In Zeile 1 der Namensliste fehlt der Name"),
        ({"person-0-role": "king"}, "person-0-role", "Die Rolle von Sabine Möller gibt es nicht"),
        ({"language": "tlh"}, "language", "Diese Sprache kann nicht gewählt werden"),
        ({"state": "XX"}, "state", "kein Landesprofil"),
        ({"voices-speakers": "sechs"}, "speakers", "Die Zahl der Sprecher kann so nicht stimmen"),
    ],
)
async def test_errors_stand_at_their_fields_and_everything_typed_stays(
    client, meeting, changed, field, sentence
):
    """Nothing is kept, nothing is lost."""
    before = await kept(client, meeting)
    answer = await sent(client, meeting, await opened(client, meeting), place="Aula", **changed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text
    again = fields_of(answer.text)
    assert again["place"] == "Aula"
    if not {"person-0-role", "language", "state"} & set(changed):  # a select shows what it has
        assert {name: again[name] for name in changed} == changed
    assert await kept(client, meeting) == before


async def test_buttons_keep_nothing(client, meeting):
    """A new row and another order are in the form, and only there, until it is kept."""
    fields = await opened(client, meeting)
    more = await sent(client, meeting, fields, place="Aula", do="item-add")
    assert more.status_code == 200
    fields = fields_of(more.text)
    assert (fields["items-count"], fields["item-3-title"], fields["place"]) == ("4", "", "Aula")
    swapped = await sent(client, meeting, fields, do="item-up-1")
    fields = fields_of(swapped.text)
    assert (fields["item-0-number"], fields["item-1-number"]) == ("Ö 2", "Ö 1")
    assert (await kept(client, meeting))["revision"] == 1
    await sent(client, meeting, fields)
    view = await kept(client, meeting)
    assert [one["number"] for one in view["agenda"]["items"]] == ["Ö 2", "Ö 1", "N 1"]


async def test_two_people_at_once_lose_nothing(client, meeting):
    """Both versions are shown; what only the other changed is taken over; the second save keeps mine."""
    mine = await opened(client, meeting)
    assert (await sent(client, meeting, mine, place="Mensa", date="2026-05-28")).status_code == 303
    clash = await sent(
        client, meeting, mine, place="Aula", glossary="Bauhof", **{"item-0-title": "Begrüßung"}
    )
    assert clash.status_code == 412
    assert "Jemand anderes hat diese Sitzung inzwischen geändert" in clash.text
    shown = [one.text_content() for one in html.fromstring(clash.text).xpath("//*[@class='clash__part']")]
    assert len(shown) == 1
    assert "Mensa" in shown[0]
    assert "Aula" in shown[0]
    fields = fields_of(clash.text)
    assert (fields["place"], fields["item-0-title"]) == ("Aula", "Begrüßung")
    assert fields["date"] == "2026-05-28"
    assert (await kept(client, meeting))["summary"]["place"] == "Mensa"
    taken = await sent(client, meeting, fields, do="theirs-place")
    assert fields_of(taken.text)["place"] == "Mensa"
    assert fields_of(taken.text)["item-0-title"] == "Begrüßung"
    assert (await sent(client, meeting, fields)).status_code == 303
    view = await kept(client, meeting)
    assert (view["summary"]["place"], view["summary"]["date"]) == ("Aula", "2026-05-28")
    assert (view["agenda"]["items"][0]["title"], view["glossary"]) == ("Begrüßung", ["Bauhof"])


async def test_a_third_change_is_noticed_as_well(client, meeting):
    """Who takes one part as it was shown is told where there is something newer still."""
    mine = await opened(client, meeting)
    await sent(client, meeting, mine, place="Mensa")
    clash = fields_of((await sent(client, meeting, mine, place="Aula")).text)
    await sent(client, meeting, await opened(client, meeting), place="Turnhalle")
    again = await sent(client, meeting, clash, do="theirs-place")
    assert again.status_code == 412
    assert "Turnhalle" in again.text


async def test_while_it_is_processed_it_is_not_changed(client, meeting, database_url):
    """The page says so beforehand; what was typed stays."""
    fields = await opened(client, meeting)
    await client.post(f"/api/v1/meetings/{meeting}/recordings?filename=rat.wav", content=wav(b"rat"))
    await client.post(f"/meetings/{meeting}/start")
    assert (
        "Die Sitzung wird gerade verarbeitet"
        in (await client.get(f"/meetings/{meeting}/edit", headers=HTML)).text
    )
    refused = await sent(client, meeting, fields, place="Aula")
    assert refused.status_code == 409
    assert fields_of(refused.text)["place"] == "Aula"
    with psycopg.connect(connection_string(database_url)) as connection:
        assert connection.execute("SELECT place FROM meeting").fetchone()[0] is None


async def test_what_no_text_may_hold_is_told(client, meeting):
    """A sign that PostgreSQL does not keep is an error on the page, not of the service."""
    refused = await sent(client, meeting, await opened(client, meeting), place="Au\x00la")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


async def test_odd_values_that_nobody_touches_stay(client, meeting, database_url):
    """A time that an invitation gave in words is no error of who changes the place."""
    with psycopg.connect(connection_string(database_url)) as connection:
        connection.execute("UPDATE meeting SET start = 'nach dem Bauausschuss'")
    answer = await sent(client, meeting, await opened(client, meeting), place="Aula")
    assert answer.status_code == 303
    assert (await kept(client, meeting))["summary"]["start"] == "nach dem Bauausschuss"
