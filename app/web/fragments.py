"""The long part of a result page, made once for all who may see the same.

A meeting of eight hours has seventy thousand words; to put them into HTML takes seconds, in which nobody
else is answered. What is kept belongs to one revision of the results, whole or cut to the public part: who
may not read a revision never learns its version, and so never gets what was made of it.
"""

from __future__ import annotations

import hashlib

import msgspec
from cachetools import LRUCache
from jinja2 import Environment
from markupsafe import Markup

from app.services import MeetingView
from app.services.results import Results
from app.web.desk import Desk, build_desk
from app.web.i18n import Translator
from app.web.pages import base_context

KEPT_SIGNS = 48 * 2**20
"""Characters of HTML that are kept."""


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a meeting for the page."""

    desk: Desk
    body: Markup
    """Overview and transcript in one language."""
    downloads: Markup
    """The documents that the reader may have."""


class DeskFragments:
    """Makes and keeps fragments."""

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[str, ...], Fragment] = LRUCache(
            KEPT_SIGNS, getsizeof=lambda fragment: len(fragment.body) + len(fragment.downloads)
        )

    def get(
        self, environment: Environment, t: Translator, meeting: MeetingView, results: Results
    ) -> Fragment:
        """Return the fragment of these results, made now if need be.

        Args:
            environment: of the pages.
            t: the reader's language.
            meeting: with the agenda as the reader may see it.
            results: likewise.
        """
        agenda = hashlib.sha256(msgspec.json.encode(meeting.agenda)).hexdigest()
        key = (results.version, agenda, meeting.language, t.language, meeting.summary.id, *results.documents)
        found = self._kept.get(key)
        if found is None:
            desk = build_desk(meeting, results.transcript, results.outcomes, results.minutes)
            given = base_context(t) | {"desk": desk, "spoken": meeting.language, "summary": meeting.summary}
            body = environment.get_template("parts/desk.html").render(given)
            downloads = environment.get_template("parts/downloads.html").render(
                given, documents=results.documents
            )
            found = Fragment(
                desk=desk,
                body=Markup(body),  # noqa: S704 - made by a template that escapes
                downloads=Markup(downloads),  # noqa: S704 - likewise
            )
            if len(body) + len(downloads) <= KEPT_SIGNS:
                self._kept[key] = found
        return found
