"""Find a Chromium for the browser tests, or install one where that is allowed (``make chromium``).

Order: ``PROTOKOLLANT_CHROMIUM``, one in the PATH, one that Playwright keeps. Where there is none: Debian's
package when we are root and have ``apt-get``; else Playwright's own download. Where neither works the
browser tests are skipped with the message printed here; the exit status stays 0.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that will do, the best first."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""For every start: works as root and in containers, and calls no host of its own accord."""

MESSAGE = (
    "No Chromium found: browser tests will be skipped. Install it (Debian: apt-get install chromium) "
    "or name one in PROTOKOLLANT_CHROMIUM."
)


def find() -> Path | None:
    """Return the program to start, or None."""
    named = os.environ.get("PROTOKOLLANT_CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return _of_playwright()


def _of_playwright() -> Path | None:
    """Return the newest Chromium in Playwright's cache, or None."""
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    programs = sorted(cache.glob("chromium-*/chrome-linux*/chrome"), key=lambda path: path.parts[-3])
    return programs[-1] if programs else None


def install() -> None:
    """Try the ways to get one; failing is no error here, :func:`find` tells afterwards."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, timeout=900)
        if find():
            return
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, check=False, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"Playwright could not fetch Chromium: {error}")


def main() -> int:
    """Print which program will be used, or why browser tests are skipped."""
    if find() is None and not os.environ.get("PROTOKOLLANT_CHROMIUM"):
        install()
    program = find()
    print(f"Browser tests use {program}." if program else MESSAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
