"""Connections that send at once, die, and break, over the real service, database and disk."""

from __future__ import annotations

import asyncio
import hashlib

import jobs_meetings as jm
import pytest
from access_people import acting_as_secretary
from sounds import wav

from app.uploads.errors import ChecksumMismatch, UploadConflict, UploadLocked

pytestmark = pytest.mark.anyio

SOUND = wav("Sitzung", 2.0)
LENGTH = len(SOUND)
SHA256 = hashlib.sha256(SOUND).hexdigest()
BODY = jm.AGENDA.meeting.body


@pytest.fixture(autouse=True)
def secretary(database_url):
    with acting_as_secretary(database_url, BODY) as principal:
        yield principal


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def uploads(services):
    return services.uploads


@pytest.fixture
async def meeting(services):
    return (await services.meetings.create_meeting(jm.AGENDA, jm.ROSTER)).summary.id


@pytest.fixture
async def key(uploads, meeting):
    return (await uploads.create(meeting, "rat.wav", LENGTH)).id


async def rest(start=0, end=LENGTH):
    yield SOUND[start:end]


async def broken(start):
    yield SOUND[start : start + 1000]
    raise ConnectionResetError


async def test_one_of_two_at_once_is_locked_out(services, uploads, meeting, key):
    """While bytes come over one connection another one is refused, and nothing is mixed up."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow():
        yield SOUND[:1000]
        begun.set()
        await go_on.wait()
        yield SOUND[1000:]

    first = asyncio.create_task(uploads.receive(key, 0, slow()))
    async with asyncio.timeout(20):
        await begun.wait()
        with pytest.raises(UploadLocked):
            await uploads.receive(key, 0, rest())
        go_on.set()
        assert (await first).state == "done"
    (part,) = await services.recordings.list(meeting)
    assert part.sha256 == SHA256


@pytest.mark.parametrize("ask", [True, False])
async def test_a_dead_connection_makes_room(services, meeting, key, monkeypatch, ask):
    """A laptop that was closed sends nothing and says nothing; what it sent counts, and another goes on."""
    uploads = services.uploads
    monkeypatch.setattr(uploads._receptions, "_takeover", 0.3)

    async def dead():
        yield SOUND[:1000]
        await asyncio.Event().wait()

    first = asyncio.create_task(uploads.receive(key, 0, dead()))
    async with asyncio.timeout(20):
        await asyncio.sleep(0.6)
        if ask:
            assert (await uploads.get(key)).received == 1000
        else:
            with pytest.raises(UploadConflict):
                await uploads.receive(key, 0, rest())
        assert (await uploads.receive(key, 1000, rest(1000))).state == "done"
        with pytest.raises(UploadLocked):
            await first
    (part,) = await services.recordings.list(meeting)
    assert part.sha256 == SHA256


async def test_a_connection_that_breaks_frees_its_place_at_once(services, uploads, meeting, key):
    """What came before the break is on disk; with a checksum that never can be compared none of it counts."""
    for expected in (1000, 2000):
        with pytest.raises(ConnectionResetError):
            await uploads.receive(key, expected - 1000, broken(expected - 1000))
        assert (await uploads.get(key)).received == expected
    with pytest.raises(ConnectionResetError):
        await uploads.receive(key, 2000, broken(2000), algorithm="sha1", checksum=b"")
    with pytest.raises(ChecksumMismatch):
        await uploads.receive(key, 2000, rest(2000), algorithm="sha1", checksum=bytes(20))
    assert (await uploads.get(key)).received == 2000
    assert (await uploads.receive(key, 2000, rest(2000))).state == "done"
    (part,) = await services.recordings.list(meeting)
    assert part.sha256 == SHA256


async def test_a_sender_that_is_told_to_stop_loses_nothing(uploads, key):
    """The service stops in the middle of a piece: what came is on disk when the request ends."""
    begun = asyncio.Event()

    async def long():
        yield SOUND[:5000]
        begun.set()
        await asyncio.Event().wait()

    first = asyncio.create_task(uploads.receive(key, 0, long()))
    await begun.wait()
    await asyncio.sleep(0.1)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (await uploads.get(key)).received == 5000


async def test_after_a_restart_the_hash_catches_up(uploads, key, database_url, tmp_path):
    """A service that knows nothing of the bytes before hashes them from disk; the recording is the same."""
    await uploads.receive(key, 0, rest(0, 30_000))
    async with jm.open_services(database_url, tmp_path) as later:
        view = await later.uploads.receive(key, 30_000, rest(30_000))
    assert (view.state, view.sha256) == ("done", SHA256)
