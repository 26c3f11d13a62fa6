"""Search as JSON."""

from __future__ import annotations

from litestar import Controller, get

from app.services.search import Found
from app.web.inject import TheServices
from app.web.search_wish import Day, Filter, PageNumber, Question, Sorting, Town, wish_of


class SearchApi(Controller):
    """Finds passages."""

    path = "/search"
    tags = ("search",)

    @get("/", summary="Find passages, grouped by agenda item")
    async def search(
        self,
        services: TheServices,
        *,
        q: Question = "",
        town: Town = "",
        organization: Filter = "",
        year: Filter = "",
        since: Day = "",
        until: Day = "",
        person: Filter = "",
        party: Filter = "",
        item: Filter = "",
        kind: Filter = "",
        result: Filter = "",
        order: Sorting = "relevance",
        page: PageNumber = 1,
    ) -> Found:
        """Return what of the minutes, decisions, votes and transcripts that may be read fits.

        `facets` counts what was found; any of its values can be given as the parameter of its name.
        """
        return await services.search.search(
            wish_of(
                q,
                body=town,
                organization=organization,
                year=year,
                since=since,
                until=until,
                person=person,
                party=party,
                item=item,
                kind=kind,
                result=result,
                order=order,
                page=page,
            )
        )
