"""tus 1.0.0, request by request, on a real database and disk."""

from __future__ import annotations

import hashlib

import pytest
from sounds import wav
from tus_client import PIECE, VERSION, Tus, checksum, described
from web_client import enter, signed_in_client

from app.services import build_services
from app.settings import Settings, UploadSettings

pytestmark = pytest.mark.anyio

SOUND = wav("Sitzung", 2.0)
LENGTH = len(SOUND)


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
async def services(database_url, tmp_path, settings):
    return build_services(database_url, tmp_path, settings=settings)


@pytest.fixture
async def client(services):
    async with signed_in_client(services) as made:
        yield made


@pytest.fixture
async def tus(client):
    return Tus(client, await enter(client))


def spooled(tmp_path):
    """Return the files of uploads under way."""
    return [path for path in (tmp_path / "uploads").iterdir() if path.is_file()]


async def test_the_server_tells_what_it_can(client, tus):
    """OPTIONS names version, extensions, the largest file and the checksums, without asking for a version."""
    for place in ("/api/v1/uploads/", tus.target):
        answer = await client.options(place)
        assert answer.status_code == 204
        assert answer.headers["tus-resumable"] == answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-max-size"] == str(20 * 2**30)
        assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"
        assert set(answer.headers["tus-extension"].split(",")) == {
            *("creation", "creation-with-upload", "termination", "checksum", "expiration", "concatenation")
        }


async def test_pieces_become_a_part_of_the_meeting(client, tus, tmp_path):
    """Piece by piece to the last byte; then the recording is there, byte for byte, and the spool is empty."""
    place = await tus.begin(LENGTH, name="../../etc/Rat.wav")
    assert await tus.offset(place) == 0
    for start in range(0, LENGTH, 20_000):
        answer = await tus.patch(place, start, SOUND[start : start + 20_000])
        assert answer.status_code == 204
        assert answer.headers["upload-offset"] == str(min(start + 20_000, LENGTH))
        assert answer.headers["tus-resumable"] == "1.0.0"
        assert ("upload-expires" in answer.headers) == (start + 20_000 < LENGTH)
    (part,) = await tus.parts()
    assert (part["filename"], part["sha256"]) == ("Rat.wav", hashlib.sha256(SOUND).hexdigest())
    assert part["duration"] == pytest.approx(2.0)
    heard = await client.get(f"/meetings/{tus.meeting}/audio")
    assert heard.content == SOUND
    state = await tus.state(place)
    assert (state["state"], state["recording_id"]) == ("done", part["id"])
    assert (await tus.offset(place), spooled(tmp_path)) == (LENGTH, [])


async def test_head_repeats_what_was_said(client, tus):
    """HEAD returns length, metadata and no-store."""
    place = await tus.begin(LENGTH)
    answer = await client.head(place, headers=VERSION)
    assert answer.headers["upload-length"] == str(LENGTH)
    assert answer.headers["upload-metadata"] == described(filename="rat.wav")
    assert answer.headers["cache-control"] == "no-store"


async def test_metadata_names_the_meeting(client, tus):
    """A client that knows one address for all says the meeting in the metadata; without it nothing begins."""
    lines = {**VERSION, "upload-length": str(LENGTH)}
    named = {**lines, "upload-metadata": described(meeting=tus.meeting, name="Uppy.wav")}
    answer = await client.post("/api/v1/uploads/", headers=named)
    assert (answer.status_code, (await tus.state(answer.headers["location"]))["filename"]) == (
        201,
        "Uppy.wav",
    )
    answer = await client.post("/api/v1/uploads/", headers=lines)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"tus-resumable": "0.2.2"}, 412),
        ({"upload-length": "-1"}, 400),
        ({"upload-length": "viel"}, 400),
        ({"upload-length": str(21 * 2**30)}, 413),
        ({"upload-metadata": "filename !!"}, 400),
        ({"upload-concat": "halb"}, 400),
        ({"upload-concat": "final;"}, 400),
        ({"upload-concat": "final;/api/v1/uploads/0"}, 404),
    ],
)
async def test_beginnings_that_are_refused(tus, tmp_path, headers, status):
    """Another version, no length, too long, broken metadata: each with its status, and nothing is kept."""
    answer = await tus.create(LENGTH, **headers)
    assert answer.status_code == status
    assert answer.headers["tus-resumable"] == "1.0.0"
    if status == 412:
        assert answer.headers["tus-version"] == "1.0.0"
    assert spooled(tmp_path) == []


async def test_pieces_that_are_refused(client, tus):
    """A wrong place is 409, a wrong type 415, no version 412, an unknown upload 404, too much 413."""
    place = await tus.begin(LENGTH)
    assert (await tus.patch(place, 5, b"x")).status_code == 409
    assert (await tus.patch(place, 0, b"x", **{"content-type": "text/plain"})).status_code == 415
    missing = {**PIECE, "upload-offset": "0"}
    assert (await client.patch(place, headers=missing, content=b"x")).status_code == 412
    assert (await tus.patch("/api/v1/uploads/0", 0, b"x")).status_code == 404
    assert (await tus.patch(place, 0, SOUND + b"x")).status_code == 413
    assert (await client.head("/api/v1/uploads/0", headers=VERSION)).status_code == 404


async def test_creation_with_upload(tus):
    """The first piece may come with the beginning, even all of it."""
    answer = await tus.create(LENGTH, content=SOUND[:1000], **PIECE)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "1000")
    assert (await tus.patch(answer.headers["location"], 1000, SOUND[1000:])).status_code == 204
    other = wav("ganz")
    assert (await tus.create(len(other), content=other, **PIECE)).headers["upload-offset"] == str(len(other))
    assert len(await tus.parts()) == 2


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_checksums(tus, algorithm):
    """A piece that was changed on the way is 460 and does not count; sent again, it does."""
    place = await tus.begin(LENGTH)
    first, rest = SOUND[:30_000], SOUND[30_000:]
    right = {"upload-checksum": checksum(first, algorithm)}
    answer = await tus.patch(place, 0, b"X" + first[1:], **right)
    assert (answer.status_code, answer.json()["code"]) == (460, "upload-checksum")
    assert await tus.offset(place) == 0
    assert (await tus.patch(place, 0, first, **right)).status_code == 204
    answer = await tus.patch(place, 30_000, rest, **{"upload-checksum": checksum(rest, algorithm)})
    assert answer.status_code == 204
    assert (await tus.parts())[0]["sha256"] == hashlib.sha256(SOUND).hexdigest()


@pytest.mark.parametrize("line", ["md5 AAAA", "sha1 !", "sha1 AAAA", "sha1"])
async def test_checksums_that_cannot_be_understood(tus, line):
    """An unknown algorithm and a value that is none are 400, and nothing counts."""
    place = await tus.begin(LENGTH)
    assert (await tus.patch(place, 0, SOUND, **{"upload-checksum": line})).status_code == 400
    assert await tus.offset(place) == 0


async def test_termination(tus, tmp_path):
    """An upload that is ended is gone, with its bytes; ending it twice is 404."""
    place = await tus.begin(LENGTH)
    await tus.patch(place, 0, SOUND[:1000])
    assert len(spooled(tmp_path)) == 1
    assert (await tus.end(place)).status_code == 204
    assert ((await tus.end(place)).status_code, spooled(tmp_path)) == (404, [])
    assert (await tus.patch(place, 1000, b"x")).status_code == 404


async def test_method_override(client, tus):
    """Clients that can neither PATCH nor DELETE say so in a header."""
    place = await tus.begin(LENGTH)
    lines = {**VERSION, **PIECE, "upload-offset": "0", "x-http-method-override": "PATCH"}
    assert (await client.post(place, headers=lines, content=SOUND[:100])).status_code == 204
    assert await tus.offset(place) == 100
    lines = {**VERSION, "x-http-method-override": "DELETE"}
    assert (await client.post(place, headers=lines)).status_code == 204


async def test_concatenation(client, tus, tmp_path):
    """Stretches sent side by side become one recording in the order named, and leave nothing behind."""
    half = LENGTH // 2
    places = []
    for piece in (SOUND[:half], SOUND[half:]):
        place = await tus.begin(len(piece), **{"upload-concat": "partial"})
        places.append(place)
    early = await tus.create(None, **{"upload-concat": f"final;{' '.join(places)}"})
    assert (early.status_code, early.json()["code"]) == (422, "upload-parts")
    for place, piece in zip(reversed(places), (SOUND[half:], SOUND[:half]), strict=True):
        assert (await tus.patch(place, 0, piece)).status_code == 204
    assert (await client.head(places[0], headers=VERSION)).headers["upload-concat"] == "partial"
    assert await tus.parts() == []
    final = await tus.create(
        None, name="Rat.wav", **{"upload-concat": f"final;{places[0]} http://127.0.0.1{places[1]}"}
    )
    assert final.status_code == 201
    place = final.headers["location"]
    head = await client.head(place, headers=VERSION)
    assert head.headers["upload-concat"] == f"final;{' '.join(places)}"
    assert head.headers["upload-offset"] == head.headers["upload-length"] == str(LENGTH)
    assert (await tus.patch(place, LENGTH, b"x")).status_code == 410
    (part,) = await tus.parts()
    assert part["sha256"] == hashlib.sha256(SOUND).hexdigest()
    assert spooled(tmp_path) == []


async def test_announced_hash_is_compared(tus, tmp_path):
    """A client that knows the SHA-256 says it; another content is refused."""
    for sha256, status in ((hashlib.sha256(SOUND).hexdigest(), 204), ("0" * 64, 422)):
        place = await tus.begin(LENGTH, **{"upload-metadata": described(filename="a.wav", sha256=sha256)})
        assert (await tus.patch(place, 0, SOUND)).status_code == status
    state = await tus.state(place)
    assert (state["state"], state["failure"]["code"]) == ("refused", "upload-hash")
    assert (len(await tus.parts()), spooled(tmp_path)) == (1, [])


@pytest.mark.parametrize("take", [True, False])
async def test_the_same_file_twice_is_asked_about(client, tus, tmp_path, take):
    """A file that is there already waits for a person: take it nevertheless, or do without."""
    for expected in ("done", "duplicate"):
        place = await tus.begin(LENGTH)
        assert (await tus.patch(place, 0, SOUND)).status_code == 204
        state = await tus.state(place)
        assert state["state"] == expected
    assert state["duplicate_of"] == tus.meeting
    assert len(await tus.parts()) == 1
    answer = await client.post(f"{place}/decision", json={"take": take})
    assert answer.status_code == 201
    assert (len(await tus.parts()), spooled(tmp_path)) == (2 if take else 1, [])
    assert (await client.post(f"{place}/decision", json={"take": take})).status_code == (410 if take else 404)


async def test_refused_content_is_told_at_once_and_later(tus, tmp_path):
    """What is no recording is refused with the last piece; nothing of it stays but the reason."""
    letter = b"Sehr geehrte Damen und Herren, " * 100
    place = await tus.begin(len(letter), name="brief.mp3")
    answer = await tus.patch(place, 0, letter)
    assert (answer.status_code, answer.json()["code"]) == (422, "upload-format")
    assert "brief.mp3" in answer.json()["detail"]
    assert (await tus.state(place))["failure"]["code"] == "upload-format"
    assert (await tus.parts(), spooled(tmp_path)) == ([], [])


class TestExpiry:
    """Uploads that nobody continues."""

    async def test_expired_uploads_are_gone(self, services, client, tus, tmp_path):
        """After its time an upload is 410, then 404, and its bytes are gone; files of nobody go too."""
        from app.db import tables as t  # noqa: PLC0415 - only here

        place = await tus.begin(LENGTH)
        await tus.patch(place, 0, SOUND[:1000])
        async with services.database.as_system().session() as session:
            from sqlalchemy import update  # noqa: PLC0415 - only here

            await session.execute(update(t.Upload).values(expires_at=t.now()))
        assert (await client.head(place, headers=VERSION)).status_code == 410
        assert (await tus.patch(place, 1000, b"x")).status_code == 410
        (tmp_path / "uploads" / ("0" * 32)).write_bytes(b"left")
        await services.uploads.maintain()
        assert (await client.head(place, headers=VERSION)).status_code == 404
        assert spooled(tmp_path) == []


class TestQuota:
    """A share of the storage for each municipality."""

    @pytest.fixture
    def settings(self):
        return Settings(uploads=UploadSettings(quota=LENGTH + 1000, limit=LENGTH + 500))

    async def test_quota_counts_what_is_there_and_what_comes(self, tus):
        """What is under way counts as much as what is stored."""
        assert (await tus.create(LENGTH + 501)).json()["code"] == "upload-too-large"
        place = await tus.begin(LENGTH)
        assert (await tus.create(1001)).json()["code"] == "upload-quota"
        await tus.patch(place, 0, SOUND)
        answer = await tus.create(1001)
        assert (answer.status_code, answer.json()["code"]) == (413, "upload-quota")
        assert (await tus.create(1000)).status_code == 201
