"""Results over real services: page, documents, interface and the stream of progress."""

from __future__ import annotations

import json

import jobs_worker_main
import pytest
from web_client import HTML, signed_in_client

from app.demo import enter_demo
from app.jobs.worker import run_worker
from app.services import build_services

pytestmark = pytest.mark.anyio


@pytest.fixture
async def services(database_url, tmp_path):
    return build_services(database_url, tmp_path)


async def test_result_of_the_demo(services, database_url, tmp_path):
    """After the worker: the page shows items, votes and words; each document and structure can be had."""
    async with signed_in_client(services, body="Gemeinderat Wiesenthal") as client:
        meeting = await enter_demo(services)
        waiting = await client.get(f"/meetings/{meeting}", headers=HTML)
        assert 'data-events="/meetings/' in waiting.text
        assert "Platz 1 in der Warteschlange" in waiting.text
        early = await client.get(f"/api/v1/meetings/{meeting}/transcript")
        assert (early.status_code, early.json()["code"]) == (409, "not-ready")

        await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)

        page = (await client.get(f"/meetings/{meeting}", headers=HTML)).text
        assert "Entwurf – maschinell erstellt, nicht geprüft" in page
        assert "Sanierung des Daches der Grundschule" in page
        assert 'class="claim claim--vote"' in page
        transcript = (await client.get(f"/api/v1/meetings/{meeting}/transcript")).json()
        for utterance in transcript["utterances"]:
            assert f'id="{utterance["id"]}"' in page
        assert sum(len(said["words"]) for said in transcript["utterances"]) == page.count("<span data-start=")

        names = (await client.get(f"/api/v1/meetings/{meeting}/documents")).json()["items"]
        assert {"minutes.docx", "minutes.pdf", "transcript.vtt"} <= set(names)
        for name in names:
            document = await client.get(f"/meetings/{meeting}/documents/{name}")
            assert document.status_code == 200, name
            assert document.headers["content-disposition"].startswith("attachment; filename=")
        shown = await client.get(f"/meetings/{meeting}/documents/minutes.html?view=1")
        assert shown.headers["content-disposition"].startswith("inline")
        assert "sandbox" in shown.headers["content-security-policy"]
        missing = await client.get(f"/meetings/{meeting}/documents/..%2f..%2fetc%2fpasswd")
        assert missing.status_code == 404

        for part, schema in (("outcomes", "protokollant/outcomes/1"), ("minutes", "protokollant/minutes/1")):
            assert schema == (await client.get(f"/api/v1/meetings/{meeting}/{part}")).json()["schema"]
        events = await client.get(f"/api/v1/meetings/{meeting}/processing/events")
        assert events.headers["content-type"].startswith("text/event-stream")
        (data,) = [line for line in events.text.splitlines() if line.startswith("data:")]
        assert json.loads(data.removeprefix("data:"))["state"] == "done"
        finished = await client.get(f"/meetings/{meeting}/progress/events")
        assert "event: finished" in finished.text
