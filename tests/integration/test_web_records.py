"""The pages and the interface of the audit log and of retention."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
import rfc8785
from web_client import BASE, HTML, OWN, client_of, enter, make_account, sign_in, signed_in_client

from app.access import Role
from app.services import build_services

pytestmark = pytest.mark.anyio

ADMIN = (Role.ADMINISTRATOR, Role.SECRETARY)


@pytest.fixture
async def services(database_url, tmp_path):
    return build_services(database_url, tmp_path)


@pytest.fixture
async def client(services):
    async with signed_in_client(services, roles=ADMIN) as made:
        yield made


async def _body(client):
    found = await client.get("/audit", headers=HTML)
    assert found.status_code == 200
    entries = (await client.get("/api/v1/audit/")).json()["items"]
    return next(one["body_id"] for one in entries if one["body_id"])


async def test_the_log_shows_and_filters(client):
    """Entries stand on the page, narrowed by what is asked; the next page follows by number."""
    meeting = await enter(client)
    body = await _place(client, meeting)
    for days in (10, 20, 30):
        answer = await client.put(
            f"/api/v1/bodies/{body}/retention/rules/work", json={"event": "processed", "days": days}
        )
        assert answer.status_code == 204, answer.text
    found = (await client.get("/api/v1/audit/?action=retention&limit=2")).json()
    assert [one["details"]["rule"] for one in found["items"]] == ["processed + 30", "processed + 20"]
    rest = (await client.get(found["next"])).json()
    assert [one["details"]["rule"] for one in rest["items"]] == ["processed + 10"]
    assert rest["next"] is None
    page = (await client.get("/audit?action=retention.changed&lang=de", headers=HTML)).text
    assert page.count("Aufbewahrungsregel geändert") == 4  # once in the list of actions
    assert (await client.get("/api/v1/audit/?since=2099-01-01")).json()["items"] == []
    assert (await client.get("/api/v1/audit/?since=gestern")).status_code == 422


async def _place(client, meeting):
    services = client.app.dependencies["services"].dependency()
    async with services.database.as_system().session() as session:
        from app.db import tables as t  # noqa: PLC0415

        return str((await session.get_one(t.Meeting, meeting)).body_id)


async def test_an_export_can_be_verified_elsewhere(client):
    """Each line of the export holds what its hash is made of."""
    meeting = await enter(client)
    body = await _place(client, meeting)
    await client.post(f"/api/v1/bodies/{body}/retention/holds", json={"reason": "Az. 12"})
    lines = (await client.get("/api/v1/audit/export")).text.splitlines()
    assert lines
    for line in lines:
        entry = json.loads(line)
        claimed = entry.pop("hash")
        assert hashlib.sha256(rfc8785.dumps(entry)).hexdigest() == claimed
    table = (await client.get("/audit/export.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert "hold.placed" in {row["action"] for row in rows}
    assert rows[0]["action"] == "log.exported"


async def test_rules_and_holds_on_the_page(client):
    """A rule is kept, a hold stops the deletion of a meeting until it is lifted."""
    meeting = await enter(client)
    body = await _place(client, meeting)
    answer = await client.post(
        f"/retention/{body}/rules",
        data={
            "recordings-event": "approved",
            "recordings-days": "14",
            "work-event": "uploaded",
            "work-days": "",
        },
        follow_redirects=True,
        headers=HTML,
    )
    assert answer.status_code == 200, answer.text
    rules = {
        one["kind"]: one for one in (await client.get(f"/api/v1/bodies/{body}/retention/")).json()["rules"]
    }
    assert (rules["recordings"]["days"], rules["work"]["days"], rules["work"]["event"]) == (
        14,
        None,
        "uploaded",
    )
    wrong = await client.post(
        f"/retention/{body}/rules", data={"work-event": "soon", "work-days": "1"}, headers=HTML
    )
    assert wrong.status_code == 422
    placed = await client.post(
        f"/retention/{body}/holds", data={"reason": "Az. 12", "meeting": meeting}, headers=HTML
    )
    assert "Az. 12" in placed.text
    assert (await client.delete(f"/api/v1/meetings/{meeting}")).json()["code"] == "legal-hold"
    hold = (await client.get(f"/api/v1/bodies/{body}/retention/")).json()["holds"][0]["id"]
    assert (await client.delete(f"/api/v1/bodies/{body}/retention/holds/{hold}")).status_code == 204
    assert (await client.delete(f"/api/v1/meetings/{meeting}")).status_code == 204
    gone = (await client.get(f"/api/v1/bodies/{body}/retention/")).json()["deletions"]
    assert [one["kind"] for one in gone] == ["meeting"]


async def test_others_see_neither(services):
    """A secretary reads no log and sets no rule; another town's administrator sees nothing of it."""
    async with client_of(services) as client:
        _, body = await make_account(services)
        await make_account(services, "x@anders.example", roles=(Role.ADMINISTRATOR,), body="Anderswo")
        await sign_in(client)
        client.headers.update(OWN)
        assert (await client.get("/api/v1/audit/")).status_code == 403
        assert (await client.get("/audit", headers=HTML)).status_code == 403
        assert (await client.get("/retention", headers=HTML)).status_code == 403
        assert (await client.get(f"/api/v1/bodies/{body}/retention/")).status_code == 403
        client.cookies.clear()
        await sign_in(client, "x@anders.example")
        entries = (await client.get("/api/v1/audit/")).json()["items"]
        assert str(body) not in {one["body_id"] for one in entries}
        assert (await client.get(f"/api/v1/bodies/{body}/retention/")).status_code in {403, 404}
        assert (await client.get("/retention", headers=HTML)).status_code == 200
    assert BASE
