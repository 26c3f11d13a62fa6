"""Changes that rest on what was read (If-Match), of everything that two people can change at once."""

from __future__ import annotations

import asyncio

import pytest
from sounds import wav
from web_client import enter, make_account, signed_in_client

from app.access import Role
from app.services import build_services

pytestmark = pytest.mark.anyio

ROLES = (Role.SECRETARY, Role.ADMINISTRATOR)


@pytest.fixture
async def client(database_url, data_root):
    services = build_services(database_url, data_root)
    async with signed_in_client(services, roles=ROLES) as made:
        made.services = services
        yield made


async def town(client):
    (body,) = (await client.get("/api/v1/bodies")).json()["items"]
    return f"/api/v1/bodies/{body['id']}"


async def a_term(client):
    at = f"{await town(client)}/glossary"
    term = (await client.post(at, json={"term": "Bauhof"})).json()
    return f"{at}/{term['id']}", "PATCH", [{"kind": "title"}, {"confirmed": False}]


async def a_rule(client):
    at = f"{await town(client)}/retention/rules/drafts"
    return at, "PUT", [{"event": "approved", "days": 40}, {"event": "approved", "days": 50}]


async def the_mail(client):
    return "/api/v1/notifications/mail", "PUT", [{"draft_ready": True}, {"processing_failed": True}]


async def oneself(client):
    return "/api/v1/me", "PATCH", [{"name": "Sabine Neu"}, {"language": "en"}]


async def the_town(client):
    return await town(client), "PATCH", [{"state": "NW"}, {"state": "BY"}]


async def a_council(client):
    at = f"{await town(client)}/organizations"
    made = (await client.post(at, json={"name": "Rat"})).json()
    return f"{at}/{made['id']}", "PATCH", [{"name": "Stadtrat"}, {"name": "Gemeinderat"}]


@pytest.mark.parametrize("make", [a_term, a_rule, the_mail, oneself, the_town, a_council])
async def test_a_stale_change_is_told(client, make):
    """The ETag of reading protects; the one after a change goes on; an old one is 412; none is allowed."""
    at, method, (first, second) = await make(client)
    read = await client.get(at)
    assert read.status_code == 200, read.text
    tag = read.headers["etag"]
    changed = await client.request(method, at, json=first, headers={"if-match": tag})
    assert changed.status_code in {200, 204}, changed.text
    stale = await client.request(method, at, json=second, headers={"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    assert stale.headers["content-type"] == "application/problem+json"
    assert stale.json()["detail_de"].startswith("Jemand anderes hat")
    assert stale.json()["detail_en"].startswith("Somebody else has")
    now = (await client.get(at)).json()
    assert {key: now[key] for key in first} == first
    either = f'"0-nothing", {changed.headers["etag"]}'
    following = await client.request(method, at, json=second, headers={"if-match": either})
    assert following.status_code in {200, 204}, following.text
    for free in ({}, {"if-match": "*"}):
        assert (await client.request(method, at, json=first, headers=free)).status_code in {200, 204}


@pytest.mark.parametrize("make", [a_term, a_rule, the_mail, oneself, the_town, a_council])
async def test_of_two_at_once_one_is_told(client, make):
    """Both rest on the same; whoever comes second, however close, is refused."""
    at, method, changes = await make(client)
    tag = (await client.get(at)).headers["etag"]
    both = await asyncio.gather(
        *(client.request(method, at, json=one, headers={"if-match": tag}) for one in changes)
    )
    assert sorted(one.status_code // 100 for one in both) == [2, 4]
    assert next(one for one in both if one.status_code >= 400).json()["code"] == "changed-meanwhile"


async def test_terms_are_removed_as_they_were_read(client):
    """Who removes an entry that was just confirmed by somebody else is told."""
    at, _, _ = await a_term(client)
    tag = (await client.get(at)).headers["etag"]
    corrections = f"{at.rpartition('/')[0]}/corrections"
    await client.post(corrections, json={"heard": "Bau hoff", "written": "Bauhof"})
    assert (await client.delete(at, headers={"if-match": tag})).status_code == 412
    tag = (await client.get(at)).headers["etag"]
    assert (await client.delete(at, headers={"if-match": tag})).status_code == 204
    assert (await client.delete(at, headers={"if-match": tag})).json()["code"] == "glossary-not-found"


async def test_recordings_are_moved_on_the_order_that_was_read(client):
    """Their places are those of all together, so the list has the revision."""
    at = f"/api/v1/meetings/{await enter(client)}/recordings"
    parts = [
        (await client.post(f"{at}?filename={name}.wav", content=wav(name.encode()))).json()["id"]
        for name in ("a", "b")
    ]
    tag = (await client.get(at)).headers["etag"]
    moved = await client.patch(f"{at}/{parts[1]}", json={"position": 0}, headers={"if-match": tag})
    assert [one["id"] for one in moved.json()] == parts[::-1]
    stale = {"if-match": tag}
    assert (await client.patch(f"{at}/{parts[0]}", json={"position": 0}, headers=stale)).status_code == 412
    assert (await client.delete(f"{at}/{parts[0]}", headers=stale)).status_code == 412
    fresh = {"if-match": moved.headers["etag"]}
    assert (await client.delete(f"{at}/{parts[0]}", headers=fresh)).status_code == 204
    assert [one["id"] for one in (await client.get(at)).json()["items"]] == parts[1:]


async def test_roles_are_given_and_taken_on_what_was_read(client):
    """An account has the revision of its roles; signing in does not change it."""
    account, body = await make_account(client.services, "toni@muellerbach.example", name="Toni Lenz")
    at = f"/api/v1/accounts/{account}"
    read = await client.get(at)
    (grant,) = read.json()["grants"]
    wish = {"role": "member", "body": str(body)}
    tag = {"if-match": read.headers["etag"]}
    assert read.headers["etag"].strip('"').startswith(read.json()["revision"])
    assert (await client.post(f"{at}/grants", json=wish, headers=tag)).status_code == 201
    for refused in (
        await client.post(f"{at}/grants", json=wish | {"role": "chair"}, headers=tag),
        await client.delete(f"/api/v1/grants/{grant['id']}", headers=tag),
        await client.post(f"{at}/lock", headers=tag),
        await client.post(f"{at}/unlock", headers=tag),
    ):
        assert (refused.status_code, refused.json()["code"]) == (412, "changed-meanwhile")
    tag = {"if-match": (await client.get(at)).headers["etag"]}
    locked = await client.post(f"{at}/lock", headers=tag)
    assert locked.json()["locked"] is True
    tag = {"if-match": locked.headers["etag"]}
    assert (await client.delete(f"/api/v1/grants/{grant['id']}", headers=tag)).status_code == 204
    assert [one["role"] for one in (await client.get(at)).json()["grants"]] == ["member"]


async def test_a_meeting_is_deleted_as_it_was_read(client):
    """Who deletes what somebody else just completed is told."""
    at = f"/api/v1/meetings/{await enter(client)}"
    tag = (await client.get(at)).headers["etag"]
    await client.patch(at, json={"language": "en"}, headers={"if-match": tag})
    refused = await client.delete(at, headers={"if-match": tag})
    assert (refused.status_code, refused.json()["code"]) == (412, "changed-meanwhile")
    tag = (await client.get(at)).headers["etag"]
    assert (await client.delete(at, headers={"if-match": tag})).status_code == 204


async def test_rights_are_asked_before_revisions(database_url, data_root):
    """Who may not change something learns that, not that it has changed."""
    services = build_services(database_url, data_root)
    async with signed_in_client(services, roles=(Role.MEMBER,)) as client:
        at = await town(client)
        old = {"if-match": '"1-x"'}
        for path, method, body in (
            (at, "PATCH", {"state": "NW"}),
            (f"{at}/retention/rules/drafts", "PUT", {"event": "approved"}),
            (f"{at}/glossary/{at[-36:]}", "PATCH", {"confirmed": True}),
        ):
            refused = await client.request(method, path, json=body, headers=old)
            assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), path
        missing = await client.get(f"{at}/retention/rules/drafts")
        assert missing.status_code == 403


async def test_a_rule_of_nothing_is_not_there(client):
    """Kinds are four."""
    assert (await client.get(f"{await town(client)}/retention/rules/cats")).json()["code"] == "not-found"
    drafts = (await client.get(f"{await town(client)}/retention/rules/drafts")).json()
    assert drafts == {"kind": "drafts", "event": "approved", "days": 30}
