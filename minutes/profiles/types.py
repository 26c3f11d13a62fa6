"""What a profile holds; the files are in ``minutes/profiles/data``."""

from __future__ import annotations

from typing import Literal

import msgspec

Basis = Literal["found", "unsure"]
"""``found``: a source was read (docs/drafting.md); ``unsure``: to be verified before relying on it."""

FieldCode = Literal[
    "absence-reasons",
    "absent-names",
    "begin",
    "chair",
    "clerk",
    "date",
    "end",
    "invitation",
    "items",
    "motions",
    "number-present",
    "place",
    "present-names",
    "quorum",
    "vote-results",
    "votes-by-party",
    "wording",
]


class RequiredField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something the minutes must tell."""

    code: FieldCode
    source: str
    """Law with its section, or where the duty was found."""
    basis: Basis


class Signing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One who signs."""

    role: str
    """As it is printed on the line."""
    person: Literal["chair", "clerk", "member"]
    source: str
    basis: Basis


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that has to be done in time."""

    what: str
    """German, one sentence."""
    within: str
    """German: "ein Monat", "nächste Sitzung"."""
    days: int | None = None
    """Where the law counts in days or weeks."""
    source: str
    basis: Basis


class UsualKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The kind of minutes that satisfies the law with the least; a council may ask for more."""

    kind: Literal["decisions", "results", "course", "verbatim"]
    source: str
    basis: Basis


GENERIC_KIND = UsualKind(kind="course", source="ohne Landesprofil", basis="unsure")
"""Without a state the fullest account that is not verbatim: shortening is easier than adding."""


class Forms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fixed words of decisions and results; ``{body}`` is the council or committee."""

    decision: str = "Beschluss"
    """Heading of a decision that was accepted: "Der Rat beschließt"."""
    result_label: str = "Abstimmungsergebnis"
    accepted_unanimous: str = "einstimmig angenommen"
    accepted_majority: str = "mehrheitlich angenommen"
    accepted: str = "angenommen"
    rejected_unanimous: str = "einstimmig abgelehnt"
    rejected_majority: str = "mehrheitlich abgelehnt"
    rejected: str = "abgelehnt"
    postponed: str = "vertagt"
    referred: str = "verwiesen"
    noted: str = "zur Kenntnis genommen"
    withdrawn: str = "zurückgezogen"
    counts: str = "{yes} Ja, {no} Nein, {abstain} Enthaltungen"
    """Where all three counts are known."""
    spelling: Literal["ß", "ss"] = "ß"


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One state."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    law: str
    note: str = ""
    """What else matters, German."""
    fields: tuple[RequiredField, ...]
    signatures: tuple[Signing, ...]
    deadlines: tuple[Deadline, ...] = ()
    usual: UsualKind = GENERIC_KIND
    """Offered first; the other kinds are made as well."""
    forms: Forms = Forms()
