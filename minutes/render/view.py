"""What a template sees: every word of the document, ready to print, in its order.

All three renderings are laid out from this one view, so they cannot differ in content. Its
members are the variables of the templates, explained in docs/minutes.md; a test holds the two
together. The part of the meeting that a rendering may not show is left out here, before any
template runs.
"""

from __future__ import annotations

import msgspec

from minutes.profiles import Profile
from minutes.render.attendance import PersonRow, attendance_rows, attendance_summary
from minutes.render.forms import deciding_body, profile_of, respelled
from minutes.render.phrases import (
    CLOSED_TITLE,
    KINDS,
    clean,
    german_date,
    invitation_text,
    quorum_text,
)
from minutes.render.statement import Linker, Statement
from minutes.render.topic import COURSES, Topic, VoteRow, speech_view, topic_view, vote_rows
from minutes.types import ClockTime, Finding, Minutes, MinutesItem, MinutesKind, MinutesPart


class HeadRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the head table."""

    label: str
    value: Statement


class AgendaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the agenda overview."""

    number: str
    title: str
    paper: str


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """The public or the non-public part."""

    title: str
    topics: tuple[Topic, ...]
    votes: tuple[VoteRow, ...]
    """Overview of the votes of this part."""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """One line to sign on."""

    role: str
    name: str


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a template prints."""

    title: str
    kind: str
    draft: str
    """The visible label of a draft; empty for text that is none."""
    subject: str
    """Which body, which meeting, when: one line for head and header."""
    note: str
    """What a reader of a draft must know (AI note)."""
    head: tuple[HeadRow, ...]
    people: tuple[PersonRow, ...]
    people_summary: tuple[Statement, ...]
    findings: tuple[Statement, ...]
    agenda: tuple[AgendaRow, ...]
    sections: tuple[Section, ...]
    signatures: tuple[Signature, ...]
    open_points: tuple[Statement, ...]
    """For the secretary; never in the public version."""
    provenance: tuple[Statement, ...]
    date: str
    """ISO 8601 date of the draft or of the meeting, for the properties of the file; may be empty."""


def build_view(
    minutes: Minutes, kind: MinutesKind, *, part: MinutesPart = "all", link_base: str | None = None
) -> View:
    """Choose and word what the document says.

    Args:
        minutes: The document.
        kind: Beschluss-, Ergebnis-, Verlaufs- or Wortprotokoll.
        part: ``public`` leaves out everything of the non-public part, and everything that is only
            for the secretary; ``nonpublic`` shows the non-public items; ``all`` both.
        link_base: Address of the recording's page; times become links to it. None prints them only.
    """
    link = Linker(link_base)
    profile = profile_of(minutes)
    forms = profile.forms if profile else None
    body = deciding_body(minutes)
    items = [item for item in minutes.items if _shown(item, part)]
    sections = []
    for public, title in ((True, "Öffentlicher Teil"), (False, "Nichtöffentlicher Teil")):
        own = [item for item in items if item.public is public]
        topics = [topic_view(item, kind, part, link, forms=forms, body=body) for item in own]
        topics += _outside(minutes, kind, part, link, public=public)
        if topics:
            sections.append(
                Section(
                    title=title,
                    topics=tuple(topics),
                    votes=tuple(row for item in own for row in vote_rows(item, part)),
                )
            )
    day = minutes.provenance.created or minutes.head.date or ""
    view = View(
        title="Niederschrift" if part != "nonpublic" else "Niederschrift über den nichtöffentlichen Teil",
        kind=KINDS[kind],
        draft="Entwurf" if minutes.status == "draft" else "",
        subject=_subject(minutes),
        note=clean(minutes.provenance.note),
        head=_head(minutes, part, link),
        people=attendance_rows(minutes, part),
        people_summary=attendance_summary(minutes),
        findings=(
            _finding(invitation_text(minutes.invited_in_form), minutes.invited_in_form, link),
            _finding(quorum_text(minutes.quorum), minutes.quorum, link),
        ),
        agenda=tuple(
            _agenda_row(item, part) for item in minutes.items if part != "nonpublic" or not item.public
        ),
        sections=tuple(sections),
        signatures=_signatures(minutes, profile),
        open_points=_open_points(minutes, items, link) if part != "public" else (),
        provenance=_provenance(minutes),
        date=day[:10],
    )
    return respelled(view, forms)


def _signatures(minutes: Minutes, profile: Profile | None) -> tuple[Signature, ...]:
    """Return who signs: as the law of the state asks for it, else chair and clerk."""
    names = {"chair": minutes.chair, "clerk": minutes.clerk, "member": None}
    if profile is None:
        lines: list[tuple[str, str | None]] = [("Vorsitz", minutes.chair), ("Schriftführung", minutes.clerk)]
    else:
        lines = [(line.role, names[line.person]) for line in profile.signatures]
    return tuple(Signature(role=role, name=clean(name or "")) for role, name in lines)


def _outside(
    minutes: Minutes, kind: MinutesKind, part: MinutesPart, link: Linker, *, public: bool
) -> list[Topic]:
    """Return what was said outside of all items as a topic of a Wortprotokoll."""
    if kind != "verbatim" or (part == "public" and not public) or (part == "nonpublic" and public):
        return []
    said = tuple(speech_view(one, link, verbatim=True) for one in minutes.verbatim if one.public is public)
    if not said:
        return []
    return [
        Topic(
            number="–",
            title="Ohne Tagesordnungspunkt",
            details=None,
            notes=(),
            motions=(),
            course=said,
            course_label=COURSES[kind],
            summary=(),
            summary_label="",
            resolutions=(),
        )
    ]


def _finding(text: str, finding: Finding, link: Linker) -> Statement:
    return Statement(gap=text) if finding.value is None else link.statement(text, finding.evidence)


def _shown(item: MinutesItem, part: MinutesPart) -> bool:
    return part == "all" or item.public is (part == "public")


def _subject(minutes: Minutes) -> str:
    head = minutes.head
    body = " · ".join(clean(name) for name in (head.body, head.organization) if name)
    number = (
        f"{clean(head.number)}. Sitzung"
        if head.number and head.number.isdigit()
        else clean(head.number or "Sitzung")
    )
    day = german_date(head.date, weekday=False)
    meeting = f"{number} am {day}" if day else number
    return f"{body} · {meeting}" if body else meeting


def _head(minutes: Minutes, part: MinutesPart, link: Linker) -> tuple[HeadRow, ...]:
    head = minutes.head
    rows = [
        ("Körperschaft", head.body),
        ("Gremium", head.organization),
        ("Sitzung", f"{head.number}. Sitzung" if head.number and head.number.isdigit() else head.number),
        ("Datum", german_date(head.date)),
        ("Ort", head.place),
    ]
    shown = [HeadRow(label=label, value=Statement(text=clean(text))) for label, text in rows if text]
    shown.append(HeadRow(label="Beginn", value=_clock(head.begin, link)))
    two_parts = not head.end.public or any(not item.public for item in minutes.items)
    if two_parts:
        shown.append(HeadRow(label="Ende des öffentlichen Teils", value=_clock(head.public_end, link)))
    if part != "public" or head.end.public:
        shown.append(HeadRow(label="Ende der Sitzung", value=_clock(head.end, link)))
    for label, name in (("Vorsitz", minutes.chair), ("Schriftführung", minutes.clerk)):
        value = Statement(text=clean(name)) if name else Statement(gap="[bitte eintragen]")
        shown.append(HeadRow(label=label, value=value))
    return tuple(shown)


def _clock(time: ClockTime, link: Linker) -> Statement:
    if time.value is None:
        return Statement(gap="[nicht genannt]")
    return link.statement(f"{time.value} Uhr", time.evidence)


def _agenda_row(item: MinutesItem, part: MinutesPart) -> AgendaRow:
    hidden = part == "public" and not item.public
    return AgendaRow(
        number=clean(item.number),
        title=CLOSED_TITLE if hidden else clean(item.title),
        paper="" if hidden else clean(item.paper or ""),
    )


def _open_points(minutes: Minutes, items: list[MinutesItem], link: Linker) -> tuple[Statement, ...]:
    points = [*minutes.open_points, *(point for item in items for point in item.open_points)]
    return tuple(
        link.statement(f"{clean(point.item)}: {point.text}" if point.item else point.text, point.evidence)
        for point in points
    )


def _provenance(minutes: Minutes) -> tuple[Statement, ...]:
    source = minutes.provenance
    made = " ".join(word for word in (source.software, source.version) if word)
    day = german_date(source.created, weekday=False)
    sentences = [f"{source.note}.", f"Erstellt mit {made} am {day}." if day else f"Erstellt mit {made}."]
    sentences += [f"{part}: {engine}." for part, engine in source.models.items()]
    sentences.append(
        f"Geprüft von {source.reviewed_by}." if source.reviewed_by else "Geprüft von: noch niemandem."
    )
    sentences.append(
        "Zeitangaben in eckigen Klammern verweisen auf die Tonaufzeichnung (Stunden:Minuten:Sekunden)."
    )
    return tuple(Statement(text=clean(sentence)) for sentence in sentences)
