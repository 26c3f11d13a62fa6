"""Tables for spreadsheets and statistics (RFC 4180, UTF-8 with a mark, so that Excel reads the umlauts)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from minutes.render.phrases import RESULTS, SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from minutes.types import Agenda, Minutes, MinutesPart, Transcript

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula; an apostrophe before it keeps it text (OWASP)."""

SPOKEN = ("start", "end", "speaker", "name", "item", "title", "text")
VOTES = ("item", "title", "paper", "subject", "result", "unanimous", "yes", "no", "abstain", "decision")


def transcript_csv(transcript: Transcript, agenda: Agenda) -> str:
    """Return a line for each utterance; times are seconds from the start of the recording."""
    titles = {item.number: item.title for item in agenda.items}
    names = {speaker.id: speaker.name for speaker in transcript.speakers}
    return _table(
        SPOKEN,
        (
            (
                _seconds(one.start),
                _seconds(one.end),
                one.speaker,
                names.get(one.speaker or ""),
                one.item,
                titles.get(one.item or ""),
                " ".join(one.text.split()),
            )
            for one in transcript.utterances
        ),
    )


def votes_csv(minutes: Minutes, *, part: MinutesPart = "all") -> str:
    """Return a line for each vote; what nobody stated is empty."""
    return _table(
        VOTES,
        (
            (
                item.number,
                item.title,
                item.paper,
                SUBJECTS[vote.subject],
                RESULTS[vote.result],
                {True: "ja", False: "nein", None: ""}[vote.unanimous],
                vote.yes,
                vote.no,
                vote.abstain,
                next((one.text for one in item.decisions if one.id == vote.decision), ""),
            )
            for item in minutes.items
            for vote in item.votes
            if part != "public" or (item.public and vote.public)
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    made = io.StringIO()
    made.write("\ufeff")
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows([_cell(one) for one in row] for row in rows)
    return made.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
