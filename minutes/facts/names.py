"""Names of people and places in a generated sentence, and whether the evidence knows them.

A name is known where the person spoke the evidence, is named in it (a misheard name counts for the
person of the roster it is nearest to), or is a fact of the item. Who is said to speak must have spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from minutes.facts.types import Known, Reason, Spoken
from minutes.facts.words import alike, stems
from minutes.language.names import FORMS, TITLES, is_office, key, parse_name, word_likeness, word_set
from minutes.people.parties import Parties

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_MEMBER = re.compile(
    r"^(?:kolleg(?:e|en|in)|rats(?:herr|herrn|frau|mitglied)|stadtv\w+|gemeinde\w*|stadt(?:rat|raetin"
    r"|rats)\w*|mitglied|member|councilmember|council)$"
)
_REPORTING = re.compile(
    r"^(?:bericht|erklaer|erlaeuter|fuehr|leg|frag|forder|beantrag|bitt|kritisier|begruess|informier|teil"
    r"|weis|stell|beton|haelt|halt"
    r"|kuendig|antwort|mein|sag|aeusser|schlaeg|schlag|reg|moecht|vermiss|dank|bestaetig|zitier|schliess"
    r"|bezweifel|beziffer|sprich|sprech"
    r"|gib|geb|erkundig|wuensch|lehn|stimm|verlang|warn|spricht|ergaenz|verweis|erinner|empfiehl|plaedier"
    r"|bedauer|bemaengel|ruf|eroeffn"
    r"|verlies|will|wuerdig|entgegn|erwider|zeig|sieht|unterstuetz|befuerwort|wendet|rechn|appellier|legt"
    r"|schilder|nenn|verliest"
    r"|report|said|say|ask|mov|stat|explain|did|could|object|request|suggest|propos|support|note|would"
    r"|thank|urg)"
)
_NO_SUBJECT = frozenset(
    {"wird", "wurde", "werde", "ist", "sei", "war", "hat", "habe", "was", "is", "are", "were"}
)
_PLACE = re.compile(
    r"^[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|brücke|kamp|street|avenue|road)(?:s"
    r"|es|n)?$"
)
_TOWN = re.compile(
    r"(?:\b(?:in|nach|aus|bei|von|bis)\s+(?P<there>[A-ZÄÖÜ][a-zäöüß-]*(?:heim|furt|bruch|loh|burg|berg|feld"
    r"|stadt"
    r"|bach|hagen|beck))"
    r"|(?P<town>[A-ZÄÖÜ][a-zäöüß-]*(?:brock|dorf|stedt|hausen|büttel|leben|ingen|kirchen|horst|husen|rode"
    r"|wil|ikon"
    r"|stetten|hofen|weiler|moor|siel|fehn|koog)))\b"
)
"""A place without an article."""
_FIRM = re.compile(
    r"\b(?:Firma|(?:[A-Z][a-zäöü]+)?[Bb]üros?|Kanzlei|Vereins?|Gesellschaft|Unternehmen"
    r"|Company)\s+([A-ZÄÖÜ][\w&.-]+)"
)
_ACRONYM = re.compile(r"(?<![\w-])[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*[A-ZÄÖÜ]+(?![a-zäöüß])(?=\b)")
_DETERMINER = word_set(
    "der die das den dem des ein eine einen einem einer eines im am vom zum zur beim ins ans jeder jede "
    "jeden jedem kein keine keinen "
    "diesen dieser diese dieses jeder jener the a an"
)
_PRONOUNS = word_set(
    "er sie es man wir ich dies das dazu hierzu daraufhin auch zudem ferner weiter he she it they"
)
_SAME = 0.93
_HEARD = 0.78
"""Likeness from which on a misheard name counts for the person of the roster it is nearest to."""
_NOBILITY = frozenset({"von", "van", "de"})
_BEGUN = re.compile(r"\W*(?:Herr|Frau|Mr|Ms|Mrs|(?:Rats|Stadtr|Gemeinder)\w+|[A-ZÄÖÜ]\w+ [A-ZÄÖÜ]\w+)\b")
"""A sentence that begins with its subject."""
_INITIAL = re.compile(r"^[A-ZÄÖÜ]\.$")


class Mention(NamedTuple):
    """A person named in a sentence."""

    surname: tuple[str, ...]
    given: tuple[str, ...]
    gender: str | None
    text: str
    start: int
    end: int


def find_people(text: str, known: Known) -> tuple[Mention, ...]:
    """Return the people named: behind a form of address, title or office, or by a surname of the roster."""
    tokens = list(_WORD.finditer(text))
    surnames = {part for person in known.people for part in _surname_keys(person.name)}
    given = {part for person in known.people for part in parse_name(person.name).given}
    found: list[Mention] = []
    index = 0
    while index < len(tokens):
        mention, index = _mention_at(text, tokens, index, surnames, given)
        if mention:
            found.append(mention)
    return tuple(found)


def _surname_keys(name: str) -> tuple[str, ...]:
    parts = parse_name(name).surname
    return (*parts, "-".join(parts)) if len(parts) > 1 else parts


def _mention_at(
    text: str, tokens: Sequence[re.Match[str]], index: int, surnames: set[str], given: set[str]
) -> tuple[Mention | None, int]:
    begin = index
    gender: str | None = None
    titled = office = False
    while index < len(tokens) and _adjacent(text, tokens, begin, index):
        word = key(tokens[index].group().rstrip("."))
        if word in FORMS and (index == begin or not titled):
            gender, titled = FORMS[word], True
        elif word in TITLES and tokens[index].group()[:1].isupper():
            titled = True
        elif (_MEMBER.match(word) and tokens[index].group()[:1].isupper()) or (
            is_office(word)
            and tokens[index].group()[:1].isupper()
            and key(tokens[index].group()) not in surnames
        ):
            office = True
        else:
            break
        index += 1
    chunk: list[re.Match[str]] = []
    place = index
    while (
        place < len(tokens)
        and (place == begin or _adjacent(text, tokens, begin, place))
        and _is_name_word(tokens[place].group(), chunk)
    ):
        chunk.append(tokens[place])
        place += 1
    chunk = _cut(chunk, surnames, given, titled=titled, office=office)
    if not chunk:
        return None, max(index, begin + 1)
    if not titled and not office and len(chunk) == 1 and _is_noun_use(text, tokens, tokens.index(chunk[0])):
        return None, tokens.index(chunk[0]) + 1
    if not titled and not office:
        begin = tokens.index(chunk[0])
        index = begin
    name = " ".join(match.group() for match in chunk)
    parsed = parse_name(name)
    stripped = tuple(_bare(part, surnames) for part in parsed.surname)
    end = chunk[-1].end()
    mention = Mention(
        stripped, parsed.given, gender, text[tokens[begin].start() : end], tokens[begin].start(), end
    )
    return mention, begin + (index - begin) + len(chunk)


def _adjacent(text: str, tokens: Sequence[re.Match[str]], begin: int, index: int) -> bool:
    return index == begin or text[tokens[index - 1].end() : tokens[index].start()].strip() == ""


def _is_name_word(word: str, chunk: Sequence[re.Match[str]]) -> bool:
    if chunk and chunk[-1].group().endswith(".") and not _INITIAL.match(chunk[-1].group()):
        return False
    if key(word.rstrip(".")) in FORMS:
        return False
    return word[:1].isupper() or (bool(chunk) and key(word) in _NOBILITY)


def _cut(
    chunk: list[re.Match[str]], surnames: set[str], given: set[str], *, titled: bool, office: bool
) -> list[re.Match[str]]:
    """Keep what belongs to the name: up to the surname known, else one word (two after a given name)."""
    words = [_bare(key(match.group().rstrip(".")), surnames) for match in chunk]
    for place, word in enumerate(words):
        if word in surnames or any(part in surnames for part in word.split("-")):
            first = 0 if titled or office else place
            while first > 0 and (
                words[first - 1] in given | _NOBILITY or _INITIAL.match(chunk[first - 1].group())
            ):
                first -= 1
            return chunk[first : place + 1]
    if not chunk or not (titled or office or words[0] in given):
        return []
    initials = 1
    while initials < len(chunk) and (
        words[initials - 1] in given or _INITIAL.match(chunk[initials - 1].group())
    ):
        initials += 1
    return chunk[:initials]


def _bare(word: str, surnames: set[str]) -> str:
    """Drop the ending of the genitive where that gives a surname of the roster."""
    for ending in ("'s", "s", "'"):
        if word not in surnames and word.endswith(ending) and word.removesuffix(ending) in surnames:
            return word.removesuffix(ending)
    return word


def _is_noun_use(text: str, tokens: Sequence[re.Match[str]], begin: int) -> bool:
    if begin == 0:
        return False
    before = tokens[begin - 1]
    return text[before.end() : tokens[begin].start()].strip() == "" and key(before.group()) in _DETERMINER


def check_names(sentence: str, evidence: Sequence[Spoken], known: Known) -> Iterator[Reason]:
    """Yield every name that the evidence does not know, and everybody wrongly said to have spoken."""
    spoken = " ".join(one.text for one in evidence)
    speakers = [one.speaker for one in evidence]
    heard = [m for one in evidence for m in find_people(one.text, known)]
    for mention in find_people(sentence, known):
        speaks = any(speaker and _same(mention, speaker) for speaker in speakers)
        if not _given_fits(mention, known) or (not speaks and not _named(mention, spoken, known)):
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
    yield from _check_stranger(sentence, spoken, known)
    yield from _check_other(sentence, spoken, known)


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


def _named(mention: Mention, spoken: str, known: Known) -> bool:
    """Tell whether somebody is named in the evidence, rightly written or misheard."""
    wanted = "".join(mention.surname)
    own = [p for p in known.people if _same(mention, p.name)]
    others = {part for p in known.people if p not in own for part in parse_name(p.name).surname}
    for match in _WORD.finditer(spoken):
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
    if inverted and _REPORTING.match(word_before) and before is not None and before.group(1)[:1].islower():
        return True
    return (
        lower
        and following == " "
        and bool(_REPORTING.match(word_after))
        and word_before not in {"von", "an", "mit", "fuer", "bei"}
    )


def _reported(
    mention: Mention, evidence: Sequence[Spoken], speakers: Sequence[str | None], known: Known
) -> bool:
    """Tell whether somebody else reports what this person said or does; unknown voices may be anybody."""
    if any(speaker is None for speaker in speakers) or not speakers:
        return True
    for one in evidence:
        for part in re.split(r"(?<=[.!?])\s+", one.text):
            if _named(mention, part, known) and re.search(
                r"\b(?:antrag|beantragt|sagte|gesagt|berichte|erklärt|gefragt|mitgeteilt|verl[äa]ss"
                r"|befangen)",
                part,
                re.IGNORECASE,
            ):
                heard = [m for m in find_people(part, known) if m.surname == mention.surname]
                if not heard or not re.search(
                    r"\b(?:hat recht|zustimmen|anschließen)\b", part, re.IGNORECASE
                ):
                    return True
    return False


_STRANGER = re.compile(
    r"^\W*(?P<name>[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)*)(?:\s*\([^)]*\))?\s+(?P<verb>[a-zäöü]+(?:t|d))\b"
)


def _check_stranger(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """A sentence that begins with a bare word that "erklärt" or "fordert" begins with a name."""
    match = _STRANGER.match(sentence)
    if (
        match is None
        or not _REPORTING.match(key(match["verb"]))
        or key(match["name"]) in _DETERMINER | _PRONOUNS
    ):
        return
    if (
        find_people(match["name"], known)
        or is_office(key(match["name"]))
        or Parties(known.roster).find(key(match["name"]))
    ):
        return
    if not any(alike(a, b) for a in stems(match["name"]) for b in stems(f"{spoken} {known.title}")):
        yield Reason(code="name", claim=match["name"])


def _check_other(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """Streets, firms and abbreviations must be in the evidence or the title."""
    around = stems(f"{spoken} {known.title}")
    folded = key(f"{spoken} {known.title} {known.paper or ''}")
    for match in re.finditer(r"[\w-]+", sentence):
        if _PLACE.match(match.group()) and not any(alike(a, b) for a in stems(match.group()) for b in around):
            yield Reason(code="name", claim=match.group())
    for match in _TOWN.finditer(sentence):
        name = match["there"] or match["town"]
        before = re.search(r"(\w+)\W*$", sentence[: match.start()])
        noun = match["town"] and before is not None and key(before.group(1)) in _DETERMINER
        if not noun and not _in_text(name, folded):
            yield Reason(code="name", claim=name)
    for match in _FIRM.finditer(sentence):
        if not _in_text(match.group(1), folded):
            yield Reason(code="name", claim=match.group())


@lru_cache(maxsize=4096)
def _in_text(name: str, folded: str) -> bool:
    wanted = key(name).strip(".")
    return any(word_likeness(wanted, word.strip(".,;:!?")) >= _SAME for word in folded.split())
