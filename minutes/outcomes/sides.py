"""Who was against and who abstained, by party, as an announcement says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minutes.people.parties import Parties

_AGAINST = re.compile(
    r"(?:gegen(?: die stimmen?(?: von| der| des| aus)?)?|gegenstimmen?(?: von| der| des| aus)?"
    r"|ablehnung (?:der|von|durch))(?P<who>[^.;]*?)(?=\bbei (?:\d|enthaltung|1)|\bmit (?:den )?stimmen"
    r"|\bmit zustimmung|\beinstimmig|\b(?:so )?beschlossen|\bangenommen|\babgelehnt|\.|$)"
)
_ABSTAINED = re.compile(
    r"(?:enthaltung(?:en)?(?: von| der| des| aus| durch| bei)?)(?P<who>[^.;]*?)(?=\bgegen\b"
    r"|\bmit (?:den )?stimmen|\bmit zustimmung|\beinstimmig|\b(?:so )?beschlossen|\bangenommen"
    r"|\babgelehnt|\.|$)"
)


def read_sides(clause: str, parties: Parties) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parties against and parties abstaining in a normalised announcement."""
    against = [p for m in _AGAINST.finditer(clause) for p in parties.find(m["who"])]
    abstain = [p for m in _ABSTAINED.finditer(clause) for p in parties.find(m["who"])]
    return tuple(dict.fromkeys(against)), tuple(dict.fromkeys(p for p in abstain if p not in against))
