"""Whether a speaker leans for or against, in words that name neither a vote nor a result.

"Von uns kommt ein klares Ja", "das wollen wir nicht" and "I don't like the cap" take sides without
saying so; a sentence that tells the opposite position is not borne by them.
"""

from __future__ import annotations

import re

from minutes.facts.claims import negations
from minutes.facts.words import clauses, normal

_FOR = re.compile(
    r"\b(?:(?:klares|grosses|deutliches|ein|uneingeschraenktes) ja|sagen? (?:dazu |da )?ja|zustimm\w*"
    r"|einverstanden"
    r"|unterstuetz\w*|begruess\w*|befuerwort\w*|favorisier\w*|mittragen|mitgehen|mitmachen|mitstimmen"
    r"|(?:trag|geh|mach|stimm)\w*\b[^,.;]*\bmit$|stimm\w*\b[^,.;]*\b(?:zu|dafuer)$|folg\w*|anschliess\w*"
    r"|freu\w*|froh|richtig|vernuenftig|sinnvoll|gut|prima|super|gerecht|ueberzeugt|begeistert|wollen"
    r"|will|moecht\w*"
    r"|grossartig|wunderbar|toll|meine stimme|dabei|stimmen? (?:\w+ ){0,3}mit|gut angelegt|passt|gefaellt"
    r"|ueberfaellig|endlich|dafuer"
    r"|in favou?r|support\w*|agree\w*|like|glad|happy|pleased|welcome\w*|go along|fine with|persuaded"
    r"|convinced"
    r"|good idea|great|vote yes|voting yes|accept\w*|live with|back|all for|could go for|content"
    r"|comfortable)\b"
)
_AGAINST = re.compile(
    r"\b(?:halte? (?:\w+ )?wenig|teurer|zeitverschwendung|mein(?:em)? nein|ein problem|mit (?:uns|mir) nicht"
    r"|falsche signal"
    r"|problem with|leave it alone|out of keeping|ein nein|klares nein|sagen? nein"
    r"|ablehn\w*|dagegen|verweiger\w*|skeptisch|kritisch|bedenken"
    r"|bauchschmerzen"
    r"|falsch|unverantwortlich|zumutung|unnoetig|ueberfluessig|luxus|quatsch|unsinn|absurd"
    r"|zu (?:teuer|hoch|viel|lang|gross|spaet|frueh|weit|wenig|streng)|lehn\w*\b[^,.;]*\bab$"
    r"|gegen (?:die|den|das|jede|eine|einen|diese)\b(?! stimmen)"
    r"|oppos\w*|against|object\w*|disagree\w*|voting no|vote no|too (?:expensive|strict|much|many|high"
    r"|long|late|far)"
    r"|waste|wrong|unnecessary|irresponsible|unfair)\b"
)
_AGAINST_WHOLE = re.compile(
    r"\b(?:mit (?:uns|mir) nicht|ohne (?:uns|mich)|steht uns nicht|geht (?:gar )?nicht|nicht mit (?:uns"
    r"|mir)|no way|not on my watch)\b"
)
"""Against, with a denial of their own."""
_INSTEAD = re.compile(r"\b(?:sondern|stattdessen|lieber|instead|rather than)\b")
"""Against one thing and for another."""
_SPEAKER = re.compile(r"\b(?:wir|ich|uns|mich|mir|i|we|us|me|my)\b")


_TOLD_FOR = re.compile(
    r"\b(?:raet dazu|positiv gegenueber|wohlwollend|heisst\b[^,.;]*\bgut|begruess\w*|favorisier\w*"
    r"|wirbt fuer|plaedier\w* fuer"
    r"|setzt sich fuer|zeigt sich erfreut|fuer angemessen|fuer sinnvoll|welcom\w*|favou?red|prais\w*"
    r"|was pleased)\b"
)
_TOLD_AGAINST = re.compile(
    r"\b(?:raet (?:davon )?ab|missbillig\w*|skeptisch|kritisier\w*|wendet sich gegen|verwahrt sich"
    r"|fuer unangemessen"
    r"|critici[sz]ed|objected to|was reluctant|unhappy)\b"
)


def contrary(sentence: str, spoken: str) -> str | None:
    """Return the words of a sentence that tell an attitude contrary to that of the evidence."""
    told = normal(sentence)
    welcomed, blamed = _TOLD_FOR.search(told), _TOLD_AGAINST.search(told)
    match = welcomed or blamed
    if match is None or (welcomed and blamed) or negations(re.split(r"[,.;]", told[: match.end()])[-1]):
        return None
    return match.group() if leaning(spoken) == (-1 if welcomed else 1) else None


def leaning(text: str) -> int:
    """Return 1 where all that takes sides is for, -1 where it is against, else 0; questions take none.

    A denial in the first person ("da geb ich kein Geld her") counts where nothing else takes sides.
    """
    if _INSTEAD.search(normal(text)):
        return 0
    signs: set[int] = set()
    denied = False
    for raw in clauses(text):
        if raw.endswith("?"):
            continue
        clause = normal(raw)
        turned = -1 if negations(clause) % 2 else 1
        if _AGAINST_WHOLE.search(clause):
            signs.add(-1)
        elif _AGAINST.search(clause):
            signs.add(-turned)
        elif _FOR.search(clause):
            signs.add(turned)
        elif turned < 0 and _SPEAKER.search(clause):
            denied = True
    if len(signs) == 1:
        return signs.pop()
    return -1 if denied and not signs else 0
