"""The page "Prüfen": one claim at a time, after hearing, and what people wrote is what they confirm."""

from __future__ import annotations

import re
from uuid import uuid4

import jobs_meetings as jm
import pytest
from drafted_demo import draft_demo, enter_drafted
from web_client import HTML, OWN, signed_in_client

from app.services.confirmations import ClaimReply, Heard
from app.services.writing import Wish
from minutes.editing import SetField

pytestmark = pytest.mark.anyio


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


def fields_of(text):
    """Return the fields of the first form for an answer."""
    form = text.partition('id="check-form"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


async def test_without_scripts_an_unheard_answer_needs_a_step_of_its_own(services, meeting):
    """Refused in words first, with nothing kept; the express form is kept as unheard and leads on."""
    async with signed_in_client(services, body="Gemeinderat Wiesenthal") as client:
        page = f"/meetings/{meeting}/check"
        shown = await client.get(page, headers=HTML)
        fields = fields_of(shown.text)
        assert "Angabe 1 von" in shown.text
        assert "checked" not in shown.text
        refused = await client.post(page, data=fields | {"answer": "right"}, headers=HTML | OWN)
        assert refused.status_code == 422
        assert "noch nicht angehört" in refused.text
        assert (await services.confirmations.share(meeting)).unheard == 0
        express = fields | {"answer": "right", "without_listening": "1"}
        kept = await client.post(page, data=express, headers=HTML | OWN, follow_redirects=False)
        assert (kept.status_code, kept.headers["location"].endswith(f"claim={fields['next']}")) == (303, True)
        assert (await services.confirmations.share(meeting)).unheard == 1


async def test_every_claim_can_be_shown_in_both_languages(services, meeting):
    """Every kind of the demo's queue has its words, and the last page says that all is answered."""
    async with signed_in_client(services, body="Gemeinderat Wiesenthal") as client:
        for place, risk in enumerate(await services.confirmations.queue(meeting)):
            language = ("de", "en")[place % 2]
            page = f"/meetings/{meeting}/check?claim={risk.id}&lang={language}"
            shown = await client.get(page, headers=HTML)
            assert shown.status_code == 200
            if risk.value.startswith("rejected"):
                assert ("</span>abgelehnt</h2>", "</span>rejected</h2>")[place % 2] in shown.text
        planted = await client.get(f"/meetings/{meeting}/check?controls=1", headers=HTML)
        assert 'name="controls" value="1"' in planted.text


async def test_what_was_written_is_what_is_confirmed(services, meeting):
    """A changed result is a new claim: the old confirmation holds no more, its undoing brings it back."""
    queue = await services.confirmations.queue(meeting)
    risk = next(one for one in queue if one.kind == "decision-wording")
    heard = Heard(utterances=tuple(e.utterance for e in risk.evidence), seconds=risk.seconds_needed)
    answer = ClaimReply(claim=risk.id, answer="right", client_id=uuid4(), heard=heard)
    await services.confirmations.answer(meeting, answer)
    path = ("items", risk.item, "decisions", risk.claim, "text")
    made = await services.writing.change(
        meeting,
        Wish(client_id=uuid4(), change=SetField(path=path, value="Der Rat beschließt etwas anderes.")),
    )
    after = {one.claim: one for one in await services.confirmations.queue(meeting) if one.kind == risk.kind}
    assert after[risk.claim].value == "Der Rat beschließt etwas anderes."
    assert after[risk.claim].answer is None
    await services.writing.undo(meeting, made.seq, uuid4())
    again = {one.id: one for one in await services.confirmations.queue(meeting)}
    assert again[risk.id].answer.answer == "right"
