"""Meetings as JSON: lists page by page, validators, and changes that rest on what was read."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from web_client import AGENDA, OWN, ROSTER, signed_in_client

from app.access import Role
from app.services import build_services

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client(database_url, data_root):
    async with signed_in_client(build_services(database_url, data_root), roles=(Role.SECRETARY,)) as made:
        yield made


async def _enter(client, **head):
    agenda = AGENDA | {"meeting": AGENDA["meeting"] | head}
    answer = await client.post("/api/v1/meetings/", json={"agenda": agenda, "roster": ROSTER})
    assert answer.status_code == 201, answer.text
    return answer.json()["summary"]["id"]


async def test_a_list_is_followed_to_its_end(client):
    """Each stretch leads to the next; what is entered meanwhile repeats nothing; the undated come last."""
    entered = [await _enter(client, number=str(day), date=f"2026-05-{day:02}") for day in range(1, 6)]
    undated = await _enter(client, number="?", date=None)
    first = await client.get("/api/v1/meetings/?limit=2")
    assert [one["id"] for one in first.json()["items"]] == [entered[4], entered[3]]
    assert first.headers["link"] == f'<{first.json()["next"]}>; rel="next"'
    await _enter(client, number="neu", date="2026-06-01")
    seen, following = [], first.json()["next"]
    while following is not None:
        answer = (await client.get(following)).json()
        assert len(answer["items"]) <= 2
        seen += [one["id"] for one in answer["items"]]
        following = answer["next"]
    assert seen == [entered[2], entered[1], entered[0], undated]


async def test_short_lists_have_the_same_form(client):
    """A list that is there as a whole is cut in the same way."""
    meeting = await _enter(client)
    for note in ("a", "b", "c"):
        made = await client.post(f"/api/v1/meetings/{meeting}/links", json={"note": note})
        assert made.status_code == 201, made.text
    first = (await client.get(f"/api/v1/meetings/{meeting}/links?limit=2")).json()
    rest = (await client.get(first["next"])).json()
    assert sorted(one["note"] for one in (*first["items"], *rest["items"])) == ["a", "b", "c"]
    assert rest["next"] is None


async def test_what_is_known_is_not_sent_again(client):
    """The ETag of an answer is enough for 304, until something changes."""
    meeting = await _enter(client)
    address = f"/api/v1/meetings/{meeting}"
    first = await client.get(address)
    again = await client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "x-revision" not in first.headers
    changed = await client.patch(
        address, json={"language": "en"}, headers={"if-match": first.headers["etag"]}
    )
    assert changed.status_code == 200, changed.text
    later = await client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (later.status_code, later.json()["language"]) == (200, "en")
    assert later.headers["etag"] == changed.headers["etag"]


async def test_a_change_rests_on_what_was_read(client):
    """Without the ETag nothing is changed, with an old one neither, and the second of two is told."""
    address = f"/api/v1/meetings/{await _enter(client)}"
    tag = (await client.get(address)).headers["etag"]
    missing = await client.patch(address, json={"glossary": ["x"]})
    assert (missing.status_code, missing.json()["code"]) == (428, "revision-missing")
    both = await asyncio.gather(
        *(client.patch(address, json={"glossary": [word]}, headers={"if-match": tag}) for word in ("a", "b"))
    )
    assert sorted(one.status_code for one in both) == [200, 412]
    refused = next(one.json() for one in both if one.status_code == 412)
    assert refused["code"] == "changed-meanwhile"
    kept = next(one.json()["glossary"] for one in both if one.status_code == 200)
    assert (await client.get(address)).json()["glossary"] == kept


async def test_everything_that_was_entered_can_be_changed(client):
    """Agenda, people, words, language, models and number of voices; what is left out stays."""
    address = f"/api/v1/meetings/{await _enter(client)}"
    read = await client.get(address)
    agenda = {
        "meeting": AGENDA["meeting"] | {"number": "18", "place": "Aula", "body": "Anderswo"},
        "items": [{"number": "Ö 1", "title": "Nur dies", "public": True}],
    }
    change = {
        "agenda": agenda,
        "roster": {"people": [{"name": "Claudia Thoma", "role": "chair"}]},
        "speakers": {"minimum": 3, "maximum": 9},
        "profile": "open-large",
    }
    answer = await client.patch(address, json=change, headers={"if-match": read.headers["etag"]})
    assert answer.status_code == 200, answer.text
    view = answer.json()
    assert [item["title"] for item in view["agenda"]["items"]] == ["Nur dies"]
    assert (view["summary"]["number"], view["summary"]["place"]) == ("18", "Aula")
    assert view["summary"]["body"] == AGENDA["meeting"]["body"]
    assert [one["name"] for one in view["roster"]["people"]] == ["Claudia Thoma"]
    assert (view["profile"], view["language"], view["revision"]) == ("open-large", "de", 2)
    log = (await client.get("/api/v1/audit/?action=meeting.changed")).json()
    assert log.get("code") == "forbidden"  # a secretary does not read the log
    contradiction = await client.patch(
        address, json={"speakers": {"minimum": 9, "maximum": 3}}, headers={"if-match": answer.headers["etag"]}
    )
    assert contradiction.status_code == 422
    assert (await client.get(address)).headers["etag"] == answer.headers["etag"]
    assert msgspec.json.decode(answer.content) == (await client.get(address)).json()


async def test_who_sees_a_part_replaces_no_whole(client):
    """A token that may edit and not read the non-public part would send the agenda back without it."""
    address = f"/api/v1/meetings/{await _enter(client)}"
    wish = {"name": "k", "scopes": ["meeting.edit", "meeting.list", "meeting.read", "draft.read"]}
    token = (await client.post("/api/v1/me/tokens", json=wish)).json()["secret"]
    client.cookies.clear()
    client.headers["authorization"] = f"Bearer {token}"
    read = await client.get(address)
    tag = {"if-match": read.headers["etag"]}
    assert len(read.json()["agenda"]["items"]) == len(AGENDA["items"]) - 1
    for change in ({"agenda": read.json()["agenda"]}, {"roster": ROSTER}, {"glossary": []}):
        refused = await client.patch(address, json=change, headers=tag)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert (await client.patch(address, json={"language": "en"}, headers=tag)).status_code == 200


async def test_signs_that_no_text_may_hold_are_refused(client):
    """A NUL sign anywhere is told, not a failure of the service."""
    for agenda in (
        AGENDA | {"meeting": AGENDA["meeting"] | {"place": "Aula\x00"}},
        AGENDA | {"items": [{"number": "1", "title": "Titel\x00", "public": True}]},
    ):
        answer = await client.post("/api/v1/meetings/", json={"agenda": agenda})
        assert (answer.status_code, answer.json()["code"]) == (422, "value-not-storable")
    glossary = await client.post("/api/v1/meetings/", json={"agenda": AGENDA, "glossary": ["a\x00b"]})
    assert (glossary.status_code, glossary.json()["code"]) == (422, "value-not-storable")
    form = await client.post("/login", data={"email": "a\x00b", "password": "x"}, headers=OWN)
    assert form.status_code < 500


async def test_an_agenda_with_one_number_twice_is_refused(client):
    """Entered or changed, each item has a number of its own."""
    twice = AGENDA | {"items": [{"number": "1", "title": "a"}, {"number": "1", "title": "b"}]}
    entered = await client.post("/api/v1/meetings/", json={"agenda": twice})
    assert (entered.status_code, entered.json()["code"]) == (422, "agenda-duplicate")
    address = f"/api/v1/meetings/{await _enter(client)}"
    tag = {"if-match": (await client.get(address)).headers["etag"]}
    changed = await client.patch(address, json={"agenda": twice}, headers=tag)
    assert (changed.status_code, changed.json()["code"]) == (422, "agenda-duplicate")
    assert len((await client.get(address)).json()["agenda"]["items"]) == len(AGENDA["items"])
