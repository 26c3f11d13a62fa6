"""The page of the search: a question, what was found, ways to narrow it. All of it stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Controller, get
from litestar.response import Template

from app.web.inject import TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.search_wish import FILTERS, MOST_TEXT, address, wish_of

if TYPE_CHECKING:
    from app.services.search import Found, Order, Wish
    from app.web.i18n import Translator

NAMED = {"kind", "result"}
"""Facets whose values the catalogue names."""

MOST_DIGITS = 3


class SearchController(Controller):
    """Search."""

    path = "/search"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show what was found."""
        t, asked = translator_of(request), request.query_params
        order: Order = "date" if asked.get("order") == "date" else "relevance"
        number = asked.get("page", "1")[:MOST_DIGITS]
        wish = wish_of(
            asked.get("q", "")[:MOST_TEXT],
            order=order,
            page=max(1, int(number)) if number.isdecimal() else 1,
            **{name: asked.get(name, "")[:MOST_TEXT] for name in FILTERS},
        )
        found = await services.search.search(wish)
        return page(
            request,
            "search.html",
            wish=wish,
            found=found,
            asked=bool(found.text or _chosen(wish)),
            chips=_chips(t, wish, found),
            facets=_facets(t, wish, found),
            orders=[
                (name, t(f"search.order.{name}"), address(wish, order=name if name == "date" else None))
                for name in ("relevance", "date")
            ],
            instead=address(wish, q=found.suggestion) if found.suggestion else None,
            before=address(wish, page=found.page - 1) if found.page > 1 else None,
            after=address(wish, page=found.page + 1) if found.page < found.pages else None,
            kept=[(name, value) for name, value in _chosen(wish) if name not in {"since", "until"}],
        )


def _chosen(wish: Wish) -> list[tuple[str, str]]:
    return [(name, value) for name in FILTERS if (value := getattr(wish, name))]


def _chips(t: Translator, wish: Wish, found: Found) -> list[dict[str, str]]:
    """Return what the question is narrowed to, each with the address that widens it again."""
    labels = {(facet.name, one.value): one.label for facet in found.facets for one in facet.values}
    return [
        {
            "name": t(f"search.facet.{name}"),
            "label": _label(t, name, value, labels.get((name, value), value)),
            "link": address(wish, **{name: None}),
        }
        for name, value in _chosen(wish)
    ]


def _facets(t: Translator, wish: Wish, found: Found) -> list[dict[str, Any]]:
    """Return the ways to narrow further; what is chosen already is among the chips."""
    return [
        {
            "id": facet.name,
            "name": t(f"search.facet.{facet.name}"),
            "values": [
                {
                    "label": _label(t, facet.name, one.value, one.label),
                    "count": one.count,
                    "link": address(wish, **{facet.name: one.value}),
                }
                for one in facet.values
            ],
        }
        for facet in found.facets
        if not getattr(wish, facet.name) and (len(facet.values) > 1 or facet.values[0].count < found.total)
    ]


def _label(t: Translator, name: str, value: str, label: str) -> str:
    key = f"search.{name}.{value}"
    return t(key) if name in NAMED and t.has(key) else label
