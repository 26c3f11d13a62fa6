"""Made-up passages with what must be found in them: read from TOML and compared, one line per difference."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diarize.types import Utterance
from minutes.items import ItemAlignment
from minutes.outcomes import find_outcomes
from minutes.types import Agenda, AgendaItem, ItemOutcome, Person, Roster, Speaker, Transcript

if TYPE_CHECKING:
    from minutes.types import Outcomes, Vote

FOLDER = Path(__file__).parent
AGENDA = Agenda(
    items=(
        AgendaItem(number="Ö 1", title="Eröffnung"),
        AgendaItem(number="Ö 2", title="Haushaltssatzung 2027"),
        AgendaItem(number="Ö 3", title="Stellenplan 2027"),
    )
)
_PEOPLE = {
    "C": Person(name="Sabine Möller", role="chair", office="Bürgermeisterin", party="SPD"),
    "K": Person(name="Jens Krüger", party="CDU"),
    "S": Person(name="Paul Stein", party="FDP"),
    "B": Person(name="Ute Berg", party="AfD"),
    "D": Person(name="Leyla Demir", party="Bündnis 90/Die Grünen"),
    "G": Person(name="Hans Gruber", party="ÖVP"),
    "A": Person(name="Regula Amstutz", party="SVP"),
    "L": Person(name="Anna Lind", role="administration", office="Kämmerin"),
}
ROSTER = Roster(people=tuple(_PEOPLE.values()))
_DIVIDED = {"unanimous": True, "divided": False}


def passages(file: str) -> list[dict[str, Any]]:
    """Read the passages of a file in this folder."""
    return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))["passage"]


def find(passage: dict[str, Any]) -> Outcomes:
    """Read the outcomes of a passage whose utterances all stand under item Ö 2."""
    utterances = tuple(
        Utterance(id=f"u{number}", speaker=voice, text=text, item="Ö 2")
        for number, (voice, text) in enumerate(map(_voice, passage["said"]), 1)
    )
    items = tuple(
        ItemOutcome(number=i.number, state="handled" if i.number == "Ö 2" else "not reached")
        for i in AGENDA.items
    )
    transcript = Transcript(
        language=passage.get("language", "de"),
        utterances=utterances,
        speakers=tuple(Speaker(id=label, name=person.name) for label, person in _PEOPLE.items()),
    )
    return find_outcomes(
        transcript, AGENDA, ROSTER, ItemAlignment(utterances=utterances, items=items, chair="C")
    )


def differences(passage: dict[str, Any]) -> list[str]:
    """Return every difference between what a passage must give and what is found; empty where none."""
    found = find(passage)
    return [
        *_lists("votes", passage.get("votes", []), [_told(v) for v in found.votes], _same_vote),
        *_compared(passage, found),
    ]


def _compared(passage: dict[str, Any], found: Outcomes) -> Iterator[str]:
    motions = [f"{m.kind} {m.mover}" for m in found.motions]
    recusals = [f"{r.person} {r.first} {r.last} {_room(r.left_room)}" for r in found.recusals]
    presence = [f"{a.person} {a.state} {a.time or '?'}" for a in found.attendance]
    for key, got in (("motions", motions), ("recusals", recusals), ("presence", presence)):
        if key in passage:
            yield from _lists(key, passage[key], got, str.__eq__)
    decisions = " ".join(d.text for d in found.decisions)
    for words in passage.get("decisions", []):
        if words not in decisions:
            yield f"decisions: {words!r} not in {decisions!r}"
    if "statements" in passage:
        statements = [f"{s.speaker} {s.text}" for s in found.statements]
        yield from _lists("statements", passage["statements"], statements, _speaker_and_words)
    if "assignments" in passage:
        assignments = [f"{a.who}|{a.until or '?'}" for a in found.assignments]
        yield from _lists("assignments", passage["assignments"], assignments, str.__eq__)
    if "warnings" in passage and passage["warnings"] != len(found.warnings):
        yield f"warnings: {passage['warnings']} wanted, {found.warnings}"
    state = next(i.state for i in found.items if i.number == "Ö 2")
    if passage.get("state", state) != state:
        yield f"state: {passage['state']} wanted, {state}"
    if passage.get("quorum", found.meeting.quorum) != found.meeting.quorum:
        yield f"quorum: {passage['quorum']} wanted, {found.meeting.quorum}"


def _voice(line: str) -> tuple[str, str]:
    return (line[0], line[3:]) if line[1:3] == ": " else ("C", line)


def _room(left: bool | None) -> str:  # noqa: FBT001  # one value
    return {True: "left", False: "stayed", None: "?"}[left]


def _told(vote: Vote) -> str:
    counts = ":".join("?" if n is None else str(n) for n in (vote.yes, vote.no, vote.abstain))
    words = [vote.subject, vote.result, counts]
    words += [f"against={_joined(vote.against_by)}"] if vote.against_by else []
    words += [f"abstain={_joined(vote.abstain_by)}"] if vote.abstain_by else []
    words += [{True: "unanimous", False: "divided", None: ""}[vote.unanimous]]
    words += ["derived"] if vote.origin == "derived" else []
    return " ".join(word for word in words if word)


def _joined(parties: Sequence[str]) -> str:
    return ",".join(party.replace(" ", "_") for party in parties)


def _same_vote(wanted: str, got: str) -> bool:
    """Compare; whether it was unanimous only where the passage says."""
    want, have = set(wanted.split()), set(got.split())
    return want == (have if want & set(_DIVIDED) else have - set(_DIVIDED))


def _speaker_and_words(wanted: str, got: str) -> bool:
    return wanted[0] == got[0] and wanted[2:] in got


def _lists(key: str, wanted: Sequence[str], got: Sequence[str], same: Any) -> Iterator[str]:
    if len(wanted) != len(got) or not all(map(same, wanted, got)):
        yield f"{key}: {list(wanted)} wanted, {list(got)}"
