"""The question of the search as an address, for page and interface alike."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec
from litestar.params import QueryParameter

from app.services.search import Order, Wish

FILTERS = ("body", "organization", "year", "since", "until", "person", "party", "item", "kind", "result")
"""What narrows a question, in the order in which it is shown."""

MOST_TEXT = 300

Question = Annotated[
    str,
    QueryParameter(
        max_length=MOST_TEXT,
        description='Words that must all occur; "…" is a phrase, -word must not occur, `oder` allows either',
    ),
]
Filter = Annotated[str, QueryParameter(max_length=MOST_TEXT)]
Town = Annotated[str, QueryParameter(name="body", max_length=MOST_TEXT, description="Id of a municipality")]
"""Named otherwise in the program: Litestar keeps ``body`` for the content of a request."""

Day = Annotated[str, QueryParameter(max_length=10, description="ISO 8601 date")]
PageNumber = Annotated[int, QueryParameter(ge=1, le=100)]
Sorting = Annotated[Literal["relevance", "date"], QueryParameter(description="What comes first")]


def wish_of(text: str, *, order: Order, page: int, **filters: str) -> Wish:
    """Return what is looked for; empty filters are none."""
    given = {name: value.strip() for name, value in filters.items() if value.strip()}
    return msgspec.structs.replace(Wish(text=text, order=order, page=page), **given)


def address(wish: Wish, **changes: str | int | None) -> str:
    """Return the address of a question with something changed; the first page unless a page is given."""
    asked: dict[str, object] = {"q": wish.text}
    asked |= {name: getattr(wish, name) for name in FILTERS}
    asked |= {"order": wish.order if wish.order != "relevance" else None, "page": None, **changes}
    return "?" + urlencode({name: value for name, value in asked.items() if value not in (None, "", 1)})
