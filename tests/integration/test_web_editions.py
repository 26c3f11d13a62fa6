"""The pages of the life of minutes: every state is shown, in both languages, and every step leads on."""

from __future__ import annotations

import re
from uuid import UUID

import jobs_meetings as jm
import pytest
from web_client import HTML, OWN, PASSWORD, signed_in_client

from app.db import tables as t
from app.jobs.keeping import add_revision, keep_public_cut
from minutes.types import Minutes, MinutesDecision, MinutesHead, MinutesItem

pytestmark = pytest.mark.anyio

PDF = b"%PDF-1.7 signed by hand"


@pytest.fixture
async def services(database_url, tmp_path):
    async with jm.open_services(database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def meeting(services):
    """A meeting with a draft that has a public and a non-public part."""
    made = UUID((await services.meetings.create_meeting(jm.AGENDA, jm.ROSTER)).summary.id)
    spoken = MinutesItem(
        number="Ö 1",
        title="Spielplatz",
        decisions=(MinutesDecision(id="d1", text="Der Spielplatz wird gebaut."),),
    )
    closed = MinutesItem(number="N 1", title="Grundstück", public=False)
    head = MinutesHead(organization="Gemeinderat", number="3", date="2026-04-16")
    whole = Minutes(head=head, chair="Georg Lehmann", items=(spoken, closed))
    public = Minutes(head=head, chair="Georg Lehmann", items=(spoken,))
    async with services.database.as_system().session() as session:
        await session.run_sync(lambda sync: add_revision(sync, made, "minutes", whole))
        await session.flush()
        await session.run_sync(lambda sync: keep_public_cut(sync, made, "minutes", public))
        row = await session.get_one(t.Meeting, made)
        row.public = True
    return str(made)


class Life:
    """The page of a meeting, and its forms."""

    def __init__(self, client, meeting):
        self.client, self.path = client, f"/meetings/{meeting}/minutes-life"

    async def shown(self, language="de"):
        page = await self.client.get(self.path, headers=HTML | {"accept-language": language})
        assert page.status_code == 200, page.text
        return page.text

    async def send(self, form, *, files=None, **fields):
        revision = re.search(r'name="revision" value="([^"]*)"', await self.shown())[1]
        data = {"revision": revision, **fields}
        done = await self.client.post(
            f"{self.path}/{form}", data=data, files=files, headers=HTML | OWN, follow_redirects=False
        )
        assert done.status_code == 303, done.text
        return await self.shown()


async def test_every_step_from_draft_to_publication_and_correction(services, meeting):
    """Presented with a reason, signed by paper and by name, sent, published, and taken up once more."""
    async with signed_in_client(services, body="Gemeinde Wiesenthal") as client:
        life = Life(client, meeting)
        assert "Noch keine." in await life.shown()
        text = await life.send("moves/submit")
        assert f'href="/meetings/{meeting}/check"' in text
        text = await life.send("moves/present", kind="full", reason="Vorführung")
        assert "Öffentlicher Teil" in text
        assert "Public part" in await life.shown("en")
        slots = sorted(set(re.findall(r"/signatures/(\d+)/file", text)))
        assert len(slots) == 2
        paper = {"file": ("unterschrift.pdf", PDF, "application/pdf")}
        await life.send(f"signatures/{slots[0]}/file", files=paper, name="Georg Lehmann", kind="pdf")
        text = await life.send(f"signatures/{slots[1]}", name="Kim Sommer", password=PASSWORD, code="")
        assert "Berichtigung beginnen" in text
        await life.send("moves/send")
        await life.send("moves/publish")
        text = await life.send("moves/correct", reason="Ein Name war falsch.")
        assert "Berichtigung" in text
        edition = re.search(r'href="(/protocols/[0-9a-f-]+)"', text)[1]
        for language in ("de", "en"):
            page = await client.get(edition, headers=HTML | {"accept-language": language})
            assert page.status_code == 200
            assert await life.shown(language)
