"""One agenda item as it is printed."""

from __future__ import annotations

import msgspec

from minutes.render.phrases import (
    MOTIONS,
    NOT_STATED,
    RESULTS,
    STATES,
    SUBJECTS,
    clean,
    derived_mark,
    person_label,
    quoted,
    recusal_text,
    result_text,
)
from minutes.render.statement import Linker, Statement
from minutes.types import (
    Extract,
    MinutesDecision,
    MinutesItem,
    MinutesKind,
    MinutesMotion,
    MinutesPart,
    MinutesVote,
)


class Speech(msgspec.Struct, frozen=True, kw_only=True):
    """Who said or moved something, and the words."""

    speaker: str
    words: Statement


class Resolution(msgspec.Struct, frozen=True, kw_only=True):
    """A wording with its result; one of the two may be missing."""

    label: str
    """Beschluss, Beschlussvorschlag, Ergebnis, Änderungsantrag …"""
    wording: Statement | None = None
    question: Statement | None = None
    """How the chair put it to the vote, quoted, where the wording was not read out."""
    result_label: str = ""
    """Abstimmungsergebnis, or Ergebnis where the chair found it without a vote."""
    result: Statement | None = None


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One item."""

    number: str
    title: str
    details: Statement | None
    """Paper and the place of the call."""
    notes: tuple[Statement, ...]
    """State, joint debate, recusals."""
    motions: tuple[Speech, ...]
    course: tuple[Speech, ...]
    resolutions: tuple[Resolution, ...]


class VoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the overview of votes."""

    number: str
    subject: str
    yes: str
    no: str
    abstain: str
    result: str


def topic_view(item: MinutesItem, kind: MinutesKind, part: MinutesPart, link: Linker) -> Topic:
    """Word one item; in the public version only what was said in public."""

    def may(one: Extract | MinutesDecision | MinutesMotion | MinutesVote) -> bool:
        return part != "public" or one.public

    course = [extract for extract in item.course if may(extract)] if kind == "course" else []
    return Topic(
        number=clean(item.number),
        title=clean(item.title),
        details=_details(item, link),
        notes=_notes(item, part, link),
        motions=tuple(_motion(motion, link) for motion in item.motions if may(motion)),
        course=tuple(_speech(extract, link) for extract in course),
        resolutions=tuple(
            _resolutions(
                item,
                [vote for vote in item.votes if may(vote)],
                [decision for decision in item.decisions if may(decision)],
                part,
                link,
            )
        ),
    )


def vote_rows(item: MinutesItem, part: MinutesPart) -> list[VoteRow]:
    """Return the lines of one item in the overview of votes."""

    def count(vote: MinutesVote, value: int | None) -> str:
        if value is not None:
            return str(value)
        return NOT_STATED if vote.result in {"accepted", "rejected"} and not vote.unanimous else "–"

    return [
        VoteRow(
            number=clean(item.number),
            subject=SUBJECTS[vote.subject],
            yes=count(vote, vote.yes),
            no=count(vote, vote.no),
            abstain=count(vote, vote.abstain),
            result=f"einstimmig {RESULTS[vote.result]}" if vote.unanimous else RESULTS[vote.result],
        )
        for vote in item.votes
        if (part != "public" or vote.public) and _was_counted(vote)
    ]


def _was_counted(vote: MinutesVote) -> bool:
    """Tell a vote from what the chair just found (noted, postponed …)."""
    numbers = (vote.yes, vote.no, vote.abstain, vote.unanimous)
    return vote.result in {"accepted", "rejected"} or any(number is not None for number in numbers)


def _details(item: MinutesItem, link: Linker) -> Statement | None:
    words = [f"Vorlage {clean(item.paper)}"] if item.paper else []
    places = () if item.start is None else (link.place(item.start),)
    if places:
        words.append("Aufruf")
    return Statement(text=", ".join(words), places=places) if words else None


def _notes(item: MinutesItem, part: MinutesPart, link: Linker) -> tuple[Statement, ...]:
    notes = [Statement(text=STATES[item.state])] if STATES[item.state] else []
    if item.joint_with:
        notes.append(Statement(text=f"Gemeinsam beraten mit {clean(', '.join(item.joint_with))}."))
    for recusal in item.recusals:
        if part != "public" or recusal.public:
            notes.append(link.statement(recusal_text(recusal), recusal.evidence))  # noqa: PERF401  # reads better
    return tuple(notes)


def _motion(motion: MinutesMotion, link: Linker) -> Speech:
    who = person_label(motion.mover, motion.party)
    label = f"{MOTIONS[motion.kind]}, {who if motion.mover else 'gestellt von: nicht erkannt'}"
    return Speech(speaker=label, words=link.statement(quoted(clean(motion.text)), motion.evidence))


def _speech(extract: Extract, link: Linker) -> Speech:
    return Speech(
        speaker=person_label(extract.speaker, _role_of(extract)),
        words=Statement(
            text=quoted(clean(extract.text)),
            mark="unsicher erkannt" if extract.doubtful else "",
            places=() if extract.start is None else (link.place(extract.start),),
        ),
    )


def _role_of(extract: Extract) -> str | None:
    if extract.role == "chair":
        return "Vorsitz"
    return clean(extract.party or extract.office or "") or None


def _resolutions(
    item: MinutesItem,
    votes: list[MinutesVote],
    decisions: list[MinutesDecision],
    part: MinutesPart,
    link: Linker,
) -> list[Resolution]:
    wordings = {decision.id: decision for decision in decisions}
    used = {vote.decision for vote in votes}
    shown = [
        Resolution(
            label="Beschluss",
            wording=_wording(decision, link),
            result_label="Abstimmungsergebnis",
            result=_no_result(),
        )
        for decision in decisions
        if decision.id not in used
    ]
    for vote in votes:
        text, gap = result_text(vote)
        result = link.statement(text, vote.evidence, gap=gap, mark=derived_mark(vote))
        kind = "Abstimmungsergebnis" if _was_counted(vote) else "Ergebnis"
        decision = wordings.get(vote.decision or "")
        if vote.subject != "main":
            shown.append(
                Resolution(label=f"Abstimmung: {SUBJECTS[vote.subject]}", result_label=kind, result=result)
            )
        elif vote.result not in {"accepted", "rejected"}:
            wording = _wording(decision, link) if decision else None
            shown.append(Resolution(label="Beschluss", wording=wording, result_label=kind, result=result))
        else:
            label = "Beschluss" if vote.result == "accepted" else "Beschlussvorschlag"
            wording = _wording(decision, link) if decision else _no_wording(item)
            shown.append(
                Resolution(
                    label=label,
                    wording=wording,
                    question=_question(vote, part, link),
                    result_label=kind,
                    result=result,
                )
            )
    return shown


def _question(vote: MinutesVote, part: MinutesPart, link: Linker) -> Statement | None:
    asked = vote.question
    if asked is None or (part == "public" and not asked.public):
        return None
    places = () if asked.start is None else (link.place(asked.start),)
    return Statement(text=quoted(clean(asked.text)), places=places)


def _wording(decision: MinutesDecision, link: Linker) -> Statement:
    mark = "Gegenstand; Wortlaut nicht verlesen" if decision.origin == "derived" else ""
    return link.statement(decision.text, decision.evidence, mark=mark)


def _no_wording(item: MinutesItem) -> Statement:
    source = f"bitte aus Vorlage {clean(item.paper)} ergänzen" if item.paper else "bitte ergänzen"
    return Statement(gap=f"[Wortlaut nicht verlesen – {source}]")


def _no_result() -> Statement:
    return Statement(gap=f"[{NOT_STATED}]")
