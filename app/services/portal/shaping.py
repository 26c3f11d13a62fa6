"""From the public document of an edition to what is shown of it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, cast

import msgspec

from app.services.portal.views import AnchoredResolution, AnchoredTopic, Ballot, ItemLine
from minutes.render import build_view
from minutes.render.phrases import clean, result_word_of
from minutes.types import Minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes.render.view import View
    from minutes.types import MinutesItem, MinutesKind

WAITING = "Stand der Unterschriften"
"""Label of a sentence that was true only until the minutes were signed (as the signed files leave it out)."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def published_minutes(data: bytes) -> Minutes:
    """Return the minutes of an edition as they stand now that everybody has signed."""
    minutes = msgspec.json.decode(data, type=Minutes)
    models = {key: value for key, value in minutes.provenance.models.items() if key != WAITING}
    return msgspec.structs.replace(
        minutes, status="signed", provenance=msgspec.structs.replace(minutes.provenance, models=models)
    )


def anchors_of(numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the part of an address (fragment) for each item: ``top-oe-2`` for "Ö 2".

    It is made of the number alone, so that it stays when a correction changes a title or adds an item
    elsewhere. A number that comes again, or is none, counts on.
    """
    made: list[str] = []
    for number in numbers:
        text = unicodedata.normalize("NFKD", number.lower().translate(_UMLAUTS))
        slug = re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode()).strip("-") or "x"
        anchor, count = f"top-{slug}", 2
        while anchor in made:
            anchor, count = f"top-{slug}.{count}", count + 1
        made.append(anchor)
    return tuple(made)


def item_lines(minutes: Minutes) -> tuple[ItemLine, ...]:
    """Return the agenda; of an item that is not public its number and the title that the document shows."""
    anchors = anchors_of([clean(one.number) for one in minutes.items if one.public])
    found = iter(anchors)
    return tuple(
        ItemLine(
            number=clean(one.number),
            title=clean(one.title),
            public=one.public,
            paper=clean(one.paper or "") if one.public else "",
            anchor=next(found) if one.public else "",
            results=_results(one) if one.public else (),
        )
        for one in minutes.items
    )


def topics_of(minutes: Minutes, kind: str) -> tuple[View, tuple[AnchoredTopic, ...]]:
    """Return the public part as it is worded in the documents, each item and decision with its anchor.

    Args:
        minutes: The public document.
        kind: Of minutes.
    """
    view = build_view(minutes, cast("MinutesKind", kind), part="public", link_base=None)
    items = [one for one in minutes.items if one.public]
    topics = [topic for section in view.sections for topic in section.topics]
    anchors = anchors_of([topic.number for topic in topics])
    return view, tuple(
        AnchoredTopic(
            anchor=anchor,
            said=topic,
            resolutions=tuple(
                AnchoredResolution(anchor=f"{anchor}-beschluss-{number}", said=one)
                for number, one in enumerate(topic.resolutions, 1)
            ),
            ballots=_ballots(items[place]) if place < len(items) else (),
        )
        for place, (anchor, topic) in enumerate(zip(anchors, topics, strict=True))
    )


def _results(item: MinutesItem) -> tuple[str, ...]:
    return tuple(
        result_word_of(one) for one in item.votes if one.public and one.subject in {"main", "amendment"}
    )


def _ballots(item: MinutesItem) -> tuple[Ballot, ...]:
    """Return the votes whose counts were all stated; what nobody counted is not drawn."""
    return tuple(
        Ballot(yes=one.yes, no=one.no, abstain=one.abstain)
        for one in item.votes
        if one.public and one.yes is not None and one.no is not None and one.abstain is not None
    )
