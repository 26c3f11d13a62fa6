"""Words of opposite meaning: what the evidence calls closed is not open."""

from __future__ import annotations

import re

_PAIRS = tuple(
    (re.compile(rf"\b(?:{one})\b"), re.compile(rf"\b(?:{other})\b"))
    for one, other in (
        (
            r"offen|geoeffnet\w*|open|opened",
            r"geschlossen\w*|gesperrt\w*|zugesperrt|closed|shut|(?:bleib|mach)\w*\b[^,.;]*\bzu(?=[,.;!?]|$)",
        ),
        (r"besetzt\w*|occupied|filled", r"unbesetzt\w*|leer|vakant\w*|vacant|unfilled"),
        (
            r"steig\w*|gestiegen\w*|anstieg\w*|zugenommen|zunahme|erhoeht\w*|rise[sn]?|rose|increas\w*",
            (
                r"sink\w*|sank|gesunken\w*|rueckgang|zurueckgegangen|abgenommen|abnahme|senk\w*|gesenkt\w*"
                r"|verringer\w*|decreas\w*|declin\w*|dropp\w*|fallen|reduc\w*|went down|down by"
            ),
        ),
        (
            r"teurer\w*|verteuer\w*|more expensive",
            r"billiger\w*|guenstiger\w*|verbillig\w*|cheaper|less expensive",
        ),
        (
            r"kostenlos\w*|kostenfrei\w*|gebuehrenfrei\w*|free of charge",
            r"kostenpflichtig\w*|gebuehrenpflichtig\w*",
        ),
        (r"freiwillig\w*|voluntary", r"verpflichtend\w*|zwingend\w*|compulsory|mandatory"),
        (
            r"erlaubt\w*|gestattet\w*|zulaessig\w*|allowed|permitted",
            r"verboten\w*|untersagt\w*|prohibited|banned",
        ),
        (
            r"zweckmaessig\w*|sinnvoll\w*|worthwhile",
            r"zeitverschwendung|unsinn\w*|sinnlos\w*|zwecklos\w*|waste of time",
        ),
        (r"anwesend\w*|present", r"abwesend\w*|absent"),
        (
            r"ausreichend\w*|genuegend\w*|sufficient|enough",
            r"unzureichend\w*|ungenuegend\w*|zu wenig\w*|insufficient",
        ),
        (r"frueher\w*|earlier", r"spaeter\w*|later"),
        (r"vollstaendig\w*|complete", r"unvollstaendig\w*|lueckenhaft\w*|incomplete"),
        (r"bekannt", r"unbekannt"),
        (r"doppelt\w*|verdoppel\w*|doubl\w*", r"halb\w*|haelfte|half|halv\w*"),
    )
)


def opposite(clause: str, spoken: str) -> bool:
    """Tell whether a folded clause has a word of which folded evidence has the opposite only."""
    return any(
        mine.search(clause)
        and not theirs.search(clause)
        and theirs.search(spoken)
        and not mine.search(spoken)
        for pair in _PAIRS
        for mine, theirs in (pair, pair[::-1])
    )


def concordant(clause: str, spoken: str) -> bool:
    """Tell whether the evidence denies by a prefix ("unvollständig") what a clause says in a like word."""
    return any(
        mine.search(clause)
        and (said := mine.search(spoken))
        and said.group().startswith(("un", "in"))
        and not theirs.search(clause)
        and not theirs.search(spoken)
        for pair in _PAIRS
        for mine, theirs in (pair, pair[::-1])
    )
