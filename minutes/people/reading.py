"""A meeting as it is read: sentences whole, also where somebody spoke at the same time.

What is said while two voices are heard comes as an utterance of its own without speaker, for it may be
either's. A sentence is cut by that. To understand who is called and what is asked it has to be whole again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from diarize.attribution import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance


class _Parts(NamedTuple):
    """The words of an overlap: the end of a sentence, whole sentences, and the beginning of one."""

    end: str
    whole: str
    begin: str


def whole_sentences(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Return the utterances with the words said in overlaps inside the sentence to which they belong.

    Where the words before are not at the end of their sentence, those of the overlap go on with it, and so
    does the same voice behind them, within one agenda item. What the overlap leaves unfinished begins the
    next utterance. Whole sentences, such as what somebody called in between, stay where they are. This is
    for reading only: whose the words are stays unknown. Ids and places stay: what was joined to another
    utterance is left empty.
    """
    found = list(utterances)
    last, waiting = -1, ""
    for place, utterance in enumerate(utterances):
        unfinished = last >= 0 and not waiting and _goes_on(found[last], utterance)
        if utterance.speaker is None and "overlap" in utterance.flags:
            parts = _parts(f"{waiting} {utterance.text}".split(), unfinished=unfinished)
            if parts.end:
                found[last] = _longer(found[last], parts.end, utterance.end)
            found[place] = replace(utterance, text=parts.whole)
            waiting = parts.begin
        elif (
            unfinished and found[last].speaker == utterance.speaker and _was_cut(utterances[last : place + 1])
        ):
            found[last] = _longer(found[last], utterance.text, utterance.end)
            found[place] = replace(utterance, text="")
        else:
            found[place] = replace(utterance, text=f"{waiting} {utterance.text}") if waiting else utterance
            last, waiting = place, ""
    if waiting:
        found[last] = _longer(found[last], waiting, utterances[-1].end)
    return tuple(found)


def _was_cut(pieces: Sequence[Utterance]) -> bool:
    """Whether an overlap stands between the first and the last, or is one of them, named by hand since."""
    return any("overlap" in piece.flags for piece in pieces)


def _goes_on(before: Utterance, after: Utterance) -> bool:
    """Whether a sentence is open behind ``before`` and may go on in ``after``."""
    words = before.text.split()
    return bool(words) and before.item == after.item and not ends_sentence(words[-1])


def _parts(words: Sequence[str], *, unfinished: bool) -> _Parts:
    ends = [number for number, word in enumerate(words, 1) if ends_sentence(word)]
    if unfinished and not ends:
        return _Parts(" ".join(words), "", "")
    first = ends[0] if unfinished else 0
    last = ends[-1] if ends else 0
    return _Parts(*(" ".join(part) for part in (words[:first], words[first:last], words[last:])))


def _longer(utterance: Utterance, text: str, end: float | None) -> Utterance:
    """``utterance`` with words of a later one behind its own."""
    return replace(utterance, text=f"{utterance.text} {text}".strip(), end=end)
