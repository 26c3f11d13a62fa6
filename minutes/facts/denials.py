"""Words that deny, and words that say without denying that something is not so, folded."""

from __future__ import annotations

import re

from minutes.language.names import word_set

UN = re.compile(
    r"\bun(?=(?:moeglich|zumutbar|noetig|klar|geklaert|geeignet|wirtschaftlich|zulaessig|vollstaendig"
    r"|zureichend|genuegend|gefaehrlich|sicher|zufrieden|problematisch|wahrscheinlich|richtig|vertretbar"
    r"|angemessen|angebracht|ausreichend|bekannt|besetzt|erwuenscht|gerecht|gueltig|realistisch|verstaendlich"
    r"|verhaeltnismaessig|verantwortlich|wirksam|zutreffend|zweckmaessig|bezahlbar|ausgewogen|rentabel"
    r"|beruecksichtigt|strittig|beruehrt|begruendet|gewiss|beliebt|passend|noetig))"
    r"|\bun(?!ter|ser|iv|ion|iform|fall|faell|kosten|wetter|gefaehr|bedingt|mittelbar|laengst|weit\b"
    r"|verzueglich"
    r"|abhaengig|veraender|befrist|gewoehnlich|zaehlig|gerade|gern|heimlich|entgelt)"
    r"[a-z]{4,}(?:lich|bar|sam|ig|isch|haft|[^s]t|end|ell|iv|recht|gut|wahr|fair|reif|tauglich|noetig"
    r"|wirksam)"
    r"(?:e[nmrs]?)?\b"
    r"|\bun(?!it|ion|iqu|ivers|iform|der|til|less|ited|animous)[a-z]{4,}(?:ed|able|ible|al|ly|ful|ar|ing"
    r"|ain|air|safe)\b"
    r"|\b(?:im(?=possible|practical|proper)|in(?=sufficient|adequate|appropriate|eligible|complete)"
    r"|ir(?=responsible))"
)
"""Prefixes that deny the word they stand before."""
EXCLUDED = re.compile(
    r"\b(?:ausgeschlossen|schliess\w*\b[^,.;]*\baus\b|scheide\w*\b.*\baus\b|ausscheide\w*|entf[ai]e?l(?!lende)\w*|unter(?:bleib|blieb)\w*"
    r"|(?:faell|fall|fiel)\w*\b[^,.;]*\bweg\b|wegf(?:all|ael)(?!ende)\w*|verneint?|ruled out|fehl(?:t|en"
    r"|e|te|ten"
    r"|ende\w*)|vermiss\w*)\b"
)
"""Words that deny by themselves."""
LACKING = re.compile(
    r"(?:faell|fall|fiel)\w*\b[^,.;]*\baus$|\b(?:ausfall\w*|ausgefallen|streich\w*|gestrichen"
    r"|abschaff\w*|aufheb\w*"
    r"|kuerz\w*|rather than|instead of|reluctan\w*|unwilling|hesita\w*|uneasy|zoeger\w*|turn\w* down"
    r"|mangel\w*|verzicht\w*|unterlass\w*|ausbleib\w*"
    r"|ausgeblieben"
    r"|scheiter\w*|verhinder\w*|kaum|zu (?:wenig|gering|hoch"
    r"|klein|teuer)|lehn\w*|abgelehnt"
    r"|ablehn\w*|statt|anstatt|anstelle|stattdessen|lack\w*|refus\w*|bemaengel\w*|kritisier\w*"
    r"|beanstand\w*|bedauer\w*"
    r"|bezweifel\w*|bestreit\w*|widersprech\w*|widersprich\w*|weiger\w*|vermeid\w*|gegen"
    r"|dagegen)\b"
)
TOPIC = re.compile(
    r"\b(?:verweis\w* auf|erinner\w* an|erkundig\w* sich|frag\w* nach|thematisier\w*|nimmt bezug|bezieht sich"
    r"|spricht\b[^,.;]*\ban$|geht\b[^,.;]*\bein$|refer\w* to|asked about|point\w* (?:to|out)|mention\w*"
    r"|cit(?:ed|es)"
    r"|drew attention|gibt zu bedenken|macht\b[^,.;]*\baufmerksam)\b"
)
"""Says what somebody spoke about, not what he said of it."""
IMPLIED = re.compile(
    r"\b(?:bleib|mach|sperr)\w*\b[^,.;]*\bzu$|\b(?:geschlossen|schliess\w*|sperr\w*|voll|leer"
    r"|ausser betrieb|kaputt"
    r"|defekt|zeitverschwendung|aufgehoert|gleich|unveraendert|beim alten|wie bisher|stabil|free|waived"
    r"|unchanged|same|sit\w* (?:\w+ ){1,2}out|closed|shut|broken|full|empty|out of"
    r"|ohne|ausser|ausgenommen|bis auf|befreit|befangen\w*|verbot\w*|verbiet\w*|untersag\w*|wenig\w*"
    r"|zu (?:teuer|hoch|viel|lang|kurz|klein|gross|steil|schmal|eng|alt|spaet|frueh|schwach|gering"
    r"|niedrig|weit"
    r"|knapp|voll|laut|nah|gefaehrlich|schwer|streng)|selten|leider|exempt\w*|without|except|unable"
    r"|too \w+|rather"
    r"|instead|hardly|barely|little|few|banned|prohibit\w*|absent|vacant)\b|\w{4,}(?:frei|los)(?:e[nmrs]?)?\b"
)
"""Says, without denying it, that something is not so."""
ABSENT = re.compile(r"\b(?:ohne|without|ausser|out of)(?: (?:ein\w*|a|an|any|the))? (?P<noun>\w{3,})")
RECUSED = re.compile(
    r"\b(?:befangen\w*|interessenkonflikt|sit\w* (?:\w+ ){1,2}out|left the room|leave the room"
    r"|saal verlassen|mitwirkungsverbot|recus\w*|conflict of interest)\b"
)
TAKES_PART = re.compile(
    r"\b(?:n[ia]h?mm?t?|wirk\w*|st[ia]mm\w*)\b[^.;]*\b(?:teil|mit)$|\b(?:takes?|took) part\b"
    r"|\bteilgenommen\b|\bmitgewirkt\b"
)
ALL_BUT = re.compile(r"\b(?:bis auf|ausser|all but|except(?: for)?) (?P<rest>\w+)")
GENERIC = word_set(
    "vorgesehen geplant vorhanden moeglich noetig notwendig erforderlich gegeben erfolgt passiert"
    " beabsichtigt "
    "angedacht enthalten vorliegen liegt besteht bestehen planned needed necessary available there possible "
    "expected included proposed proposal"
)
"""Behind "nicht", these say nothing of what is denied."""
MEASURE = re.compile(r"^(?:\d+|euro|franken|prozent|million|milliard|dollar|percent|pound)\w*$")
