"""The service as it is installed: real processes, and once with real models."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import psutil
import pytest
from playwright.sync_api import expect
from town import KEYS, Visit, running_town

PIECE = bytes(2**20)
MEBIBYTES = 300


def wave_header(size):
    """Return the head of a WAV file, 16 kHz mono, 16 bit, of ``size`` bytes in all."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 16000, 32000, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", size - 8, b"WAVE") + form + struct.pack("<4sI", b"data", size - 44)


def silence(size):
    """Yield a recording of silence, ``size`` bytes long, piece by piece."""
    yield wave_header(size)
    size -= 44
    while size:
        piece = PIECE[:size]
        yield piece
        size -= len(piece)


def program(address):
    """Return a client that acts for the account by its token."""
    headers = {"authorization": f"Bearer {KEYS[address]['token']}"}
    return httpx.Client(base_url=address, timeout=120, headers=headers)


def test_upload_and_listening_take_constant_memory():
    """300 MB in and out again: the process of the pages does not grow with them."""
    agenda = {"agenda": {"items": [{"number": "Ö 1", "title": "Eröffnung"}]}}

    with running_town() as (address, process), program(address) as client:
        meeting = client.post("/api/v1/meetings/", json=agenda).json()["summary"]["id"]
        target = f"/api/v1/meetings/{meeting}/recordings/"
        client.post(
            target, params={"filename": "kurz.wav"}, content=silence(2**20)
        )  # everything is loaded now
        memory = psutil.Process(process.pid).memory_info
        before, highest = memory().rss, 0
        stored = client.post(target, params={"filename": "lang.wav"}, content=silence(MEBIBYTES * 2**20))
        highest = max(highest, memory().rss)
        assert (stored.status_code, stored.json()["size"]) == (201, MEBIBYTES * 2**20)
        first = client.get(target).json()["items"][0]["id"]
        client.delete(f"{target}{first}")
        received = 0
        with client.stream("GET", f"/meetings/{meeting}/audio") as answer:
            for chunk in answer.iter_raw():
                received += len(chunk)
                highest = max(highest, memory().rss) if received % 2**22 < len(chunk) else highest
        assert received == MEBIBYTES * 2**20
        assert (highest - before) / 2**20 < 50


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.models
def test_demo_with_real_models(browser):
    """``serve --demo``, as a new user starts it: the draft of the demo in the browser, with its votes."""
    folder = Path(tempfile.mkdtemp(prefix="protokollant-demo-"))
    folder.chmod(0o755)
    command = [sys.executable, "-m", "app.cli", "serve", "--demo", "--port", "0", "--data", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        address = ""
        while not address:
            line = process.stdout.readline()
            assert line, "the service did not start"
            found = re.search(r"(http://127\.0\.0\.1:\d+)/(enter/\S+)", line)
            address, path = found.groups() if found else ("", "")
        visit = Visit(browser, address)
        visit.page.goto(f"/{path}")
        expect(visit.page.locator("#transcript")).to_be_visible(timeout=540_000)
        assert visit.page.locator(".claim--vote").count() >= 2
        assert "Wiesenthal" in visit.page.locator("h1").inner_text()
        visit.page.locator(".line__text [data-start]").first.click()
        expect(visit.page.locator(".line__text .now")).to_have_count(1)
        visit.context.close()
        visit.check()
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)
