"""Parties and groups in a generated sentence, and their part in a vote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.facts.mentions import find_people
from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import normal
from minutes.language.names import parse_name
from minutes.people.parties import Parties

_AGAINST = re.compile(
    r"gegen (?:die |den |der )?(?!stimmen?\b)[^.;,]{0,40}|gegen (?:die )?stimmen?\b[^.;]{0,80}"
    r"|gegenstimmen\b[^.;?]{0,5}[?:]?[^.;?]{0,60}|dagegen\b[^.;]{0,60}"
)
_ABSTAINING = re.compile(r"(?:bei )?enthaltung(?:en)?\b[^.;]{0,80}|enthaelt sich\b[^.;]{0,40}")
_FOR = re.compile(
    r"mit (?:den )?stimmen\b[^.;]{0,80}|unterstuetzt (?:von|durch)\b[^.;]{0,60}|dafuer (?:stimm"
    r"|votier)\w+\b[^.;]{0,60}"
    r"|(?:dafuer|zustimmt|zustimmung|stimmt (?:\w+ )?zu|(?<!nicht )einverstanden|in favou?r)\s?\?[^?;]{0,100}"
    r"|(?:dafuer ist|zustimmt)\b[^?.;]{0,60}\. (?:das sind|das waren|das ist)\b[^?.;]{0,100}"
)
_ACRONYM = re.compile(r"(?<![\w/-])(?:[A-ZÄÖÜ]{2,5}[a-z]?[A-Z]?)(?=[\s,.;:)\]-]|$)")
_ROMAN = re.compile(r"^[IVXLC]+$")
_NO_GROUP = frozenset(
    {"TOP", "EUR", "CHF", "USD", "GZ", "DS", "NR", "PDF", "EDV", "IT", "AM", "PM", "US", "II", "III"}
)


def check_parties(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield every party that neither the evidence names nor its speakers belong to."""
    parties = Parties(known.roster)
    spoken = normal(" ".join(one.text for one in evidence))
    named = set(parties.find(spoken))
    for vote in known.votes:
        named.update(p for name in (*vote.against_by, *vote.abstain_by) for p in parties.find(normal(name)))
    affiliated = {parse_name(p.name).surname: p.party for p in known.people if p.party}
    speaking = {one.speaker: _party(one.speaker, known) for one in evidence if one.speaker}
    chairs = {p.name for p in known.people if p.role == "chair"}
    own = {party for name, party in speaking.items() if party and name not in chairs}
    mentions = find_people(sentence, known)
    for match_start, party in _found(parties, sentence):
        holder = next((m for m in mentions if _behind(sentence, m.end, match_start)), None)
        if holder is not None and holder.surname in affiliated:
            if _differs(parties, party, affiliated[holder.surname]):
                yield Reason(code="party", claim=party)
            continue
        if (party not in named and not any(not _differs(parties, party, one) for one in own)) or (
            named and party not in named and _is_object(sentence, match_start)
        ):
            yield Reason(code="party", claim=party)
    yield from _check_roles(parties, sentence, spoken)
    yield from _check_movers(parties, sentence, spoken)
    yield from _check_acronyms(parties, sentence, spoken, known)


def _found(parties: Parties, sentence: str) -> list[tuple[int, str]]:
    """Return the parties with the place at which each is named."""
    found = []
    folded = normal(sentence)
    for party in parties.find(folded):
        place = next(
            (
                i
                for i in range(len(sentence))
                if parties.find(normal(sentence[i:]))[:1] == (party,)
                and party not in parties.find(normal(sentence[i + 1 :]))
            ),
            0,
        )
        found.append((place, party))
    return found


def _party(name: str | None, known: Known) -> str | None:
    return next((p.party for p in known.people if p.name == name), None)


def _behind(sentence: str, end: int, place: int) -> bool:
    """Tell whether a party stands in brackets or commas right behind a name."""
    return end <= place and bool(
        re.fullmatch(r"\s*(?:\(|,)\s*(?:Fraktion\s+)?(?:Bündnis\s|Die\s|die\s|der\s)?", sentence[end:place])
    )


def _is_object(sentence: str, place: int) -> bool:
    """Tell whether a party stands where the evidence would have to name it: "der Antrag der SPD"."""
    return bool(
        re.search(
            r"(?:antrag|vorschlag|stimmen|stimme|enthaltung)\s+(?:der|von|des)\s+(?:fraktion\s+)?$",
            sentence[:place],
            re.IGNORECASE,
        )
    )


def _differs(parties: Parties, one: str, other: str | None) -> bool:
    return other is not None and one != other and one not in parties.find(normal(other))


def _check_movers(parties: Parties, sentence: str, spoken: str) -> Iterator[Reason]:
    """Whose "Ersetzungsantrag" it is must be so in the evidence, where that tells whose it is."""
    movers: dict[str, set[str]] = {}
    for match in _MOVED_BY.finditer(spoken):
        movers.setdefault(match["motion"], set()).update(parties.find(match["who"])[:1])
    for match in _MOVED_BY.finditer(normal(sentence)):
        told = parties.find(match["who"])[:1]
        said = movers.get(match["motion"])
        if said and told and told[0] not in said:
            yield Reason(code="party", claim=told[0])


_MOVED_BY = re.compile(
    r"\b(?P<motion>\w+(?:antrag|vorschlag))s? (?:der|von|des) (?P<who>(?:fraktion )?[\w/ ]{2,30})"
)


def _check_roles(parties: Parties, sentence: str, spoken: str) -> Iterator[Reason]:
    """Who was for it, who against and who abstained must not be exchanged."""
    for mine in _ROLES:
        claimed = _of(parties, mine, normal(sentence))
        same = _of(parties, mine, spoken)
        swapped = {party for other in _ROLES if other is not mine for party in _of(parties, other, spoken)}
        for party in claimed & (swapped - same):
            yield Reason(code="party", claim=party)


_ROLES = (_AGAINST, _ABSTAINING, _FOR)


def _of(parties: Parties, pattern: re.Pattern[str], text: str) -> set[str]:
    """Return the parties in one role, up to where another role begins."""
    found: set[str] = set()
    for match in pattern.finditer(text):
        part = match.group()
        stops = [other.start() for role in _ROLES if role is not pattern for other in role.finditer(part, 1)]
        found.update(parties.find(part[: min(stops)] if stops else part))
    return found


def _check_acronyms(parties: Parties, sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """Groups nobody lists (ÖDP, DGB) must be in the evidence, too."""
    around = f"{spoken} {normal(known.title)} {normal(known.paper or '')}"
    for match in _ACRONYM.finditer(sentence):
        word = match.group()
        if re.search(r"\d\s?$", sentence[: match.start()]):  # a unit: "5,6 MW"
            continue
        word = word.removesuffix("s")
        if word in _NO_GROUP or _ROMAN.match(word) or parties.find(normal(word)):
            continue
        if not re.search(rf"\b{re.escape(normal(word))}", around) and " ".join(normal(word)) not in around:
            yield Reason(code="party", claim=word)
