"""What published minutes say, as passages: of the edition in force of each meeting, in its own words.

They are made of the public document of the edition, which never changes, by the same view as the page of the
portal, so that what is found stands there word for word and under the address that is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.db import tables as t
from app.search.passages import LONGEST, SHORTEST, Passage
from app.services.portal.shaping import published_minutes, topics_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from app.search.passages import Kind
    from app.services.portal.views import AnchoredResolution, AnchoredTopic
    from minutes.render.topic import Speech

_SENTENCE = re.compile(r".+?(?:[.!?…](?=\s)|$)", re.DOTALL)


class PublishedPassages(NamedTuple):
    """The edition in force of a meeting, and what it says."""

    edition: UUID
    passages: tuple[Passage, ...]


def published_passages(session: Session, meeting_id: UUID) -> PublishedPassages | None:
    """Return what the published edition in force says; None: none is published."""
    edition, standing, document = t.MinutesEdition, t.EditionStanding, t.EditionDocument
    found = session.execute(
        select(edition.id, edition.kind, document.content)
        .join(standing, standing.edition_id == edition.id)
        .join(document, document.edition_id == edition.id)
        .where(edition.meeting_id == meeting_id, standing.published_at.is_not(None))
        .where(document.public.is_(True), document.stage == "presented", document.name == "minutes.json")
        .order_by(edition.number.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    _view, topics = topics_of(published_minutes(found.content), found.kind)
    made = {one.key: one for topic in topics for one in _of_topic(topic)}
    return PublishedPassages(found.id, tuple(made.values()))


def _of_topic(topic: AnchoredTopic) -> Iterator[Passage]:
    said = topic.said
    number = 0

    def passage(kind: Kind, text: str, *, anchor: str = "", person: str | None = None) -> Iterator[Passage]:
        nonlocal number
        for piece in _pieces(text):
            number += 1
            yield Passage(
                key=f"edition {topic.anchor} {number}",
                kind=kind,
                text=piece,
                public=True,
                item=said.number,
                title=said.title,
                person=person,
                anchor=anchor or topic.anchor,
            )

    head = (said.details.text if said.details else "", *(note.text for note in said.notes))
    yield from passage("minutes", _line(said.title, *head))
    for resolution in topic.resolutions:
        yield from passage("decision", _wording(resolution), anchor=resolution.anchor)
    for line in said.summary:
        yield from passage("minutes", line.text)
    for speech in _speeches(said.motions, said.statements, said.assignments, said.course):
        yield from passage("minutes", speech.words.text, person=speech.speaker or None)


def _speeches(*several: Iterable[Speech]) -> Iterator[Speech]:
    for each in several:
        yield from each


def _wording(resolution: AnchoredResolution) -> str:
    said = resolution.said
    words = " ".join(one.text.strip() for one in (said.wording, said.question) if one is not None)
    result = f"{said.result_label}: {said.result.text}" if said.result is not None else ""
    return f"{words} {result}".strip()


def _line(*parts: str) -> str:
    return " · ".join(part.strip() for part in parts if part.strip())


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces of whole sentences that are short enough to be shown."""
    held = ""
    for match in _SENTENCE.finditer(text.strip()):
        sentence = match[0].strip()
        if held and len(held) + len(sentence) >= LONGEST:
            yield held
            held = ""
        held = f"{held} {sentence}".strip()
    if len(held) >= SHORTEST:
        yield held
