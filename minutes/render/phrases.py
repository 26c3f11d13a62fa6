"""The German words of the minutes: dates, times of the recording, results, presence."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from minutes.render.forms import result_word, written_counts

if TYPE_CHECKING:
    from minutes.profiles import Forms
    from minutes.types import (
        AttendeeState,
        Finding,
        ItemState,
        MinutesKind,
        MinutesRecusal,
        MinutesVote,
        MotionKind,
        VoteResult,
        VoteSubject,
    )

NOT_STATED = "nicht genannt"
KINDS: dict[MinutesKind, str] = {
    "decisions": "Beschlussprotokoll",
    "results": "Ergebnisprotokoll",
    "course": "Verlaufsprotokoll",
    "verbatim": "Wortprotokoll",
}
RESULTS: dict[VoteResult, str] = {
    "accepted": "angenommen",
    "rejected": "abgelehnt",
    "postponed": "vertagt",
    "referred": "verwiesen",
    "noted": "zur Kenntnis genommen",
    "withdrawn": "zurückgezogen",
}
SUBJECTS: dict[VoteSubject, str] = {
    "main": "Hauptabstimmung",
    "amendment": "Änderungsantrag",
    "procedure": "Geschäftsordnung",
    "other": "Weitere Abstimmung",
}
MOTIONS: dict[MotionKind, str] = {
    "amendment": "Änderungsantrag",
    "procedure": "Antrag zur Geschäftsordnung",
    "postponement": "Antrag auf Vertagung",
    "main": "Antrag",
}
STATES: dict[ItemState, str] = {
    "handled": "",
    "withdrawn": "Der Tagesordnungspunkt wurde zurückgezogen oder abgesetzt.",
    "postponed": "Der Tagesordnungspunkt wurde vertagt.",
    "referred": "Der Tagesordnungspunkt wurde verwiesen.",
    "not reached": "Der Tagesordnungspunkt wurde nicht aufgerufen, oder der Aufruf wurde nicht erkannt.",
}
PRESENCE: dict[AttendeeState, str] = {
    "present": "anwesend",
    "absent": "abwesend",
    "excused": "entschuldigt",
    "unknown": "nicht festgestellt",
}
CLOSED_TITLE = "Nichtöffentlicher Tagesordnungspunkt"
_COUNTED = {"yes": "Ja-Stimmen", "no": "Nein-Stimmen", "abstain": "Enthaltungen"}
_MEMBERS = {**_COUNTED, "result": "Ergebnis", "unanimous": "Einstimmigkeit"}
_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_DAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return ``text`` on one line without characters that no document format can hold."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def german_date(iso: str | None, *, weekday: bool = True) -> str | None:
    """Write an ISO 8601 date as "Mittwoch, 21. Oktober 2026"; anything else comes back as it is."""
    if not iso:
        return None
    try:
        day = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return clean(iso)
    written = f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"
    return f"{_DAYS[day.weekday()]}, {written}" if weekday else written


def position(second: float) -> str:
    """Write a second of the recording as ``H:MM:SS``."""
    whole = int(second)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def quoted(text: str) -> str:
    """Put text into German quotation marks; quotations in it get the inner ones (Duden)."""
    inner = text.replace("„", "‚").replace("“", "‘").replace("”", "‘")
    return f"„{inner}“"


def person_label(name: str | None, *details: str | None) -> str:
    """Write a person with party or office: "Dieter Brandt (SPD)"."""
    known = [detail for detail in details if detail]
    label = name or "Nicht erkannt"
    return f"{label} ({', '.join(known)})" if known and name else label


def result_text(vote: MinutesVote, forms: Forms | None = None) -> tuple[str, str]:
    """Write a result in the usual form, and apart from it what nobody stated.

    "14 Ja, 4 Nein, 1 Enthaltung – mehrheitlich angenommen"; "Angenommen", "; Stimmenzahlen nicht
    genannt". A unanimous result needs no numbers. ``forms`` are the standard forms of a state.
    """
    counts = {"yes": vote.yes, "no": vote.no, "abstain": vote.abstain}
    written = ", ".join(_count(name, value) for name, value in counts.items() if value is not None)
    text = _qualified(vote) if forms is None else result_word(vote, forms)
    if forms is not None:
        written = written_counts(vote, forms) or written
    gap = ""
    if vote.unanimous and vote.yes is None:
        text += f" bei {_plural(vote.abstain, 'Enthaltung')}" if vote.abstain else ""
    elif written:
        text = f"{written} – {text}"
    parties = (("dagegen", vote.against_by), ("Enthaltung", vote.abstain_by))
    text += "".join(f"; {side}: {', '.join(names)}" for side, names in parties if names)
    if vote.result in {"accepted", "rejected"} and not vote.unanimous:
        open_counts = [_COUNTED[name] for name, value in counts.items() if value is None]
        if len(open_counts) == len(counts):
            gap = f"; Stimmenzahlen {NOT_STATED}"
        elif open_counts:
            gap = f"; {NOT_STATED}: {', '.join(open_counts)}"
    return text[:1].upper() + text[1:], gap


def result_word_of(vote: MinutesVote) -> str:
    """Return the result in words, without counts: "mehrheitlich angenommen"."""
    return _qualified(vote)


def derived_mark(vote: MinutesVote) -> str:
    """Name what was worked out instead of stated."""
    if vote.derived:
        return "abgeleitet: " + ", ".join(_MEMBERS.get(name, name) for name in vote.derived)
    return "abgeleitet" if vote.origin == "derived" else ""


def _count(name: str, value: int) -> str:
    return {"yes": f"{value} Ja", "no": f"{value} Nein", "abstain": _plural(value, "Enthaltung")}[name]


def _qualified(vote: MinutesVote) -> str:
    word = RESULTS[vote.result]
    if vote.result not in {"accepted", "rejected"}:
        return f"einstimmig {word}" if vote.unanimous else word
    if vote.unanimous:
        return f"einstimmig {word}"
    divided = vote.unanimous is False or (bool(vote.yes) and bool(vote.no))
    tie = vote.yes is not None and vote.yes == vote.no
    if tie:
        return f"{word} bei Stimmengleichheit"
    return f"mehrheitlich {word}" if divided else word


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}en"


def invitation_text(finding: Finding) -> str:
    """Write the finding on the invitation."""
    if finding.value is None:
        return f"[Ladung: Feststellung {NOT_STATED}]"
    negation = "" if finding.value else "nicht "
    return f"Der Vorsitz stellt fest, dass {negation}form- und fristgerecht geladen wurde."


def quorum_text(finding: Finding) -> str:
    """Write the finding on the quorum."""
    if finding.value is None:
        return f"[Beschlussfähigkeit: Feststellung {NOT_STATED}]"
    if finding.value:
        return "Der Vorsitz stellt die Beschlussfähigkeit fest."
    return "Der Vorsitz stellt fest, dass das Gremium nicht beschlussfähig ist."


def recusal_text(recusal: MinutesRecusal) -> str:
    """Write who did not take part because of bias."""
    room = {
        True: "hat den Beratungsplatz verlassen",
        False: "ist im Raum geblieben",
        None: f"ob der Raum verlassen wurde, ist {NOT_STATED}",
    }[recusal.left_room]
    who = person_label(recusal.person, recusal.party)
    return f"Befangenheit: {who} hat an Beratung und Abstimmung nicht teilgenommen; {room}."
