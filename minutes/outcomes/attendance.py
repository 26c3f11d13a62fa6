"""Who is there, excused, came late or left, as far as it is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from minutes.language.tokens import fold
from minutes.outcomes.clock import read_clock
from minutes.outcomes.speech import normalise
from minutes.types import AttendanceChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from minutes.outcomes.scene import Scene
    from minutes.types import Presence

_STATES: tuple[tuple[Presence, re.Pattern[str]], ...] = (
    (
        "arrived",
        re.compile(
            r"\b(?:(?:inzwischen|mittlerweile|jetzt|nun|soeben|gerade) ist (?:auch )?[^.?!,]{1,40} (?:da"
            r"|hier|anwesend)|eingetroffen|hinzugekommen|dazugekommen|ist (?:jetzt|nun|inzwischen|soeben"
            r"|gerade) (?:auch )?(?:da|anwesend|hier)|(?:kommt|kam) (?:jetzt |nun |soeben "
            r"|gerade )?(?:hinzu|dazu)|"
            r"nimmt (?:ab|seit) .{0,30}teil|has (?:now )?(?:joined|arrived))\b"
        ),
    ),
    (
        "left",
        re.compile(
            r"\b(?:verlaesst (?:uns|die sitzung|jetzt|nun|um)|hat (?:die sitzung|uns) verlassen"
            r"|die sitzung (?:um [^.?!]{1,20})?verlassen|verabschiedet sich|gegangen|musste gehen"
            r"|muss (?:jetzt|nun|leider) gehen|has left)\b"
        ),
    ),
    (
        "excused",
        re.compile(
            r"\b(?:entschuldigt\w*|laesst sich entschuldigen|lassen sich entschuldigen"
            r"|haben sich entschuldigt|verhindert|abgemeldet|verzichten .{0,80}anwesenheit|is excused"
            r"|are excused)\b"
        ),
    ),
    (
        "absent",
        re.compile(r"\b(?:unentschuldigt|fehlt|fehlen|nicht anwesend|abwesend|is absent|are absent)\b"),
    ),
)
_LATE = re.compile(r"\b(?:verspaet\w*|spaeter|noch nicht|wird noch|kommt noch|kommen noch)\b")
_NO_ATTENDANCE = re.compile(
    r"\b(?:entschuldigt (?:bitte|mich)|entschuldigung|ich bin|wenn|falls|hat(?:te)? gefehlt|es fehlt"
    r"|fehlt (?:uns|es|der|die|das|ein)|fehlen (?:uns|die|der|das)|geld)\b"
)
_NEXT_PERSON = re.compile(
    r",\s+(?:und\s+)?(?=(?:Herr|Frau)\s+\S+\s+(?:ist|hat|kommt|fehlt|verlässt|muss"
    r"|war)\b)"
)
_FACT = re.compile(
    r"\b(?:von|aller) (?P<all>\d{1,3}) (?:\w+ )?(?:mitgliedern?|ratsmitgliedern?|gemeinderaeten"
    r"|stadtraeten|stimmberechtigten|abgeordneten|mit gliedern"
    r"|\w*mitgliedern?)[^.?!]{0,30}?\b(?P<here>\d{1,3}) (?:da\b|anwesend\w*|erschienen|zugegen)"
)
_ENTITLED = re.compile(r"\b(?P<n>\d{1,3}) (?:stimmberechtigte\w*|stimmberechtigten mitglieder)\b")


class HeadCount(NamedTuple):
    """How many may vote, as said at some point of the meeting."""

    place: int
    """Index of the utterance."""
    entitled: int
    exact: bool
    """Said to be the number entitled to vote, not merely of members."""


def present_at(
    place: int, counts: Sequence[HeadCount], changes: Sequence[tuple[int, Presence]]
) -> HeadCount | None:
    """Return how many may vote at a place: the last number said, with who came and left since.

    Args:
        place: Index of an utterance.
        counts: Numbers said, in order.
        changes: Index of the utterance and state of everybody who came or left.
    """
    last = [count for count in counts if count.place <= place][-1:]
    if not last:
        return None
    since = [state for at, state in changes if last[0].place < at <= place]
    moved = since.count("arrived") - since.count("left")
    return last[0]._replace(entitled=last[0].entitled + moved)


def read_attendance(scene: Scene) -> tuple[AttendanceChange, ...]:
    """Everything said about presence, in order; each person's every state once."""
    found: dict[tuple[str, Presence], AttendanceChange] = {}
    for place, raw in _parts(scene):
        text = fold(raw)
        state = next((s for s, p in _STATES if p.search(text)), None)
        if state is None or raw.rstrip().endswith("?") or _NO_ATTENDANCE.search(text):
            continue
        if state != "arrived" and _LATE.search(text):
            continue
        if state in ("absent", "left") and not scene.presides(place):
            continue
        mentions = scene.people.find(raw)
        if not scene.presides(place) and len(mentions) != 1 and state != "excused":
            continue
        times = read_clock(normalise(raw, scene.language))
        for mention in mentions:
            if mention.office is not None or not mention.titled or not mention.candidates:
                continue
            person = scene.people.people[mention.candidates[0][0]].name
            change = AttendanceChange(
                person=person,
                state=state,
                time=times[-1] if times and state in ("arrived", "left") else None,
                evidence=(scene.utterances[place].id,),
            )
            found.setdefault((person, state), change)
    return tuple(found.values())


def _parts(scene: Scene) -> Iterator[tuple[int, str]]:
    """Sentences, parted where the next person is named: one is excused, the other comes later."""
    for place, raw in scene.raw():
        for part in _NEXT_PERSON.split(raw):
            yield place, part


def read_head_counts(scene: Scene) -> tuple[HeadCount, ...]:
    """Every statement of how many are there to vote, in order."""
    counts: list[HeadCount] = []
    for place, text in scene.spoken():
        if match := _ENTITLED.search(text):
            counts.append(HeadCount(place, int(match["n"]), exact=True))
        elif match := _FACT.search(text):
            counts.append(HeadCount(place, int(match["here"]), exact=False))
    return tuple(counts)
