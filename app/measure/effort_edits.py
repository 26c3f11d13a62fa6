"""What a person must change to get from a result to its reference, and where each change lies."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

import msgspec

from app.measure.meeting import COUNTS, same_name
from app.measure.words import plain, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.measure.reference import Reference, TrueVote
    from diarize.types import Utterance
    from minutes.types import Minutes, MinutesVote, Transcript

EditKind = Literal["vote", "count", "spoken-name", "voice-name", "voice", "text", "item"]
CRITICAL: frozenset[EditKind] = frozenset({"vote", "count", "spoken-name", "voice-name"})
"""What must not stay wrong in minutes: results, counts and names."""
BEFORE, BEHIND = 30.0, 5.0
"""Seconds around the end of a true vote in which its words lie."""
_DECIDED = {"accepted", "rejected"}


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One change."""

    kind: EditKind
    wrong: bool = True
    """False: something is open (a voice without a name), and seen to be."""
    claim: str | None = None
    """Id of the claim that is wrong; found by whoever is asked about it."""
    utterances: tuple[str, ...] = ()
    """Where it is heard."""
    item: str | None = None
    """Of a vote that is missing where its time is not known."""

    @property
    def critical(self) -> bool:
        """Whether it is a wrong vote, count or name."""
        return self.wrong and self.kind in CRITICAL


def edits(truth: Reference, transcript: Transcript, minutes: Minutes) -> tuple[Edit, ...]:
    """Return every change from the result to the reference.

    Args:
        truth: of a recording or of a text.
        transcript: the result.
        minutes: the draft made of it.
    """
    found: list[Edit] = []
    if truth.turns:
        found += _words(truth, transcript.utterances)
        true = {u.id: name for u in transcript.utterances if (name := _heard_at(truth, u))}
    else:
        true = {u.id: name for u in transcript.utterances if (name := _written(truth, u.id))}
    found += _voices(true, transcript)
    found += _items(truth, transcript.utterances)
    if truth.votes is not None:
        found += _votes(truth, truth.votes, transcript, minutes)
    return tuple(found)


def _words(truth: Reference, utterances: Sequence[Utterance]) -> Iterator[Edit]:
    """One change for each utterance with words that are wrong; one more where a name is among them."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415  # only for measuring

    said = [w for turn in sorted(truth.turns, key=lambda t: t.start) for w in _spoken(truth, turn.text)]
    written: list[str] = []
    owner: list[str] = []
    for utterance in sorted(utterances, key=lambda u: u.start or 0.0):
        words = _spoken(truth, utterance.text)
        written += words
        owner += [utterance.id] * len(words)
    if not owner:
        return
    surnames = {word for name in truth.people for word in plain(name).split()[-1:]}
    wrong: dict[str, None] = {}
    named: dict[tuple[str, ...], None] = {}
    for block in Levenshtein.opcodes(said, written):
        if block.tag == "equal":
            continue
        length = block.dest_end - block.dest_start
        for place in range(block.dest_start, block.dest_start + max(length, 1)):
            wrong[owner[min(place, len(owner) - 1)]] = None
        missed = [place for place in range(block.src_start, block.src_end) if said[place] in surnames]
        for place in missed:
            share = (place - block.src_start) / (block.src_end - block.src_start)
            named[_beside(owner, block.dest_start + share * length, within=length > 0)] = None
        if block.tag == "insert":
            places = range(block.dest_start, block.dest_end)
            named |= {(owner[place],): None for place in places if written[place] in surnames}
    for heard in named:
        yield Edit(kind="spoken-name", utterances=heard)
    lie = {identity for heard in named for identity in heard}
    yield from (Edit(kind="text", utterances=(identity,)) for identity in wrong if identity not in lie)


def _beside(owner: Sequence[str], place: float, *, within: bool) -> tuple[str, ...]:
    """Return the utterance of a written word; both neighbours where a word was left out between two."""
    at = min(int(place), len(owner) - 1)
    return tuple(dict.fromkeys((owner[at],) if within else (owner[max(0, at - 1)], owner[at])))


def _spoken(truth: Reference, text: str) -> list[str]:
    return spoken(text, truth.language).split()


def _heard_at(truth: Reference, utterance: Utterance) -> str | None:
    """Return who spoke most of the time of an utterance."""
    if utterance.start is None or utterance.end is None:
        return None
    shares: Counter[str] = Counter()
    for turn in truth.turns:
        if turn.name is not None:
            both = min(turn.end, utterance.end) - max(turn.start, utterance.start)
            if both > 0:
                shares[turn.name] += round(1000 * both)
    return shares.most_common(1)[0][0] if shares else None


def _whole(truth: Reference, identity: str) -> str:
    return identity if identity in truth.utterances else identity.partition(".")[0]


def _written(truth: Reference, identity: str) -> str | None:
    found = truth.utterances.get(_whole(truth, identity))
    return found.name if found else None


def _voices(true: Mapping[str, str], transcript: Transcript) -> Iterator[Edit]:
    """One change for each voice with a wrong name or none, one for each utterance in the wrong voice."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for utterance in transcript.utterances:
        if utterance.speaker and utterance.id in true:
            said[utterance.speaker][true[utterance.id]] += len(utterance.text)
    owner = {voice: shares.most_common(1)[0][0] for voice, shares in said.items()}
    for speaker in transcript.speakers:
        if speaker.id in owner and not same_name(speaker.name, owner[speaker.id]):
            yield Edit(kind="voice-name", wrong=speaker.name is not None, claim=f"speaker:{speaker.id}")
    for utterance in transcript.utterances:
        name = true.get(utterance.id)
        if name is not None and owner.get(utterance.speaker or "") != name:
            yield Edit(kind="voice", utterances=(utterance.id,))


def _items(truth: Reference, utterances: Sequence[Utterance]) -> Iterator[Edit]:
    """One change for each stretch under a wrong item."""
    before: tuple[str | None, frozenset[str]] | None = None
    for utterance in utterances:
        right = _right_items(truth, utterance)
        if right is None or utterance.item in right or (not right and utterance.item is None):
            before = None
            continue
        if before != (utterance.item, right):
            yield Edit(kind="item", utterances=(utterance.id,))
        before = (utterance.item, right)


def _right_items(truth: Reference, utterance: Utterance) -> frozenset[str] | None:
    if not truth.turns:
        found = truth.utterances.get(_whole(truth, utterance.id))
        return frozenset(found.items) if found else None
    if utterance.start is None or utterance.end is None:
        return None
    middle = (utterance.start + utterance.end) / 2
    for turn in truth.turns:
        if turn.start <= middle <= turn.end and turn.item is not None:
            return frozenset((turn.item, *turn.joint))
    return None


def _votes(
    truth: Reference, true: Sequence[TrueVote], transcript: Transcript, minutes: Minutes
) -> Iterator[Edit]:
    """Wrong, missing and invented votes, and wrong counts of right ones.

    Of a text, whose votes are read from words by rules, only accepted and rejected ones are compared, as the
    figures of :mod:`app.measure.text` do.
    """
    left = [(item.number, vote) for item in minutes.items for vote in item.votes]
    if not truth.turns:
        left = [(number, vote) for number, vote in left if vote.result in _DECIDED]
        true = [vote for vote in true if vote.result in _DECIDED]
    missing: list[TrueVote] = []
    for vote in true:
        fits = [one for one in left if one[0] == vote.item and one[1].result == vote.result]
        if not fits:
            missing.append(vote)
            continue
        best = max(fits, key=lambda one, vote=vote: _agreeing(one[1], vote))  # type: ignore[misc]
        left.remove(best)
        if truth.turns and _agreeing(best[1], vote) < len(COUNTS):
            yield Edit(kind="count", claim=best[1].id, item=vote.item)
    for vote in missing:
        wrong = next((one for one in left if one[0] == vote.item), None)
        if wrong is not None:  # The ballot was found, its result is another.
            left.remove(wrong)
            yield Edit(kind="vote", claim=wrong[1].id, item=vote.item)
        elif vote.item is not None:
            yield Edit(kind="vote", item=vote.item, utterances=_around(vote, transcript.utterances))
    for number, extra in left:
        if truth.turns and extra.result not in _DECIDED:
            continue  # The references of recordings hold ballots alone, not what was taken note of.
        yield Edit(kind="vote", claim=extra.id, item=number)


def _agreeing(found: MinutesVote, true: TrueVote) -> int:
    return sum(getattr(found, name) == getattr(true, name) for name in COUNTS)


def _around(vote: TrueVote, utterances: Sequence[Utterance]) -> tuple[str, ...]:
    if vote.time is None:
        return ()
    begin, end = vote.time - BEFORE, vote.time + BEHIND
    return tuple(
        u.id
        for u in utterances
        if u.start is not None and u.end is not None and u.end >= begin and u.start <= end
    )
