"""Errors of the recogniser by group of voices: women and men, or whatever groups a recording's truth names.

``python -m app.measure.groups turns REFERENCE TRANSCRIPT VOICE=GROUP …`` compares a transcript with a
reference of turns (``turns[].start/speaker/written``): both texts are aligned as wholes, each error counts
for the voice whose word it hits, an inserted word for the voice before it.

``python -m app.measure.groups clips TRUTH [PROFILE]`` recognises single sentences (``files[].file/sex/text``
beside TRUTH) as the pipeline does, each by itself and without any vocabulary.

``python -m app.measure.groups voices REFERENCE.rttm FOUND.rttm SPEAKERS`` tells how much of each group's
speech was given to the voice that is mostly theirs (``speakers[].id/sex`` in SPEAKERS).

Prints the figures of each voice and group, and as last line one JSON object.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.measure.voices import found_by_voice
from app.measure.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.pipeline.job import Engines


def errors_by_voice(
    turns: Iterable[tuple[str, str]], hypothesis: str, *, language: str = "de"
) -> dict[str, tuple[int, int]]:
    """Return words and errors of each voice.

    Args:
        turns: voice and words of each turn, in the order of their start.
        hypothesis: what was recognised, all of it in order.
        language: in which numbers are read.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  # only for measuring

    words: list[str] = []
    voices: list[str] = []
    for voice, text in turns:
        own = spoken(text, language).split()
        words += own
        voices += [voice] * len(own)
    errors: Counter[str] = Counter()
    for edit in Levenshtein.editops(words, spoken(hypothesis, language).split()):
        place = edit.src_pos - 1 if edit.tag == "insert" else edit.src_pos
        errors[voices[min(max(place, 0), len(voices) - 1)]] += 1
    counts = Counter(voices)
    return {voice: (count, errors[voice]) for voice, count in counts.items()}


def by_group(
    voices: Mapping[str, tuple[int, int]], groups: Mapping[str, str]
) -> dict[str, tuple[int, int, int]]:
    """Return how many voices a group has, their words and their errors; voices of no group are left out."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for voice, figures in voices.items():
        if voice in groups:
            found[groups[voice]].append(figures)
    return {
        group: (len(figures), sum(words for words, _ in figures), sum(errors for _, errors in figures))
        for group, figures in sorted(found.items())
    }


def recognise(recording: Path, engines: Engines, *, language: str) -> str:
    """Return the words of a short recording, recognised as the pipeline does, without vocabulary."""
    from models import NeverCancelled, no_progress  # noqa: PLC0415  # heavy
    from transcribe.decode import decode  # noqa: PLC0415  # as above
    from transcribe.speech import find_speech  # noqa: PLC0415  # as above
    from transcribe.stitch import stitch  # noqa: PLC0415  # as above
    from transcribe.types import Vocabulary  # noqa: PLC0415  # as above
    from transcribe.windows import plan_windows  # noqa: PLC0415  # as above

    never = NeverCancelled()
    with tempfile.TemporaryDirectory() as folder:
        audio = decode([recording], Path(folder) / "sound", progress=no_progress, cancel=never)
        duration = audio.duration
        windows = plan_windows(find_speech(audio, cancel=never), duration=duration)
        results = tuple(
            engines.transcriber.transcribe(
                audio, windows, language=language, vocabulary=Vocabulary(), cancel=never
            )
        )
    told = stitch(results, language=language, duration=duration, engine=engines.transcriber.engine)
    return " ".join(word.text.strip() for segment in told.segments for word in segment.words)


def _turns(reference: Path, transcript: Path, groups: Mapping[str, str]) -> dict[str, tuple[int, int, int]]:
    truth = json.loads(reference.read_text(encoding="utf-8"))
    said = json.loads(transcript.read_text(encoding="utf-8"))["utterances"]
    turns = sorted(truth["turns"], key=lambda turn: float(turn["start"]))
    voices = errors_by_voice(
        [(turn["speaker"], turn["written"]) for turn in turns],
        " ".join(one["text"] for one in sorted(said, key=lambda one: float(one["start"]))),
    )
    for voice, (words, errors) in sorted(voices.items()):
        sys.stdout.write(f"{voice} ({groups.get(voice, '–')}): {words} words, {_wer(words, errors)} %\n")
    return by_group(voices, groups)


def _clips(truth: Path, profile: str) -> dict[str, tuple[int, int, int]]:
    from app.bootstrap import build_engines  # noqa: PLC0415  # heavy
    from app.settings import SpeechSettings  # noqa: PLC0415  # as above

    engines = build_engines(SpeechSettings(profile=profile))
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    sexes: dict[str, str] = {}
    for clip in json.loads(truth.read_text(encoding="utf-8"))["files"]:
        file = truth.parent.parent / clip["file"]
        text = recognise(file, engines, language=clip["language"])
        figures = errors_by_voice([("one", clip["text"])], text, language=clip["language"])["one"]
        sexes[clip["speaker"]] = clip["sex"]
        for place in range(2):
            totals[clip["speaker"]][place] += figures[place]
    voices = {voice: (words, errors) for voice, (words, errors) in totals.items()}
    for voice, (words, errors) in sorted(voices.items()):
        sys.stdout.write(f"{voice} ({sexes[voice]}): {words} words, {_wer(words, errors)} %\n")
    return by_group(voices, sexes)


def _voices(reference: Path, found: Path, speakers: Path) -> dict[str, float]:
    sexes = {one["id"]: one["sex"] for one in json.loads(speakers.read_text(encoding="utf-8"))["speakers"]}
    seconds: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for voice, one in found_by_voice(reference, found).items():
        seconds[sexes.get(voice, "unknown")].append(one)
    told: dict[str, float] = {}
    for group, figures in sorted(seconds.items()):
        told[f"{group}_voices"] = len(figures)
        told[f"{group}_seconds"] = round(sum(whole for whole, _ in figures), 1)
        told[f"{group}_found_percent"] = round(
            100 * sum(shared for _, shared in figures) / sum(whole for whole, _ in figures), 1
        )
    return told


def _wer(words: int, errors: int) -> float:
    return round(100 * errors / max(1, words), 1)


def main(arguments: list[str]) -> None:
    """Measure, and print what was found."""
    kind, *rest = arguments
    if kind == "voices":
        sys.stdout.write(json.dumps(_voices(Path(rest[0]), Path(rest[1]), Path(rest[2]))) + "\n")
        return
    if kind == "turns":
        found = _turns(Path(rest[0]), Path(rest[1]), dict(one.split("=") for one in rest[2:]))
    else:
        found = _clips(Path(rest[0]), rest[1] if len(rest) > 1 else "open-base")
    figures = {
        f"{group}_{key}": value
        for group, (voices, words, errors) in found.items()
        for key, value in (("voices", voices), ("words", words), ("wer_percent", _wer(words, errors)))
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
