"""Answers that carry a revision, so that a change can rest on what was read."""

from __future__ import annotations

from typing import TypeVar

from litestar import Response

from app.web.validators import REVISION

T = TypeVar("T")


def revised(view: T, revision: object) -> Response[T]:
    """Answer with something whose ETag begins with its revision."""
    return Response(view, headers={REVISION: str(revision)})


def noted(revision: object) -> Response[None]:
    """Answer without content (204), with the ETag of what there is now."""
    return Response(None, status_code=204, headers={"etag": f'"{revision}"'})
