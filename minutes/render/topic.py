"""One agenda item as it is printed."""

from __future__ import annotations

import msgspec

from minutes.profiles import Forms
from minutes.render.forms import decision_heading
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
    MinutesAssignment,
    MinutesDecision,
    MinutesItem,
    MinutesKind,
    MinutesMotion,
    MinutesPart,
    MinutesStatement,
    MinutesVote,
    Summary,
    VoteResult,
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
    summary_label: str
    summary: tuple[Statement, ...]
    """Sentences of a language model, those withheld as gaps; empty where none was asked."""
    course_label: str
    """Beratungsverlauf, Wortlaut or Ergebnis der Beratung; empty where nothing follows."""
    course: tuple[Speech, ...]
    statements: tuple[Speech, ...] = ()
    """What members wanted in the minutes."""
    resolutions: tuple[Resolution, ...]
    assignments: tuple[Speech, ...] = ()
    """Who is to do what, and until when."""


class VoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the overview of votes."""

    number: str
    subject: str
    yes: str
    no: str
    abstain: str
    result: str


COURSES: dict[MinutesKind, str] = {
    "decisions": "",
    "results": "Ergebnis der Beratung",
    "course": "Beratungsverlauf",
    "verbatim": "Wortlaut",
}
"""Heading of what was said."""

FOUND: dict[VoteResult, str] = {"noted": "Kenntnisnahme", "withdrawn": "Rücknahme"}
"""Heading of what the chair found without anything being decided."""


def topic_view(
    item: MinutesItem,
    kind: MinutesKind,
    part: MinutesPart,
    link: Linker,
    *,
    forms: Forms | None = None,
    body: str | None = None,
) -> Topic:
    """Word one item; in the public version only what was said in public.

    Args:
        item: What to word.
        kind: Of the minutes.
        part: What may be shown.
        link: Makes the places in the recording.
        forms: Standard forms of a state; None is generic.
        body: Council or committee, for these forms.
    """

    def may(one: Extract | MinutesAssignment | MinutesDecision | MinutesMotion | MinutesStatement) -> bool:
        return part != "public" or one.public

    verbatim = kind == "verbatim"
    course = [extract for extract in _said(item, kind) if may(extract)]
    summary = [made for made in item.summaries if kind == "course" and made.kind == "summary"]
    sentences = tuple(statement for made in summary for statement in _summary(made, part, link))
    return Topic(
        number=clean(item.number),
        title=clean(item.title),
        details=_details(item, link),
        notes=_notes(item, part, link),
        motions=tuple(_motion(motion, link) for motion in item.motions if may(motion)),
        course=tuple(speech_view(extract, link, verbatim=verbatim) for extract in course),
        course_label=COURSES[kind] if course else "",
        summary=sentences,
        summary_label=_summary_label(summary) if sentences else "",
        statements=tuple(_for_the_record(one, link) for one in item.statements if may(one) and not verbatim),
        assignments=tuple(_assignment(one, link) for one in item.assignments if may(one) and not verbatim),
        resolutions=tuple(
            _resolutions(
                item,
                [vote for vote in item.votes if part != "public" or vote.public],
                [decision for decision in item.decisions if may(decision)],
                part,
                link,
                forms,
                body,
            )
        ),
    )


def _said(item: MinutesItem, kind: MinutesKind) -> tuple[Extract, ...]:
    """Choose what a kind of minutes tells of the debate; an Ergebnisprotokoll only what the chair found."""
    if kind == "results":
        return tuple(extract for extract in item.course if extract.role == "chair")
    return {"course": item.course, "verbatim": item.verbatim}.get(kind, ())


def _summary(made: Summary, part: MinutesPart, link: Linker) -> list[Statement]:
    """Print what the check let pass; the secretary sees that and why a sentence is withheld."""
    printed = []
    for sentence in made.sentences:
        if part == "public" and (sentence.withheld or not sentence.public):
            continue
        if sentence.withheld:
            why = " ".join(sentence.withheld)
            gap = f"[Satz zurückgehalten: {clean(why)}]"
            printed.append(link.statement("", sentence.evidence, gap=gap))
        else:
            printed.append(link.statement(sentence.text, sentence.evidence))
    return printed


def _summary_label(summaries: list[Summary]) -> str:
    if not summaries:
        return ""
    models = ", ".join(dict.fromkeys(clean(made.model) for made in summaries))
    return f"Zusammenfassung (unverbindlich, Sprachmodell {models}, gegen die Belege geprüft)"


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
    return Speech(speaker=label, words=link.statement(_words(motion), motion.evidence))


def _words(claim: MinutesAssignment | MinutesMotion | MinutesStatement) -> str:
    """Quote what was said; what a person worded is no quotation."""
    text = clean(claim.text)
    return text if claim.origin == "entered by hand" else quoted(text)


def _for_the_record(statement: MinutesStatement, link: Linker) -> Speech:
    return Speech(
        speaker=person_label(statement.speaker, statement.party),
        words=link.statement(_words(statement), statement.evidence),
    )


def _assignment(assignment: MinutesAssignment, link: Linker) -> Speech:
    who = clean(assignment.who) if assignment.who else "zuständig: nicht erkannt"
    until = f" ({clean(assignment.until)})" if assignment.until else ""
    return Speech(speaker=f"{who}{until}", words=link.statement(_words(assignment), assignment.evidence))


def speech_view(extract: Extract, link: Linker, *, verbatim: bool = False) -> Speech:
    """Word what somebody said: quoted where it is an extract; not where it is all, or worded by a person."""
    plain = verbatim or extract.origin == "entered by hand"
    return Speech(
        speaker=person_label(extract.speaker, _role_of(extract)),
        words=Statement(
            text=clean(extract.text) if plain else quoted(clean(extract.text)),
            mark="unsicher erkannt" if extract.doubtful else "",
            places=() if extract.start is None else (link.place(extract.start),),
        ),
    )


def _role_of(extract: Extract) -> str | None:
    if extract.role == "chair":
        return "Vorsitz"
    return clean(extract.party or extract.office or "") or None


def _resolutions(  # noqa: PLR0917 - all of them are what the item is printed with
    item: MinutesItem,
    votes: list[MinutesVote],
    decisions: list[MinutesDecision],
    part: MinutesPart,
    link: Linker,
    forms: Forms | None,
    body: str | None,
) -> list[Resolution]:
    wordings = {decision.id: decision for decision in decisions}
    used = {vote.decision for vote in votes}
    shown = [
        Resolution(
            label="Beschluss",
            wording=_wording(decision, link),
            result_label=forms.result_label if forms else "Abstimmungsergebnis",
            result=_no_result(),
        )
        for decision in decisions
        if decision.id not in used
    ]
    for vote in votes:
        text, gap = result_text(vote, forms)
        result = link.statement(text, vote.evidence, gap=gap, mark=derived_mark(vote))
        counted = forms.result_label if forms else "Abstimmungsergebnis"
        kind = counted if _was_counted(vote) else "Ergebnis"
        decision = wordings.get(vote.decision or "")
        if vote.subject != "main":
            shown.append(
                Resolution(label=f"Abstimmung: {SUBJECTS[vote.subject]}", result_label=kind, result=result)
            )
        elif vote.result not in {"accepted", "rejected"}:
            wording = _wording(decision, link) if decision else None
            label = "Beschluss" if wording else FOUND.get(vote.result, "Beschluss")
            shown.append(Resolution(label=label, wording=wording, result_label=kind, result=result))
        else:
            label = decision_heading(forms, body) if vote.result == "accepted" else "Beschlussvorschlag"
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
