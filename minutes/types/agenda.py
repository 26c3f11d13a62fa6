"""What is known before the meeting: invitation and people (contract: AGENDA, ROSTER)."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["chair", "member", "administration", "clerk", "guest"]


class MeetingInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The head of the invitation."""

    body: str | None = None
    """Municipality (OParl ``Body``)."""
    organization: str | None = None
    """Council or committee (OParl ``Organization``)."""
    number: str | None = None
    date: str | None = None
    """ISO 8601 date."""
    start: str | None = None
    """Local time, ``HH:MM``."""
    place: str | None = None
    state: str | None = None
    """State whose law the minutes follow: a code or name of :mod:`minutes.profiles` ("NW", "Bayern")."""


class AgendaItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item (OParl ``AgendaItem``)."""

    number: str
    """As printed: "Ö 9", "TOP 2", "10.1", "N 1". Unique within an agenda."""
    title: str
    public: bool = True
    paper: str | None = None
    """Number of the paper (Vorlage, OParl ``Paper.reference``)."""


class Agenda(msgspec.Struct, frozen=True, kw_only=True):
    """The items in the order of the invitation."""

    schema: str = "protokollant/agenda/1"
    meeting: MeetingInfo = MeetingInfo()
    items: tuple[AgendaItem, ...] = ()


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may speak (OParl ``Person`` with its ``Membership``)."""

    name: str
    role: Role = "member"
    office: str | None = None
    party: str | None = None
    votes: bool = True
    present: bool | None = None
    """Known beforehand; None is unknown."""
    heard: tuple[str, ...] = ()
    """What the recogniser made of the name before, as people corrected it; helps to find the person."""


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody who may speak."""

    schema: str = "protokollant/roster/1"
    people: tuple[Person, ...] = ()
