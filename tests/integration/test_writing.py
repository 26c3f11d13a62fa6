"""Writing the minutes: every change is kept, told, undone, carried into the next draft, and guarded."""

from __future__ import annotations

import asyncio
import contextlib
from uuid import UUID, uuid4

import jobs_meetings as jm
import jobs_worker_main
import msgspec
import pytest
from access_people import make_person
from drafted_demo import draft_demo, enter_drafted
from sqlalchemy import func, select
from web_client import signed_in_client

from app.access import Grant, Permission, Role, acting_as
from app.db import BlockingDatabase
from app.db import tables as t
from app.db.engine import SYSTEM_ROLE
from app.demo import enter_demo
from app.jobs.worker import run_worker
from app.services import build_services
from app.services.access.errors import ForbiddenError
from app.services.errors import NotReady
from app.services.writing import MinutesFrozenError, PlaceChangedError, UndoNotPossibleError, Wish
from minutes.editing import AddEntry, ChangePlaceError, ChangeValueError, RemoveEntry, SetField

pytestmark = pytest.mark.anyio

VOTE = ("items", "TOP 2", "votes", "TOP 2/v1")


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """Transcript, outcomes and minutes of the demo."""
    return draft_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
async def meeting(services, database_url, drafted):
    """The demo with its draft."""
    return await enter_drafted(services, database_url, drafted)


async def _work(url, data):
    await run_worker(url, jobs_worker_main.workshop(url, data), wait=False)


def wish(path, value, **more):
    return Wish(client_id=uuid4(), change=SetField(path=path, value=value), **more)


def item_of(minutes, number):
    return next(item for item in minutes.items if item.number == number)


async def test_a_change_stands_in_the_minutes_at_once(services, meeting):
    """The place says what was entered, the log what was before; the documents are told to be older."""
    before = await services.writing.open(meeting)
    count = item_of(before.minutes, "TOP 2").votes[0].yes
    made = await services.writing.change(meeting, wish((*VOTE, "yes"), count + 1, seen=count))
    desk = await services.writing.open(meeting)
    vote = item_of(desk.minutes, "TOP 2").votes[0]
    assert (vote.yes, vote.origin, desk.seq, desk.printed) == (count + 1, "entered by hand", 1, False)
    (entry,) = await services.writing.history(meeting)
    assert (entry.seq, entry.before, entry.change) == (made.seq, count, made.change)
    assert item_of(await services.results.minutes(meeting), "TOP 2").votes[0].yes == count


async def test_open_points_follow_what_is_entered(services, meeting):
    """Who writes the minutes was missing; once it is entered nobody asks any more."""
    await services.writing.change(meeting, wish(("clerk",), None))
    asked = {point.code for point in (await services.writing.open(meeting)).minutes.open_points}
    await services.writing.change(meeting, wish(("clerk",), "Kim Sommer"))
    left = {point.code for point in (await services.writing.open(meeting)).minutes.open_points}
    assert asked - left == {"clerk-missing"}


async def test_a_repetition_is_done_once(services, meeting):
    """The answer was lost, the change sent again: one entry, the same answer."""
    entry = AddEntry(path=("items", "TOP 2", "assignments"), entry={"who": "Bauamt", "text": "prüft"})
    again = Wish(client_id=uuid4(), change=entry)
    first, second = [await services.writing.change(meeting, again) for _ in range(2)]
    assert (first.seq, second.seq, second.state) == (1, 1, "repeated")
    assert first.change == second.change
    minutes = (await services.writing.open(meeting)).minutes
    assert [one.id for one in item_of(minutes, "TOP 2").assignments] == ["TOP 2/ah1"]


async def test_what_somebody_else_changed_is_not_overwritten(services, meeting):
    """The second of two on one field is told what stands there; on two fields both go through."""
    await services.writing.change(meeting, wish(("chair",), "Eva Eins", seen="Georg Lehmann"))
    with pytest.raises(PlaceChangedError, match="Eva Eins"):
        await services.writing.change(meeting, wish(("chair",), "Otto Zwei", seen="Georg Lehmann"))
    await services.writing.change(meeting, wish(("clerk",), "Otto Zwei"))
    minutes = (await services.writing.open(meeting)).minutes
    assert (minutes.chair, minutes.clerk) == ("Eva Eins", "Otto Zwei")


async def test_many_at_once_lose_nothing(services, meeting):
    """Twenty changes that arrive together are all there, numbered without a gap."""
    wishes = [
        Wish(
            client_id=uuid4(),
            change=AddEntry(path=("items", "TOP 3", "assignments"), entry={"who": None, "text": f"{n}"}),
        )
        for n in range(20)
    ]
    made = await asyncio.gather(*(services.writing.change(meeting, one) for one in wishes))
    minutes = (await services.writing.open(meeting)).minutes
    assert sorted(one.seq for one in made) == list(range(1, 21))
    assert {one.text for one in item_of(minutes, "TOP 3").assignments} >= {f"{n}" for n in range(20)}


async def test_changes_are_taken_back_and_made_again(services, meeting):
    """Undo is a change of its own, and undone itself."""
    before = item_of((await services.writing.open(meeting)).minutes, "TOP 2").votes
    removed = await services.writing.change(meeting, Wish(client_id=uuid4(), change=RemoveEntry(path=VOTE)))
    back = await services.writing.undo(meeting, removed.seq, uuid4())
    assert item_of((await services.writing.open(meeting)).minutes, "TOP 2").votes == before
    await services.writing.undo(meeting, back.seq, uuid4())
    assert len(item_of((await services.writing.open(meeting)).minutes, "TOP 2").votes) == len(before) - 1
    with pytest.raises(UndoNotPossibleError):
        await services.writing.undo(meeting, 99, uuid4())


async def test_a_new_draft_keeps_what_people_did(services, database_url, tmp_path):
    """Drafted again, the minutes and their documents hold every change, and the log still reads."""
    meeting = await enter_demo(services)
    await _work(database_url, tmp_path)
    await services.writing.change(meeting, wish((*VOTE, "abstain"), 3))
    await services.writing.change(
        meeting, wish(("items", "TOP 2", "decisions", "TOP 2/d1", "text"), "Das Dach wird neu.")
    )
    await services.processing.run_again(meeting, "draft")
    await _work(database_url, tmp_path)
    desk = await services.writing.open(meeting)
    printed = await services.results.minutes(meeting)
    page = await services.results.document(meeting, "decisions.html")
    assert (desk.printed, desk.seq, desk.differences) == (True, 2, ())
    assert item_of(printed, "TOP 2").votes[0].abstain == item_of(desk.minutes, "TOP 2").votes[0].abstain == 3
    assert "Das Dach wird neu." in page.data.decode()
    await services.writing.undo(meeting, 2, uuid4())
    assert (await services.writing.open(meeting)).printed is False


async def test_what_does_not_fit_is_refused_and_nothing_is_kept(services, meeting):
    """A place that is not there, a value of another kind: the log stays as it was."""
    with pytest.raises(ChangePlaceError):
        await services.writing.change(meeting, wish(("provenance", "note"), "x"))
    with pytest.raises(ChangeValueError):
        await services.writing.change(meeting, wish((*VOTE, "yes"), "viele"))
    assert await services.writing.history(meeting) == []


async def test_without_a_draft_there_is_nothing_to_write(services):
    """The meeting was entered, not processed."""
    with pytest.raises(NotReady):
        await services.writing.open(await enter_demo(services))


async def test_the_interface_does_the_same(meeting, database_url, tmp_path):
    """Over HTTP: read, change, be refused with 409, take back, and see what was done."""
    services = build_services(database_url, tmp_path)
    async with signed_in_client(services, body="Gemeinderat Wiesenthal") as client:
        address = f"/api/v1/meetings/{meeting}/minutes/work"
        change = {"op": "set", "path": ["chair"], "value": "Eva Eins"}
        made = await client.post(f"{address}/changes", json=_sent(change, seen="Georg Lehmann"))
        assert (made.status_code, made.json()["seq"]) == (200, 1), made.text
        late = await client.post(
            f"{address}/changes", json=_sent(change | {"value": "Otto"}, seen="Georg Lehmann")
        )
        assert (late.status_code, late.json()["code"]) == (409, "minutes-place-changed")
        desk = await client.get(address)
        assert (desk.json()["minutes"]["chair"], desk.headers["etag"][:3]) == ("Eva Eins", '"1-')
        back = await client.post(f"{address}/changes/1/undo", json={"client_id": str(uuid4())})
        assert back.json()["change"]["value"] == "Georg Lehmann"
        history = (await client.get(f"{address}/changes")).json()["items"]
        assert [(one["seq"], one["undoes"], one["before"]) for one in history] == [
            (2, 1, "Eva Eins"),
            (1, None, "Georg Lehmann"),
        ]


def _sent(change, **more):
    return {"client_id": str(uuid4()), "change": change, **more}


async def test_the_database_itself_keeps_others_out(services, meeting, database_url):
    """Row-level security: who may not change the meeting sees neither the draft below nor a change."""
    await services.writing.change(meeting, wish(("chair",), "Eva Eins"))
    stranger = make_person(database_url, name="Rolf Fremd")
    for who, seen in ((stranger, (0, 0)), (None, (1, 1))):
        with contextlib.ExitStack() as stack:
            if who is not None:
                stack.enter_context(acting_as(who))
            async with services.database.session() as session:
                counts = [
                    await session.scalar(select(func.count()).select_from(table))
                    for table in (t.MinutesWork, t.MinutesChange)
                ]
        assert tuple(counts) == seen


async def test_what_lies_before_those_who_sign_is_not_changed(services, meeting, database_url):
    """From the moment it is presented a document stays as it is; taken back it is written on."""
    await services.writing.change(meeting, wish(("clerk",), "Kim Sommer"))
    database = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    for state, refused in (("ready", True), ("in-review", False)):
        with database.session() as session:
            session.merge(t.MinutesLife(meeting_id=UUID(meeting), state=state, revision=1))
        with pytest.raises(MinutesFrozenError) if refused else contextlib.nullcontext():
            await services.writing.change(meeting, wish(("chair",), "Eva Eins"))
    database.close()
    assert (await services.writing.open(meeting)).seq == 2


async def test_minutes_are_not_written_on_a_part_of_themselves(services, meeting, database_url):
    """A token that may change meetings, but not read what is not public, would make the cut the whole."""
    async with services.database.session() as session:
        town = select(t.Organization.body_id).join(t.Meeting).where(t.Meeting.id == UUID(meeting))
        body = await session.scalar(town)
    secretary = make_person(database_url, Grant(role=Role.SECRETARY, body=body))
    token = msgspec.structs.replace(secretary, scopes=frozenset(Permission) - {Permission.NONPUBLIC_READ})
    with acting_as(token), pytest.raises(ForbiddenError):
        await services.writing.change(meeting, wish(("chair",), "Eva Eins"))
    with acting_as(secretary):
        assert (await services.writing.open(meeting)).seq == 0
