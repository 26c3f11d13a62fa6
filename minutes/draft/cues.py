"""What tells the content of a speech from its form: cues in German and English."""

from __future__ import annotations

import re

POSITION = re.compile(
    r"\b(lehn\w+\b.*\bab|stimm\w+\b.*\bzu|zustimm\w*|ablehn\w*|enthalt\w*|befürwort\w*|unterstütz\w*|begrüß\w*"
    r"|forder\w*|erwart\w*|beantrag\w*|schlag\w*\b.*\bvor|vorschlag\w*|empfehl\w*|empfiehlt|empfohlen|bitte[nt]?\b"
    r"|kritisier\w*|bedauer\w*|schade|dafür|dagegen|tr[aä]g\w*\b.*\bmit|überneh\w*|verzichtbar|vertretbar"
    r"|oppose\w*|support\w*|propose\w*|recommend\w*|request\w*|object\w*|urge\w*)\b",
    re.IGNORECASE,
)
"""What somebody wants, refuses or proposes."""
STANCE = re.compile(
    r"\b(stimm\w+\b.*\bzu|zustimm\w*|lehn\w+\b.*\bab|ablehn\w*|enthalten\b|sag\w*\s+(ja|nein)\b|tr[aä]g\w*\b.*\bmit"
    r"|support|oppose|abstain)\b",
    re.IGNORECASE,
)
"""How somebody is going to vote: the one thing a course must not leave out."""
ASKING = re.compile(r"\bum\s+(ihre\s+|die\s+|eure\s+)?(zustimmung|unterstützung)\b", re.IGNORECASE)
"""Asks others for their assent."""
REASON = re.compile(
    r"\b(weil|denn|deshalb|daher|darum|wegen|damit|sonst|obwohl|trotzdem|because|therefore|since)\b",
    re.IGNORECASE,
)
"""Why."""
FACTION = re.compile(
    r"\b(fraktion|wir|verwaltung|ausschuss|unsere?|faction|staff|committee)\b", re.IGNORECASE
)
"""For whom somebody speaks."""
FIGURE = re.compile(
    r"\d[\d.,:/]*|\b(prozent|euro|million\w*|milliarde\w*|hektar|quadratmeter|wohneinheiten|percent|dollars?)\b",
    re.IGNORECASE,
)
"""Numbers and their units."""
CONDUCT = re.compile(
    r"(wortmeldung|gegenstimme|handzeichen|hand heben|hände oben|gegenprobe|enthaltung(en)?\?"
    r"|enthält sich|wer (stimmt|ist)|begrüße|willkommen|ich danke|bitte sie"
    r"|hat das wort|haben das wort|das wort hat|erteile .* das wort|ich rufe|rufe .* auf|tagesordnungspunkt"
    r"|top \d|kommen wir zu|wir kommen zu|ich (er)?öffne|ich schließe|zwiegespräch|widerspruch"
    r"|abstimm|so beschlossen|öffentliche[nr]? teil|nichtöffentlich"
    r"|form- und fristgerecht|beschlussfähig|angenommen|abgelehnt|stimmen?\b|minus"
    r"|ja-stimmen|nein-stimmen|einstimmig|mehrheitlich|platz nehmen|bitte schön|bitte sehr|kurz zu fassen"
    r"|all in favor|all those|motion carries|the floor|next item|any opposed)",
    re.IGNORECASE,
)
"""The chair's conduct of the meeting: floor, vote, result, opening, close."""
CLINGING = re.compile(r"(Dies(e[rmns]?)?|Das|Dazu|Davon|Dabei|Er|Sie|This|That|It|They)\b(?!\s+[A-ZÄÖÜ])")
"""A beginning that needs the sentence before it; "Das Gutachten", with its noun, does not."""
FINDING = re.compile(
    r"\b(zur kenntnis|verwiesen|vertagt|abgesetzt|zurückgezogen|erledigt|beauftragt|sag(t|en|e) zu"
    r"|uhr eingetroffen|verlässt|noted|referred|postponed|withdrawn)\b",
    re.IGNORECASE,
)
"""What a chair finds without a vote."""
COURTESY = re.compile(
    r"^(vielen dank|danke|herzlichen dank|dankeschön|meine (sehr geehrten )?damen und herren|sehr geehrte"
    r"|guten abend|frau (vorsitzende|bürgermeisterin|präsidentin)|herr (vorsitzender|bürgermeister|präsident)"
    r"|liebe kolleg"
    r"|ja|nein|gut|so|okay|genau|herr \w+|frau \w+|thank you|thanks)\b[^.!?]{0,60}[.!?]?$",
    re.IGNORECASE,
)
"""Greetings and thanks, whole sentences."""
