"""Confirming claims: one at a time, after looking, at a human pace, by those alone who may."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import UUID, uuid4

import jobs_engines
import jobs_meetings as jm
import msgspec
import pytest
from access_people import make_person
from sqlalchemy import delete, select, update

from app.access import Grant, Role, acting_as
from app.db import BlockingDatabase
from app.db import tables as t
from app.db.engine import SYSTEM_ROLE
from app.demo import enter_demo
from app.jobs.keeping import add_revision, keep_public_cut
from app.pipeline import FileCheckpoints, PipelineJob, SilentProgress
from app.pipeline.run import run_pipeline
from app.services.confirmations import ClaimNotFound, ClaimNotHeardError, ClaimReply, ConfirmingTooFast, Heard
from app.services.editions import MoveWish
from minutes.inputs import read_agenda, read_roster
from minutes.types import Minutes

pytestmark = pytest.mark.anyio


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """Transcript, outcomes and minutes of the demo."""
    folder = tmp_path_factory.mktemp("demo")
    job = PipelineJob(
        recordings=(jobs_engines.DEMO / "recording.opus",),
        agenda=read_agenda(jobs_engines.DEMO / "agenda.json"),
        roster=read_roster(jobs_engines.DEMO / "roster.json"),
        work=folder,
    )
    result = run_pipeline(
        job,
        jobs_engines.demo_engines(),
        FileCheckpoints(folder),
        progress=SilentProgress(),
        cancel=threading.Event(),
    )
    return result.transcript, result.outcomes, result.minutes


@pytest.fixture
async def meeting(services, database_url, drafted):
    """The demo with its draft."""
    made = await enter_demo(services)
    database = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    with database.session() as session:
        for kind, value in zip(("transcript", "outcomes", "minutes"), drafted, strict=True):
            add_revision(session, UUID(made), kind, value)
    database.close()
    return made


def reply(risk, answer="right", **more):
    heard = Heard(utterances=tuple(e.utterance for e in risk.evidence), seconds=risk.seconds_needed)
    return ClaimReply(claim=risk.id, answer=answer, client_id=uuid4(), **{"heard": heard} | more)


async def test_nothing_is_ticked_beforehand(services, meeting):
    """A new draft has votes to confirm, none is, and the minutes say so."""
    queue = await services.confirmations.queue(meeting)
    assert {risk.answer for risk in queue} == {None}
    share = await services.confirmations.share(meeting)
    assert (share.looked, share.confirmed, share.share) == (0, 0, 0.0)
    assert share.binding > 0
    assert share.minutes_left > 0
    minutes = await services.confirmations.minutes(meeting)
    assert "unconfirmed" in {point.code for point in minutes.open_points}


async def test_a_vote_is_confirmed_by_whoever_heard_it(services, meeting):
    """Result and counts answered, the vote bears name and time; nobody else's does."""
    queue = await services.confirmations.queue(meeting)
    claim = next(risk.claim for risk in queue if risk.kind == "vote")
    for risk in queue:
        if risk.binding and risk.claim == claim:
            await services.confirmations.answer(meeting, reply(risk))
    minutes = await services.confirmations.minutes(meeting)
    votes = {vote.id: vote for item in minutes.items for vote in item.votes}
    assert votes.pop(claim).confirmed_at is not None
    assert {vote.confirmed_at for vote in votes.values()} == {None}


async def test_unheard_is_refused_unless_it_is_said(services, meeting):
    """Without sound an answer is refused; with the express word it is kept, and counted apart."""
    risk = next(r for r in await services.confirmations.queue(meeting) if r.binding and r.evidence)
    with pytest.raises(ClaimNotHeardError):
        await services.confirmations.answer(meeting, reply(risk, heard=Heard()))
    other = Heard(utterances=("u99999",), seconds=60)
    with pytest.raises(ClaimNotHeardError):
        await services.confirmations.answer(meeting, reply(risk, heard=other))
    kept = await services.confirmations.answer(meeting, reply(risk, heard=Heard(), without_listening=True))
    share = await services.confirmations.share(meeting)
    assert (kept.without_listening, share.looked, share.unheard) == (True, 0, 1)


async def test_sent_twice_it_is_kept_once_and_the_last_answer_holds(services, meeting):
    """A repetition changes nothing; another answer about the same claim does."""
    risk = next(r for r in await services.confirmations.queue(meeting) if r.binding)
    first = reply(risk)
    assert await services.confirmations.answer(meeting, first) == await services.confirmations.answer(
        meeting, first
    )
    await services.confirmations.answer(meeting, reply(risk, "wrong", value="abgelehnt"))
    shown = {r.id: r for r in await services.confirmations.queue(meeting)}[risk.id]
    assert (shown.answer.answer, shown.answer.value) == ("wrong", "abgelehnt")


async def test_answers_in_a_row_are_slowed(services, meeting):
    """After six in a few seconds the seventh is refused, with the seconds to wait; the six are kept."""
    queue = await services.confirmations.queue(meeting)
    for risk in queue[:6]:
        await services.confirmations.answer(meeting, reply(risk))
    with pytest.raises(ConfirmingTooFast) as refused:
        await services.confirmations.answer(meeting, reply(queue[6]))
    share = await services.confirmations.share(meeting)
    assert (0 < refused.value.data["seconds"] <= 12, share.looked) == (True, 6)


async def test_planted_items_measure_attention_and_stay_out_of_the_minutes(services, meeting):
    """They look like the others, are told apart by the service alone, and confirm nothing."""
    real = {risk.id for risk in await services.confirmations.queue(meeting)}
    before = await services.confirmations.minutes(meeting)
    mixed = await services.confirmations.queue(meeting, controls=2)
    extra = [risk for risk in mixed if risk.id not in real]
    assert extra
    await services.confirmations.answer(meeting, reply(extra[0], "wrong"))
    share = await services.confirmations.share(meeting)
    assert (share.controls, share.noticed, share.looked) == (1, 1, 0)
    assert await services.confirmations.minutes(meeting) == before


async def test_what_the_draft_does_not_claim_cannot_be_confirmed(services, meeting):
    """An id of no claim is refused."""
    with pytest.raises(ClaimNotFound):
        await services.confirmations.answer(
            meeting, ClaimReply(claim="vote-0", answer="right", client_id=uuid4())
        )


async def test_each_answer_is_in_the_log_without_what_was_said(services, meeting):
    """The entry names the claim and the answer, not the words."""
    risk = next(r for r in await services.confirmations.queue(meeting) if r.binding)
    await services.confirmations.answer(meeting, reply(risk, "changed", value="Siebzehn"))
    async with services.database.as_system().session() as session:
        found = await session.scalars(
            select(t.AuditEntry.details).where(t.AuditEntry.action == "minutes.changed")
        )
        (entry,) = found
    assert entry == {"claim": risk.id, "answer": "changed", "unheard": False}


async def test_minutes_are_laid_before_signing_once_every_vote_is_confirmed(
    services, meeting, database_url, drafted
):
    """Before that only with a reason, which the edition tells; it tells how much was looked at, too."""
    async with services.database.session() as session:
        town = select(t.Organization.body_id).join(t.Meeting).where(t.Meeting.id == UUID(meeting))
        body = await session.scalar(town)
        await session.execute(delete(t.Processing))  # the demo would be processed next
        place, minutes = UUID(meeting), drafted[2]  # all of the demo is public
        await session.run_sync(lambda sync: keep_public_cut(sync, place, "minutes", minutes))
        (await session.get_one(t.Meeting, place)).public = True
    secretary = make_person(database_url, Grant(role=Role.SECRETARY, body=body))

    async def needs():
        with acting_as(secretary):
            life = await services.editions.life(meeting)
        present = next(one for one in life.moves if one.move == "present")
        return {one.code for one in present.obstacles}

    with acting_as(secretary):
        await services.editions.move(meeting, MoveWish(move="submit"))
    assert "votes-confirmed" in await needs()
    for risk in await services.confirmations.queue(meeting):
        if risk.binding:
            await services.confirmations.answer(meeting, reply(risk))
            async with services.database.session() as session:
                row = t.ClaimAnswer
                first = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
                await session.execute(update(row).where(row.created_at > first).values(created_at=first))
    assert "votes-confirmed" not in await needs()
    with acting_as(secretary):
        life = await services.editions.move(meeting, MoveWish(move="present", reason="Angaben fehlen noch"))
    with acting_as(secretary):
        file = await services.editions.document(
            str(life.editions[0].id), "presented", "public", "minutes.json"
        )
    told = msgspec.json.decode(file.data, type=Minutes).provenance.models["Prüfung"]
    assert "zweifelhaften Stellen" in told
