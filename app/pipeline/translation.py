"""The transcript in English by the recogniser itself: captions and a text, never binding.

What one voice says in one go on one item is heard again and translated as one piece, so that speaker, item
and part of the meeting stay known, and the public form holds nothing else. Each piece is compared with the
transcript without a model: one whose numbers, names, parties or papers do not stand there is marked.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from app.pipeline.running import fingerprint
from minutes.draft.sources import Sources
from minutes.exports import public_part, transcript_txt, transcript_vtt
from minutes.facts import Known, Spoken, check_sentence
from transcribe.decode import decode
from transcribe.types import SpeechRegion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.pipeline.checkpoints import Checkpoints
    from diarize.types import Utterance
    from minutes.types import Agenda, Outcomes, Roster, Transcript
    from models.control import CancelToken, Progress
    from transcribe.audio import Audio

TARGET = "en"
STAGE = "translate/1"
LONGEST = 28.0
"""Seconds of one piece; Whisper hears 30 at once."""
PAUSE = 2.0
"""Seconds of silence that end a piece."""
SHORTEST = 1.0
"""Seconds under which nothing is translated: Whisper invents words for a cough."""
DOUBT = "[?]"
"""Before a piece that does not agree with the transcript."""
NOTHING = "[not understood]"
"""In place of a piece in which the recogniser heard nothing, or only repeated itself."""
_INVENTED = frozenset({"loop", "silence"})
HEAD = (
    "Machine translation into English by the speech recogniser. Not binding, not reviewed. "
    f"{DOUBT} marks what does not agree with the transcript.\n\n"
)


class Translator(Protocol):
    """Anything that hears speech and writes English."""

    def translate(
        self, audio: Audio, stretches: Sequence[SpeechRegion], *, language: str, cancel: CancelToken
    ) -> Iterator[str]:
        """Yield the text of each stretch in order."""


class Found(NamedTuple):
    """What is known of the meeting."""

    transcript: Transcript
    outcomes: Outcomes
    agenda: Agenda
    roster: Roster | None


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive utterances of one voice on one item, in one part of the meeting."""

    said: tuple[Utterance, ...]

    @property
    def start(self) -> float:
        """Second at which it begins."""
        return self.said[0].start or 0.0

    @property
    def end(self) -> float:
        """Second at which it ends."""
        return self.said[-1].end or self.start


def pieces_of(transcript: Transcript, sources: Sources) -> tuple[Speech, ...]:
    """Return what is translated together; utterances without times and invented ones are left out."""
    pieces: list[list[Utterance]] = []
    for one in transcript.utterances:
        if one.start is None or one.end is None or _INVENTED & set(one.flags):
            continue
        last = pieces[-1][-1] if pieces else None
        joins = (
            last is not None
            and (last.speaker, last.item, sources.is_public(last))
            == (one.speaker, one.item, sources.is_public(one))
            and one.start - (last.end or 0.0) <= PAUSE
            and one.end - (pieces[-1][0].start or 0.0) <= LONGEST
        )
        if joins:
            pieces[-1].append(one)
        else:
            pieces.append([one])
    made = (Speech(said=tuple(piece)) for piece in pieces)
    return tuple(piece for piece in made if piece.end - piece.start >= SHORTEST)


def translate_transcript(
    translator: Translator,
    audio: Audio,
    found: Found,
    *,
    checkpoints: Checkpoints,
    key: str,
    progress: Progress,
    cancel: CancelToken,
) -> Transcript:
    """Return the transcript with English words: an utterance a piece, named and laid to items as before.

    Pieces that are finished are kept and not heard again in a later run with the same ``key``.

    Raises:
        Cancelled: ``cancel`` was set; finished pieces are kept.
    """
    transcript, outcomes, agenda, roster = found
    pieces = pieces_of(transcript, Sources(transcript, outcomes, agenda, roster))
    mark = fingerprint(STAGE, key, [(piece.start, piece.end) for piece in pieces])
    done = {index: data.decode() for index, data in checkpoints.windows(mark).items()}
    missing = [index for index in range(len(pieces)) if index not in done]
    regions = [SpeechRegion(start=pieces[index].start, end=pieces[index].end) for index in missing]
    heard = translator.translate(audio, regions, language=transcript.language, cancel=cancel)
    for count, (index, text) in enumerate(zip(missing, heard, strict=True), start=1):
        done[index] = text
        checkpoints.save_windows(mark, {index: text.encode()})
        progress(len(pieces) - len(missing) + count, len(pieces))
    known = Known(
        roster=roster, date=agenda.meeting.date, language=TARGET, spoken_language=transcript.language
    )
    return msgspec.structs.replace(
        transcript,
        language=TARGET,
        utterances=tuple(
            _translated(piece, done[index] or NOTHING, known) for index, piece in enumerate(pieces)
        ),
    )


def translation_files(
    translated: Transcript, transcript: Transcript, outcomes: Outcomes, agenda: Agenda
) -> dict[str, bytes]:
    """Return captions and text by name; where there is a non-public part also the public forms.

    What is public is asked of the transcript itself, in which the border of the public part stands.
    """
    files = _files(translated, agenda, "")
    cut = public_part(transcript, outcomes, agenda)
    if cut is None:
        return files
    public = {one.id for one in cut.transcript.utterances}
    open_part = msgspec.structs.replace(
        cut.transcript, utterances=tuple(one for one in translated.utterances if one.id in public)
    )
    return files | _files(open_part, cut.agenda, ".public")


def translate_recordings(
    recordings: Sequence[Path],
    translator: Translator,
    found: Found,
    *,
    checkpoints: Checkpoints,
    progress: Progress,
    cancel: CancelToken,
) -> dict[str, bytes]:
    """Decode once more, translate, and return the files; raises as :func:`translate_transcript`."""
    with tempfile.TemporaryDirectory() as folder:
        audio = decode(recordings, Path(folder) / "sound", progress=lambda *_: None, cancel=cancel)
        translated = translate_transcript(
            translator,
            audio,
            found,
            checkpoints=checkpoints,
            key=found.transcript.recording.sha256 or "",
            progress=progress,
            cancel=cancel,
        )
    return translation_files(translated, found.transcript, found.outcomes, found.agenda)


def _files(translated: Transcript, agenda: Agenda, infix: str) -> dict[str, bytes]:
    return {
        f"translation.{TARGET}{infix}.vtt": transcript_vtt(translated).encode(),
        f"translation.{TARGET}{infix}.txt": (HEAD + transcript_txt(translated, agenda)).encode(),
    }


def _translated(piece: Speech, text: str, known: Known) -> Utterance:
    spoken = [Spoken(id=one.id, text=one.text) for one in piece.said]
    agrees = text == NOTHING or check_sentence(text, spoken, known).supported
    return msgspec.structs.replace(
        piece.said[0],
        end=piece.end,
        text=text if agrees else f"{DOUBT} {text}",
        words=(),
        flags=(),
        confidence=None,
    )
