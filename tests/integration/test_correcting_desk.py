"""Correcting the transcript: nothing accepted is lost, nobody overwrites anybody, drafts rest on it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from uuid import UUID, uuid4

import jobs_meetings as jm
import jobs_worker_main
import pytest
from access_people import make_person
from drafted_demo import draft_demo, enter_drafted
from sqlalchemy import func, select, update
from web_client import signed_in_client

from app.access import Grant, Role, acting_as
from app.db import BlockingDatabase
from app.db import tables as t
from app.db.engine import SYSTEM_ROLE
from app.demo import enter_demo
from app.jobs.worker import run_worker
from app.services import build_services
from app.services.correcting import CorrectionUndoError, EditWish
from app.services.writing import MinutesFrozenError
from minutes.correcting import (
    BeginItem,
    Join,
    Mark,
    Mute,
    RenameSpeaker,
    SetItem,
    SetSpeaker,
    SetText,
    Split,
    apply_edit,
    from_transcript,
    settled,
)
from models.errors import InputError

pytestmark = pytest.mark.anyio


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    return draft_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
async def meeting(services, database_url, drafted):
    return await enter_drafted(services, database_url, drafted)


def wish(edit, **seen):
    return EditWish(client_id=uuid4(), edit=edit, seen=seen)


async def lines_of(services, meeting):
    return {line.id: line for line in (await services.correcting.read(meeting, limit=2000)).lines}


async def test_the_transcript_comes_in_stretches(services, meeting, drafted):
    """One after the other they are the whole, with voices, items and the times of words."""
    first = await services.correcting.read(meeting, limit=5)
    rest = await services.correcting.read(meeting, after=first.next, limit=2000)
    lines = (*first.lines, *rest.lines)
    assert [line.text for line in lines] == [one.text for one in drafted[0].utterances]
    assert (first.seq, first.total, rest.next) == (0, len(lines), None)
    assert {one.number for one in first.items} >= {"TOP 1", "TOP 2"}
    assert all(len(line.words) == len(line.text.split()) for line in lines)


async def test_corrections_stand_at_once_and_are_told(services, meeting):
    """Text, voice, item: what came since a number is returned to whoever asks."""
    first, second = list(await lines_of(services, meeting))[:2]
    made = await services.correcting.correct(
        meeting,
        [
            wish(SetText(utterance=first, text="Guten Abend zusammen")),
            wish(SetSpeaker(utterances=(second,), name="Gudrun Gast")),
        ],
        0,
    )
    assert [one.state for one in made.outcomes] == ["applied", "applied"]
    assert ({line.id for line in made.lines}, made.seq, made.drafted) == ({first, second}, 2, False)
    later = await services.correcting.changes(meeting, 1)
    assert [line.id for line in later.lines] == [second]
    assert "Gudrun Gast" in {one.name for one in later.speakers}
    assert (await lines_of(services, meeting))[first].text == "Guten Abend zusammen"


async def test_a_repetition_is_done_once(services, meeting):
    """The answer was lost, the correction sent again."""
    first = next(iter(await lines_of(services, meeting)))
    again = wish(Split(utterance=first, word=1))
    states = [(await services.correcting.correct(meeting, [again], 0)).outcomes[0].state for _ in range(2)]
    assert states == ["applied", "repeated"]
    assert len([key for key in await lines_of(services, meeting) if key.startswith(f"{first}.")]) == 1


async def test_what_somebody_else_corrected_is_not_overwritten(services, meeting):
    """The second on one utterance is refused and told what stands there; elsewhere work goes on."""
    first, second = list(await lines_of(services, meeting))[:2]
    await services.correcting.correct(meeting, [wish(SetText(utterance=first, text="Eins"), **{first: 0})], 0)
    made = await services.correcting.correct(
        meeting,
        [
            wish(SetText(utterance=first, text="Zwei"), **{first: 0}),
            wish(SetText(utterance=second, text="Drei"), **{second: 0}),
        ],
        0,
    )
    assert [(one.state, one.code) for one in made.outcomes] == [
        ("refused", "transcript-place-changed"),
        ("applied", None),
    ]
    assert {line.id: line.text for line in made.lines} == {first: "Eins", second: "Drei"}


async def test_corrections_are_taken_back_and_made_again(services, meeting):
    """Undo is a correction of its own; what was changed after it cannot be taken back."""
    first = next(iter(await lines_of(services, meeting)))
    before = (await lines_of(services, meeting))[first].text
    await services.correcting.correct(meeting, [wish(SetText(utterance=first, text="Eins"))], 0)
    await services.correcting.undo(meeting, 1, uuid4(), 0)
    assert (await lines_of(services, meeting))[first].text == before
    await services.correcting.undo(meeting, 2, uuid4(), 0)
    assert (await lines_of(services, meeting))[first].text == "Eins"
    with pytest.raises(CorrectionUndoError):
        await services.correcting.undo(meeting, 1, uuid4(), 0)
    history = await services.correcting.history(meeting, utterance=first)
    assert [(one.seq, one.undoes) for one in history] == [(3, 2), (2, 1), (1, None)]


def random_edit(chance, keys):
    one = chance.choice(keys)
    return chance.choice(
        [
            SetText(utterance=one, text=f"Satz {chance.random()}"),
            Split(utterance=one, word=chance.randint(1, 4)),
            Join(utterance=one),
            SetSpeaker(utterances=(one,), name=chance.choice(["Ada", "Ben"])),
            SetItem(utterances=(one,), item=chance.choice(["TOP 1", "TOP 2", None])),
            BeginItem(utterance=one, item="TOP 2"),
            Mark(utterances=(one,), checked=True),
            Mute(utterance=one, first=0, last=0),
        ]
    )


async def test_a_thousand_edits_are_all_there(services, meeting, drafted, database_url, tmp_path):
    """Made by two processes in turn, each knowing what the other did, they read as replayed by the book."""
    chance = random.Random(20261123)
    wanted = from_transcript(drafted[0])
    async with jm.open_services(database_url, tmp_path) as other:
        for number in range(100):
            batch = []
            for _ in range(10):
                edit = random_edit(chance, [line.id for line in wanted.lines])
                batch.append(wish(edit))
                try:
                    seq = sum(line.revision > 0 for line in wanted.lines)
                    wanted = apply_edit(wanted, settled(wanted, edit), seq=seq + 1).corrected
                except InputError:
                    continue
            one = services if number % 2 else other
            await one.correcting.correct(meeting, batch, 0)
        here, there = await lines_of(services, meeting), await lines_of(other, meeting)
    assert here == there
    assert [(line.id, line.text, line.speaker, line.item, line.checked) for line in wanted.lines] == [
        (line.id, line.text, line.speaker, line.item, line.checked) for line in here.values()
    ]


async def test_many_at_once_lose_nothing(services, meeting):
    """Twenty people at twenty utterances at the same moment."""
    keys = list(await lines_of(services, meeting))[:20]
    await asyncio.gather(
        *(
            services.correcting.correct(meeting, [wish(SetText(utterance=key, text=f"Neu {key}"))], 0)
            for key in keys
        )
    )
    lines = await lines_of(services, meeting)
    assert [lines[key].text for key in keys] == [f"Neu {key}" for key in keys]


async def test_the_next_draft_rests_on_the_corrections(services, database_url, tmp_path):
    """Names, items, words and silence of a person are in transcript, minutes and sound, and stay editable."""
    meeting = await enter_demo(services)
    await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
    sound = await services.results.documents(meeting)
    lines = await lines_of(services, meeting)
    first, last = next(iter(lines)), list(lines)[-1]
    voice = lines[first].speaker
    await services.correcting.correct(
        meeting,
        [
            wish(SetText(utterance=first, text="Grüß Gott miteinander")),
            wish(RenameSpeaker(speaker=voice, name="Renate Neu")),
            wish(SetItem(utterances=(last,), item="TOP 1")),
            wish(Mute(utterance=list(lines)[2], first=0, last=1)),
        ],
        0,
    )
    await services.processing.run_again(meeting, "draft")
    await run_worker(database_url, jobs_worker_main.workshop(database_url, tmp_path), wait=False)
    transcript = await services.results.transcript(meeting)
    heard = {one.id: one for one in transcript.utterances}
    assert heard[first].text == "Grüß Gott miteinander"
    assert next(one.name for one in transcript.speakers if one.id == voice) == "Renate Neu"
    assert heard[last].item == "TOP 1"
    assert heard[list(lines)[2]].text.startswith("[…]")
    desk = await services.correcting.read(meeting)
    assert (desk.drafted, desk.seq, sound) == (True, 5, await services.results.documents(meeting))
    assert (await services.correcting.changes(meeting, 4)).reload is True
    await services.correcting.correct(meeting, [wish(SetText(utterance=first, text="Noch einmal"))], 5)
    assert (await services.correcting.read(meeting)).drafted is False


async def test_others_are_seen_at_work(services, meeting, database_url):
    """Two at one transcript see where the other is; nobody sees themselves."""
    key = next(iter(await lines_of(services, meeting)))
    async with services.database.session() as session:
        body = await session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == UUID(meeting)))
    grant = Grant(role=Role.SECRETARY, body=body)
    people = [make_person(database_url, grant, name=name) for name in ("Ada", "Ben")]
    for who in people:
        with acting_as(who):
            last = await services.correcting.changes(meeting, 0, at=key)
    assert [(one.name, one.utterance) for one in last.present] == [("Ada", key)]


async def test_the_database_itself_keeps_others_out(services, meeting, database_url):
    """Row-level security: who may not change the meeting sees neither transcript nor correction."""
    key = next(iter(await lines_of(services, meeting)))
    await services.correcting.correct(meeting, [wish(SetText(utterance=key, text="Geheim"))], 0)
    stranger = make_person(database_url, name="Rolf Fremd")
    for who, seen in ((stranger, (0, 0)), (None, (1, 1))):
        with contextlib.ExitStack() as stack:
            if who is not None:
                stack.enter_context(acting_as(who))
            async with services.database.session() as session:
                counts = [
                    await session.scalar(select(func.count()).select_from(table))
                    for table in (t.TranscriptWork, t.TranscriptEdit)
                ]
        assert tuple(counts) == seen


async def test_signed_minutes_keep_their_transcript(services, meeting, database_url):
    """What lies before those who sign is not corrected any more."""
    key = next(iter(await lines_of(services, meeting)))
    database = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    with database.session() as session:
        session.merge(t.MinutesLife(meeting_id=UUID(meeting), state="ready", revision=1))
    database.close()
    with pytest.raises(MinutesFrozenError):
        await services.correcting.correct(meeting, [wish(SetText(utterance=key, text="x"))], 0)


async def test_the_interface_does_the_same(meeting, database_url, tmp_path):
    """Over HTTP: read, correct, be told what does not fit, take back, see what was done."""
    async with signed_in_client(
        build_services(database_url, tmp_path), body="Gemeinderat Wiesenthal"
    ) as client:
        address = f"/api/v1/meetings/{meeting}/transcript/work"
        page = (await client.get(address, params={"limit": 2})).json()
        key = page["lines"][0]["id"]
        edits = [
            {"client_id": str(uuid4()), "edit": {"op": "set-text", "utterance": key, "text": "Neu"}},
            {"client_id": str(uuid4()), "edit": {"op": "join", "utterance": "u0"}},
        ]
        made = await client.post(f"{address}/edits", params={"since": 0}, json={"edits": edits})
        assert [one["state"] for one in made.json()["outcomes"]] == ["applied", "refused"], made.text
        refused = await client.post(
            f"{address}/edits", params={"since": 0}, json={"edits": [edits[0] | {"edit": {"op": "restore"}}]}
        )
        assert refused.status_code == 400
        back = await client.post(
            f"{address}/edits/1/undo", params={"since": 1}, json={"client_id": str(uuid4())}
        )
        assert back.json()["lines"][0]["text"] == page["lines"][0]["text"]
        told = (await client.get(f"{address}/edits", params={"utterance": key})).json()
        assert [one["seq"] for one in told["items"]] == [2, 1]


async def test_public_corrections_teach_the_glossary(services, meeting, database_url):
    """A noun put right in a public item is learned; one where the item is closed, or not known, is not."""
    async with services.database.session() as session:
        town = select(t.Organization.body_id).join(t.Meeting).where(t.Meeting.id == UUID(meeting))
        body = await session.scalar(town)
    page = await services.correcting.read(meeting, limit=2000)
    places = [line for line in page.lines if line.item is not None and _noun(line.text)][:3]
    closed = next(one.number for one in page.items if one.number != places[0].item)
    async with services.database.session() as session:
        items = t.AgendaItem
        await session.execute(
            update(items)
            .where(items.meeting_id == UUID(meeting), items.number == closed)
            .values(public=False)
        )
    moved = [SetItem(utterances=(places[1].id,), item=closed), SetItem(utterances=(places[2].id,), item=None)]
    reworded = [
        SetText(utterance=line.id, text=line.text.replace(_noun(line.text), f"{_noun(line.text)[:-1]}{end}"))
        for line, end in zip(places, ("xa", "xb", "xc"), strict=True)
    ]
    with acting_as(make_person(database_url, Grant(role=Role.SECRETARY, body=body))):
        made = await services.correcting.correct(meeting, [wish(edit) for edit in (*moved, *reworded)], 0)
        terms = {one.term for one in (await services.glossary.list(str(body))).items}
    assert {one.state for one in made.outcomes} == {"applied"}
    assert terms == {f"{_noun(places[0].text)[:-1]}xa"}


def _noun(text):
    words = text.replace(",", " ").split()[1:]
    return next((word for word in words if word.isalpha() and word[0].isupper() and len(word) > 6), None)
