"""Leichte Sprache and translations of a summary: never binding, checked like the summary itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from minutes.facts import Known, Spoken, check_sentence
from minutes.summaries.answers import Written, read_answer, schema_of
from minutes.summaries.errors import SummariserError
from minutes.summaries.prompts import prompt
from minutes.summaries.types import Question
from minutes.summaries.windows import windows
from minutes.types import Summary, SummarySentence

if TYPE_CHECKING:
    from minutes.summaries.types import Summariser

_NAMES = {
    "de": "German",
    "en": "English",
    "fr": "French",
    "it": "Italian",
    "pl": "Polish",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ar": "Arabic",
}
_MOST_FOR_ONE = 3
"""Sentences that one sentence may become in plain language."""


def reword(
    summary: Summary, summariser: Summariser, *, language: str | None = None, known: Known | None = None
) -> Summary:
    """Return a summary in Leichte Sprache, or translated where a language is given.

    Only sentences that passed the check are reworded; each new one is checked against its source.

    Args:
        summary: What is reworded.
        summariser: Who is asked.
        language: ISO 639-1 of the translation; None is Leichte Sprache in the language of the summary.
        known: Roster and facts of the item.

    Raises:
        SummariserError: the model gave no usable answer.
    """
    source = {f"s{place}": one for place, one in enumerate(summary.sentences, start=1) if not one.withheld}
    facts = msgspec.structs.replace(
        known or Known(), language=language or summary.language, spoken_language=summary.language, votes=()
    )
    made: list[SummarySentence] = []
    lines = [f"[{label}] {one.text}" for label, one in source.items()]
    for window in windows(list(source), lines, summariser.context):
        question = Question(
            system=prompt("translation").format(language=_NAMES.get(language, language))
            if language
            else prompt("plain-language").format(),
            user="\n".join(f"[{label}] {source[label].text}" for label in window),
            schema=schema_of(window, _MOST_FOR_ONE * len(window)),
        )
        written = read_answer(summariser.answer(question))
        if written is None:
            raise SummariserError(model=summariser.model, reason="kein JSON")
        made += [_checked(one, source, facts) for one in written]
    return Summary(
        kind="translation" if language else "plain-language",
        language=language or summary.language,
        model=summariser.model,
        sentences=tuple(made),
    )


def _checked(written: Written, source: dict[str, SummarySentence], known: Known) -> SummarySentence:
    from_ = [source[one.strip("[] ")] for one in written.ids if one.strip("[] ") in source]
    spoken = [Spoken(id=str(place), text=one.text) for place, one in enumerate(from_)]
    verdict = check_sentence(written.text, spoken, known)
    return SummarySentence(
        text=written.text,
        evidence=tuple(dict.fromkeys(evidence for one in from_ for evidence in one.evidence)),
        withheld=tuple(reason.text("de") for reason in verdict.reasons),
        public=bool(from_) and all(one.public for one in from_),
    )
