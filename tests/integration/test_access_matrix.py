"""The matrix of rights at the services: everybody, every meeting, every way to read; nothing leaks."""

from __future__ import annotations

import msgspec
import pytest
from access_world import EDITORS, MEETINGS, OPEN, SECRET, SIGHTS

from app.access import acting_as
from app.services import build_services
from app.services.access.errors import ForbiddenError, MeetingLinkNotFound
from app.services.errors import DocumentNotFound, MeetingNotFound, NotReady, NotRunning, RecordingNotFound
from app.services.results import DOCUMENTS

pytestmark = pytest.mark.anyio

MISSING = (DocumentNotFound, NotReady, RecordingNotFound)


@pytest.fixture
async def services(world):
    built = build_services(world.url, world.data)
    yield built
    await built.close()


async def tried(call):
    """Return what a use-case gives, as text, or the kind of its refusal."""
    try:
        value = await call
    except (MeetingNotFound, MeetingLinkNotFound, ForbiddenError, NotRunning, *MISSING) as error:
        return type(error).__name__
    return value if isinstance(value, bytes) else msgspec.json.encode(value).decode()


async def everything(services, key):
    """Return what every way of reading gives of a meeting."""
    found = {
        "meeting": await tried(services.meetings.get_meeting(key)),
        "recordings": await tried(services.recordings.list(key)),
        "documents": await tried(services.results.documents(key)),
        "progress": await tried(services.processing.progress(key)),
        "transcript": await tried(services.results.transcript(key)),
        "outcomes": await tried(services.results.outcomes(key)),
        "minutes": await tried(services.results.minutes(key)),
        "links": await tried(services.links.list(key)),
        "uploads": await tried(services.uploads.list(key)),
        "sound": await tried(sound_of(services, key)),
    }
    hidden = found["documents"] in {"MeetingNotFound", "ForbiddenError"}
    for name in DOCUMENTS[::4] if hidden else DOCUMENTS:
        found[name] = await tried(document_of(services, key, name))
    return found


async def document_of(services, key, name):
    return (await services.results.document(key, name)).data


async def sound_of(services, key):
    playback = await services.recordings.open_playback(key)
    return b"".join([piece async for piece in playback.read(0, None)])


def text_of(found):
    return " ".join(
        value.decode("latin-1") if isinstance(value, bytes) else value for value in found.values()
    ).upper()


@pytest.mark.parametrize("who", SIGHTS)
async def test_everybody_sees_what_is_theirs(world, services, who):
    """Per meeting: not there at all, only known of, the public part, or everything; and no word beyond."""
    with acting_as(world.people[who]):
        listed = await services.meetings.list_meetings()
        found = {name: await everything(services, str(key)) for name, key in world.meetings.items()}
    keys = {str(key): name for name, key in world.meetings.items()}
    assert {keys[one.id] for one in listed} == {name for name in MEETINGS if SIGHTS[who][name] != "-"}
    for name in MEETINGS:
        sight, one = SIGHTS[who][name], found[name]
        if sight == "-":
            assert set(one.values()) == {"MeetingNotFound"}, name
            continue
        assert OPEN not in one["meeting"] if sight == "L" else True
        if sight == "L":
            assert {one["transcript"], one["minutes"], one["sound"], one["documents"]} == {"ForbiddenError"}
        elif sight == "R" and name != "closed":
            assert f"{OPEN}{name}" in one["transcript"]
            assert f"{OPEN}{name}" in one["minutes"]
            assert one["sound"] == f"sound of {OPEN}{name}".encode()
            assert one["minutes.pdf"][:5] == b"%PDF-"
        elif sight == "N":
            assert f"{SECRET}{name}" in one["transcript"]
            assert f"{SECRET}{name}" in one["meeting"]
            assert one["sound"] == f"sound of {SECRET}{name}".encode()
    everywhere = text_of({name: text_of(one) for name, one in found.items()}) + str(listed).upper()
    assert [mark for mark in world.forbidden_marks(who) if mark in everywhere] == []


@pytest.mark.parametrize("who", SIGHTS)
async def test_only_those_who_may_change(world, services, who):
    """Changes, release, links and deletion are refused to all but the secretaries of the meeting."""
    with acting_as(world.people[who]):
        for name, meeting in world.meetings.items():
            key, part = str(meeting), str(world.recordings[name])
            calls = {
                "start": lambda key=key: services.processing.start(key),
                "cancel": lambda key=key: services.processing.cancel(key),
                "retry": lambda key=key: services.processing.retry(key),
                "again": lambda key=key: services.processing.run_again(key, "draft"),
                "forward": lambda key=key: services.processing.forward(key),
                "remove": lambda key=key, part=part: services.recordings.remove(key, part),
                "move": lambda key=key, part=part: services.recordings.move(key, part, 0),
                "begin": lambda key=key, part=part: services.recordings.set_begin(key, part, "18:00"),
                "upload": lambda key=key: services.uploads.create(key, "a.wav", 10),
                "release": lambda key=key: services.meetings.release(key),
                "take back": lambda key=key: services.meetings.take_back(key),
                "link": lambda key=key: services.links.make(key),
                "revoke": lambda key=key, part=part: services.links.revoke(key, part),
                "delete": lambda key=key: services.meetings.delete_meeting(key),
            }
            if name in EDITORS.get(who, ()):
                assert await tried(calls["cancel"]()) == "NotRunning"
                assert await tried(calls["revoke"]()) == "MeetingLinkNotFound"
                continue
            expected = "MeetingNotFound" if SIGHTS[who][name] == "-" else "ForbiddenError"
            refused = {title: await tried(call()) for title, call in calls.items()}
            assert refused == dict.fromkeys(calls, expected), name


async def test_a_released_draft_is_taken_back(world, services):
    """What is taken back is gone for the members at once, and released it is there again."""
    key = str(world.meetings["released"])
    for change, expected in (
        (services.meetings.take_back, "MeetingNotFound"),
        (services.meetings.release, ""),
    ):
        with acting_as(world.people["secretary"]):
            await change(key)
        with acting_as(world.people["member of the council"]):
            found = await tried(services.results.minutes(key))
        assert found == expected or (not expected and f"{SECRET}released" in found)


async def test_a_link_opens_one_meeting_until_it_is_ended(world, services):
    """Its secret leads to the meeting, and to nothing as soon as somebody ends it."""
    with acting_as(world.people["secretary"]):
        made = await services.links.make(str(world.meetings["draft"]), days=1, note="Gast")
    principal, meeting = await services.links.resolve(made.secret)
    assert meeting == str(world.meetings["draft"])
    with acting_as(principal):
        assert f"{OPEN}draft" in await tried(services.results.minutes(meeting))
    with acting_as(world.people["secretary"]):
        await services.links.revoke(meeting, made.link.id)
    assert await services.links.resolve(made.secret) is None
    with acting_as(principal):
        assert await tried(services.results.minutes(meeting)) == "MeetingNotFound"
    for who in ("reader too late", "reader of an ended link"):
        assert await services.links.resolve(world.links[who]) is None
