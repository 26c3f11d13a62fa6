"""Sound in and out: streamed uploads, limits, stretches for the player."""

from __future__ import annotations

import pytest
from sounds import wav
from web_client import HTML, enter, signed_in_client

from app.services import UploadService, build_services

pytestmark = pytest.mark.anyio

SOUND = wav("Rat")
OTHER = wav("Ausschuss")


@pytest.fixture
async def client(database_url, tmp_path):
    async with signed_in_client(build_services(database_url, tmp_path)) as made:
        yield made


async def test_plain_form_uploads_several_parts(client):
    """Without JavaScript: each file of the form becomes a part, in the order of the form."""
    meeting = await enter(client)
    files = [
        ("recording", ("Teil 1.mp3", SOUND, "audio/mpeg")),
        ("recording", ("../../etc/Teil 2.mp3", OTHER, "audio/mpeg")),
    ]
    answer = await client.post(f"/meetings/{meeting}/recordings", files=files, headers=HTML)
    assert answer.status_code == 200
    assert "Teil 1.mp3" in answer.text
    assert "Die Teile werden in dieser Reihenfolge aneinandergefügt." in answer.text
    stored = (await client.get(f"/api/v1/meetings/{meeting}/recordings/")).json()["items"]
    assert [("Teil 1.mp3", len(SOUND)), ("Teil 2.mp3", len(OTHER))] == [
        (part["filename"], part["size"]) for part in stored
    ]
    await client.post(f"/meetings/{meeting}/recordings/{stored[0]['id']}/remove", headers=HTML)
    left = (await client.get(f"/api/v1/meetings/{meeting}/recordings/")).json()["items"]
    assert [part["filename"] for part in left] == ["Teil 2.mp3"]


async def test_empty_and_too_large_uploads_are_refused(client, monkeypatch):
    """Each with its reason; nothing of them stays."""
    meeting = await enter(client)
    target = f"/api/v1/meetings/{meeting}/recordings/"
    empty = await client.post(target, params={"filename": "leer.mp3"}, content=b"")
    assert (empty.status_code, empty.json()["code"]) == (422, "empty-upload")
    assert "leer.mp3" in empty.json()["detail"]
    monkeypatch.setattr(UploadService, "limit", 1000)
    large = await client.post(target, params={"filename": "groß.mp3"}, content=SOUND)
    assert (large.status_code, large.json()["code"]) == (413, "upload-too-large")
    page = await client.post(
        f"/meetings/{meeting}/recordings", files={"recording": ("leer.mp3", b"")}, headers=HTML
    )
    assert page.status_code == 422
    assert "Die Datei „leer.mp3“ ist leer." in page.text
    assert (await client.get(target)).json()["items"] == []


async def test_broken_form_is_refused(client):
    """A body that breaks off in the middle leaves no recording behind."""
    meeting = await enter(client)
    body = b'--x\r\nContent-Disposition: form-data; name="recording"; filename="a.mp3"\r\n\r\nhalf'
    answer = await client.post(
        f"/meetings/{meeting}/recordings",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert (await client.get(f"/api/v1/meetings/{meeting}/recordings/")).json()["items"] == []


async def test_player_gets_stretches(client):
    """Range, If-Range, HEAD and a stretch behind the end, over the stored file."""
    meeting = await enter(client)
    audio = f"/meetings/{meeting}/audio"
    assert (await client.get(audio)).status_code == 404
    await client.post(f"/api/v1/meetings/{meeting}/recordings/", params={"filename": "a.mp3"}, content=SOUND)
    whole = await client.get(audio)
    assert (whole.status_code, whole.content) == (200, SOUND)
    assert whole.headers["accept-ranges"] == "bytes"
    part = await client.get(audio, headers={"range": "bytes=100-199", "if-range": whole.headers["etag"]})
    assert (206, SOUND[100:200]) == (part.status_code, part.content)
    assert f"bytes 100-199/{len(SOUND)}" == part.headers["content-range"]
    changed = await client.get(audio, headers={"range": "bytes=100-199", "if-range": '"old"'})
    assert (changed.status_code, changed.content) == (200, SOUND)
    head = await client.head(audio)
    assert (200, str(len(SOUND)), b"") == (head.status_code, head.headers["content-length"], head.content)
    behind = await client.get(audio, headers={"range": "bytes=999999-"})
    assert (416, f"bytes */{len(SOUND)}") == (behind.status_code, behind.headers["content-range"])
