"""The truth to measure against, from the forms in which it comes.

A folder of a recording has ``reference.json`` (turns, items, votes), ``reference.rttm`` and perhaps
a ``.uem`` (which stretches count); a folder of a text has ``transcript.json`` and
``reference.json`` (item and name of every utterance). A single file stands for itself and for its
neighbours of the same stem: ``x.rttm``, ``x.uem``, ``x.truth.json``, ``x.words.json``.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import msgspec

from app.measure.errors import ReferenceAmbiguousError, ReferenceMissingError
from minutes.inputs.jsonfile import parse_object, read_text

if TYPE_CHECKING:
    from pathlib import Path


class TrueTurn(msgspec.Struct, frozen=True, kw_only=True):
    """What one voice said in one go."""

    start: float
    end: float
    speaker: str
    text: str
    name: str | None = None
    item: str | None = None
    joint: tuple[str, ...] = ()
    """Items called together with ``item``; each of them is right."""


class TrueItem(msgspec.Struct, frozen=True, kw_only=True):
    """Where an item began, seconds."""

    number: str
    start: float


class TrueVote(msgspec.Struct, frozen=True, kw_only=True):
    """A vote that took place."""

    item: str | None
    result: str
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    time: float | None = None
    """Second at which it had ended, where the reference tells."""


class TrueUtterance(msgspec.Struct, frozen=True, kw_only=True):
    """Truth about one utterance of a text."""

    items: tuple[str, ...] = ()
    name: str | None = None


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known; what is empty or None is not known and not measured."""

    language: str = "de"
    turns: tuple[TrueTurn, ...] = ()
    items: tuple[TrueItem, ...] = ()
    votes: tuple[TrueVote, ...] | None = None
    utterances: dict[str, TrueUtterance] = {}
    source: dict[str, str] = {}
    """Text of every utterance that went in, by id, in order (a text only)."""
    rttm: Path | None = None
    uem: Path | None = None
    people: tuple[str, ...] = ()
    """Names that may be spoken: of the roster and of the speakers."""


def read_reference(path: Path) -> Reference:
    """Read the truth in a folder or beside a file.

    Raises:
        ReferenceMissingError: there is none.
        ReferenceAmbiguousError: a folder holds several and no ``reference.*``.
    """
    if path.is_dir():
        return _from_files(_files_of(path), folder=path)
    if not path.is_file():
        raise ReferenceMissingError(path=path)
    stem = _stem(path)
    near = [file for file in path.parent.iterdir() if _stem(file) == stem]
    found = {kind: file for file in near if (kind := _kind(file))}
    return _from_files(found, folder=path.parent)


def _files_of(folder: Path) -> dict[str, Path]:
    groups: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.iterdir()):
        if kind := _kind(path):
            groups.setdefault(_stem(path), {})[kind] = path
    if "reference" in groups:
        found = groups["reference"]
        for near in folder.glob("*.uem"):
            found.setdefault("uem", near)
        return found
    truths = {stem: files for stem, files in groups.items() if files.keys() & {"rttm", "truth"}}
    if not truths:
        raise ReferenceMissingError(path=folder)
    if len(truths) > 1:
        raise ReferenceAmbiguousError(path=folder, names=", ".join(truths))
    return next(iter(truths.values()))


def _kind(path: Path) -> str | None:
    name = path.name
    if name.endswith(".words.json"):
        return "words"
    if name.endswith(".truth.json") or name == "reference.json":
        return "truth"
    if path.suffix in {".rttm", ".uem"} and "-debug" not in name:
        return path.suffix[1:]
    return None


def _stem(path: Path) -> str:
    return path.name.split(".")[0]


def _from_files(files: dict[str, Path], *, folder: Path) -> Reference:
    truth: dict[str, Any] = {}
    if "truth" in files:
        truth = dict(parse_object(read_text(files["truth"]), source=files["truth"]))
    if "utterances" in truth:
        return _of_text(truth, folder)
    turns = tuple(_turn(turn) for turn in truth.get("turns", ()))
    language = truth.get("language", "de")
    if not turns and "words" in files:
        words: dict[str, Any] = dict(parse_object(read_text(files["words"]), source=files["words"]))
        turns, language = _turns_of_words(words["words"]), str(words.get("language", "en"))
    if not turns and "rttm" not in files:
        raise ReferenceMissingError(path=folder)
    return Reference(
        language=language,
        turns=turns,
        items=tuple(msgspec.convert(item, TrueItem) for item in truth.get("items", ())),
        votes=_votes(truth) if "votes" in truth else None,
        rttm=files.get("rttm"),
        uem=files.get("uem"),
        people=_people(folder, {turn.name for turn in turns if turn.name}),
    )


def _of_text(truth: dict[str, Any], folder: Path) -> Reference:
    utterances = {key: msgspec.convert(value, TrueUtterance) for key, value in truth["utterances"].items()}
    path = folder / "transcript.json"
    source: Any = parse_object(read_text(path), source=path)
    return Reference(
        language=source.get("language", "de"),
        utterances=utterances,
        source={entry["id"]: entry["text"] for entry in source["utterances"]},
        votes=_votes(truth) if "votes" in truth else None,
    )


def _turn(data: dict[str, Any]) -> TrueTurn:
    return TrueTurn(
        start=data["start"],
        end=data["end"],
        speaker=data["speaker"],
        text=data.get("written") or data.get("text") or "",
        name=data.get("name"),
        item=data.get("item"),
        joint=tuple(data.get("joint", ())),
    )


def _turns_of_words(words: list[dict[str, Any]]) -> tuple[TrueTurn, ...]:
    """Join words of one voice that follow each other."""
    turns = []
    for speaker, run in itertools.groupby(words, key=lambda word: str(word["speaker"])):
        group = list(run)
        text = " ".join(word["text"] for word in group)
        turns.append(
            TrueTurn(
                start=group[0]["start"], end=max(word["end"] for word in group), speaker=speaker, text=text
            )
        )
    return tuple(turns)


def _votes(truth: dict[str, Any]) -> tuple[TrueVote, ...]:
    return tuple(msgspec.convert(vote, TrueVote) for vote in truth["votes"])


def _people(folder: Path, speakers: set[str]) -> tuple[str, ...]:
    roster = folder / "roster.json"
    if roster.is_file():
        data: Any = parse_object(read_text(roster), source=roster)
        speakers = speakers | {person["name"] for person in data.get("people", ())}
    return tuple(sorted(speakers))
