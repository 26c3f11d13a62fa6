"""tus-js-client in Chromium for ``make bench-upload``: the page that people use, with a file on this disk.

Playwright comes with the development dependencies; Chromium is the one that the browser tests use.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from typing import TYPE_CHECKING

from app.measure.errors import MeasuredRunError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
"""Works as root and in containers, and calls no host of its own accord."""

MISSING = "make chromium / PROTOKOLLANT_CHROMIUM"

LONGEST = 900_000
"""Milliseconds that one upload may take."""


@contextlib.contextmanager
def running_browser() -> Iterator[Browser]:
    """Yield a headless Chromium.

    Raises:
        MeasuredRunError: there is none, or the package that drives it is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - a development dependency
    except ImportError as error:
        raise MeasuredRunError(name="chromium", problem=MISSING) from error
    named = os.environ.get("PROTOKOLLANT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        try:  # without a name: the one that Playwright keeps
            browser = playwright.chromium.launch(executable_path=named, args=list(ARGUMENTS))
        except Error as error:
            raise MeasuredRunError(name="chromium", problem=MISSING) from error
        try:
            yield browser
        finally:
            browser.close()


PUT = """async () => {
  const answer = await fetch("/", { method: "PUT", body: document.getElementById("recording").files[0] });
  if (answer.status !== 201) throw new Error(answer.status);
}"""
"""What the page of the bare server runs."""


def put_by_page(browser: Browser, address: str, path: Path) -> float:
    """Send a file by one bare PUT of the same browser, and return the seconds.

    Args:
        browser: from :func:`running_browser`.
        address: of the bare server of :mod:`app.measure.upload_server`.
        path: the recording.
    """
    context = browser.new_context(base_url=address)
    context.set_default_timeout(LONGEST)
    try:
        page = context.new_page()
        page.goto("/")
        page.set_input_files("#recording", path)
        begun = time.perf_counter()
        page.evaluate(PUT)
        return time.perf_counter() - begun
    finally:
        context.close()


def send_by_page(browser: Browser, session: str, meeting: str, address: str, path: Path) -> float:
    """Upload a file on the page of a meeting, as a person does; nobody touches it when the line breaks.

    Args:
        browser: from :func:`running_browser`.
        session: token of a signed-in browser.
        meeting: id.
        address: of the service, as the browser reaches it.
        path: the recording.

    Returns:
        Seconds from the click to the moment when the page shows the recording as taken.
    """
    context = browser.new_context(base_url=address, locale="de-DE")
    context.set_default_timeout(LONGEST)
    try:
        context.add_cookies([{"name": "session", "value": session, "url": address, "sameSite": "Lax"}])
        page = context.new_page()
        page.goto(f"/meetings/{meeting}")
        page.set_input_files("#recording", path)
        begun = time.perf_counter()
        page.locator("#upload button[type=submit]").click()
        page.locator(".parts li").wait_for()
        return time.perf_counter() - begun
    finally:
        context.close()
