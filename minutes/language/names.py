"""Names of people as they are written, said and misheard.

A recogniser writes "Jülderim" for Yıldırım, "Wortan" for Wortmann and "Herrn Pakulad" for Pakulat; a chair
says
only the surname, or one half of a double name. So a heard name is compared by sound (Kölner Phonetik, Postel
1969, by the package ``cologne_phonetics``, MIT) and by spelling (edit distance) together.

Use::

    parse_name("Stadtkämmerin Prof. Dr. Dörte Diemert")  -> surname ("diemert",), given ("doerte",)
    surname_match("jülderim", "yıldırım")                -> 0.8 (0 to 1)
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cologne_phonetics import encode  # type: ignore[import-untyped] # typed inside, but without py.typed
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from minutes.language.tokens import fold


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a set; for lists that read better in running text."""
    return frozenset(words.split())


PARTICLES = word_set(
    "von vom van vander zu zum zur de der den del della di da dos du la le el al bin ben af av graf "
    "graefin freiherr freifrau baron baronin"
)
"""Words that belong to a surname and are often left out, or swallowed, in speech."""

TITLES = word_set(
    "dr prof professor professorin dipl ing mag mdl mdb mdbb h c hc habil phil jur rer nat med dent llm "
    "ma ba msc bsc mba ra jun jr sen sr lic ddr di fh mr mrs ms miss sir madam"
)
"""Academic degrees and forms of address: no part of a name."""

FORMS = {
    "herr": "m",
    "herrn": "m",
    "frau": "f",
    "kollege": "m",
    "kollegen": "m",
    "kollegin": "f",
    "mr": "m",
    "mister": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "misses": "f",
}
"""Forms of address before a name, with the gender they tell ("m", "f")."""

_OFFICE_END = re.compile(
    r"(?:meister|vorsitzend|vorsteher|kaemmerer|kaemmer|raet|rat|rats(?:herr|frau|mitglied)|direktor"
    r"|dezernent|"
    r"beigeordnet|minister|praesident|sekretaer|sprecher|leiter|ammann|landammann|landeshauptmann|beauftragt|"
    r"abgeordnet|amtmann|rektor|chef|verordnet|herold|schriftfuehrer|referent|geschaeftsfuehrer|landwirt"
    r"|staatsanwalt)"
    r"(?:e|er|en|in|innen|ern|es|s)?$"
)
_OFFICE_ENGLISH = word_set(
    "mayor councilmember councilman councilwoman councillor councilor chair chairman chairwoman "
    "chairperson vice commissioner alderman alderwoman supervisor deputy clerk trustee member council "
    "senator representative"
)
_PUNCTUATION = re.compile(r"[^\w\s'’-]")
_WORD_MARKS = str.maketrans({"ı": "i", "ş": "s", "ç": "c", "ğ": "g", "ł": "l", "đ": "d"})
_SHORT_CODE = 2
_WEAK_INITIAL = 0.92


class ParsedName(NamedTuple):
    """A person's name, taken apart; all parts folded and in order."""

    given: tuple[str, ...]
    particles: tuple[str, ...]
    surname: tuple[str, ...]
    """The parts of the surname without particles; two of a double name ("strack", "zimmermann")."""
    offices: tuple[str, ...]
    """Words before the name that tell an office ("stadtkaemmerin", "councilmember")."""

    @property
    def joined(self) -> str:
        """The surname in one word, without particles and hyphens."""
        return "".join(self.surname)


def key(word: str) -> str:
    """Common written form of a name's word: folded, letters of neighbouring alphabets made plain."""
    return fold(word.translate(_WORD_MARKS)).strip("'-")


def is_office(word: str) -> bool:
    """Whether a folded word names an office, as "bezirksbuergermeister" does."""
    return word in _OFFICE_ENGLISH or bool(_OFFICE_END.search(word))


@lru_cache(maxsize=8192)
def parse_name(name: str) -> ParsedName:
    """Take a full name apart ("Dr. Marie-Agnes Strack-Zimmermann", "Müller, Hans", "Mayor Read").

    Titles and forms of address are dropped, offices before the name are kept apart. The last word is the
    surname,
    with the particles before it; everything before that is given names.
    """
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first.strip()} {last.strip()}" if len(last.split()) <= 3 else last  # noqa: PLR2004 - "van der X, Y"
    words = [key(w) for w in _PUNCTUATION.sub(" ", name).split()]
    words = [w for w in words if w and w not in TITLES and w not in FORMS]
    offices: list[str] = []
    while len(words) > 1 and is_office(words[0]):
        offices.append(words.pop(0))
    if not words:
        return ParsedName((), (), (), tuple(offices))
    begin = len(words) - 1
    while begin > 0 and words[begin - 1] in PARTICLES:
        begin -= 1
    surname = tuple(p for p in words[-1].split("-") if p)
    particles = tuple(dict.fromkeys(words[begin:-1]))
    given = tuple(p for w in words[:begin] for p in w.split("-") if len(p) > 1)
    return ParsedName(given, particles, surname, tuple(offices))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The Kölner Phonetik code of a word, empty where nothing is left of it."""
    letters = re.sub(r"[^a-zäöüß]", "", word.lower().translate(_WORD_MARKS))
    if not letters:
        return ""
    coded = encode(letters)
    return "".join(code for _, code in coded)


def _spellings(word: str) -> tuple[str, ...]:
    """A folded word, and the same with umlauts dropped instead of written out ("duerr", "durr")."""
    plain = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return (word,) if plain == word else (word, plain)


@lru_cache(maxsize=262144)
def word_likeness(said: str, written: str) -> float:
    """How well one heard word answers to one written name, 0 to 1; both as :func:`key` gives them.

    Equal is 1; the same sound with like spelling 0.93 at least; otherwise spelling (edit distance and
    Jaro-Winkler) and sound share, so that "wotman" answers to "wortmann" and "wegner" hardly to "winter".
    """
    if not said or not written:
        return 0.0
    if said == written:
        return 1.0
    spelled = max(
        DamerauLevenshtein.normalized_similarity(a, b) for a in _spellings(said) for b in _spellings(written)
    )
    code_a, code_b = sound(said), sound(written)
    heard = DamerauLevenshtein.normalized_similarity(code_a, code_b) if code_a and code_b else 0.0
    if heard == 1.0 and len(code_a) >= _SHORT_CODE:
        return max(0.75 + 0.25 * spelled, 0.93 if spelled >= 0.6 else 0.0)  # noqa: PLR2004 - like spelling
    if said in (written + "s", written + "n", written + "ns", written + "es"):
        return 0.95
    winkler = JaroWinkler.similarity(said, written)
    score = 0.55 * spelled + 0.25 * heard + 0.2 * winkler
    if said[0] != written[0] and code_a[:1] != code_b[:1]:
        score *= _WEAK_INITIAL
    return min(score, 0.97)


@lru_cache(maxsize=65536)
def surname_match(said: tuple[str, ...], written: tuple[str, ...]) -> float:
    """How well heard words answer to a surname, 0 to 1; parts as in :attr:`ParsedName.surname`.

    Words are joined before they are compared, for recognisers cut names ("Hölzing Clasen", (
        "Gemme Ke"
    )). One half
    of a double name answers to it a little less than the whole.
    """
    joined_said, joined = "".join(said), "".join(written)
    best = word_likeness(joined_said, joined)
    if len(written) > 1 and len(said) == 1:
        best = max(best, *(0.9 * word_likeness(joined_said, part) for part in written))
    return best
