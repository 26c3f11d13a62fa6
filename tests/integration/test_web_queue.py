"""The pages of the queue and of notifications, and the same as JSON."""

from __future__ import annotations

import dataclasses
import threading
from uuid import UUID

import jobs_worker_main
import pytest
from sounds import wav
from sqlalchemy import update
from test_notify import Receiver
from web_client import enter, signed_in_client

from app.access import Role
from app.db import tables as t
from app.jobs.worker import run_worker
from app.services import build_services
from app.settings import NotifySettings, Settings

pytestmark = pytest.mark.anyio

ALLOWED = Settings(notify=NotifySettings(webhook_allow=("127.0.0.0/8",), address="https://p.example.org"))


@pytest.fixture
async def services(database_url, tmp_path):
    opened = build_services(database_url, tmp_path, settings=ALLOWED)
    yield opened
    await opened.close()


async def started(client):
    """Enter a meeting with a recording by the interface, start it and return its id."""
    meeting = await enter(client)
    files = {"recording": ("a.wav", wav(meeting, 2.0), "audio/wav")}
    await client.post(f"/meetings/{meeting}/recordings", files=files)
    answer = await client.post(f"/api/v1/meetings/{meeting}/processing/start")
    assert answer.status_code == 202, answer.text
    return meeting


async def test_queue_shows_what_waits_fails_and_helps(services, database_url, tmp_path):
    """Place, words of the failure and the button that helps are on the page and in the JSON."""
    async with signed_in_client(services) as client:
        first, second = await started(client), await started(client)
        view = (await client.get("/api/v1/processing")).json()
        assert [one["meeting_id"] for one in view["waiting"]] == [first, second]
        assert [one["place"] for one in view["waiting"]] == [1, 2]
        page = (await client.get("/processing", headers={"accept-language": "de"})).text
        assert "Es läuft kein Arbeitsprozess" in page
        assert f"/processing/{second}/forward" in page
        answer = await client.post(f"/processing/{second}/forward", follow_redirects=False)
        assert answer.status_code == 303
        view = (await client.get("/api/v1/processing")).json()
        assert [one["meeting_id"] for one in view["waiting"]] == [second, first]
        async with services.database.as_system().session() as session:
            await session.execute(
                update(t.Processing)
                .where(t.Processing.meeting_id == UUID(first))
                .values(
                    state="failed",
                    error_code="disk-full",
                    error_de="Zu wenig Platz.",
                    error_en="No room.",
                    finished_at=t.now(),
                )
            )
        page = (await client.get("/processing", headers={"accept-language": "de"})).text
        assert "Zu wenig Platz." in page
        assert f"/processing/{first}/retry" in page
        assert (await client.post(f"/processing/{first}/retry", follow_redirects=False)).status_code == 303
        await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
        view = (await client.get("/api/v1/processing")).json()
        assert {one["state"] for one in view["ended"]} == {"done"}
        assert view["waiting"] == []
        again = await client.post(f"/api/v1/meetings/{first}/processing/again/draft")
        assert again.status_code == 202
        assert (await client.post(f"/api/v1/meetings/{first}/processing/again/nonsense")).status_code == 422


async def test_queue_of_another_body_is_nobodys_business(services):
    """Who belongs to another town sees neither its meetings nor their number."""
    async with signed_in_client(services) as client:
        await started(client)
    async with signed_in_client(services, "other@example.org", body="Anderswo") as client:
        view = (await client.get("/api/v1/processing")).json()
        assert (view["running"], view["waiting"], view["ended"]) == ([], [], [])


async def test_webhook_is_told_when_the_draft_is_ready(services, database_url, tmp_path):
    """From the page to the receiver: entered, signed, delivered, shown; its key is shown once."""
    receiver = Receiver()
    thread = threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        async with signed_in_client(services, roles=(Role.SECRETARY, Role.ADMINISTRATOR)) as client:
            meeting = await started(client)
            body = (await client.get("/api/v1/notifications")).json()["bodies"][0]["id"]
            refused = await client.post(
                "/api/v1/notifications/webhooks", json={"body_id": body, "url": "http://10.0.0.1/"}
            )
            assert refused.status_code == 422
            made = await client.post(
                "/api/v1/notifications/webhooks",
                json={"body_id": body, "url": f"http://127.0.0.1:{receiver.server_port}/in"},
            )
            assert made.json()["secret"].startswith("whsec_")
            shop = dataclasses.replace(
                jobs_worker_main.workshop(database_url, tmp_path), notify=ALLOWED.notify
            )
            await run_worker(database_url, shop, wait=False)
            view = (await client.get("/api/v1/notifications")).json()
            assert "secret" not in view["webhooks"][0]
            assert view["webhooks"][0]["deliveries"][0]["state"] == "delivered"
            assert len(receiver.requests) == 1
            assert f"https://p.example.org/meetings/{meeting}" in receiver.requests[0][2].decode()
            page = (await client.get("/notifications")).text
            assert str(receiver.server_port) in page
    finally:
        receiver.shutdown()
        thread.join()
        receiver.server_close()
