"""Names of people in a generated sentence, and whether the evidence knows them.

A name is known where the person spoke the evidence, is named in it (a misheard name counts for the
person of the roster it is nearest to), or is a fact of the item. Who is said to speak must have spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.facts.mentions import WORD, Mention, find_people
from minutes.facts.places import check_places
from minutes.facts.strangers import REPORTING, check_others, check_stranger
from minutes.facts.types import Known, Reason, Spoken
from minutes.language.names import key, parse_name, word_likeness

_NO_SUBJECT = frozenset(
    {"wird", "wurde", "werde", "ist", "sei", "war", "hat", "habe", "was", "is", "are", "were"}
)
_SAME = 0.93
_HEARD = 0.78
"""Likeness from which on a misheard name counts for the person of the roster it is nearest to."""
_BEGUN = re.compile(r"\W*(?:Herr|Frau|Mr|Ms|Mrs|(?:Rats|Stadtr|Gemeinder)\w+|[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+)\b")
"""A sentence that begins with its subject."""


def check_names(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield every name that the evidence does not know, and everybody wrongly said to have spoken."""
    spoken = " ".join(one.text for one in evidence)
    speakers = [one.speaker for one in evidence]
    heard = [m for one in evidence for m in find_people(one.text, known)]
    for mention in find_people(sentence, known):
        speaks = any(speaker and _same(mention, speaker) for speaker in speakers)
        if not _given_fits(mention, known) or (not speaks and not _named(mention, spoken, known, sentence)):
            yield Reason(code="name", claim=mention.text)
        elif (
            not speaks
            and _is_subject(sentence, mention)
            and not _reported(mention, evidence, speakers, known)
        ):
            yield Reason(code="speaker", claim=mention.text)
        elif mention.gender and not speaks:
            said = {m.gender for m in heard if m.gender and m.surname == mention.surname}
            if said and mention.gender not in said:
                yield Reason(code="name", claim=mention.text)
    yield from check_stranger(sentence, spoken, known)
    yield from check_others(sentence, spoken, known)
    yield from check_places(sentence, spoken, known)
    yield from _check_asker(sentence, evidence, known)


def _check_asker(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Whom a sentence says to have asked must not be the one who spoke last."""
    voices = [one.speaker for one in evidence]
    if len(set(voices)) < 2 or None in voices:  # noqa: PLR2004 - who asks and who answers
        return
    for mention in find_people(sentence, known):
        if not _ASKED_BY.search(sentence[: mention.start]):
            continue
        last = max(
            (place for place, voice in enumerate(voices) if voice and _same(mention, voice)), default=-1
        )
        first = min(
            (place for place, voice in enumerate(voices) if voice and _same(mention, voice)), default=-1
        )
        if last == len(voices) - 1 and first == last:
            yield Reason(code="speaker", claim=mention.text)


_ASKED_BY = re.compile(
    r"\b(?:auf (?:die |eine |den |der )?(?:\w+ )?(?:(?:nach|an|rück|zwischen)?fragen?|bitte|hinweis"
    r"|einwand|kritik|bedenken"
    r"|anregung|einwurf|vorhalt) (?:von|des|der)|(?:in )?(?:answer|response|reply|replying|responding) to"
    r"|asked (?:about [\w ]{2,30} )?by|prompted by|at the request of)\W*$",
    re.IGNORECASE,
)
"""Before a name: who was answered."""


def _given_fits(mention: Mention, known: Known) -> bool:
    """Tell whether a given name is that of somebody of this surname, where the roster knows the surname."""
    people = [
        parse_name(p.name) for p in known.people if set(mention.surname) & set(parse_name(p.name).surname)
    ]
    if not mention.given or not people:
        return True
    return any(
        not person.given
        or (
            mention.given[0][0] == person.given[0][0]
            and (len(mention.given[0]) == 1 or mention.given[0] in person.given)
        )
        for person in people
    )


def _same(mention: Mention, name: str) -> bool:
    """Tell whether a mention is the person of this name: the whole surname or, of a double name, a part."""
    surname = parse_name(name).surname
    return bool(surname) and (
        mention.surname == surname
        or (len(mention.surname) < len(surname) and set(mention.surname) <= set(surname))
    )


def _named(mention: Mention, spoken: str, known: Known, sentence: str = "") -> bool:
    """Tell whether somebody is named in the evidence, rightly written or misheard.

    What the sentence has as a word of its own is nobody's name misheard.
    """
    used = {key(word) for word in WORD.findall(sentence[: mention.start] + " " + sentence[mention.end :])}
    wanted = "".join(mention.surname)
    own = [p for p in known.people if _same(mention, p.name)]
    others = {part for p in known.people if p not in own for part in parse_name(p.name).surname}
    for match in WORD.finditer(spoken):
        word = match.group().rstrip(".")
        said = key(word)
        if not said or not word[:1].isupper():
            continue
        joined = said.replace("-", "")
        likeness = max(
            [
                word_likeness(joined, wanted),
                *(word_likeness(part, half) for half in mention.surname for part in said.split("-")),
            ]
        )
        if likeness >= _SAME and (wanted in {joined, joined.rstrip("s")} or own):
            return said not in others
        if (
            own
            and said not in used
            and likeness >= _HEARD
            and said not in others
            and all(word_likeness(said, o) < likeness for o in others)
        ):
            return True
    return False


def _is_subject(sentence: str, mention: Mention) -> bool:
    """Tell whether the sentence says that this person speaks."""
    after = re.sub(r"^\s*(?:\([^)]*\)|,[^,]*,|für die [\w/ -]+?fraktion)?\s*", "", sentence[mention.end :])
    behind = re.match(r"([\wäöüß]+)", after)
    before = re.search(r"([\wäöüß]+)\W*$", sentence[: mention.start])
    word_after = key(behind.group(1)) if behind else ""
    word_before = key(before.group(1)) if before else ""
    if re.match(r"herrn\b", mention.text, re.IGNORECASE):
        return bool(
            re.search(
                r"\b(?:angaben|auskunft|aussage|worten) von\W*$", sentence[: mention.start], re.IGNORECASE
            )
        )
    if re.search(
        r"(?:angaben|auskunft|aussage) von\W*$|\b(?:laut|durch)\W*$", sentence[: mention.start], re.IGNORECASE
    ):
        return True
    initial = not sentence[: mention.start].strip(' „"') or word_before in {"ratsherr", "ratsfrau"}
    if initial:
        return bool(word_after) and word_after not in _NO_SUBJECT and not (word_after[:1].isdigit())
    following = sentence[mention.end : mention.end + 1]
    lower = bool(behind) and behind.group(1)[:1].islower() if behind else False
    inverted = not _BEGUN.match(sentence[: mention.start])
    if inverted and REPORTING.match(word_before) and before is not None and before.group(1)[:1].islower():
        return True
    return (
        lower
        and following == " "
        and bool(REPORTING.match(word_after))
        and word_before not in {"von", "an", "mit", "fuer", "bei"}
    )


def _reported(
    mention: Mention, evidence: Sequence[Spoken], speakers: Sequence[str | None], known: Known
) -> bool:
    """Tell whether somebody else reports what this person said or does; unknown voices may be anybody."""
    if any(speaker is None for speaker in speakers) or not speakers:
        return True
    called = "|".join(re.escape(part) for part in mention.surname)
    for one in evidence:
        if re.search(rf"\b(?:{called})[,:]? (?:votes? |stimmt )?(?:ja|nein|yes|no|aye|nay)\b", key(one.text)):
            return True
        for part in re.split(r"(?<=[.!?])(?<!\b[DM]r\.)(?<!\bM[rs]s\.)(?<!\bMs\.)\s+", one.text):
            if _named(mention, part, known) and re.search(
                r"\b(?:antrag|beantragt|sagte|gesagt|berichte|erklärt|gefragt|mitgeteilt|verl[äa]ss"
                r"|befangen|motion|mov(?:ed|es)|second|said"
                r"|asked|told|voted|report|recus|amendment)",
                part,
                re.IGNORECASE,
            ):
                heard = [m for m in find_people(part, known) if m.surname == mention.surname]
                if not heard or not re.search(
                    r"\b(?:hat recht|zustimmen|anschließen)\b", part, re.IGNORECASE
                ):
                    return True
    return False
