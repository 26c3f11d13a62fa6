"""Pictures of every page into docs/img (``make tour``): wide and narrow, the main ones light and dark.

    python tests/e2e/tour.py [FOLDER]

A service with scripted engines is started for it, so that the pictures show the demo meeting and nobody's
data, and are the same on every machine.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import wave
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pyotp
from chromium import MESSAGE, find
from PIL import Image
from playwright.sync_api import expect
from town import DEMO, KEYS, Visit, enter_meeting, running_browser, running_town

TEMPLATE = Path(__file__).parents[2] / "templates" / "minutes" / "niederschrift.docx"

FOLDER = Path(__file__).parents[2] / "docs" / "img"

WINDOWS = {"wide": {"width": 1280, "height": 860}, "narrow": {"width": 390, "height": 844}}

COLOURS = 96
"""Of the palette of each picture: enough for flat pages, and a third of the size."""

TALLEST = 2400
"""Pixels of a picture's height; what is below says nothing new."""

MEMBER, PASSWORD = "toni.lenz@wiesenthal.example", "drei Enten kaufen Honig"

WINDOW_ONLY = frozenset({"result", "listening", "reader"})
"""Pages of which only what the window shows is taken."""


MAIN = (
    ("list", "/meetings"), ("new", "/meetings/new"), ("prepare", ""), ("cancelled", ""),
    ("result", ""), ("processing", "/processing"), ("error", "/meetings/0"),
)  # fmt: skip
"""Taken light and dark."""

OTHERS = (
    ("sharing", ""), ("inbox", "/inbox"), ("account", "/account"), ("notifications", "/notifications"),
    ("users", "/users"), ("bodies", "/bodies"), ("retention", "/retention"), ("audit", "/audit"),
    ("glossary", "/glossary"), ("templates", "/templates"),
)  # fmt: skip
"""Taken light."""


class Camera:
    """Takes pictures of one window.

    Args:
        visit: the window.
        folder: where they go.
        suffix: last part of their names.
    """

    def __init__(self, visit: Visit, folder: Path, suffix: str) -> None:
        self.visit, self.page = visit, visit.page
        self._folder, self._suffix = folder, suffix

    def take(self, name: str) -> None:
        """Save the page as a small PNG."""
        self.page.wait_for_timeout(300)
        shot = self.page.screenshot(full_page=name not in WINDOW_ONLY)
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
        small = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(self._folder / f"{name}-{self._suffix}.png", optimize=True)


@contextmanager
def window(browser, address: str, folder: Path, size: str, scheme: str = "light", **options):
    """Yield a camera for a new window."""
    visit = Visit(browser, address, viewport=WINDOWS[size], color_scheme=scheme, **options)
    try:
        yield Camera(visit, folder, f"{size}-{scheme}")
    finally:
        visit.context.close()


def both(camera: Camera, folder: Path):
    """Yield a camera for the same page wide, then narrow: for what is shown only once."""
    for size, viewport in WINDOWS.items():
        camera.page.set_viewport_size(viewport)
        yield Camera(camera.visit, folder, f"{size}-light")


def sound(path: Path, seconds: int) -> Path:
    """Write noise: 38 MB in 200 s."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48_000)
        block = os.urandom(192_000)
        for _ in range(seconds):
            file.writeframesraw(block)
    return path


def take_setup(browser, folder: Path) -> None:
    """The first page of an installation."""
    with running_town(TOWN_EMPTY="1") as (address, _):
        for size in WINDOWS:
            with window(browser, address, folder, size) as camera:
                camera.page.goto(KEYS[address]["setup"])
                camera.take("setup")


def take_upload(camera: Camera, meeting: str, files: Path) -> None:
    """An upload under way, held, and the question about a file that is there already."""
    page = camera.page
    page.goto(meeting)
    session = camera.visit.context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 5_000_000}
    session.send("Network.emulateNetworkConditions", limits)
    page.set_input_files("#recording", sound(files / "Ratssitzung Teil 2.wav", 150))
    page.locator("#upload button[type=submit]").click()
    for _ in range(200):
        if page.evaluate("(document.querySelector('.sending progress')?.value ?? 0) > 0.4"):
            break
        page.wait_for_timeout(50)
    camera.take("upload-running")
    page.get_by_role("button", name="Anhalten").click()
    camera.take("upload-paused")
    page.get_by_role("button", name="Verwerfen").click()
    page.locator(".sending").wait_for(state="detached")
    session.send("Network.emulateNetworkConditions", limits | {"uploadThroughput": -1})
    letter = files / "Einladung.mp3"
    letter.write_text("Sehr geehrte Damen und Herren")
    page.set_input_files("#recording", [DEMO / "recording.opus", letter])
    page.locator("#upload button[type=submit]").click()
    page.locator(".sending--failed").or_(page.locator(".sending--asks")).first.wait_for()
    page.locator(".sending--asks").wait_for()
    camera.take("upload-question")
    page.get_by_role("button", name="Nicht noch einmal aufnehmen").click()
    for button in page.get_by_role("button", name="Ausblenden").all():
        button.click()
    page.wait_for_timeout(300)


def take_member(browser, address: str, folder: Path, welcome: str, meeting: str) -> None:
    """What somebody invited sees: first password, sign-in, second step, a draft not yet released."""
    secret = ""
    for size in WINDOWS:
        with window(browser, address, folder, size, signed_in=False) as camera:
            page = camera.page
            page.goto("/meetings")
            camera.take("login")
            if not secret:
                page.goto(welcome)
                camera.take("welcome")
                page.get_by_label("Neues Passwort").fill(PASSWORD)
                page.get_by_role("button", name="Passwort setzen").click()
            page.get_by_label("E-Mail-Adresse").fill(MEMBER)
            page.get_by_label("Passwort", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Anmelden").click()
            if secret:
                camera.take("code")
                continue
            expect(page.get_by_role("link", name="Mein Konto: Toni Lenz")).to_be_visible()
            for other in both(camera, folder):
                page.goto(meeting)
                other.take("withheld")
                page.goto("/account")
                page.get_by_role("button", name="Einschalten").click()
                other.take("second-factor")
            page.get_by_text("Stattdessen den Schlüssel abtippen").click()
            secret = page.locator(".secret").text_content()
            page.get_by_label("Code aus der App").fill(pyotp.TOTP(secret).now())
            page.get_by_role("button", name="Einschalten").click()
            page.locator(".codes").wait_for()
            for other in both(camera, folder):
                other.take("recovery")


def enter_all(camera: Camera, narrow: Camera, folder: Path, files: Path) -> dict[str, str]:
    """Bring the town to life, and return the addresses of its meetings and of the invitation."""
    page = camera.page
    for one in (camera, narrow):
        one.page.goto("/meetings")
        one.take("empty")
    found = {}
    for name in ("prepare", "cancelled", "result"):
        enter_meeting(page)
        found[name] = page.url
        if name == "prepare":
            page.set_input_files("#recording", sound(files / "Ratssitzung nach der Pause.wav", 3))
            page.locator("#upload button[type=submit]").click()
            expect(page.locator(".parts li")).to_have_count(2)
            continue
        page.locator("form[action$='/start'] button").click()
        page.locator("#progress .stage--done").first.wait_for()
        if name == "cancelled":
            page.locator("form[action$='/cancel'] button").click()
            page.locator("form[action$='/retry'] button").wait_for()
    for one in (camera, narrow):
        one.page.goto(found["result"])
        one.take("progress")
    page.locator("#transcript").wait_for()
    enter_meeting(page)
    page.locator("form[action$='/start'] button").click()
    found["running"] = page.url
    page.goto("/users")
    page.get_by_label("Vor- und Nachname").fill("Toni Lenz")
    page.get_by_label("E-Mail-Adresse", exact=True).fill(MEMBER)
    page.get_by_label("Rolle", exact=True).select_option("administrator")
    page.get_by_role("button", name="Einladen").click()
    found["welcome"] = page.locator(".kern-alert .secret").inner_text()
    for one in both(camera, folder):
        one.take("user")
    page.set_viewport_size(WINDOWS["wide"])
    found["sharing"] = f"{found['result']}/sharing"
    return found


def take_template(camera: Camera) -> None:
    """The standard template with a mistake, refused, and as it is, put in force."""
    broken = io.BytesIO()
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.namelist():
            target.writestr(entry, source.read(entry).replace(b"view.findings", b"view.feststellungen"))
    page = camera.page
    for name, data in (("template-refused", broken.getvalue()), ("template-used", TEMPLATE.read_bytes())):
        page.set_input_files(
            "#file", {"name": "Briefkopf.docx", "mimeType": "application/octet-stream", "buffer": data}
        )
        page.get_by_role("button", name="Prüfen und verwenden").click()
        page.locator("main .kern-alert").first.wait_for()
        camera.take(name)


def take_pages(camera: Camera, pages, found: dict[str, str]) -> None:
    """Take the pages of a list, some of them opened."""
    page = camera.page
    for name, path in pages:
        page.goto(found.get(name, path))
        if name == "new":
            page.evaluate("document.querySelectorAll('details.more').forEach(one => { one.open = true; })")
        camera.take(name)
        if name == "templates":
            take_template(camera)
        if name == "list":
            page.locator(".top__more summary").click()
            camera.take("menu")
        if name == "result":
            page.locator(".menu summary").click()
            camera.take("result-documents")
            page.goto(found["result"])
            page.locator(".claim--vote .jump").first.click()
            page.wait_for_timeout(1500)
            page.keyboard.press("k")
            camera.take("listening")


def take_reader(browser, address: str, folder: Path, camera: Camera, found: dict[str, str]) -> None:
    """A link that opens one meeting: made, and what its reader sees."""
    page = camera.page
    page.goto(found["sharing"])
    page.get_by_role("button", name="Für Mitglieder freigeben").click()
    page.get_by_label("Für wen").fill("Gast aus dem Planungsbüro")
    page.get_by_role("button", name="Link erstellen").click()
    camera.take("sharing-made")
    link = page.locator("#address").inner_text()
    for size in WINDOWS:
        with window(browser, address, folder, size, signed_in=False) as other:
            other.page.goto(link)
            other.take("reader")


def take_town(browser, folder: Path, files: Path) -> None:
    """Every page of a town at work."""
    watched = files / "eingang"
    watched.mkdir()
    settings = {"PROTOKOLLANT_WATCH": str(watched), "PROTOKOLLANT_WATCH_SECONDS": "1"}
    with running_town(delay=1.0, **settings) as (address, _):
        with (
            window(browser, address, folder, "wide") as camera,
            window(browser, address, folder, "narrow") as narrow,
        ):
            found = enter_all(camera, narrow, folder, files)
            sound(watched / "Gemeinderat_2026-11-05_19-00.wav", 3)
            (watched / "Notizen.mp3").write_text("kein Ton")
            for one in (camera, narrow):
                take_upload(one, found["prepare"], files)
            for _ in range(60):
                camera.page.goto("/inbox")
                if camera.page.locator(".inbox li").count() > 1:
                    break
                camera.page.wait_for_timeout(500)
        take_member(browser, address, folder, found["welcome"], found["result"])
        for size in WINDOWS:
            for scheme in ("light", "dark"):
                with window(browser, address, folder, size, scheme) as camera:
                    take_pages(camera, MAIN, found)
            with window(browser, address, folder, size) as camera:
                take_pages(camera, OTHERS, found)
        with window(browser, address, folder, "narrow") as camera:
            take_reader(browser, address, folder, camera, found)


def main() -> int:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    if find() is None:
        print(MESSAGE)
        return 0
    with running_browser() as browser, tempfile.TemporaryDirectory() as files:
        take_setup(browser, folder)
        take_town(browser, folder, Path(files))
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
