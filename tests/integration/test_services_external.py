"""An external PostgreSQL as an administrator sets it up: no superuser for the service."""

from __future__ import annotations

import jobs_meetings as jm
import psycopg
import pytest

from app.db import is_current
from app.db.engine import connection_string
from app.services.installation import Installation

pytestmark = pytest.mark.anyio


@pytest.fixture
def owned_url(postgres):
    """The address of an empty database whose owner may make roles and nothing more."""
    admin = connection_string(postgres.url())
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE town_owner LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE town OWNER town_owner")
        # the roles exist in this cluster already; on a fresh one the owner makes them
        connection.execute("GRANT protokollant_app, protokollant_portal, protokollant_system TO town_owner")
    yield postgres.url("town").replace("postgres@", "town_owner@")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE town WITH (FORCE)")
        connection.execute("DROP OWNED BY town_owner")
        connection.execute("DROP ROLE town_owner")


async def test_service_works_for_an_owner_without_superuser(template, owned_url, tmp_path):
    """Migrations, queue and use-cases need no more than a database of one's own."""
    with Installation(tmp_path, owned_url) as installation:
        async with jm.open_services(installation.url, tmp_path) as services:
            meeting = await jm.meeting_in_line(services)
            view = await services.processing.progress(meeting)
            cancelled = await services.processing.cancel(meeting)
            await services.meetings.delete_meeting(meeting)
    assert is_current(owned_url) is True
    assert (view.state, view.place) == ("queued", 1)
    assert cancelled.state == "cancelled"
