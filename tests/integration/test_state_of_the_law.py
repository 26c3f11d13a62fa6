"""The state whose law the minutes follow: of a municipality, of a meeting, on the way to the draft."""

from __future__ import annotations

import jobs_meetings as jm
import jobs_worker_main
import msgspec
import pytest
from access_people import make_body, make_person
from lxml import html
from web_client import AGENDA, BODY, HTML, agenda_file, signed_in_client

from app.access import Grant, Role, acting_as
from app.demo import enter_demo
from app.jobs.worker import run_worker
from app.services import build_services
from app.services.access.errors import ForbiddenError
from app.services.amending import MeetingChange
from app.services.states import state_choices, state_code
from app.web.shelf import build_shelf
from minutes.profiles import UnknownStateError

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(database_url, data_root):
    async with signed_in_client(build_services(database_url, data_root)) as made:
        yield made


async def body_of(client):
    """Return the view of the town of the account, and its address."""
    (body,) = (await client.get("/api/v1/bodies")).json()["items"]
    return body, f"/api/v1/bodies/{body['id']}"


def test_states_are_named_by_code_or_name():
    """Whatever name is typed, the code is kept; nothing is nothing; what is unknown is said."""
    assert [state_code(text) for text in ("nrw", " Bayern ", "AT", "", None)] == [
        "NW",
        "BY",
        "AT",
        None,
        None,
    ]
    assert ("HE", "Hessen") in state_choices()
    with pytest.raises(UnknownStateError):
        state_code("Atlantis")


async def test_drafts_follow_the_law_that_holds_when_they_are_made(database_url, tmp_path):
    """The municipality's law, then the meeting's own; another law changes no draft that is there."""
    async with jm.open_services(database_url, tmp_path) as services:
        meeting = await enter_demo(services)
        town = (await services.meetings.get_meeting(meeting)).summary.body
        body = str(make_body(database_url, town))
        administrator = make_person(
            database_url, Grant(role=Role.ADMINISTRATOR, body=make_body(database_url, town))
        )
        with pytest.raises(ForbiddenError):
            await services.bodies.change_body(body, state="NW")
        with acting_as(administrator):
            await services.bodies.change_body(body, state="Nordrhein-Westfalen")

        async def drafted():
            await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
            minutes = await services.results.minutes(meeting)
            shelf = build_shelf(await services.results.documents(meeting), minutes.state)
            return minutes.state, shelf.first.kind

        assert await drafted() == ("NW", "decisions")
        view = await services.meetings.get_meeting(meeting)
        assert (view.state, view.agenda.meeting.state) == (None, "NW")
        view = await services.meetings.change_meeting(
            meeting, MeetingChange(state="by"), revision=view.revision
        )
        assert (view.state, view.agenda.meeting.state) == ("BY", "BY")
        assert (await services.results.minutes(meeting)).state == "NW"
        await services.processing.run_again(meeting, "draft")
        assert (await drafted())[0] == "BY"
        law = [
            one.text
            for one in (await services.results.minutes(meeting)).open_points
            if one.code == "state-law"
        ]
        assert all("GO" in text for text in law)


async def test_an_agenda_sent_back_chooses_no_law(client):
    """What comes from the municipality stays its own; another state, or null, is a choice of the meeting."""
    body, address = await body_of(client)
    assert (await client.patch(address, json={"state": "HE"})).json()["state"] == "HE"
    made = (await client.post("/api/v1/meetings/", json={"agenda": AGENDA})).json()
    assert (made["state"], made["agenda"]["meeting"]["state"]) == (None, "HE")
    at = f"/api/v1/meetings/{made['summary']['id']}"

    async def change(**wish):
        tag = (await client.get(at)).headers["etag"]
        answer = await client.patch(at, json=wish, headers={"if-match": tag})
        assert answer.status_code == 200, answer.text
        return answer.json()["state"], answer.json()["agenda"]["meeting"]["state"]

    assert await change(agenda=made["agenda"]) == (None, "HE")
    assert await change(agenda=made["agenda"] | {"meeting": {"state": "Sachsen"}}) == ("SN", "SN")
    assert await change(agenda=AGENDA) == ("SN", "SN")
    assert await change(state=None) == (None, "HE")
    assert await change(state="ni", agenda=made["agenda"]) == ("NI", "NI")
    named = AGENDA | {"meeting": AGENDA["meeting"] | {"state": "Bayern"}}
    assert (await client.post("/api/v1/meetings/", json={"agenda": named})).json()["state"] == "BY"
    both = {"agenda": named, "state": "AT"}
    assert (await client.post("/api/v1/meetings/", json=both)).json()["state"] == "AT"
    for wrong in ({"agenda": AGENDA, "state": "Atlantis"}, {"agenda": AGENDA | {"meeting": {"state": "X"}}}):
        refused = await client.post("/api/v1/meetings/", json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "state-unknown")
    assert body["revision"] != (await body_of(client))[0]["revision"]


async def test_a_municipality_is_changed_on_what_was_read(client):
    """Name and state by themselves; a stale ETag is told; a name that is taken, and one that is none."""
    body, address = await body_of(client)
    read = await client.get(address)
    assert read.json() == body
    changed = await client.patch(address, json={"state": "NW"}, headers={"if-match": read.headers["etag"]})
    assert (changed.json()["name"], changed.json()["state"]) == (BODY, "NW")
    stale = await client.patch(address, json={"state": "BY"}, headers={"if-match": read.headers["etag"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    weak = {"if-match": "W/" + changed.headers["etag"]}
    named = await client.patch(address, json={"name": "Müllerbach"}, headers=weak)
    assert (named.json()["name"], named.json()["state"]) == ("Müllerbach", "NW")
    assert (await client.patch(address, json={"state": None})).json()["state"] is None
    for wrong, code in (({"name": " "}, "name-missing"), ({"state": "Atlantis"}, "state-unknown")):
        refused = await client.patch(address, json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    log = (await client.get("/api/v1/audit?action=body.changed")).json()["items"]
    assert len(log) == 3


async def test_a_council_gets_another_name(client):
    """On what was read, and none that another council has."""
    _, address = await body_of(client)
    one, two = [
        (await client.post(f"{address}/organizations", json={"name": name})).json()
        for name in ("Rat", "Bauausschuss")
    ]
    at = f"{address}/organizations/{two['id']}"
    tag = (await client.get(at)).headers["etag"]
    taken = await client.patch(at, json={"name": "Rat"}, headers={"if-match": tag})
    assert (taken.status_code, taken.json()["code"]) == (422, "organization-taken")
    changed = await client.patch(at, json={"name": "Umweltausschuss"}, headers={"if-match": tag})
    assert changed.json()["name"] == "Umweltausschuss"
    stale = await client.patch(at, json={"name": "Kulturausschuss"}, headers={"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    listed = (await client.get(f"{address}/organizations?limit=1")).json()
    assert [entry["id"] for entry in listed["items"]] == [one["id"]]
    assert listed["next"] is not None
    assert (await client.get(f"{address}/organizations/{address[-36:]}")).status_code == 404


async def test_states_are_listed(client):
    """Programs find code, law and the usual kind of minutes."""
    found = (await client.get("/api/v1/states")).json()["items"]
    assert {one["code"] for one in found} >= {"NW", "BY", "BW", "NI", "HE", "RP", "SN", "AT", "CH"}
    assert next(one for one in found if one["code"] == "NW")["law"] == "§ 52 GO NRW"


async def test_the_page_sets_the_law_and_says_when_it_holds(client):
    """Administrators choose in the list; a choice that rests on an old page is not kept."""
    page = await client.get("/bodies", headers=HTML)
    assert "wenn der Entwurf einer Sitzung das nächste Mal erstellt wird" in page.text
    form = html.fromstring(page.text).xpath("//form[contains(@action, '/state')]")[0]
    fields = dict(form.fields) | {"state": "HE"}
    saved = await client.post(form.action, data=fields, headers=HTML)
    assert "Gespeichert. Es gilt ab dem nächsten Entwurf jeder Sitzung." in saved.text
    again = await client.post(form.action, data=fields | {"state": "BY"}, headers=HTML)
    assert again.status_code == 412
    assert "Jemand anderes hat das inzwischen geändert" in again.text
    assert (await body_of(client))[0]["state"] == "HE"


async def test_a_secretary_sees_the_law_and_does_not_set_it(database_url, data_root):
    """The page offers no form to who does not run the municipality, and refuses its address."""
    services = build_services(database_url, data_root)
    async with signed_in_client(services, roles=(Role.SECRETARY,)) as client:
        body, address = await body_of(client)
        assert "/state" not in (await client.get("/bodies", headers=HTML)).text
        refused = await client.post(f"/bodies/{body['id']}/state", data={"state": "HE"})
        assert refused.status_code == 403
        assert (await client.patch(address, json={"state": "HE"})).status_code == 403


async def test_the_form_of_a_new_meeting_takes_a_law(client):
    """The meeting's own law, shown on its page; an unknown one stands at its field."""
    files = {"agenda": agenda_file()}
    entered = await client.post("/meetings/new", data={"language": "de", "state": "SN"}, files=files)
    assert "Recht der Niederschrift: Sachsen." in entered.text
    wrong = await client.post("/meetings/new", data={"language": "de", "state": "XX"}, files=files)
    assert wrong.status_code == 422
    assert 'id="state-error"' in wrong.text


def test_a_change_that_says_nothing_of_the_law_leaves_it():
    """In JSON a missing state is not null."""
    assert msgspec.json.decode(b"{}", type=MeetingChange).state is msgspec.UNSET
    assert msgspec.json.decode(b'{"state": null}', type=MeetingChange).state is None
