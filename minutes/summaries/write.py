"""The course of an item in indirect speech, written by a language model and checked without one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from minutes.draft.sources import Sources
from minutes.facts import Known, Spoken, check_sentence
from minutes.summaries.answers import Written, read_answer, schema_of
from minutes.summaries.errors import SummariserError
from minutes.summaries.prompts import summary_prompt
from minutes.summaries.reword import reword
from minutes.summaries.types import Question
from minutes.summaries.windows import shortened, windows
from minutes.types import Minutes, MinutesItem, Provenance, Summary, SummarySentence, Vote

if TYPE_CHECKING:
    from diarize.types import Utterance
    from minutes.summaries.types import Summariser

MOST_SENTENCES = 8
"""Of one window."""
_INVENTED = frozenset({"loop", "silence"})
_REPEAT = "\n\nDie letzte Antwort war kein gültiges JSON. Antworte nur mit dem JSON."


def with_summaries(
    minutes: Minutes,
    sources: Sources,
    summariser: Summariser,
    *,
    nonpublic: bool = False,
    reworded: Sequence[str | None] = (),
) -> Minutes:
    """Return the minutes with a summary of each item that was debated.

    Nothing else of the minutes changes; where the model fails, the item keeps its extracts and the
    failure is told among the warnings. Nothing of the non-public part is sent unless allowed.

    Args:
        minutes: The draft.
        sources: What it was made from.
        summariser: Who is asked.
        nonpublic: Whether what was said in the non-public part may be sent, too.
        reworded: Languages into which each summary is translated; None among them is Leichte Sprache.
    """
    items: list[MinutesItem] = []
    warnings: list[str] = []
    for item in minutes.items:
        if not item.course or not (item.public or nonpublic):
            items.append(item)
            continue
        try:
            summary = summarise_item(sources, item, summariser, nonpublic=nonpublic)
        except SummariserError as error:
            warnings.append(f"{item.number}: {error.text('de')}")
            items.append(item)
        else:
            made = [summary]
            for language in reworded:
                known = known_of(sources, item, ())
                try:
                    made.append(reword(summary, summariser, language=language, known=known))
                except SummariserError as error:
                    warnings.append(f"{item.number}: {error.text('de')}")
            items.append(msgspec.structs.replace(item, summaries=(*item.summaries, *made)))
    return msgspec.structs.replace(
        minutes,
        items=tuple(items),
        warnings=tuple(dict.fromkeys((*minutes.warnings, *warnings))),
        provenance=_told(minutes, summariser, items),
    )


def _told(minutes: Minutes, summariser: Summariser, items: Sequence[MinutesItem]) -> Provenance:
    if not any(item.summaries for item in items):
        return minutes.provenance
    models = {**minutes.provenance.models, "Zusammenfassungen": summariser.model}
    return msgspec.structs.replace(minutes.provenance, models=models)


def summarise_item(
    sources: Sources, item: MinutesItem, summariser: Summariser, *, nonpublic: bool = False
) -> Summary:
    """Return the summary of one item, withheld sentences with their reasons.

    Raises:
        SummariserError: the model gave no usable answer.
    """
    said = [
        utterance
        for utterance in sources.transcript.utterances
        if utterance.item == item.number
        and not _INVENTED & set(utterance.flags)
        and (nonpublic or sources.is_public(utterance))
    ]
    by_id = {utterance.id: utterance for utterance in said}
    lines = [shortened(_line(sources, utterance), summariser.context) for utterance in said]
    sentences: list[SummarySentence] = []
    for window in windows(said, lines, summariser.context):
        written = _ask(sources, item, window, summariser)
        sentences += [_checked(sources, item, one, by_id) for one in written]
    return Summary(
        language=sources.transcript.language,
        model=summariser.model,
        sentences=tuple(dict.fromkeys(sentences)),
    )


def _line(sources: Sources, utterance: Utterance) -> str:
    name = sources.speaker_name(utterance.speaker)
    person = sources.person(name)
    party = f" ({person.party})" if person and person.party else ""
    return f"[{utterance.id}] {name or 'Unbekannt'}{party}: {utterance.text.strip()}"


def _ask(
    sources: Sources, item: MinutesItem, window: Sequence[Utterance], summariser: Summariser
) -> tuple[Written, ...]:
    """Ask once, and once more where the answer cannot be read."""
    lines = "\n".join(shortened(_line(sources, utterance), summariser.context) for utterance in window)
    question = Question(
        system=summary_prompt(sources.transcript.language, MOST_SENTENCES),
        user=f"{item.number} {item.title}\n\n{lines}",
        schema=schema_of((utterance.id for utterance in window), MOST_SENTENCES),
    )
    written = read_answer(summariser.answer(question))
    if written is None:
        again = msgspec.structs.replace(question, user=question.user + _REPEAT)
        written = read_answer(summariser.answer(again))
    if written is None:
        raise SummariserError(model=summariser.model, reason="kein JSON")
    return written


def _checked(
    sources: Sources, item: MinutesItem, written: Written, by_id: Mapping[str, Utterance]
) -> SummarySentence:
    named = [by_id[one.strip("[] ")] for one in written.ids if one.strip("[] ") in by_id]
    spoken = [
        Spoken(id=utterance.id, text=utterance.text, speaker=sources.speaker_name(utterance.speaker))
        for utterance in named
    ]
    verdict = check_sentence(written.text, spoken, known_of(sources, item, [one.id for one in named]))
    return SummarySentence(
        text=written.text,
        evidence=sources.evidence(one.id for one in named),
        withheld=tuple(reason.text("de") for reason in verdict.reasons),
        public=item.public and all(sources.is_public(one) for one in named),
    )


def known_of(sources: Sources, item: MinutesItem, ids: Sequence[str]) -> Known:
    """Return what is known of an item besides these utterances; only votes that rest on one of them."""
    votes: tuple[Vote, ...] = tuple(
        vote for vote in sources.outcomes.votes if vote.item == item.number and set(vote.evidence) & set(ids)
    )
    language = sources.transcript.language
    return Known(
        roster=sources.roster,
        item=item.number,
        title=item.title,
        paper=item.paper,
        date=sources.agenda.meeting.date,
        votes=votes,
        language=language,
        spoken_language=language,
    )
