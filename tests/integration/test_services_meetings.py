"""Meetings and recordings through their services, on a real database and disk."""

from __future__ import annotations

import psycopg
import pytest
from access_people import acting_as_secretary
from sounds import wav

from app.db.engine import connection_string
from app.services import build_services
from app.services.errors import (
    AlreadyRunning,
    EmptyUpload,
    MeetingNotFound,
    NoRecording,
    RecordingNotFound,
    SpeakersContradict,
)
from app.services.recordings import clean_name
from diarize import SpeakerCount
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster

AGENDA = Agenda(
    meeting=MeetingInfo(
        body="Gemeinde Wiesenthal",
        organization="Gemeinderat",
        number="17",
        date="2026-05-21",
        start="18:00",
        place="Rathaus",
    ),
    items=(
        AgendaItem(number="Ö 1", title="Eröffnung"),
        AgendaItem(number="Ö 2", title="Haushalt", paper="2026/112"),
        AgendaItem(number="N 1", title="Grundstück", public=False),
    ),
)
ROSTER = Roster(
    people=(
        Person(name="Sabine Möller", role="chair", office="Bürgermeisterin", party="SPD", present=True),
        Person(name="Jens Krüger", party="CDU"),
        Person(name="Jens Krüger", party="FDP"),
        Person(name="Eva Gast", role="guest", votes=False, present=False),
    )
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def services(database_url, tmp_path):
    built = build_services(database_url, tmp_path)
    await built.open()
    with acting_as_secretary(database_url, "Gemeinde Wiesenthal"):
        yield built
    await built.close()


async def sound(data=b"sitzung"):
    """Yield a recording of its own for each text; nothing for none."""
    if data:
        yield wav(data)


async def test_meeting_comes_back_as_it_was_entered(services):
    """Agenda, roster and glossary survive the way through the tables unchanged and in order."""
    made = await services.meetings.create_meeting(AGENDA, ROSTER, glossary=("Bauhof", "Doppik"))
    meeting = await services.meetings.get_meeting(made.summary.id)
    assert meeting.agenda == AGENDA
    assert meeting.roster == ROSTER
    assert meeting.glossary == ("Bauhof", "Doppik")
    assert meeting.summary.title == "Gemeinderat, 17. Sitzung"
    assert meeting.summary.state == "no recording"
    assert meeting.summary.public is True


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        (SpeakerCount(), SpeakerCount()),
        (SpeakerCount(exact=6), SpeakerCount(exact=6)),
        (SpeakerCount(minimum=4, maximum=9), SpeakerCount(minimum=4, maximum=9)),
        (SpeakerCount(minimum=4), SpeakerCount(minimum=4)),
        (SpeakerCount(minimum=5, maximum=5), SpeakerCount(exact=5)),
    ],
)
async def test_the_number_of_speakers_is_kept(services, entered, kept):
    """Unknown, exactly, at least, between: what was entered is what the pipeline will be told."""
    made = await services.meetings.create_meeting(AGENDA, ROSTER, speakers=entered)
    assert made.speakers == kept


@pytest.mark.parametrize(
    "entered",
    [SpeakerCount(exact=0), SpeakerCount(minimum=5, maximum=4), SpeakerCount(exact=3, minimum=2)],
)
async def test_numbers_of_speakers_that_contradict_are_refused(services, entered):
    """Nothing is entered where the numbers exclude each other."""
    with pytest.raises(SpeakersContradict):
        await services.meetings.create_meeting(AGENDA, ROSTER, speakers=entered)
    assert await services.meetings.list_meetings() == ()


async def test_towns_councils_and_people_are_entered_once(services, database_url):
    """A second meeting of the same council finds town, council and people again; namesakes stay apart."""
    await services.meetings.create_meeting(AGENDA, ROSTER)
    await services.meetings.create_meeting(AGENDA, ROSTER)
    with psycopg.connect(connection_string(database_url)) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("body", "organization", "person", "membership", "participant")
        ]
    assert counts == [1, 1, 4, 3, 8]


async def test_list_shows_the_latest_first(services):
    """Meetings are listed by date; one without a date comes last."""
    for date in ("2026-01-15", None, "2026-03-02"):
        agenda = Agenda(meeting=MeetingInfo(body="Aheim", organization="Rat", date=date))
        await services.meetings.create_meeting(agenda, Roster())
    dates = [meeting.date for meeting in await services.meetings.list_meetings()]
    page = await services.meetings.list_meetings(limit=1, offset=1)
    assert dates == ["2026-03-02", "2026-01-15", None]
    assert [meeting.date for meeting in page] == ["2026-01-15"]


@pytest.mark.parametrize("identifier", ["0190c5a2-7b1e-7c11-8a44-5d0d1f6c2b9e", "keine-id", ""])
async def test_unknown_meeting_is_not_found(services, identifier):
    """An id that no meeting has, and a text that is no id, are the same plain error."""
    with pytest.raises(MeetingNotFound):
        await services.meetings.get_meeting(identifier)
    with pytest.raises(MeetingNotFound):
        await services.recordings.add(identifier, "a.mp3", sound())


async def test_recordings_are_parts_in_order_and_twins_are_recognised(services):
    """Parts keep their order; the same file at another meeting names that meeting."""
    one = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    two = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    await services.recordings.add(one, "teil1.mp3", sound(b"eins"))
    await services.recordings.add(one, "teil2.mp3", sound(b"zwei"))
    twin = await services.recordings.add(two, "kopie.mp3", sound(b"eins"))
    parts = await services.recordings.list(one)
    assert [(part.position, part.filename, part.size) for part in parts] == [
        (0, "teil1.mp3", len(wav(b"eins"))),
        (1, "teil2.mp3", len(wav(b"zwei"))),
    ]
    assert twin.duplicate_of == one
    assert parts[0].duplicate_of is None


async def test_empty_upload_is_refused_and_leaves_nothing(services, tmp_path):
    """A file without content is an error that names it; the storage stays empty."""
    meeting = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    with pytest.raises(EmptyUpload, match=r"leer\.mp3"):
        await services.recordings.add(meeting, "leer.mp3", sound(b""))
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


async def test_playback_before_processing_is_the_only_recording(services):
    """One recording can be heard at once; of several there is nothing to play before they are joined."""
    meeting = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    with pytest.raises(RecordingNotFound):
        await services.recordings.open_playback(meeting)
    await services.recordings.add(meeting, "sitzung.mp3", sound(b"eins"))
    playback = await services.recordings.open_playback(meeting)
    heard = b"".join([piece async for piece in playback.read(0, playback.size - 1)])
    assert (heard, playback.size, playback.mime) == (wav(b"eins"), len(heard), "audio/mpeg")
    await services.recordings.add(meeting, "teil2.mp3", sound(b"zwei"))
    with pytest.raises(RecordingNotFound):
        await services.recordings.open_playback(meeting)


async def test_deleted_meeting_takes_its_content_along(services, tmp_path, database_url):
    """Deleting removes rows and files, but not a file that another meeting has too."""
    one = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    two = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    await services.recordings.add(one, "a.mp3", sound(b"nur hier"))
    await services.recordings.add(one, "b.mp3", sound(b"auch dort"))
    await services.recordings.add(two, "b.mp3", sound(b"auch dort"))
    await services.meetings.delete_meeting(one)
    with pytest.raises(MeetingNotFound):
        await services.meetings.get_meeting(one)
    kept = [path.read_bytes() for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    with psycopg.connect(connection_string(database_url)) as connection:
        blobs = connection.execute("SELECT count(*) FROM blob").fetchone()
    assert kept == [wav(b"auch dort")]
    assert blobs == (1,)


async def test_meeting_in_line_is_left_alone(services):
    """While a worker has or will have a meeting, its recordings cannot change and it cannot be deleted."""
    meeting = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    with pytest.raises(NoRecording):
        await services.processing.start(meeting)
    part = await services.recordings.add(meeting, "a.mp3", sound())
    await services.processing.start(meeting)
    for refused in (
        services.processing.start(meeting),
        services.recordings.add(meeting, "b.mp3", sound()),
        services.recordings.remove(meeting, part.id),
        services.meetings.delete_meeting(meeting),
    ):
        with pytest.raises(AlreadyRunning):
            await refused


async def test_removed_part_leaves_the_rest_in_order(services):
    """After one part is taken away the others stay, and a later one comes last."""
    meeting = (await services.meetings.create_meeting(AGENDA, ROSTER)).summary.id
    first = await services.recordings.add(meeting, "1.mp3", sound(b"1"))
    await services.recordings.add(meeting, "2.mp3", sound(b"2"))
    await services.recordings.remove(meeting, first.id)
    await services.recordings.add(meeting, "3.mp3", sound(b"3"))
    names = [part.filename for part in await services.recordings.list(meeting)]
    with pytest.raises(RecordingNotFound):
        await services.recordings.remove(meeting, first.id)
    assert names == ["2.mp3", "3.mp3"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Sitzung\\Rat.mp3", "Rat.mp3"),
        ("../../etc/passwd", "passwd"),
        ("Rat\x00\r\n\u202e.mp3", "Rat.mp3"),
        ("", "Aufnahme"),
        ("x" * 500, "x" * 200),
    ],
)
async def test_names_of_files_are_only_for_reading(given, shown):
    """A file's name loses folders, control characters and excess before anybody sees it."""
    assert clean_name(given) == shown
