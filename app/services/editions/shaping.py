"""From rows of editions to views."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from app.services.editions.freezing import TEMPLATE_STAGE
from app.services.editions.views import (
    DocumentView,
    EditionView,
    MissingView,
    MoveView,
    ObstacleView,
    SlotView,
    StepView,
    TermView,
)
from minutes.lifecycle import TABLE, Facts, Slot, moves_of, obstacles, open_slots, terms_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from app.db import tables as t
    from app.services.editions.standing import Drafted, Found
    from minutes.lifecycle import Actor, Law, MoveName, State

ASKS = {"reason": "reason", "approval-date": "date", "objection-text": "text"}
"""Needs that a wish meets, by the field with which it does."""


BACKWARDS = frozenset({"back", "reopen", "unpublish", "correct", "abandon"})
"""Moves that lead back; they are shown last."""


def address_of(edition: object) -> str:
    """Return the path of an edition, which never changes."""
    return f"/protocols/{edition}"


def moves_view(found: Found, actors: frozenset[Actor], facts: Facts) -> tuple[MoveView, ...]:
    """Return the moves that lead on from here for who asks; signing is apart, it has slots."""
    state = cast("State", found.life.state)
    views = []
    for name in sorted(moves_of(state, actors), key=BACKWARDS.__contains__):
        if name == "sign" or (name == "unpublish" and not facts.published):
            continue
        if name == "abandon" and not facts.correction:
            continue
        needs = obstacles(name, state, actors, facts, found.law)
        if any(one.need in {"approval-known", "objection-known"} for one in needs):
            continue
        if _done(name, found):
            continue
        views.append(
            MoveView(
                move=name,
                asks=tuple(ASKS[need] for need in TABLE[name].needs if need in ASKS),
                obstacles=tuple(
                    ObstacleView(code=one.need or one.kind, waivable=one.waivable)
                    for one in needs
                    if one.need not in ASKS
                ),
            )
        )
    return tuple(views)


def _done(name: MoveName, found: Found) -> bool:
    """Tell whether a move that keeps the state was made before."""
    standing = found.standing
    if standing is None:
        return False
    return (name == "send" and standing.sent_at is not None) or (
        name == "approve" and standing.approved_at is not None
    )


def slot_views(
    slots: Sequence[Slot], signatures: Iterable[t.EditionSignature], actors: frozenset[Actor]
) -> tuple[SlotView, ...]:
    """Return every signature, given or asked for."""
    given = {one.slot: one for one in signatures}
    waiting = {slot.number for slot in open_slots(tuple(slots), given.keys())}
    views = []
    for slot in slots:
        view = SlotView(
            slot=slot.number,
            role=slot.role,
            source=slot.source,
            expected=slot.name,
            mine=slot.number in waiting and slot.actor in actors,
        )
        if slot.number in given:
            one = given[slot.number]
            view = msgspec.structs.replace(
                view,
                name=one.name,
                method=one.method,
                by=one.account_name,
                at=one.at,
                file_name=one.file_name,
                file_sha256=one.file_sha256,
            )
        views.append(view)
    return tuple(views)


def edition_view(
    row: t.MinutesEdition,
    standing: t.EditionStanding | None,
    documents: Iterable[t.EditionDocument],
    signatures: Iterable[t.EditionSignature],
    *,
    corrected_by: int | None,
    insider: bool,
) -> EditionView:
    """Return one edition; who only reads what was published is told no accounts."""
    slots = msgspec.convert(row.slots, tuple[Slot, ...])
    return EditionView(
        id=str(row.id),
        meeting_id=str(row.meeting_id),
        number=row.number,
        address=address_of(row.id),
        kind=row.kind,  # type: ignore[arg-type]  # one of them when it was kept
        corrects=row.corrects,
        corrected_by=corrected_by,
        sha256=row.sha256,
        made=row.made_at,
        made_by=row.made_by_name if insider else None,
        discarded=standing.discarded_at if standing else None,
        signed=standing.signed_at if standing else None,
        sent=standing.sent_at if standing else None,
        approved=standing.approved_at if standing else None,
        published=standing.published_at if standing else None,
        slots=slot_views(slots, signatures, frozenset()) if insider else (),
        documents=tuple(
            _document(one)
            for one in sorted(documents, key=lambda one: (not one.public, one.stage, one.name))
            if one.stage != TEMPLATE_STAGE
        ),
    )


def _document(row: t.EditionDocument) -> DocumentView:
    part = "public" if row.public else "nonpublic"
    return DocumentView(
        part=part,  # type: ignore[arg-type]  # one of the two above
        stage=row.stage,  # type: ignore[arg-type]  # one of them when it was kept
        name=row.name,
        mime=row.mime,
        sha256=row.sha256,
        address=f"{address_of(row.edition_id)}/{row.stage}/{part}/{row.name}",
    )


def step_view(row: t.MinutesStep) -> StepView:
    """Return a move that was made."""
    return StepView(
        seq=row.seq,
        at=row.at,
        move=row.move,  # type: ignore[arg-type]  # likewise
        before=row.before,  # type: ignore[arg-type]  # likewise
        after=row.after,  # type: ignore[arg-type]  # likewise
        edition=row.edition,
        by=row.account_name,
        details=row.details,
    )


def missing_views(draft: Drafted | None) -> tuple[MissingView, ...]:
    """Return what the law asks for and the minutes lack."""
    return tuple(
        MissingView(
            code=one.code, text_de=one.text("de", law=True), text_en=one.text("en", law=True), basis=one.basis
        )
        for one in (draft.missing if draft else ())
    )


def term_views(
    law: Law, day: dt.date | None, today: dt.date, *, sent: dt.datetime | None, published: dt.datetime | None
) -> tuple[TermView, ...]:
    """Return the terms of a meeting."""
    found = terms_of(
        law, day, sent=sent.date() if sent else None, published=published.date() if published else None
    )
    return tuple(
        TermView(
            code=one.code,
            due=one.due,
            done=one.done,
            days_left=one.left(today),
            overdue=one.overdue(today),
            source=one.source,
            basis=one.basis,
        )
        for one in found
    )
