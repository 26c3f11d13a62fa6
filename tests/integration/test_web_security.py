"""The borders of the web side: foreign hosts, foreign pages, headers, light imports."""

from __future__ import annotations

import subprocess
import sys

import pytest
from web_client import HTML, enter, signed_in_client

from app.services import build_services

HEAVY = ("torch", "ctranslate2", "faster_whisper", "pyannote", "scipy", "av", "docx", "typst")


@pytest.fixture
async def client(database_url, tmp_path):
    async with signed_in_client(build_services(database_url, tmp_path)) as made:
        yield made


@pytest.mark.anyio
async def test_other_names_are_refused(client):
    """DNS rebinding: a foreign name that points at this machine gets nothing."""
    for host in ("evil.example", "localhost.evil.example", "192.168.1.5:8765", ""):
        answer = await client.get("/meetings", headers={"host": host})
        assert (answer.status_code, answer.json()["code"]) == (421, "unknown-host"), host
    for host in ("127.0.0.1:8765", "[::1]:8765", "LocalHost"):
        answer = await client.get("/meetings", headers={**HTML, "host": host})
        assert answer.status_code == 200, host


@pytest.mark.anyio
async def test_other_pages_cannot_change_anything(client):
    """A form on a foreign page that deletes a meeting fails, and the meeting is still there."""
    meeting = await enter(client)
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        answer = await client.post(f"/meetings/{meeting}/delete", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "cross-site")
        answer = await client.delete(f"/api/v1/meetings/{meeting}", headers=headers)
        assert answer.status_code == 403
    assert (await client.get(f"/api/v1/meetings/{meeting}")).status_code == 200


@pytest.mark.anyio
async def test_every_answer_has_the_security_headers(client):
    """Pages, errors, files and data alike."""
    for path in ("/meetings", "/nowhere", "/static/css/app.css", "/api/v1/meetings/", "/health"):
        answer = await client.get(path, headers=HTML)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.anyio
async def test_static_files_stay_in_their_folder(client):
    """No path leads out of the folder of static files."""
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/guard.py",
        "/static/..%2fguard.py",
        "/static//etc/passwd",
    ):
        answer = await client.get(path)
        assert answer.status_code == 404, path


def test_web_process_loads_no_speech_library():
    """Making the application imports neither models nor decoders (memory of the web process)."""
    program = (
        "import sys\n"
        "from app.asgi import create_app\n"
        "from app.settings import ServiceSettings, Settings\n"
        "create_app(Settings(service=ServiceSettings(database_url='postgresql://localhost/none')))\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
