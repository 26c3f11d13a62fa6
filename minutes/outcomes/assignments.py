"""Who is to do what until when: what the chair hands out, and what the administration promises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minutes.outcomes.decisions import announces_wording
from minutes.types import Assignment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.outcomes.scene import Scene
    from minutes.types import Decision

_HANDED = re.compile(
    r"\b(?:die|der|das|den|dem|the)? ?(?P<who>verwaltung|kaemmerei|bauamt|ordnungsamt|rechtsamt|magistrat"
    r"|stadtwerke|gemeindeverwaltung|stadtverwaltung|kreisverwaltung|stadtrat|gemeinderat|fachbereich"
    r"|dezernat|amt|kaemmerer|kaemmerin|buergermeister(?:in)?|staff|city manager|administration) "
    r"(?:wird|werden|ist|is|are|will be) [^.?!]{0,60}\b(?:gebeten|beauftragt|ersucht|aufgefordert|angehalten"
    r"|asked|directed|requested|instructed)\b"
    r"|\b(?:ich|wir) (?:bitte|bitten|ersuche|beauftrage|beauftragen) (?:\w+ )?(?:die|den"
    r"|das) (?P<asked>verwaltung"
    r"|kaemmerei|bauamt|ordnungsamt|rechtsamt|magistrat|gemeindeverwaltung|stadtverwaltung|kaemmerer"
    r"|kaemmerin"
    r"|fachbereich|dezernat)\b"
    r"|\bdie (?P<takes>verwaltung|kaemmerei|stadtverwaltung) (?:reicht|liefert|prueft|klaert|legt|stellt"
    r"|nimmt"
    r"|berichtet|erstellt|informiert)\b[^.?!]{0,160}(?:\b(?:nach|vor|mit|zu|ab|bis)\b)"
)
_PROMISED = re.compile(
    r"\b(?:ich|wir)\b[^.?!]{0,100}\b(?:nachreichen|nachliefern|schriftlich (?:beantworten|nach|zu)|vorlegen"
    r"|zukommen lassen|aufklaeren|klaeren lassen|zusenden|zur verfuegung stellen)\b"
    r"|\b(?:reiche|reichen|liefere|liefern) (?:ich|wir)\b[^.?!]{0,100}\bnach\b"
    r"|\b(?:ich|wir) (?:reiche|reichen|liefere|liefern)\b[^.?!]{0,100}\bnach\b"
    r"|\b(?:sage ich|sagen wir|ich sage|wir sagen)\b[^.?!]{0,80}\bzu\b ?[.,:!]"
    r"|\b(?:nehme ich|nehmen wir|ich nehme|wir nehmen)\b[^.?!]{0,60}\b(?:mit|auf)\b ?[.,!]"
    r"|\b(?:ich kuemmere|kuemmere ich|wir kuemmern|kuemmern wir)\b"
    r"|\b(?:klaere ich|klaeren wir|pruefe ich|pruefen wir|ich pruefe das|wir pruefen das|ich klaere das"
    r"|wir klaeren das)\b"
    r"|\b(?:legen wir|lege ich|wir legen|ich lege)\b[^.?!]{0,100}\bvor\b ?[.,!]"
    r"|\b(?:schicke|schicken|sende|senden|maile) (?:ich|wir)\b[^.?!]{0,60}\b(?:ihnen|zu|dem|allen)\b"
    r"|\b(?:i'll|i will|we'll|we will|staff will) (?:get back|follow up|provide|bring|send|report back"
    r"|check)\b"
)
_PLEDGED = re.compile(
    r"\b(?:nachreichen|nachliefern|schriftlich (?:beantworten|nach|zu)|zukommen lassen)\b"
    r"|\b(?:reichen?|liefern?|liefere) (?:ich|wir)\b[^.?!]{0,100}\bnach\b"
    r"|\b(?:ich|wir) (?:reichen?|liefern?|liefere)\b[^.?!]{0,100}\bnach\b"
    r"|\b(?:sage ich|sagen wir|ich sage|wir sagen)\b[^.?!]{0,80}\bzu\b ?[.,:!]"
    r"|\b(?:nehme ich|nehmen wir|ich nehme|wir nehmen)\b[^.?!]{0,60}\bmit\b ?[.,!]"
    r"|\b(?:das|dies) (?:klaere ich|klaeren wir|pruefe ich|pruefen wir)\b"
    r"|\b(?:i'll|i will|we'll|we will|staff will) (?:get back|follow up|report back)\b"
)
"""A promise even where no term is named."""
_NOT_NOW = re.compile(
    r"\b(?:heute|derzeit|bereits|wollen|sollte|wurde|wurden|hat|haben|hatte|hatten|war|wenn|falls|koennte"
    r"|koennten|warum|wieso|nicht|zur kenntnis"
    r"|abgelehnt)\b"
)
_MONTH = r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_TERM = re.compile(
    rf"\b(?:(?:bis|spätestens)(?:\s+spätestens)?(?:\s+(?:zum|zur|zu|Ende|Anfang|Mitte|am|in|im|den|dem"
    rf"|der|des|nächste\w*"
    rf"|kommende\w*|diese\w*))*\s+(?:\d{{1,2}}\.\s*(?:{_MONTH}|\d{{1,2}}\.)(?:\s*\d{{4}})?"
    rf"|{_MONTH}(?:\s+\d{{4}})?"
    r"|\w*(?:[Ss]itzung|beratung|beratungen|pause|[Ww]oche|[Mm]onats?|[Jj]ahre?s?|quartals?|tag|mittwoch"
    r"|morgen)\b"
    r"|Freitag|Montag|Dienstag|Mittwoch|Donnerstag)"
    rf"(?:\s+im\s+{_MONTH})?"
    r"|innerhalb\s+(?:von\s+)?\w+\s+(?:Tagen|Wochen|Monaten)"
    r"|(?:in|zu)\s+(?:der|einer)\s+(?:nächsten|kommenden)\s+\w*[Ss]itzung"
    r"|by\s+(?:the\s+)?(?:end\s+of\s+\w+|next\s+\w+|(?:Mon|Tues|Wednes|Thurs|Fri)day|(?:January|February"
    r"|March"
    r"|April|May|June|July|August|September|October|November|December)(?:\s+\d{1,2})?))"
)
_NAMED = {"kaemmerei": "Kämmerei", "kaemmerer": "Kämmerer", "kaemmerin": "Kämmerin"}
_RECENT = 6
"""Sentences within which the reading of a wording goes on."""
_BUREAU = frozenset({"administration", "clerk"})


def read_assignments(scene: Scene, decisions: Sequence[Decision]) -> tuple[Assignment, ...]:
    """Return assignments and promises in order of speech.

    A sentence of a wording that was read out counts only where that wording was decided on.
    """
    found: list[Assignment] = []
    said, raw = scene.spoken(), scene.raw()
    roles = {p.name: p.role for p in scene.roster.people} if scene.roster is not None else {}
    wording = -_RECENT - 1
    for number, (place, text) in enumerate(said):
        if announces_wording(text):
            wording = number
        sentence = raw[number][1]
        if sentence.rstrip().endswith("?"):
            continue
        who = _handed(text) if scene.presides(place) else None
        if who and number - wording <= _RECENT and not any(sentence in d.text for d in decisions):
            continue
        speaker = scene.name_at(place)
        term = _TERM.search(sentence)
        if who is None and roles.get(speaker or "") in _BUREAU and _promised(text, dated=term is not None):
            who = speaker
        if who is None:
            continue
        utterance = scene.utterances[place]
        found.append(
            Assignment(
                item=utterance.item,
                who=who,
                until=term.group() if term else None,
                text=sentence,
                evidence=(utterance.id,),
            )
        )
    return tuple(found)


def _handed(text: str) -> str | None:
    match = _HANDED.search(text)
    if match is None or _NOT_NOW.search(text):
        return None
    who = match["who"] or match["asked"] or match["takes"]
    return _NAMED.get(who, who.replace("buerger", "bürger").capitalize())


def _promised(text: str, *, dated: bool) -> bool:
    """Tell whether somebody promises to do something; with a term weaker words are enough."""
    match = (_PROMISED if dated else _PLEDGED).search(text)
    if match is None:
        return False
    begin = text.rfind(",", 0, match.start()) + 1
    return not _NOT_NOW.search(text, begin, match.end())
