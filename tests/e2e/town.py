"""Start a service for the browser, and what every visit to it must satisfy."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import ARGUMENTS, find
from playwright.sync_api import expect, sync_playwright

DEMO = Path(__file__).parents[2] / "demo"
AXE = Path(__file__).with_name("vendor") / "axe" / "axe.min.js"
TOWN = Path(__file__).with_name("town_main.py")

KEYS: dict[str, dict[str, str]] = {}
"""By address of a running service: a session's token for browsers, a token for programs."""

PATIENCE = 90_000
"""Milliseconds that the slowest step may take on a busy machine."""

expect.set_options(timeout=PATIENCE)


@contextlib.contextmanager
def running_town(*, delay: float = 0.2, program: Path = TOWN, **environment: str):
    """Yield the address and the process of a service with an empty database.

    Args:
        delay: seconds that the scripted recogniser takes for a window.
        program: which starts the service.
        environment: settings of the service and its worker; ``TOWN_EMPTY`` leaves the accounts out.
    """
    folder = Path(tempfile.mkdtemp(prefix="protokollant-e2e-"))
    folder.chmod(0o755)  # the database runs as another user where we are root
    process = subprocess.Popen(
        [sys.executable, str(program), str(folder), str(delay)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    try:
        line = process.stdout.readline()
        assert line, "the service did not start"
        keys = json.loads(line)
        KEYS[keys["address"]] = keys
        yield keys["address"], process
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_browser():
    """Yield a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find()), args=[*ARGUMENTS, "--autoplay-policy=no-user-gesture-required"]
        )
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """One browser window, and everything it complained about."""

    def __init__(self, browser, address: str, *, signed_in: bool = True, **options):
        self.address = address
        self.context = browser.new_context(base_url=address, **({"locale": "de-DE"} | options))
        self.context.set_default_timeout(PATIENCE)
        if signed_in and "session" in KEYS.get(address, {}):
            self.context.add_cookies(
                [{"name": "session", "value": KEYS[address]["session"], "url": address, "sameSite": "Lax"}]
            )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _request(self, request):
        if not request.url.startswith(("data:", "blob:")):
            self.hosts.add(request.url.split("/")[2])

    def check(self):
        """Assert that the console stayed empty and that no other host was asked."""
        assert self.complaints == []
        assert self.hosts <= {self.address.split("/")[2]}

    def axe(self) -> list[str]:
        """Return the serious and critical findings of axe-core on the page as it is now."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        result = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{finding['id']}: {node['target']} {node['failureSummary']}"
            for finding in result["violations"]
            if finding["impact"] in {"serious", "critical"}
            for node in finding["nodes"]
        ]


def enter_meeting(page, *, agenda: Path = DEMO / "agenda.json", roster: Path = DEMO / "roster.json"):
    """Go through the form and upload the recording; ends on the page with the start button."""
    page.goto("/meetings/new")
    page.set_input_files("#agenda", agenda)
    page.locator("#agenda-preview .agenda").wait_for()
    page.set_input_files("#roster", roster)
    page.locator(".form > .actions button").click()
    page.wait_for_url("**/meetings/*-*")
    page.set_input_files("#recording", DEMO / "recording.opus")
    page.locator("#upload button[type=submit]").click()
    start = page.locator("form[action$='/start']")
    asked = page.locator(".sending--asks button").last  # an earlier meeting has the same recording
    start.or_(asked).first.wait_for()
    if asked.is_visible():
        asked.click()
    start.wait_for()


def process_meeting(page):
    """Start the processing and wait for the result."""
    page.locator("form[action$='/start'] button").click()
    page.locator("#transcript").wait_for()
