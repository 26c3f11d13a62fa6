"""What people corrected stays when the recording is recognised again, or the draft is made again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from minutes.correcting.state import Corrected, Line
from minutes.correcting.words import retimed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

replace = msgspec.structs.replace


def carried_over(old: Corrected, fresh: Corrected) -> Corrected:
    """Return a new recognition with what people corrected in the old one.

    An utterance that a person touched stands as it was left; of the new recognition those words are taken
    that were said outside of such utterances. Voices have other labels there: the label of an old voice is
    that of the new one with which it shares most time. Names given by hand go with the voices, and so do
    passages without sound.

    Args:
        old: with the corrections.
        fresh: as the engines made it, not yet touched.
    """
    kept = [line for line in old.lines if line.by_hand and line.start is not None and line.end is not None]
    voices = _same_voices(old.lines, fresh.lines)
    spans = sorted((line.start or 0.0, line.end or 0.0) for line in kept)
    taken = {line.id for line in fresh.lines}
    lines = [part for line in fresh.lines for part in _outside(line, spans)]
    for line in kept:
        own, number = line.id, 1
        while own in taken:
            number += 1
            own = f"{line.id}.k{number}"
        taken.add(own)
        speaker = voices.get(line.speaker, line.speaker) if line.speaker is not None else None
        lines.append(replace(line, id=own, speaker=speaker))
    lines.sort(key=lambda line: (line.start or 0.0, line.end or 0.0))
    by_hand = {
        voices.get(one.id, one.id): replace(one, id=voices.get(one.id, one.id), evidence=())
        for one in old.speakers
        if one.origin == "hand"
    }
    known = {one.id for one in fresh.speakers}
    used = {line.speaker for line in lines}
    speakers = (
        *(by_hand.get(one.id, one) for one in fresh.speakers),
        *(one for voice, one in by_hand.items() if voice not in known),
        *(
            one
            for one in old.speakers
            if one.origin != "hand" and one.id not in known and one.id in used and one.id not in voices
        ),
    )
    return Corrected(lines=tuple(lines), speakers=speakers, muted=old.muted)


def redrafted(now: Corrected, then: Corrected, drafted: Corrected, *, since: int, seq: int) -> Corrected:
    """Return what stands after a new draft: its items and names, and everything corrected meanwhile.

    Args:
        now: the transcript with all corrections.
        then: as the draft took it.
        drafted: what the draft made of ``then``: items and names, utterances divided where an item changes.
        since: number of the last correction that is in ``then``.
        seq: number of the new draft, the revision of what reads otherwise now.
    """
    sources = {line.id: line for line in then.lines}
    pieces: dict[str, list[Line]] = defaultdict(list)
    for line in drafted.lines:
        source = line.id
        while source not in sources and "." in source:
            source = source.rpartition(".")[0]
        if source in sources:
            pieces[source].append(line)
    lines: list[Line] = []
    for line in now.lines:
        if line.revision > since or line.id not in pieces:
            lines.append(line)
            continue
        for piece in pieces[line.id]:
            kept = replace(piece, checked=line.checked, voiced=line.voiced, placed=line.placed)
            same = replace(kept, revision=line.revision)
            lines.append(same if same == line else replace(kept, revision=seq))
    by_hand = {one.id: one for one in now.speakers if one.origin == "hand"}
    found = {one.id: one for one in drafted.speakers}
    names = {one.id: found.get(one.id, one) for one in now.speakers} | by_hand
    return Corrected(lines=tuple(lines), speakers=tuple(names.values()), muted=now.muted)


def _outside(line: Line, spans: Sequence[tuple[float, float]]) -> list[Line]:
    """Return the parts of a line that were said outside of stretches of time."""
    if line.start is None or line.end is None:
        return [line]
    touched = [one for one in spans if one[0] < line.end and line.start < one[1]]
    if not touched:
        return [line]
    words = line.words
    if len(words) != len(line.text.split()):
        words = retimed(words, line.text, start=line.start, end=line.end)
    parts: list[list[int]] = []
    for place, word in enumerate(words):
        middle = (word.start + word.end) / 2
        if any(begin <= middle <= end for begin, end in touched):
            continue
        if parts and parts[-1][-1] == place - 1:
            parts[-1].append(place)
        else:
            parts.append([place])
    out = []
    for number, part in enumerate(parts, start=1):
        own = words[part[0] : part[-1] + 1]
        out.append(
            replace(
                line,
                id=line.id if number == 1 else f"{line.id}.{number}",
                text=" ".join(word.text for word in own),
                words=own,
                start=own[0].start,
                end=own[-1].end,
            )
        )
    return out


def _same_voices(old: Sequence[Line], fresh: Sequence[Line]) -> Mapping[str, str]:
    """Return for every old voice the new one that speaks most while it speaks."""
    shared: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    news = [line for line in fresh if line.speaker is not None and line.start is not None]
    first = 0
    for line in old:
        if line.speaker is None or line.start is None or line.end is None:
            continue
        while first < len(news) and (news[first].end or 0.0) < line.start - 60.0:
            first += 1
        for other in news[first:]:
            if (other.start or 0.0) >= line.end:
                break
            both = min(line.end, other.end or 0.0) - max(line.start, other.start or 0.0)
            if both > 0 and other.speaker is not None:
                shared[line.speaker][other.speaker] += both
    return {voice: max(sorted(times), key=times.__getitem__) for voice, times in shared.items()}
