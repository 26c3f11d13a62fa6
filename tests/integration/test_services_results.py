"""Results as the services hand them out: the public form is always the one of now."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from app.access import acting_as
from app.db import BlockingDatabase
from app.jobs.keeping import keep_public_cut
from app.services import build_services
from app.services.errors import NotReady

pytestmark = pytest.mark.anyio


async def test_a_border_that_moved_is_seen_at_once(world):
    """The public row is written over in place; what was read of it before is not shown again."""
    services = build_services(world.url, world.data)
    meeting = str(world.meetings["released"])
    database = BlockingDatabase(world.url)
    with acting_as(world.people["administrator"]):
        before = await services.results.transcript(meeting)
    try:
        with acting_as(world.people["administrator"]):
            together = await services.results.latest(meeting)
        assert before.utterances
        assert together.transcript == before
        shorter = msgspec.structs.replace(before, utterances=before.utterances[:1])
        with database.session() as session:
            keep_public_cut(session, UUID(meeting), "transcript", shorter)
        with acting_as(world.people["administrator"]):
            assert await services.results.transcript(meeting) == shorter
            later = await services.results.latest(meeting)
        assert later.transcript == shorter
        assert later.version != together.version
        with database.session() as session:
            keep_public_cut(session, UUID(meeting), "transcript", None)
        with acting_as(world.people["administrator"]), pytest.raises(NotReady):
            await services.results.latest(meeting)
    finally:
        with database.session() as session:
            keep_public_cut(session, UUID(meeting), "transcript", before)
        database.close()
        await services.database.close()
