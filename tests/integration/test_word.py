"""Minutes to Word and back over the services and over HTTP."""

from __future__ import annotations

import html
import io
from uuid import uuid4

import docx
import jobs_meetings as jm
import pytest
from drafted_demo import draft_demo, enter_drafted
from web_client import HTML, signed_in_client

from app.services.writing import NotOurDocumentError, Wish
from minutes.editing import SetField
from minutes.render import texts_of

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


def in_word(file, edits):
    """Change texts of a document as an editor does; None takes the paragraph out."""
    document = docx.Document(io.BytesIO(file))
    for text, new in edits.items():
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                if run.text == text and new is None:
                    paragraph._p.getparent().remove(paragraph._p)
                elif run.text == text:
                    run.text = new
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


async def entries(services, meeting):
    """Return the texts of entries by their place; without those that quote, which are printed otherwise."""
    minutes = (await services.writing.open(meeting)).minutes
    found = texts_of(minutes).items()
    return {path: text for path, text in found if path[4:] and not set(text) & set('„“"')}


async def test_what_was_changed_in_word_comes_back(services, meeting):
    """One text changed there, one changed here meanwhile too, one changed to what stands here already."""
    (first, one), (second, two), (third, three) = list((await entries(services, meeting)).items())[:3]
    file = await services.word.send(meeting)
    for path, text in ((second, "Hier geändert."), (third, "Überall gleich geändert.")):
        wish = Wish(client_id=uuid4(), change=SetField(path=path, value=text))
        await services.writing.change(meeting, wish)
    edits = {one: "In Word geändert.", two: "Auch in Word.", three: "Überall gleich geändert."}
    review = await services.word.receive(meeting, in_word(file, edits))
    told = {(change.path, change.back, change.state) for change in review.changes}
    assert told == {
        (first, "In Word geändert.", "new"),
        (second, "Auch in Word.", "moved"),
        (third, "Überall gleich geändert.", "taken"),
    }
    assert (await entries(services, meeting))[first] == one


async def test_a_document_of_another_meeting_is_refused(services, meeting):
    """Its places may have the same names."""
    other = (await services.meetings.create_meeting(jm.AGENDA, jm.ROSTER)).summary.id
    file = await services.word.send(meeting)
    with pytest.raises(NotOurDocumentError):
        await services.word.receive(other, file)


async def test_it_is_taken_over_on_the_page(services, meeting):
    """Download, upload, choose; the page works without scripts, and each change stands in the history."""
    (first, one), (second, two) = list((await entries(services, meeting)).items())[:2]
    async with signed_in_client(services, body="Gemeinderat Wiesenthal") as client:
        base = f"/meetings/{meeting}/minutes/word"
        sent = await client.post(base, data={"kind": "course"})
        assert sent.status_code == 200, sent.text
        file = sent.content
        back = in_word(file, {one: "In Word geändert.", two: None})
        shown = await client.post(f"{base}/back", files={"file": ("niederschrift.docx", back)}, headers=HTML)
        assert shown.status_code == 200
        boxes = [part.partition('"')[0] for part in shown.text.split('name="take" value="')[1:]]
        assert len(boxes) == 2
        chosen = [html.unescape(box) for box in boxes]
        done = await client.post(f"{base}/take", data={"take": chosen}, headers=HTML)
        assert done.url.path == f"/meetings/{meeting}/minutes"
        refused = await client.post(f"{base}/back", files={"file": ("a.docx", b"nichts")}, headers=HTML)
        assert (refused.status_code, "kein Word-Dokument" in refused.text) == (422, True)
        told = await client.post(
            f"/api/v1/meetings/{meeting}/minutes/work/word/differences",
            content=back,
            headers={"content-type": "application/octet-stream"},
        )
    left = await entries(services, meeting)
    assert (left[first], second in left) == ("In Word geändert.", False)
    assert [change["state"] for change in told.json()["changes"]] == ["taken", "taken"]
    assert len(await services.writing.history(meeting)) == 2
