"""A meeting as it is read: sentences whole, also where somebody spoke at the same time.

What is said while two voices are heard comes as an utterance of its own without speaker, for it may be
either's. A sentence is cut by that. To understand who is called and what is asked it has to be whole again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diarize.types import Utterance

_ENDS = re.compile(r"[.?!…:][\"'»«“”’)\]]*\s*$")


def whole_sentences(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Return the utterances with the words said in overlaps inside the sentence to which they belong.

    Where the words before are not at the end of their sentence, those of the overlap go on with it, and so
    does the same voice behind them, within one agenda item; else they begin the next utterance, unless they
    are a sentence of their own, such as somebody called in between. This is for reading only: whose the
    words are stays unknown. Ids and places stay: what was joined to another utterance is left empty.
    """
    found = list(utterances)
    last, waiting = -1, ""
    for place, utterance in enumerate(utterances):
        unfinished = last >= 0 and not waiting and _goes_on(found[last], utterance)
        if utterance.speaker is None and "overlap" in utterance.flags:
            if unfinished:
                found[last] = _longer(found[last], utterance)
            elif not waiting and _ENDS.search(utterance.text):
                continue
            else:
                waiting = f"{waiting} {utterance.text}".strip()
            found[place] = replace(utterance, text="", words=())
        elif unfinished and last < place - 1 and found[last].speaker == utterance.speaker:
            found[last] = _longer(found[last], utterance)
            found[place] = replace(utterance, text="", words=())
        else:
            if waiting:
                found[place] = replace(utterance, text=f"{waiting} {utterance.text}")
            last, waiting = place, ""
    if waiting and last >= 0:
        found[last] = replace(found[last], text=f"{found[last].text} {waiting}")
    return tuple(found)


def _goes_on(before: Utterance, after: Utterance) -> bool:
    """Whether a sentence is open behind ``before`` and may go on in ``after``."""
    return before.item == after.item and not _ENDS.search(before.text)


def _longer(first: Utterance, second: Utterance) -> Utterance:
    """``first`` with the words of ``second`` behind its own."""
    return replace(
        first, text=f"{first.text} {second.text}", end=second.end, words=first.words + second.words
    )
