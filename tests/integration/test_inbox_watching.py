"""A watched folder on a real disk: what arrives, what is refused, what comes twice."""

from __future__ import annotations

import datetime as dt

import jobs_meetings as jm
import pytest
from access_people import acting_as_secretary
from sounds import wav

from app.access import NOBODY, acting_as
from app.services import build_services
from app.services.inbox import InboxFileNotFound
from app.services.watching import Watcher
from app.settings import Settings, UploadSettings
from app.uploads import Inspector
from app.uploads.guess import guess_moment
from minutes.types import Agenda

pytestmark = pytest.mark.anyio

BODY = jm.AGENDA.meeting.body
DAY = jm.AGENDA.meeting.date


@pytest.fixture(autouse=True)
def secretary(database_url):
    with acting_as_secretary(database_url, BODY) as principal:
        yield principal


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "eingang"
    made.mkdir()
    return made


@pytest.fixture
async def services(database_url, tmp_path):
    built = build_services(database_url, tmp_path / "data", settings=Settings())
    yield built
    await built.close()


@pytest.fixture
def watch(services, folder):
    """Return a function that looks at the folder twice, so that a file has had time to grow."""

    def make(afterwards="move", seconds=0):
        settings = UploadSettings(watch=folder, watch_seconds=seconds, watch_afterwards=afterwards)
        system = services.database.as_system()
        return Watcher(system, services.recordings._storage, Inspector(), settings)

    async def look(watcher=None, **options):
        chosen = watcher or make(**options)
        with acting_as(NOBODY):
            await chosen.look()
            await chosen.look()
        return chosen

    return look


async def test_a_recording_comes_into_the_inbox_and_to_its_meeting(services, folder, watch):
    """The name tells the day, the day the meeting; one click makes it a part, the original lies in done."""
    meeting = (await services.meetings.create_meeting(jm.AGENDA, jm.ROSTER)).summary.id
    (folder / f"{DAY} 18.02.03 Gemeinderat.wav").write_bytes(wav("rat"))
    (folder / "chat.txt").write_text("Hallo")
    await watch()
    (file,) = await services.inbox.list()
    assert (file.day, file.begins, file.guess.id, file.state) == (DAY, "18:02:03", meeting, "received")
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) == [
        "chat.txt",
        f"done/{DAY} 18.02.03 Gemeinderat.wav",
    ]
    await services.inbox.assign(file.id, meeting)
    (part,) = await services.recordings.list(meeting)
    assert (part.filename, part.begins) == (f"{DAY} 18.02.03 Gemeinderat.wav", "18:02:03")
    assert await services.inbox.list() == ()
    with pytest.raises(InboxFileNotFound):
        await services.inbox.assign(file.id, meeting)


async def test_every_content_comes_once(services, folder, watch):
    """The same bytes under another name are moved away and not listed again, even after dismissal."""
    await services.meetings.create_meeting(jm.AGENDA, jm.ROSTER)
    (folder / "a.wav").write_bytes(wav("a"))
    await watch()
    (file,) = await services.inbox.list()
    await services.inbox.dismiss(file.id)
    assert not services.recordings._storage.exists(file.id)
    (folder / "b.wav").write_bytes(wav("a"))
    await watch()
    assert await services.inbox.list() == ()
    assert (folder / "done" / "b.wav").exists()


async def test_originals_may_stay(services, folder, watch):
    """With "leave" the file stays where it is and is known the next time."""
    (folder / "a.wav").write_bytes(wav("a"))
    await watch(afterwards="leave")
    await watch(afterwards="leave")
    assert len(await services.inbox.list()) == 1
    assert (folder / "a.wav").exists()


async def test_what_is_no_recording_is_explained(services, folder, watch):
    """It goes to refused with a text that says why, and the page lists it with the reason."""
    (folder / "brief.mp3").write_text("Sehr geehrte Damen und Herren")
    (folder / "leer.wav").touch()
    await watch()
    text = (folder / "refused" / "brief.mp3.txt").read_text()
    assert "keine lesbare Ton- oder Videoaufnahme" in text
    assert {file.failure.code for file in await services.inbox.list()} == {"upload-format", "empty-upload"}


async def test_files_that_grow_or_are_open_wait(services, folder, watch):
    """A file that somebody still writes stays, and so does one that has only just stopped growing."""
    path = folder / "a.wav"
    with path.open("wb") as writing:
        writing.write(wav("a"))
        writing.flush()
        await watch()
        assert path.exists()
    await watch(seconds=60)
    assert path.exists()
    await watch()
    assert not path.exists()


async def test_sub_folders_belong_to_municipalities(services, folder, watch, database_url):
    """A folder named after a municipality is its inbox, which others do not see; of nobody is left alone."""
    with acting_as_secretary(database_url, "Stadt Neustadt"):
        for name in ("Stadt Neustadt", "Irgendwo"):
            (folder / name).mkdir()
            (folder / name / "a.wav").write_bytes(wav(name))
        await watch()
        (file,) = await services.inbox.list()
        assert file.body == "Stadt Neustadt"
    assert await services.inbox.list() == ()
    assert (folder / "Irgendwo" / "a.wav").exists()
    with pytest.raises(InboxFileNotFound):
        await services.inbox.dismiss(file.id)


async def test_links_are_not_followed(services, folder, watch, tmp_path):
    """A link in the folder could name any file of the machine."""
    (tmp_path / "secret.wav").write_bytes(wav("secret"))
    (folder / "a.wav").symlink_to(tmp_path / "secret.wav")
    await watch()
    assert await services.inbox.list() == ()


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("2026-05-21 18.02.03 Rat/audio_only.m4a", "2026-05-21", "18:02:03"),
        ("GMT20260521-160203_Recording.m4a", "2026-05-21", "16:02:03"),
        ("Rat_20260521_1802.mp3", "2026-05-21", "18:02:00"),
        ("Sitzung vom 21.5.2026.mp3", "2026-05-21", None),
        ("Sitzung 17.mp3", None, None),
        ("2026-13-41.mp3", None, None),
    ],
)
def test_names_tell_day_and_time(name, day, begins):
    """As conference systems, Zoom and people name their files."""
    assert guess_moment(name) == (dt.date.fromisoformat(day) if day else None, begins)


def test_the_file_itself_tells_the_day():
    """Where the name says nothing; the time there is often that of the export."""
    assert guess_moment("a.mp3", "2026-05-21T16:02:03Z") == (dt.date(2026, 5, 21), None)


async def test_a_file_of_another_municipality_cannot_be_assigned(services, folder, watch, database_url):
    """Nobody moves a recording over the border of a municipality."""
    with acting_as_secretary(database_url, BODY, "Stadt Neustadt"):
        agenda = Agenda(meeting=type(jm.AGENDA.meeting)(body="Stadt Neustadt", organization="Rat"))
        other = (await services.meetings.create_meeting(agenda, jm.ROSTER)).summary.id
        (folder / BODY).mkdir()
        (folder / BODY / "a.wav").write_bytes(wav("a"))
        await watch()
        (file,) = await services.inbox.list()
        with pytest.raises(InboxFileNotFound):
            await services.inbox.assign(file.id, other)
