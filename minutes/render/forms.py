"""The fixed words of a state for decisions and results, and its spelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import msgspec

from minutes.profiles import find_profile

if TYPE_CHECKING:
    from minutes.profiles import Forms, Profile
    from minutes.types import Minutes, MinutesVote

_Made = TypeVar("_Made", bound=msgspec.Struct)
_FEMININE = re.compile(r"(?:vertretung|versammlung|kommission|konferenz|schaft|deputation)\b", re.IGNORECASE)
_COUNCIL = re.compile(r"rat\b|ausschuss\b|" + _FEMININE.pattern, re.IGNORECASE)
_ALREADY = re.compile(r"(?:der|die|das)\s", re.IGNORECASE)


def profile_of(minutes: Minutes) -> Profile | None:
    """Return the profile the minutes follow; None is generic."""
    return find_profile(minutes.state) if minutes.state else None


def deciding_body(minutes: Minutes) -> str | None:
    """Return the council or committee; the body where that is one itself ("Stadtrat Auenbruck")."""
    head = minutes.head
    return head.organization or (head.body if head.body and _COUNCIL.search(head.body) else None)


def decision_heading(forms: Forms | None, body: str | None) -> str:
    """Return the heading of an accepted decision: "Der Rat beschließt", or "Beschluss" without a body."""
    if forms is None or ("{body}" in forms.decision and not body):
        return "Beschluss"
    name = body or ""
    if not _ALREADY.match(name):
        name = f"{'Die' if _FEMININE.search(name) else 'Der'} {name}"
    return forms.decision.replace("{body}", name)


def result_word(vote: MinutesVote, forms: Forms) -> str:
    """Return the standard form of a result."""
    if vote.result == "accepted":
        return _divided(vote, forms.accepted_unanimous, forms.accepted_majority, forms.accepted)
    if vote.result == "rejected":
        return _divided(vote, forms.rejected_unanimous, forms.rejected_majority, forms.rejected)
    return {
        "postponed": forms.postponed,
        "referred": forms.referred,
        "noted": forms.noted,
        "withdrawn": forms.withdrawn,
    }[vote.result]


def _divided(vote: MinutesVote, unanimous: str, majority: str, plain: str) -> str:
    if vote.unanimous:
        return unanimous
    if vote.yes is not None and vote.yes == vote.no:
        return f"{plain} bei Stimmengleichheit"
    divided = vote.unanimous is False or (bool(vote.yes) and bool(vote.no)) or bool(vote.against_by)
    return majority if divided else plain


def written_counts(vote: MinutesVote, forms: Forms) -> str | None:
    """Return the counts in the form of the state where all three are known."""
    if vote.yes is None or vote.no is None or vote.abstain is None:
        return None
    text = forms.counts.format(yes=vote.yes, no=vote.no, abstain=vote.abstain)
    return re.sub(r"\b1 (Ja-Stimme|Nein-Stimme|Stimme|Enthaltung|Stimmenthaltung)n?(?:en)?\b", r"1 \1", text)


def respelled(view: _Made, forms: Forms | None) -> _Made:
    """Write ss for ß throughout, as is usual in Switzerland; names keep their spelling."""
    if forms is None or forms.spelling != "ss":
        return view
    return msgspec.convert(_plain(msgspec.to_builtins(view), ""), type(view))


def _plain(value: object, member: str) -> object:
    if isinstance(value, str):
        return value if member in {"name", "speaker", "href"} else value.replace("ß", "ss")
    if isinstance(value, dict):
        return {key: _plain(entry, str(key)) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry, member) for entry in value]
    return value
