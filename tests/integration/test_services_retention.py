"""Retention and deletion: what goes is gone everywhere, and a hold stops it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import psycopg
import pytest
from jobs_meetings import open_services, pieces
from psycopg import sql
from sounds import wav
from sqlalchemy import select, text, update

from app.db import BlockingDatabase
from app.db import tables as t
from app.db.audit import verify_chain
from app.db.engine import SYSTEM_ROLE, connection_string
from app.jobs.keeping import PLAYBACK, add_revision, keep_files
from app.jobs.periodic import SystemContext
from app.services.container import work_folder
from app.services.deletion import LegalHoldError, purge_contents
from app.services.purge import HOLD
from app.services.retention_plan import apply_retention, find_due
from app.services.retention_rules import DEFAULTS, KINDS, Rule, rules_of
from app.settings import Settings
from app.storage import StorageUnavailableError, build_storage
from minutes.types import Agenda, AgendaItem, MeetingInfo, Person, Roster

pytestmark = pytest.mark.anyio

MARK = "Zwetschgenknoedel"
KEPT = "Gemeinderat"

AGENDA = Agenda(
    meeting=MeetingInfo(
        body="Gemeinde Wiesenthal", organization=KEPT, number="3", date="2026-04-16", place=f"{MARK} Saal"
    ),
    items=(AgendaItem(number="Ö 1", title=f"{MARK} Platz"), AgendaItem(number="Ö 2", title="Spielplatz")),
)
ROSTER = Roster(
    people=(Person(name="Sabine Möller", role="chair"), Person(name=f"{MARK} Gast", role="guest"))
)


@pytest.fixture
def context(database_url, tmp_path):
    database = BlockingDatabase(database_url, role=SYSTEM_ROLE)
    yield SystemContext(
        url=database_url,
        database=database,
        storage=build_storage(tmp_path),
        data=tmp_path,
        settings=Settings(),
    )
    database.close()


async def _meeting(context):
    """Enter a meeting whose every trace holds the mark, as if it had been processed."""
    async with open_services(context.url, context.data) as services:
        meeting = (await services.meetings.create_meeting(AGENDA, ROSTER, glossary=(MARK,))).summary.id
        await services.recordings.add(meeting, f"{MARK}.wav", pieces(wav(b"1") + MARK.encode()))
        await services.processing.start(meeting)
    key = UUID(meeting)
    blobs = {
        PLAYBACK: context.storage.put_bytes(f"sound {MARK}".encode()),
        "minutes.docx": context.storage.put_bytes(f"docx {MARK}".encode()),
        "speakers.rttm": context.storage.put_bytes(f"rttm {MARK}".encode()),
    }
    with context.database.session() as session:
        session.execute(
            update(t.Processing)
            .where(t.Processing.meeting_id == key)
            .values(state="done", finished_at=t.now() - dt.timedelta(days=40))
        )
        session.execute(text("UPDATE procrastinate_jobs SET status = 'succeeded'"))
        for _ in range(2):
            add_revision(session, key, "minutes", {"text": MARK})
        keep_files(session, key, blobs)
        body = session.scalar(select(t.Meeting.body_id).where(t.Meeting.id == key))
        for stage in ("diarize", "transcribe", "heard"):
            session.add(t.Checkpoint(meeting_id=key, stage=stage, fingerprint="f", data=MARK.encode()))
        session.add(t.WindowCheckpoint(meeting_id=key, fingerprint="f", number=0, data=MARK.encode()))
        session.add(
            t.Upload(meeting_id=key, body_id=body, filename=MARK, described=MARK, length=1, state="done",
                     expires_at=t.now() + dt.timedelta(days=1))
        )  # fmt: skip
        session.add(
            t.InboxFile(body_id=body, filename=MARK, source=MARK, source_size=1, source_mtime=1,
                        state="assigned", meeting_id=key)
        )  # fmt: skip
    folder = work_folder(context.data) / meeting
    folder.mkdir(parents=True)
    (folder / "sound.f32").write_text(MARK)
    return key, body


def _rows_with_the_mark(url):
    """Return the tables of the whole database in which the mark stands, in text or in bytes."""
    found = []
    with psycopg.connect(connection_string(url)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
            if any(MARK in _text(one) for row in rows for one in row):
                found.append(table)
    return sorted(found)


def _text(value):
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def _files_with_the_mark(folder):
    return [
        path for path in folder.rglob("*")
        if path.is_file() and (MARK.encode() in path.read_bytes() or MARK in path.name)
    ]  # fmt: skip


async def test_a_deleted_meeting_is_gone_everywhere(context):
    """No table and no byte of the data folder holds anything of it; the proof of deletion does not either."""
    key, body = await _meeting(context)
    assert len(_rows_with_the_mark(context.url)) > 8
    assert len(_files_with_the_mark(context.data)) >= 4
    async with open_services(context.url, context.data) as services:
        await services.meetings.delete_meeting(str(key))
    assert _rows_with_the_mark(context.url) == []
    assert _files_with_the_mark(context.data) == []
    assert list(context.storage.stored_names()) == []
    with context.database.session() as session:
        row = session.scalars(select(t.DeletionRecord)).one()
        assert (row.kind, row.meeting_id, row.body_id, row.rule) == ("meeting", key, body, "by hand")
        assert len(row.ids) == 5
        assert verify_chain(session)[1] is None


async def test_rules_delete_what_is_due_and_nothing_else(context):
    """Working copies and voices go by default; minutes, recordings and everything later stay."""
    key, _ = await _meeting(context)
    assert apply_retention(context) == 2
    with context.database.session() as session:
        assert session.scalars(select(t.Checkpoint.stage)).all() == []
        assert session.scalars(select(t.WindowCheckpoint.number)).all() == []
        names = session.scalars(select(t.MeetingFile.name).order_by(t.MeetingFile.name)).all()
        assert names == ["minutes.docx", PLAYBACK]
        assert len(session.scalars(select(t.ResultDocument.id)).all()) == 2
        assert len(session.scalars(select(t.Recording.id)).all()) == 1
        kinds = session.scalars(select(t.DeletionRecord.kind).order_by(t.DeletionRecord.kind)).all()
        assert kinds == ["voices", "work"]
        actions = session.scalars(select(t.AuditEntry.action).where(t.AuditEntry.meeting_id == key)).all()
        assert actions.count("retention.applied") == 2
    assert not (work_folder(context.data) / str(key)).exists()
    assert len(list(context.storage.stored_names())) == 3
    assert apply_retention(context) == 0


async def test_recordings_go_after_the_approval_where_a_rule_says_so(context):
    """Sound and rendition go from table and storage; the minutes stay, superseded drafts go."""
    _, body = await _meeting(context)
    with context.database.session() as session:
        session.add(t.RetentionRule(body_id=body, kind="recordings", event="approved", days=14))
        session.execute(update(t.Meeting).values(approved_at=t.now() - dt.timedelta(days=10)))
    apply_retention(context)
    with context.database.session() as session:
        assert len(session.scalars(select(t.Recording.id)).all()) == 1
        due = find_due(session, body, t.now() + dt.timedelta(days=30))
        assert [one.kind for one in due] == ["recordings", "drafts"]
        session.execute(update(t.Meeting).values(approved_at=t.now() - dt.timedelta(days=31)))
    assert apply_retention(context) == 2
    with context.database.session() as session:
        assert session.scalars(select(t.Recording.id)).all() == []
        assert session.scalars(select(t.MeetingFile.name)).all() == ["minutes.docx"]
        assert session.scalars(select(t.ResultDocument.revision)).all() == [2]
    left = list(context.storage.stored_names())
    assert [context.storage.get(name) for name in left] == [f"docx {MARK}".encode()]


@pytest.mark.parametrize("of_meeting", [True, False])
async def test_a_hold_stops_everything(context, of_meeting):
    """Neither rule nor hand nor a bare DELETE removes what is held; once lifted it goes."""
    key, body = await _meeting(context)
    with context.database.session() as session:
        session.add(
            t.LegalHold(
                body_id=body, meeting_id=key if of_meeting else None, reason="Az. 1", placed_by_name="x"
            )
        )
    assert apply_retention(context) == 0
    async with open_services(context.url, context.data) as services:
        recording = (await services.recordings.list(str(key)))[0].id
        with pytest.raises(LegalHoldError):
            await services.meetings.delete_meeting(str(key))
        with pytest.raises(LegalHoldError):
            await services.recordings.remove(str(key), recording)
        for table in ("meeting", "recording", "result_document", "meeting_file"):
            statement = sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
            with (
                psycopg.connect(connection_string(context.url)) as connection,
                pytest.raises(psycopg.errors.RaiseException),
            ):
                connection.execute(statement)
        with context.database.session() as session:
            session.execute(update(t.LegalHold).values(lifted_at=t.now()))
        await services.meetings.delete_meeting(str(key))
    assert _rows_with_the_mark(context.url) == []


async def test_contents_wait_for_a_backup_and_then_go(context):
    """While a backup copies, a deleted meeting leaves the tables; its contents go afterwards."""
    key, _ = await _meeting(context)
    with psycopg.connect(connection_string(context.url), autocommit=True) as backup:
        backup.execute("SELECT pg_advisory_lock(%s)", (HOLD,))
        async with open_services(context.url, context.data) as services:
            await services.meetings.delete_meeting(str(key))
        assert len(list(context.storage.stored_names())) == 4
    apply_retention(context)
    assert list(context.storage.stored_names()) == []


def test_own_rules_come_before_defaults():
    """Each kind has exactly one rule."""
    own = Rule(kind="work", event="uploaded", days=1)
    assert [rule.kind for rule in rules_of((own,))] == list(KINDS)
    assert rules_of((own,))[0] == own
    assert rules_of(())[1:] == DEFAULTS[1:]
    assert DEFAULTS[-1].days is None


async def test_a_storage_that_is_away_costs_nothing(context, monkeypatch):
    """Contents whose removal fails stay entered, and go once the storage is back."""
    key, _ = await _meeting(context)
    with context.database.session() as session:
        session.execute(text("DELETE FROM meeting"))

    def away(sha256):
        raise StorageUnavailableError(where="s3", reason="away")

    with monkeypatch.context() as patch:
        patch.setattr(context.storage, "delete", away)
        with pytest.raises(StorageUnavailableError):
            purge_contents(context.database, context.storage)
    with context.database.session() as session:
        assert len(session.scalars(select(t.Blob.sha256)).all()) == 4
    assert purge_contents(context.database, context.storage) == 4
    assert list(context.storage.stored_names()) == []
    assert key
