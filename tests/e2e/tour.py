"""Pictures of every page into docs/img (``make tour``): wide and narrow, light and dark.

    python tests/e2e/tour.py [FOLDER]

A service with scripted engines is started for it, so that the pictures show the demo meeting and nobody's
data, and are the same on every machine.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from chromium import MESSAGE, find
from PIL import Image
from town import Visit, enter_meeting, running_browser, running_town

FOLDER = Path(__file__).parents[2] / "docs" / "img"

WIDE = {"width": 1280, "height": 860}
NARROW = {"width": 390, "height": 844}

COLOURS = 160
"""Of the palette of each picture: enough for flat pages, and a third of the size."""


def take(visit: Visit, folder: Path, name: str) -> None:
    """Save what the window shows as a small PNG."""
    visit.page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(visit.page.screenshot()))
    small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(folder / f"{name}.png", optimize=True)


def tour(visit: Visit, folder: Path, suffix: str, meetings: dict[str, str]) -> None:
    """Take every page in one window."""
    page = visit.page
    for name, path in (
        ("list", "/meetings"),
        ("new", "/meetings/new"),
        ("prepare", meetings["prepare"]),
        ("cancelled", meetings["cancelled"]),
        ("error", "/meetings/0"),
    ):
        page.goto(path)
        take(visit, folder, f"{name}-{suffix}")
    page.goto(meetings["result"])
    take(visit, folder, f"result-{suffix}")
    page.locator(".claim--vote .jump").first.click()
    page.wait_for_timeout(1500)
    page.keyboard.press("k")
    take(visit, folder, f"listening-{suffix}")


def main() -> int:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    if find() is None:
        print(MESSAGE)
        return 0
    with running_browser() as browser, running_town(delay=1.0) as (address, _):
        first = Visit(browser, address, viewport=WIDE)
        page = first.page
        page.goto("/meetings")
        take(first, folder, "empty-wide-light")
        meetings = {}
        for name in ("prepare", "cancelled", "result"):
            enter_meeting(page)
            meetings[name] = page.url
            if name == "prepare":
                continue
            page.locator("form[action$='/start'] button").click()
            page.locator("#progress .stage--done").first.wait_for()
            if name == "cancelled":
                page.locator("form[action$='/cancel'] button").click()
                page.locator("form[action$='/retry'] button").wait_for()
        take(first, folder, "progress-wide-light")
        page.locator("#transcript").wait_for()
        for size, viewport in (("wide", WIDE), ("narrow", NARROW)):
            for scheme in ("light", "dark"):
                visit = Visit(browser, address, viewport=viewport, color_scheme=scheme)
                tour(visit, folder, f"{size}-{scheme}", meetings)
                visit.context.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
