"""The public part of everything that was found, for those who may not read the rest.

What is public is asked of :class:`minutes.draft.sources.Sources`, as for every public rendering. Where a
meeting has non-public items but nobody heard where the public part ends, there is no public part at all:
what is in doubt stays closed until a person has said where the border is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from app.pipeline.text import DOCUMENTS, PUBLIC
from app.pipeline.word import render_in
from minutes.draft.sources import Sources
from minutes.exports import public_part, votes_csv
from minutes.render import OwnTemplate, render_html, render_pdf, reworded_files
from minutes.render.phrases import CLOSED_TITLE
from minutes.types import Agenda, Minutes, Outcomes, Transcript
from minutes.types.minutes import ClockTime, Finding, MinutesItem, Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCut:
    """What everybody may see who may see the public part."""

    transcript: Transcript
    outcomes: Outcomes
    minutes: Minutes
    whole: bool
    """The meeting has no other part; the complete files are public too."""
    sound_until: float | None
    """Second up to which everything said is public; None: to the end."""
    files: dict[str, bytes]
    """Public forms of files, by name; empty where the complete ones are public."""


def public_cut(
    transcript: Transcript,
    outcomes: Outcomes,
    minutes: Minutes,
    agenda: Agenda,
    *,
    own: OwnTemplate | None = None,
) -> PublicCut | None:
    """Return the public part, ``own`` as its template of Word; None where it cannot be told, or is empty."""
    part = public_part(transcript, outcomes, agenda)
    if part is None:
        return PublicCut(
            transcript=transcript,
            outcomes=outcomes,
            minutes=minutes,
            whole=True,
            sound_until=None,
            files={},
        )
    sources = Sources(transcript=transcript, outcomes=outcomes, agenda=agenda, roster=None)
    closed = {item.number for item in agenda.items if not item.public}
    border_known = sources.public_limit is not None or sources.first_closed < len(transcript.utterances)
    if not border_known or (agenda.items and len(closed) == len(agenda.items)):
        return None
    public = frozenset(one.id for one in part.transcript.utterances)
    cut = _cut_transcript(part.transcript, minutes, public)
    found = _cut_outcomes(outcomes, sources, closed, public)
    written = _cut_minutes(minutes, public)
    return PublicCut(
        transcript=cut,
        outcomes=found,
        minutes=written,
        whole=False,
        sound_until=_sound_until(transcript, public),
        files=_files(cut, found, written, own),
    )


def _files(
    transcript: Transcript, outcomes: Outcomes, minutes: Minutes, own: OwnTemplate | None
) -> dict[str, bytes]:
    """Return the public forms of the files that do not come with times (those exist already)."""
    files = {
        f"transcript{PUBLIC}.json": msgspec.json.encode(transcript),
        f"outcomes{PUBLIC}.json": msgspec.json.format(msgspec.json.encode(outcomes), indent=1),
        f"minutes{PUBLIC}.json": msgspec.json.format(msgspec.json.encode(minutes), indent=1),
        f"outcomes{PUBLIC}.csv": votes_csv(minutes, part="public").encode(),
    }
    for stem, kind in DOCUMENTS:
        files[f"{stem}{PUBLIC}.html"] = render_html(minutes, kind, part="public").encode()
        files[f"{stem}{PUBLIC}.docx"] = render_in(own, minutes, kind, part="public")
        files[f"{stem}{PUBLIC}.pdf"] = render_pdf(minutes, kind, part="public")
    files |= reworded_files(minutes, part="public", infix=PUBLIC)
    return files


def _sound_until(transcript: Transcript, public: frozenset[str]) -> float:
    """Return the end of the last utterance before the first that is not public; 0 where times are missing."""
    until = 0.0
    for one in transcript.utterances:
        if one.id not in public:
            return until
        if one.end is None:
            return 0.0
        until = max(until, one.end)
    return until


def _cut_transcript(transcript: Transcript, minutes: Minutes, public: frozenset[str]) -> Transcript:
    """A name that only the non-public part gave away goes, unless the person is publicly there."""
    present = {person.name for person in minutes.attendees if person.public}
    speakers = []
    for one in transcript.speakers:
        evidence = tuple(key for key in one.evidence if key in public)
        known = bool(evidence) or not one.evidence or one.name in present
        speakers.append(msgspec.structs.replace(one, name=one.name if known else None, evidence=evidence))
    return msgspec.structs.replace(transcript, speakers=tuple(speakers))


def _cut_outcomes(outcomes: Outcomes, sources: Sources, closed: set[str], public: frozenset[str]) -> Outcomes:
    facts = outcomes.meeting

    def kept(claims: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            one
            for one in claims
            if one.item not in closed
            and (one.evidence or one.item is not None)
            and sources.all_public(one.evidence)
            and set(one.evidence) <= public
        )

    return msgspec.structs.replace(
        outcomes,
        items=tuple(
            msgspec.structs.replace(
                one, joint_with=tuple(number for number in one.joint_with if number not in closed)
            )
            for one in outcomes.items
            if one.number not in closed and (one.last is None or one.last in public)
        ),
        votes=kept(outcomes.votes),
        motions=kept(outcomes.motions),
        statements=kept(outcomes.statements),
        assignments=kept(outcomes.assignments),
        decisions=kept(outcomes.decisions),
        recusals=tuple(one for one in kept(outcomes.recusals) if {one.first, one.last} - {None} <= public),
        attendance=tuple(one for one in outcomes.attendance if one.evidence and set(one.evidence) <= public),
        meeting=msgspec.structs.replace(
            facts, closed=None, evidence=tuple(key for key in facts.evidence if key in public)
        ),
        warnings=(),
    )


def _cut_minutes(minutes: Minutes, public: frozenset[str]) -> Minutes:
    """Copy what is known to be public, field by field: a field that comes new is left out until judged."""
    head = minutes.head
    closed = {item.number for item in minutes.items if not item.public}
    cut = Minutes(
        language=minutes.language,
        status=minutes.status,
        head=msgspec.structs.replace(
            head,
            begin=head.begin if head.begin.public else ClockTime(),
            public_end=head.public_end if head.public_end.public else ClockTime(),
            end=head.end if head.end.public else ClockTime(public=False),
        ),
        chair=minutes.chair,
        clerk=minutes.clerk,
        attendees=tuple(person for person in minutes.attendees if person.public),
        moves=tuple(one for one in minutes.moves if one.public and one.item not in closed),
        invited_in_form=_cut_finding(minutes.invited_in_form, public),
        quorum=_cut_finding(minutes.quorum, public),
        items=tuple(_cut_item(item, closed) for item in minutes.items),
        verbatim=tuple(one for one in minutes.verbatim if one.public),
        state=minutes.state,
        provenance=minutes.provenance,
    )
    return msgspec.convert(_without_closed_evidence(msgspec.to_builtins(cut), public), Minutes)


def _cut_finding(finding: Finding, public: frozenset[str]) -> Finding:
    return finding if all(one.utterance in public for one in finding.evidence) else Finding()


def _cut_item(item: MinutesItem, closed: set[str]) -> MinutesItem:
    if not item.public:
        return MinutesItem(number=item.number, title=CLOSED_TITLE, public=False)
    return MinutesItem(
        number=item.number,
        title=item.title,
        paper=item.paper,
        state=item.state,
        joint_with=tuple(number for number in item.joint_with if number not in closed),
        start=item.start,
        motions=tuple(one for one in item.motions if one.public),
        recusals=tuple(one for one in item.recusals if one.public),
        course=tuple(one for one in item.course if one.public),
        verbatim=tuple(one for one in item.verbatim if one.public),
        summaries=tuple(_cut_summary(one) for one in item.summaries),
        decisions=tuple(one for one in item.decisions if one.public),
        votes=tuple(
            msgspec.structs.replace(
                one, question=one.question if one.question is not None and one.question.public else None
            )
            for one in item.votes
            if one.public
        ),
        statements=tuple(one for one in item.statements if one.public),
        assignments=tuple(one for one in item.assignments if one.public),
    )


def _cut_summary(summary: Summary) -> Summary:
    """Keep the sentences that passed the check and rest on nothing but the public part."""
    kept = tuple(one for one in summary.sentences if one.public and one.evidence and not one.withheld)
    return msgspec.structs.replace(summary, sentences=kept)


def _without_closed_evidence(value: Any, public: frozenset[str]) -> Any:
    """Drop every piece of evidence that points to an utterance outside of the public part."""
    if isinstance(value, dict):
        return {
            key: None if _is_closed(one, public) else _without_closed_evidence(one, public)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_without_closed_evidence(one, public) for one in value if not _is_closed(one, public)]
    return value


def _is_closed(value: Any, public: frozenset[str]) -> bool:
    return isinstance(value, dict) and "utterance" in value and value["utterance"] not in public
