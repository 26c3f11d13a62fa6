"""The files of a meeting with a non-public part: complete ones, and public ones beside them."""

from __future__ import annotations

from app.pipeline.text import sound_files
from diarize.types import Diarization, Utterance
from minutes.types import Agenda, AgendaItem, ItemOutcome, Outcomes, Transcript
from transcribe.types import EngineInfo

MARK = "ZWIEBELTURM"
BOTH = (
    "transcript{}.vtt", "chapters{}.vtt", "transcript{}.txt", "transcript{}.srt", "transcript{}.csv",
)  # fmt: skip


def files_of(*, closed):
    """Return the files of two items, of which the second is public or not."""
    agenda = Agenda(
        items=(
            AgendaItem(number="1", title="Haushalt"),
            AgendaItem(number="2", title=f"Kauf {MARK}", public=not closed),
        )
    )
    said = [("u1", "1", "Zum Haushalt.", 0.0), ("u2", "2", f"Der {MARK} kostet.", 10.0)]
    utterances = tuple(
        Utterance(id=name, item=item, text=text, start=start, end=start + 5)
        for name, item, text, start in said
    )
    items = tuple(
        ItemOutcome(number=number, state="handled", start=start)
        for number, start in (("1", 0.0), ("2", 10.0))
    )
    nobody = Diarization(turns=(), exclusive=(), engine=EngineInfo(name="none", version="0"))
    return sound_files(
        Transcript(utterances=utterances), Outcomes(items=items), agenda, nobody, uri="sitzung"
    )


def test_a_non_public_part_gives_two_forms():
    """The complete file keeps everything, the public one holds nothing of the other part."""
    files = files_of(closed=True)
    for name in BOTH:
        assert MARK.encode() in files[name.format("")]
        assert MARK.encode() not in files[name.format(".public")]
    assert b"Zum Haushalt." in files["transcript.public.txt"]


def test_a_public_meeting_has_one_form():
    """Nothing is offered twice where nothing was cut."""
    assert not any(".public." in name for name in files_of(closed=False))
