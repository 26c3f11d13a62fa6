"""The portal's search: what an address asks for, and what its page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.search import Order, Wish
from app.web.search_wish import MOST_TEXT, wish_of

if TYPE_CHECKING:
    from app.services.search import Found
    from app.web.pages import AnyRequest

FILTERS = ("body", "organization", "year", "kind")
"""What a citizen narrows by. Not by person: who said what in all years is no list for everybody."""

MOST_DIGITS = 3


def search_wish(request: AnyRequest) -> Wish:
    """Return what is asked for; what cannot be read is left out."""
    asked = request.query_params
    order: Order = "date" if asked.get("order") == "date" else "relevance"
    number = asked.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS else 1
    filters = {name: asked.get(name, "")[:MOST_TEXT] for name in FILTERS}
    return wish_of(asked.get("q", "")[:MOST_TEXT], order=order, page=max(1, page), **filters)


def search_view(wish: Wish, found: Found) -> dict[str, Any]:
    """Return what the template shows."""
    query = {"q": wish.text, **{name: getattr(wish, name) for name in FILTERS}}
    chosen = {name: value for name, value in query.items() if value and name != "q"}
    labels = {(facet.name, one.value): one.label for facet in found.facets for one in facet.values}
    return {
        "wish": wish,
        "found": found,
        "query": query,
        "asked_for": bool(found.text or chosen),
        "chosen": [(name, value, labels.get((name, value), "")) for name, value in chosen.items()],
        "facets": [
            facet
            for facet in found.facets
            if facet.name in FILTERS and facet.name not in chosen and len(facet.values) > 1
        ],
    }
