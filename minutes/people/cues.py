"""What a mention of somebody says about who speaks: the floor given, thanks, an address, a self-introduction.

The sentence is folded, the mention in question stands as "@" and every other mention as "%"; patterns over
that
form tell the cue. German with its Austrian and Swiss variants, and English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from minutes.language.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.people.mentions import Mention

Cue = Literal["floor", "bare", "ask", "thanks", "vocative", "intervene", "handover", "self", "other"]
"""``floor``: is given the word; ``bare``: called by name alone; ``ask``: asked something directly;
``thanks``: thanked; ``vocative``: spoken to; ``intervene``: wants to put a question to the one who speaks;
``handover``: is to take the chair; ``self``: names himself; ``other``: spoken about."""

_SELF = re.compile(
    r"(?:mein name ist|ich heisse|my name is|my name's)[^.]{0,12}@"
    r"|\b(?:ich bin(?: der| die)?|i am|i'm) @(?=\s*(?:[.,;:!–-]|und\b|and\b|vo[nm]\b|aus\b|from\b|with\b|$))"
    r"|^@ (?:mein name|ist mein name|is my name)|hier (?:ist|spricht) @"
)
_FLOOR = re.compile(
    r"\bwort\b(?!\s*(?:meldung|laut))[^%]*@|@[^%]*\bwort\b|@[^%]*\bdas wort\b"
    r"|\bnaechste[rn]?\b[^%]*\b(?:redner|rednerin|sprecher|wortmeldung|person)\b[^%]*@"
    r"|\b(?:letzte|erste|zweite|dritte|vierte|fuenfte)[rn]? (?:redner|rednerin)\b[^%]*@|\b(?:redner"
    r"|rednerin)\b[^%]{0,60}\b(?:ist|spricht)\b[^%]*@"
    r"|\b(?:naechste|letzte|erste|weitere) (?:\w+ )?frage\b[^%]{0,80}\b(?:hat|stellt|kommt|ist"
    r"|von)\b[^%]*@|\bfragerecht\b[^%]*@|@[^%]*\bfragerecht\b"
    r"|@ ist (?:der|die) (?:naechste|letzte|erste)\w* (?:redner|rednerin)|^(?:es|das|dies|und das) ist @"
    r"|\b(?:als|zum) naechste[rsn]?\b[^%]*@"
    r"|\b(?:es|jetzt|nun|dann|zunaechst|zuerst|danach|hierzu|dazu) (?:spricht|redet|folgt|kommt"
    r"|antwortet|berichtet|beginnt)\b[^%]*@"
    r"|\bspricht\b[^%]*@|\b(?:uebergebe|gebe|erteile|ueberlasse|bitte)\b[^%]*@"
    r"|\b(?:beginnt|beginnen|faengt|fangen|weiter|fort|startet?n?|geht los|eroeffnet)\b[^%]{0,40}\bmit @"
    r"|\brufe\b[^%]*@[^%]*\bauf\b|\b(?:zur|fuer die) (?:begruendung|erlaeuterung|einfuehrung|antwort"
    r"|berichterstattung|gegenrede)\b[^%]*@"
    r"|@[^%]*\b(?:gemeldet|wortmeldung|zur begruendung|erlaeutert|fuehrt|berichtet|antwortet|stellt"
    r"|traegt|moechte|uebernimmt|beginnt|"
    r"spricht|nimmt stellung|kann das beantworten|beantwortet|an der reihe|ist dran)\b"
    r"|\bgemeldet\b[^%]*@|\bwortmeldung(?:en)?\b[^%]*@|\bhat(?:te)? sich\b[^%]*@[^%]*\bgemeldet"
    r"|\b(?:recognize|turn it over to|turn this over to|hear from|the floor|call on|go to|over to"
    r"|next speaker is)\b[^%]*@"
    r"|@[^%]*\b(?:has the floor|you have the floor|go ahead|you're recognized|is recognized|please)\b"
)
_HANDOVER = re.compile(
    r"@[^%]*\b(?:sitzungsleitung|leitung|vorsitz)\b[^%]*\buebern(?:ehmen|immt|ommen)\b"
    r"|@[^%]*\buebern(?:ehmen|immt)\b[^%]*\b(?:sitzungsleitung|leitung|vorsitz)\b"
    r"|\b(?:sitzungsleitung|leitung|vorsitz)\b[^%]*\b(?:an|uebernimmt|bei)\b[^%]*@"
    r"|\bhand (?:over )?the (?:gavel|chair)\b[^%]*@|@[^%]*\btakes? the (?:gavel|chair)\b"
)
_GIVES_WORD = re.compile(
    r"@[^%]{0,40}\b(?:haben|hat|erhaelt|bekommt|habe|erhalten|bekommen|nehmen)\b[^%]{0,40}\bwort\b"
    r"|\bwort\b[^%]{0,50}@"
)
_INTERVENE = re.compile(
    r"\b(?:zwischenfrage|zwischenbemerkung|kurzintervention|nachfrage|frage(?:n)? stellen"
    r"|frage zu(?:lassen)?)\b"
)
_WANTS = re.compile(r"(?:moechte|wuerde|hat|zwischenfrage|zwischenbemerkung|kurzintervention|wuensch)\w*\b")
_VOCATIVE = re.compile(r",\s*@\s*,|\b(?:lieber|liebe|werter?|geehrter?|verehrter?|dear)\s@")
_NOT_FLOOR = re.compile(
    r"\b(?:kein wort|wortwoertlich|hatte das wort|hat .{0,30}gesagt|wie @|von @ (?:gesagt|genannt)"
    r"|zwischenfrage (?:von|des|der)[^.]*\bnicht)\b"
)
_THANKS = re.compile(
    r"\b(?:dank|danke|dankeschoen|merci|thank you|thanks)\b(?:\s(?:schoen|sehr|ihnen|so much"
    r"|very much))*[\s,!.]*(?:an )?(?:(?:lieber|liebe|sehr geehrter?) )?@"
    r"|\bbedanke mich bei @|\bdank(?:e)? (?:fuer [^@]{0,60}|geht )(?:an |, )@"
)
_ASK = re.compile(
    r"^@\s*,|[,–-]\s*@\s*[?!.]?$|^(?:ja|gut|so|und|nein|bitte|also|okay|doch|aber|dann)?\s*,?\s*@\s*,"
)
_CALLED_ON = re.compile(
    r"^(?:(?:ja|gut|so|und|dann|okay)\W+)*@\s*,?\s*bitte(?: schoen| sehr| kurz)?\s*[,;:–-]"
)
"""A call by name that a recogniser ran on without a full stop: "Frau Stein, bitte, wir lehnen das ab"."""
_BARE_WORDS = 7
"""A sentence of a name and no more other words than this, without a verb, gives the floor."""
_BARE = re.compile(
    r"^(?:\W|bitte|bitte schoen|sehr|gerne?|ja|gut|so|okay|und|dann|jetzt|nun|aber|auch|noch|erst|einmal"
    r"|zunaechst|zuerst|danach|anschliessend|"
    r"als|naechste[rs]?|naechster|von|aus|vom|von der|der|die|das|den|ein|eine|fuer|die|fraktion|gruppe"
    r"|ratsgruppe|gegenrede|dagegen|dafuer|kurz|zur|"
    r"geschaeftsordnung|nachfrage|frage|antwort|sache|wieder|nochmal|noch mal|dazu|hierzu|mal|schoen"
    r"|kollege|kollegin|yes|and|then|next|go|ahead|"
    r"please|council|cdu|csu|spd|fdp|afd|linke|linken|gruenen?|buendnis|neunzig|90|freien?|waehler"
    r"|waehlern|volt|partei|bsw|oevp|spoe|fpoe|neos|sp|svp|"
    r"fraktionsvorsitzende[rn]?|buergermeister(?:in)?|stadtrat|stadtraetin|beigeordneter?"
    r"|dezernent(?:in)?|@|%|[\w/-]+-fraktion)*$"
)


def mark(text: str, mentions: Sequence[Mention], number: int, offset: int = 0) -> str:
    """The folded text with mention ``number`` as "@", the others as "%"; places count from ``offset``."""
    parts: list[str] = []
    at = 0
    for i, mention in enumerate(mentions):
        start, end = mention.start - offset, mention.end - offset
        if start < at or end > len(text):
            continue
        parts += [text[at:start], "@" if i == number else "%"]
        at = end
    parts.append(text[at:])
    return fold("".join(parts)).strip()


def classify(marked: str) -> Cue:
    """The cue of the mention that stands as "@" in a folded sentence (see :func:`mark`)."""
    gives = not _NOT_FLOOR.search(marked)
    rules: tuple[tuple[Cue, object], ...] = (
        ("self", _SELF.search(marked)),
        ("thanks", _THANKS.search(marked)),
        ("handover", _HANDOVER.search(marked)),
        ("bare", len(marked.split()) <= _BARE_WORDS + 1 and _BARE.match(marked.rstrip(".!?:,"))),
        ("bare", "?" not in marked and _CALLED_ON.match(marked)),
        ("intervene", _intervenes(marked) and not _GIVES_WORD.search(marked)),
        ("floor", gives and _GIVES_WORD.search(marked)),
        ("ask", ("?" in marked or "bitte" in marked) and _ASK.search(marked)),
        ("vocative", _ASK.search(marked)),
        ("floor", gives and _FLOOR.search(marked)),
        ("vocative", _VOCATIVE.search(marked)),
    )
    return next((cue for cue, holds in rules if holds), "other")


def _intervenes(marked: str) -> bool:
    """Somebody else than the one addressed wants to ask something."""
    return not marked.startswith("@") and bool(_INTERVENE.search(marked) and _WANTS.search(marked))
