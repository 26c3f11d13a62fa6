"""Names the roster does not have: strangers, places, firms, and whose motion it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from minutes.facts.mentions import DETERMINER, find_people, surname_keys
from minutes.facts.types import Known, Reason
from minutes.facts.words import alike, stems
from minutes.language.names import is_office, key, word_likeness, word_set
from minutes.people.parties import Parties

REPORTING = re.compile(
    r"^(?:bericht|erklaer|erlaeuter|fuehr|leg|frag|forder|beantrag|bitt|kritisier|begruess|informier|teil"
    r"|weis|stell|beton|haelt|halt"
    r"|kuendig|antwort|mein|sag|aeusser|schlaeg|schlag|reg|moecht|vermiss|dank|bestaetig|zitier|schliess"
    r"|bezweifel|beziffer|sprich|sprech"
    r"|gib|geb|erkundig|wuensch|lehn|stimm|verlang|warn|spricht|ergaenz|verweis|erinner|empfiehl|plaedier"
    r"|bedauer|bemaengel|ruf|eroeffn"
    r"|verlies|will|wuerdig|entgegn|erwider|zeig|sieht|unterstuetz|befuerwort|wendet|rechn|appellier|legt"
    r"|schilder|nenn|verliest|begruend|bezeichn|beklag|moniert|monier|lob|verteidig|mahn|vergleich"
    r"|widersprich"
    r"|raeumt|wirbt|wirb|draeng|dräng|hinterfrag|pflichtet|regt|bringt|trägt|traegt|gibt|versicher|bejah"
    r"|vernein"
    r"|befuercht|hofft|wundert|glaubt|haelt|behaupt|legt|macht|findet|sicher|sagt|lehnt|konstatier|resuemier"
    r"|praesentier|stellt|beanstand|favorisier|bevorzug|kritisier|erwart|erwaehn|bekraeftig"
    r"|report|said|say|ask|mov|stat|explain|object|request|suggest|propos|support|note|thank|urg)"
)
_PLACE = re.compile(
    r"^[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|brücke|kamp|street|avenue|road)(?:s"
    r"|es|n)?$"
)
_TOWN = re.compile(
    r"(?:\b(?:[Ii]n|[Nn]ach|[Aa]us|[Bb]ei|[Vv]on|[Bb]is)\s+(?P<there>[A-ZÄÖÜ][a-zäöüß-]*(?:heim|furt"
    r"|bruch|loh|burg|berg|feld"
    r"|stadt|ried|walde|zell|kirch|rath|scheid|hain|roda|werder|büren|beuren|reuth|moos|wangen"
    r"|bach|hagen|beck))"
    r"|(?P<town>[A-ZÄÖÜ][a-zäöüß-]*(?:brock|dorf|stedt|hausen|büttel|leben|ingen|kirchen|horst|husen|rode"
    r"|wil|ikon"
    r"|stetten|hofen|weiler|moor|siel|fehn|koog)))\b"
)
"""A place without an article."""
_OF_WHOM = re.compile(
    r"\b(?:Antrag|Vorschlag|Zusatzantrag|Gegenantrag|Änderungsantrag|Rückweisungsantrag|Votum)\s+"
    r"(?P<name>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ]\w+)*)\b"
    r"|\b(?:[Ff]rage|[Nn]achfrage|[Aa]nfrage|[Aa]nregung|[Hh]inweis|[Ee]inwand|[Vv]orschlag|[Aa]ntrag) von\s+"
    r"(?!Frau|Herrn?|Gemeinde|Stadt|Rats|Kreis|Kantons|Dr|Mag|Prof|Dipl"
    r"|Ing)(?P<of>[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ]\w+)*)\b"
    r"(?=\W|$)"
)
"""Whose motion it is, in the Swiss manner ("der Antrag Stucki")."""
_FIRM = re.compile(
    r"\b(?:Firma|(?:[A-Z][a-zäöü]+)?[Bb]üros?|Kanzlei|Vereins?|Gesellschaft|Unternehmen"
    r"|Company)\s+([A-ZÄÖÜ][\w&.-]+)"
)
_WORDS_OF_NAME = re.compile(r"[\w-]+(?: [A-ZÄÖÜ][\w-]+)?")
_PRONOUNS = word_set(
    "er sie es man wir ich dies das dazu hierzu daraufhin auch zudem ferner weiter he she it they this"
    " that these "
    "those there such"
)
_ADVERBS = word_set(
    "dagegen dafuer hingegen anschliessend abschliessend ergaenzend zusaetzlich insgesamt derzeit kuenftig "
    "niemand jemand beide alle mehrere einige viele manche zunaechst danach hierauf darauf "
    "darueber damit dadurch deshalb daher dabei hierfuer nunmehr weiterhin schliesslich gleichzeitig "
    "everyone nobody someone all"
)
"""What may begin a sentence before a verb without being a name."""
_SAME = 0.93
_STRANGER = re.compile(
    r"^\W*(?P<name>[A-ZÄÖÜ][\wäöüß]+(?:-[A-ZÄÖÜ][\wäöüß]+)*)(?:\s*\([^)]*\))?\s+(?P<verb>[a-zäöü]+(?:t|d))\b"
)


def check_stranger(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """A sentence that begins with a bare word that "erklärt" or "fordert" begins with a name."""
    match = _STRANGER.match(sentence)
    if (
        match is None
        or not REPORTING.match(key(match["verb"]))
        or key(match["name"]) in DETERMINER | _PRONOUNS | _ADVERBS
    ):
        return
    if re.match(
        r"\s+(?:sich\s+(?:Herrn?|Frau|d(?:ie|er|as))|Herrn?|Frau|M(?:r|s"
        r"|rs)\.)\b",
        sentence[match.end() :],
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


def check_others(sentence: str, spoken: str, known: Known) -> Iterator[Reason]:
    """Streets, firms and abbreviations must be in the evidence or the title."""
    around = stems(f"{spoken} {known.title}")
    folded = key(f"{spoken} {known.title} {known.paper or ''}")
    surnames = {part for person in known.people for part in surname_keys(person.name)}
    for match in re.finditer(r"[\w-]+", sentence):
        if (
            key(match.group()) not in surnames
            and _PLACE.match(match.group())
            and not any(alike(a, b) for a in stems(match.group()) for b in around)
        ):
            yield Reason(code="name", claim=match.group())
    for match in _TOWN.finditer(sentence):
        name = match["there"] or match["town"]
        before = re.search(r"(\w+)\W*$", sentence[: match.start()])
        if any(part in surnames for part in key(name).split("-")):
            continue
        noun = match["town"] and before is not None and key(before.group(1)) in DETERMINER
        if not noun and not _in_text(name, folded):
            yield Reason(code="name", claim=name)
    yield from _check_whose(sentence, folded, known)
    for match in _FIRM.finditer(sentence):
        if not _in_text(match.group(1), folded):
            yield Reason(code="name", claim=match.group())


def _check_whose(sentence: str, folded: str, known: Known) -> Iterator[Reason]:
    """Whose motion or question it was must be in the evidence."""
    for match in _OF_WHOM.finditer(sentence):
        name = match["name"] or match["of"]
        if match["of"] and (
            find_people(_WORDS_OF_NAME.findall(sentence[match.start("of") :])[0], known)
            or Parties(known.roster).find(key(name))
        ):
            continue
        if not _in_text(name, folded) and not is_office(key(name)):
            yield Reason(code="name", claim=name)


@lru_cache(maxsize=4096)
def _in_text(name: str, folded: str) -> bool:
    wanted = key(name).strip(".")
    return any(word_likeness(wanted, word.strip(".,;:!?")) >= _SAME for word in folded.split())
