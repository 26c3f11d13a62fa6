"""Stages that need no sound: align, understand, render."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version

import msgspec

from app.language_model import add_summaries
from app.pipeline.word import render_in
from app.settings.language_model import LanguageModelSettings
from diarize.align import build_utterances
from diarize.fallback import NO_SPEECH
from diarize.rttm import format_rttm
from diarize.types import Diarization, Utterance
from minutes.draft import Sources, draft_minutes, provenance_of, with_open_points
from minutes.exports import (
    chapters_vtt,
    public_part,
    transcript_csv,
    transcript_srt,
    transcript_txt,
    transcript_vtt,
    votes_csv,
)
from minutes.notices import sound_filled
from minutes.people import LogEntry
from minutes.profiles import find_profile
from minutes.render import OwnTemplate, render_html, render_pdf, reworded_files
from minutes.types import Agenda, Minutes, MinutesKind, Outcomes, RecordingInfo, Roster, Speaker, Transcript
from minutes.understand import understand
from transcribe.types import Transcription

DOCUMENTS: tuple[tuple[str, MinutesKind], ...] = (
    ("minutes", "course"),
    ("decisions", "decisions"),
    ("results", "results"),
    ("verbatim", "verbatim"),
)
"""Stem of the file and kind of minutes: Verlaufs-, Beschluss-, Ergebnis- and Wortprotokoll."""

STEMS = tuple(stem for stem, _ in DOCUMENTS)

PUBLIC = ".public"
"""Stands before the ending of a file that holds the public part alone."""

LEAST_FILLED = 0.5
"""Seconds of gaps in the sound from which on people are told."""


def join_words(
    transcription: Transcription, diarization: Diarization, *, sha256: str, filled: float = 0.0
) -> Transcript:
    """Give the words to the voices; voices and utterances have neither name nor item yet.

    Args:
        transcription: The words.
        diarization: The voices.
        sha256: Of the recording.
        filled: Seconds for which the recording holds no sound; told as a warning.
    """
    utterances: tuple[Utterance, ...] = build_utterances(transcription, diarization)
    voices = dict.fromkeys(turn.speaker for turn in diarization.turns)
    voices.update(dict.fromkeys(u.speaker for u in utterances if u.speaker is not None))
    warnings = diarization.warnings
    if not utterances:
        warnings = (*warnings, NO_SPEECH)
    if filled >= LEAST_FILLED:
        warnings = (*warnings, sound_filled(filled))
    return Transcript(
        language=transcription.language,
        recording=RecordingInfo(sha256=sha256, duration=round(transcription.duration, 3)),
        engine={
            "transcriber": msgspec.to_builtins(transcription.engine),
            "diarizer": msgspec.to_builtins(diarization.engine),
        },
        speakers=tuple(Speaker(id=voice) for voice in voices),
        utterances=utterances,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def write_up(
    transcript: Transcript,
    agenda: Agenda,
    roster: Roster | None,
    *,
    log: Sequence[LogEntry] = (),
    placed: Mapping[str, str | None] | None = None,
) -> tuple[Transcript, Outcomes, Minutes]:
    """Find items, names and outcomes, and draft the minutes; ``placed`` as :func:`understand` takes it."""
    understood, outcomes = understand(transcript, agenda, roster, log=log, placed=placed)
    provenance = provenance_of(understood, version=version("protokollant"), created=now())
    draft = draft_minutes(understood, outcomes, agenda, roster, provenance=provenance)
    settings = LanguageModelSettings.read(os.environ)
    draft = add_summaries(draft, understood, outcomes, agenda, roster, settings=settings)
    return understood, outcomes, draft


def amend_draft(
    minutes: Minutes, transcript: Transcript, outcomes: Outcomes, agenda: Agenda, roster: Roster | None
) -> Minutes:
    """Return minutes that people changed with the open points that remain."""
    profile = find_profile(minutes.state) if minutes.state else None
    return with_open_points(minutes, Sources(transcript, outcomes, agenda, roster), profile)


def render_files(
    transcript: Transcript,
    outcomes: Outcomes,
    minutes: Minutes,
    *,
    stems: Collection[str] = STEMS,
    own: OwnTemplate | None = None,
) -> dict[str, bytes]:
    """Return the files of the contract that a transcript of text allows, by name.

    Args:
        transcript: With items and names.
        outcomes: What was found in it.
        minutes: The draft.
        stems: Of :data:`DOCUMENTS`, those that are made.
        own: Template of Word of the municipality.
    """
    files = {
        "transcript.json": msgspec.json.encode(transcript),
        "outcomes.json": msgspec.json.format(msgspec.json.encode(outcomes), indent=1),
        "minutes.json": msgspec.json.format(msgspec.json.encode(minutes), indent=1),
        "outcomes.csv": votes_csv(minutes).encode(),
    }
    for stem, kind in DOCUMENTS:
        if stem not in stems:
            continue
        files[f"{stem}.html"] = render_html(minutes, kind).encode()
        files[f"{stem}.docx"] = render_in(own, minutes, kind)
        files[f"{stem}.pdf"] = render_pdf(minutes, kind)
    files |= reworded_files(minutes)
    return files


def sound_files(
    transcript: Transcript, outcomes: Outcomes, agenda: Agenda, diarization: Diarization, *, uri: str
) -> dict[str, bytes]:
    """Return the files that need times, by name.

    The captions, chapters and the readable text are complete; where the meeting has a non-public part they
    exist a second time (``transcript.public.vtt`` …), made from the public part alone.
    """
    files = {"diarization.rttm": format_rttm(diarization.turns, uri).encode()}
    files |= _readable(transcript, outcomes, agenda, infix="")
    cut = public_part(transcript, outcomes, agenda)
    return files if cut is None else files | _readable(*cut, infix=PUBLIC)


def _readable(transcript: Transcript, outcomes: Outcomes, agenda: Agenda, *, infix: str) -> dict[str, bytes]:
    return {
        f"transcript{infix}.vtt": transcript_vtt(transcript).encode(),
        f"chapters{infix}.vtt": chapters_vtt(transcript, outcomes, agenda).encode(),
        f"transcript{infix}.srt": transcript_srt(transcript).encode(),
        f"transcript{infix}.txt": transcript_txt(transcript, agenda).encode(),
        f"transcript{infix}.csv": transcript_csv(transcript, agenda).encode(),
    }


def now() -> str:
    """Return the time for the provenance; ``SOURCE_DATE_EPOCH`` makes it reproducible."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.replace(microsecond=0).isoformat()
