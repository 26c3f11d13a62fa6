"""One form for every list: ``{"items": […], "next": address or null}``, and the same as ``Link`` (RFC 8288).

``next`` is followed as it is. It names the last item that was sent, so that what is entered or deleted
meanwhile neither repeats nor hides an item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import QueryParameter

from app.web.pages import AnyRequest

T = TypeVar("T")

MOST = 500

After = Annotated[
    str | None, QueryParameter(max_length=200, description="Last item of the page before; `next` has it")
]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="Items at most")]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A stretch of a list."""

    items: tuple[T, ...]
    next: str | None
    """Address of the next stretch; null at the end."""


def paged(request: AnyRequest, items: Sequence[T], *, last: str | None) -> Response[Page[T]]:
    """Answer with a stretch of a list.

    Args:
        request: whose address leads on.
        items: the stretch.
        last: name of its last item, where more follow.
    """
    if last is None:
        return Response(Page(tuple(items), None))
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "after"]
    following = f"{request.url.path}?{urlencode([*kept, ('after', last)])}"
    return Response(Page(tuple(items), following), headers={"link": f'<{following}>; rel="next"'})


def cut(
    request: AnyRequest,
    items: Sequence[T],
    *,
    after: str | None,
    limit: int,
    name: Callable[[T], str],
) -> Response[Page[T]]:
    """Answer with a stretch of a list that is there as a whole.

    Args:
        request: whose address leads on.
        items: all of them.
        after: name of the last item that was sent; unknown ones begin anew.
        limit: items at most.
        name: of an item.
    """
    begin = next((place + 1 for place, item in enumerate(items) if name(item) == after), 0)
    stretch = items[begin : begin + limit]
    more = begin + limit < len(items)
    return paged(request, stretch, last=name(stretch[-1]) if more else None)
