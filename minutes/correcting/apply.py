"""Applying edits: a transcript and an edit give another transcript, and the edit that takes it back."""

from __future__ import annotations

from collections import Counter
from functools import singledispatch
from typing import TYPE_CHECKING

import msgspec

from minutes.correcting.edits import (
    BeginItem,
    Edit,
    Join,
    Mark,
    MergeSpeakers,
    Mute,
    RenameSpeaker,
    Restore,
    SetItem,
    SetSpeaker,
    SetText,
    Split,
)
from minutes.correcting.errors import EditNotPossibleError, NoSuchUtteranceError
from minutes.correcting.lines import (
    Applied,
    aligned,
    flagged,
    items_set,
    lines_named,
    moment_at,
    place_of,
    put_lines,
    replaced_lines,
    restored,
    swapped,
)
from minutes.correcting.state import Corrected
from minutes.correcting.words import retimed
from minutes.types import Speaker
from transcribe.types import Word

if TYPE_CHECKING:
    from collections.abc import Iterable


TAKEN_OUT = "[…]"
"""Stands where words were taken out."""

replace = msgspec.structs.replace


def apply_edit(corrected: Corrected, edit: Edit, *, seq: int) -> Applied:
    """Apply an edit.

    Args:
        corrected: the transcript so far.
        edit: as :func:`settled` gives it.
        seq: number of the edit, which is the revision of every utterance that it touches.

    Raises:
        NoSuchUtteranceError: it names what is not there.
        EditNotPossibleError: it cannot be made there.
    """
    made = _apply(edit, corrected)
    touched = set(made.changed)
    lines = tuple(
        replace(line, revision=seq) if line.id in touched else line for line in made.corrected.lines
    )
    return replace(made, corrected=replace(made.corrected, lines=lines))


def settled(corrected: Corrected, edit: Edit) -> Edit:
    """Return an edit as it is kept: what it makes has its ids, so that it does the same each time.

    Raises:
        NoSuchUtteranceError: it names what is not there.
    """
    if isinstance(edit, Split) and edit.into is None:
        taken = corrected.index()
        number = 2
        while f"{edit.utterance}.{number}" in taken:
            number += 1
        return replace(edit, into=f"{edit.utterance}.{number}")
    if isinstance(edit, SetSpeaker) and edit.name is not None and edit.speaker is None:
        named = next((one.id for one in corrected.speakers if one.name == edit.name), None)
        return replace(edit, speaker=named or _free_voice(corrected.speakers))
    return edit


def _free_voice(speakers: Iterable[Speaker]) -> str:
    taken = {one.id for one in speakers}
    number = 1
    while f"P{number}" in taken:
        number += 1
    return f"P{number}"


@singledispatch
def _apply(edit: Edit, corrected: Corrected) -> Applied:
    raise NotImplementedError


@_apply.register
def _(edit: SetText, corrected: Corrected) -> Applied:
    place = place_of(corrected, edit.utterance)
    line = corrected.lines[place]
    text = " ".join(edit.text.split())
    after = replace(line, text=text, flags=flagged(line.flags, "edited", on=True))
    if (line.words or not line.text) and line.start is not None and line.end is not None:
        after = replace(after, words=retimed(line.words, text, start=line.start, end=line.end))
    return put_lines(corrected, place, 1, (after,))


@_apply.register
def _(edit: Split, corrected: Corrected) -> Applied:
    place = place_of(corrected, edit.utterance)
    line = corrected.lines[place]
    line, texts = aligned(line), line.text.split()
    if not 0 < edit.word < len(texts):
        raise EditNotPossibleError(reason=f"{edit.word} / {len(texts)}")
    assert edit.into is not None
    first, second = " ".join(texts[: edit.word]), " ".join(texts[edit.word :])
    until: float | None
    since: float | None
    if line.words:
        heard, rest = line.words[: edit.word], line.words[edit.word :]
        until, since = heard[-1].end, rest[0].start
    else:
        heard = rest = ()
        until = since = moment_at(line, len(first) / max(1, len(line.text)))
    halves = (
        replace(line, text=first, words=heard, end=until),
        replace(line, id=edit.into, text=second, words=rest, start=since),
    )
    return put_lines(corrected, place, 1, halves)


@_apply.register
def _(edit: Join, corrected: Corrected) -> Applied:
    place = place_of(corrected, edit.utterance)
    if place + 1 == len(corrected.lines):
        raise EditNotPossibleError(reason=edit.utterance)
    first, second = corrected.lines[place : place + 2]
    timed = all(one.words or not one.text for one in (first, second))
    joined = replace(
        first,
        text=f"{first.text} {second.text}".strip(),
        words=(*first.words, *second.words) if timed else (),
        end=second.end,
        flags=tuple(dict.fromkeys((*first.flags, *second.flags))),
        checked=first.checked and second.checked,
    )
    return put_lines(corrected, place, 2, (joined,))


@_apply.register
def _(edit: SetSpeaker, corrected: Corrected) -> Applied:
    voices = {one.id for one in corrected.speakers}
    speakers = corrected.speakers
    if edit.speaker is not None and edit.speaker not in voices:
        if edit.name is None:
            raise NoSuchUtteranceError(place=edit.speaker)
        made = Speaker(id=edit.speaker, name=edit.name, confidence=1.0, origin="hand")
        speakers = (*speakers, made)
    lines = lines_named(corrected, edit.utterances)
    done = swapped(corrected, (replace(line, speaker=edit.speaker, voiced=True) for line in lines))
    inverse = Restore(
        voices={line.id: (line.speaker, line.voiced) for line in lines},
        speakers={edit.speaker: None} if edit.speaker and edit.speaker not in voices else {},
    )
    return Applied(
        corrected=replace(done, speakers=speakers),
        changed=tuple(edit.utterances),
        inverse=inverse,
        global_=speakers != corrected.speakers,
    )


@_apply.register
def _(edit: RenameSpeaker, corrected: Corrected) -> Applied:
    if all(one.id != edit.speaker for one in corrected.speakers):
        raise NoSuchUtteranceError(place=edit.speaker)
    speakers = tuple(
        Speaker(id=one.id, name=edit.name or None, confidence=1.0, origin="hand")
        if one.id == edit.speaker
        else one
        for one in corrected.speakers
    )
    return Applied(
        corrected=replace(corrected, speakers=speakers),
        inverse=Restore(speakers={one.id: one for one in corrected.speakers if one.id == edit.speaker}),
        global_=True,
    )


@_apply.register
def _(edit: MergeSpeakers, corrected: Corrected) -> Applied:
    for voice in (edit.speaker, edit.into):
        if all(one.id != voice for one in corrected.speakers):
            raise NoSuchUtteranceError(place=voice)
    if edit.speaker == edit.into:
        raise EditNotPossibleError(reason=edit.into)
    lines = [line for line in corrected.lines if line.speaker == edit.speaker]
    done = swapped(corrected, (replace(line, speaker=edit.into, voiced=True) for line in lines))
    return Applied(
        corrected=replace(done, speakers=tuple(one for one in corrected.speakers if one.id != edit.speaker)),
        changed=tuple(line.id for line in lines),
        inverse=Restore(
            voices={line.id: (line.speaker, line.voiced) for line in lines},
            speakers={one.id: one for one in corrected.speakers if one.id == edit.speaker},
        ),
        global_=True,
    )


@_apply.register
def _(edit: SetItem, corrected: Corrected) -> Applied:
    return items_set(corrected, lines_named(corrected, edit.utterances), edit.item)


@_apply.register
def _(edit: BeginItem, corrected: Corrected) -> Applied:
    place = place_of(corrected, edit.utterance)
    lines = corrected.lines
    here = lines[place].item
    if here != edit.item:
        end = place
        while end < len(lines) and lines[end].item == here:
            end += 1
        return items_set(corrected, lines[place:end], edit.item)
    begin = place
    while begin and lines[begin - 1].item == here:
        begin -= 1
    before = lines[begin - 1].item if begin else None
    return items_set(corrected, lines[begin:place], before)


@_apply.register
def _(edit: Mark, corrected: Corrected) -> Applied:
    lines = lines_named(corrected, edit.utterances)
    after = []
    for line in lines:
        flags = line.flags if edit.overlap is None else flagged(line.flags, "overlap", on=edit.overlap)
        checked = line.checked if edit.checked is None else edit.checked
        after.append(replace(line, flags=flags, checked=checked))
    return Applied(
        corrected=swapped(corrected, after),
        changed=tuple(edit.utterances),
        inverse=Restore(put=tuple(lines), remove=tuple(line.id for line in lines)),
    )


@_apply.register
def _(edit: Mute, corrected: Corrected) -> Applied:
    place = place_of(corrected, edit.utterance)
    line = corrected.lines[place]
    line, texts = aligned(line), line.text.split()
    if not 0 <= edit.first <= edit.last < len(texts):
        raise EditNotPossibleError(reason=f"{edit.first}–{edit.last} / {len(texts)}")
    since: float | None
    until: float | None
    if line.words:
        since, until = line.words[edit.first].start, line.words[edit.last].end
    else:
        letters = max(1, len(line.text))
        since = moment_at(line, len(" ".join(texts[: edit.first])) / letters)
        until = moment_at(line, len(" ".join(texts[: edit.last + 1])) / letters)
    text = " ".join((*texts[: edit.first], TAKEN_OUT, *texts[edit.last + 1 :]))
    words: tuple[Word, ...] = ()
    if line.words:
        gone = Word(start=since or 0.0, end=until or 0.0, text=TAKEN_OUT, probability=1.0)
        words = (*line.words[: edit.first], gone, *line.words[edit.last + 1 :])
    after = replace(line, text=text, words=words, flags=flagged(line.flags, "edited", on=True))
    made = put_lines(corrected, place, 1, (after,))
    if since is None or until is None:
        return made
    return replace(
        made,
        corrected=replace(made.corrected, muted=tuple(sorted((*corrected.muted, (since, until))))),
        inverse=replace(made.inverse, heard=((since, until),)),
    )


@_apply.register
def _(edit: Restore, corrected: Corrected) -> Applied:
    done, changed, removed = corrected, set(edit.voices) | set(edit.items), set[str]()
    back = Restore()
    if edit.voices or edit.items:
        lines = lines_named(done, sorted(changed))
        back = replace(
            back,
            voices={line.id: (line.speaker, line.voiced) for line in lines if line.id in edit.voices},
            items={line.id: (line.item, line.placed) for line in lines if line.id in edit.items},
        )
        done = swapped(done, (restored(line, edit) for line in lines))
    if edit.remove:
        made = replaced_lines(done, edit.remove, edit.put)
        changed |= {line.id for line in edit.put}
        removed = set(edit.remove) - changed
        back = replace(back, put=made.inverse.put, remove=made.inverse.remove)
        done = made.corrected
    if edit.speakers:
        known = {one.id: one for one in corrected.speakers}
        back = replace(back, speakers={one: known.get(one) for one in edit.speakers})
        voices = (known | edit.speakers).values()
        done = replace(done, speakers=tuple(one for one in voices if one is not None))
    if edit.muted or edit.heard:
        back = replace(back, muted=edit.heard, heard=edit.muted)
        muted = Counter((*corrected.muted, *edit.muted)) - Counter(edit.heard)
        done = replace(done, muted=tuple(sorted(muted.elements())))
    return Applied(
        corrected=done,
        changed=tuple(changed),
        removed=tuple(removed),
        inverse=back,
        global_=bool(edit.speakers),
    )
