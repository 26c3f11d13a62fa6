"""A worker tells of itself: a row that is refreshed while it lives, for the page that shows who works."""

from __future__ import annotations

import asyncio
import logging
import socket
from importlib.metadata import version
from typing import TYPE_CHECKING

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert

from app.db import tables as t
from app.db.errors import DatabaseUnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.jobs.task import Workshop

logger = logging.getLogger(__name__)


async def keep_present(workshop: Workshop, queues: Sequence[str], *, interval: float) -> None:
    """Refresh the row until cancelled."""
    while True:
        try:
            await asyncio.to_thread(_sign, workshop, queues)
        except DatabaseUnavailableError as error:
            logger.warning("The worker cannot give a sign of life: %s", error)
        await asyncio.sleep(interval)


def leave(workshop: Workshop) -> None:
    """Remove the row; where the database is away, it is forgotten in time."""
    try:
        with workshop.database.session() as session:
            session.execute(delete(t.WorkerRow).where(t.WorkerRow.name == workshop.name))
    except DatabaseUnavailableError as error:
        logger.warning("The worker could not say good-bye: %s", error)


def _sign(workshop: Workshop, queues: Sequence[str]) -> None:
    values = {
        "host": socket.gethostname(),
        "device": workshop.device,
        "queues": list(queues),
        "version": version("protokollant"),
        "seen_at": text("now()"),
    }
    with workshop.database.session() as session:
        session.execute(
            insert(t.WorkerRow)
            .values(name=workshop.name, started_at=text("now()"), **values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )
