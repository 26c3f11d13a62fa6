"""The public portal: published minutes for everybody (docs/portal.md)."""

from __future__ import annotations

import datetime as dt

from litestar import Controller, get
from litestar.response import Response

from app.web.guard import DOCUMENT_POLICY
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.portal_data import meeting_data, minutes_data
from app.web.portal_pages import ATOM, PATH, XML, kept, origin_of, portal_page
from app.web.portal_search import search_view, search_wish

NEWEST = 10
"""Minutes on the start page."""

YEAR_DIGITS, MOST_PAGE_DIGITS = 4, 4

MOST_WORDS = 200
"""Characters of what is looked for among decisions."""

CHECKED = dt.date(2026, 11, 23)
"""When the pages were last checked as a whole."""


class PortalController(Controller):
    """Municipalities, meetings, minutes, files, feeds."""

    path = PATH
    include_in_schema = False
    opt = {"public": True, "anonymous": True, "kept": True}  # noqa: RUF012 - Litestar reads it so

    @get("/")
    async def start(self, request: AnyRequest, services: TheServices) -> Response[bytes]:
        """Show the municipalities and what was published last."""
        return portal_page(
            request,
            "start.html",
            bodies=await services.portal.bodies(),
            lines=await services.portal.newest(NEWEST),
        )

    @get("/bodies/{body_id:str}")
    async def body(self, request: AnyRequest, services: TheServices, body_id: Key) -> Response[bytes]:
        """Show a municipality with its meetings, by council and year."""
        asked = request.query_params
        organization, year = asked.get("organization", ""), asked.get("year", "")
        number = int(year) if _is_number(year, YEAR_DIGITS) else None
        page = asked.get("page", "")
        found = await services.portal.body(
            body_id,
            organization=organization,
            year=number,
            page=max(1, int(page)) if _is_number(page, MOST_PAGE_DIGITS) else 1,
        )
        chosen = next((one for one in found.organizations if one.id == organization), None)
        return portal_page(request, "body.html", found=found, organization=chosen, year=number)

    @get("/bodies/{body_id:str}/decisions")
    async def decisions(self, request: AnyRequest, services: TheServices, body_id: Key) -> Response[bytes]:
        """Show what a municipality decided, by council, year and words."""
        asked = request.query_params
        organization, year, page = (asked.get(name, "") for name in ("organization", "year", "page"))
        words = asked.get("q", "")[:MOST_WORDS]
        found = await services.portal.decisions.page(
            body_id,
            organization=organization,
            year=int(year) if _is_number(year, YEAR_DIGITS) else None,
            words=words,
            page=max(1, int(page)) if _is_number(page, MOST_PAGE_DIGITS) else 1,
        )
        chosen = next((one for one in found.organizations if one.id == organization), None)
        return portal_page(request, "decisions.html", found=found, organization=chosen, words=words)

    @get("/search")
    async def search(self, request: AnyRequest, services: TheServices) -> Response[bytes]:
        """Search what is published, by words and by meaning."""
        wish = search_wish(request)
        found = await services.portal.search.search(wish)
        return portal_page(request, "search.html", **search_view(wish, found))

    @get("/meetings/{meeting_id:str}")
    async def meeting(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Response[bytes]:
        """Show a meeting: agenda with results, files, editions."""
        found = await services.portal.meeting(meeting_id)
        return portal_page(request, "meeting.html", found=found, data=meeting_data(found, origin_of(request)))

    @get("/minutes/{edition_id:str}")
    async def minutes(self, request: AnyRequest, services: TheServices, edition_id: Key) -> Response[bytes]:
        """Show an edition with an address for each item and decision."""
        found = await services.portal.minutes(edition_id)
        data = minutes_data(found.line, origin_of(request), language=found.language, sha256=found.sha256)
        return portal_page(request, "minutes.html", found=found, data=data)

    @get("/minutes/{edition_id:str}/{name:str}")
    async def download(
        self, request: AnyRequest, services: TheServices, edition_id: Key, name: Key
    ) -> Response[bytes]:
        """Send a file of an edition."""
        found = await services.portal.download(edition_id, name)
        headers = {"content-disposition": f'inline; filename="{found.filename}"'}
        if found.mime.startswith("text/html"):
            headers["content-security-policy"] = DOCUMENT_POLICY
        return kept(request, found.data, found.mime, **headers)

    @get("/bodies/{body_id:str}/feed.atom")
    async def body_feed(self, request: AnyRequest, services: TheServices, body_id: Key) -> Response[bytes]:
        """Send what a municipality published last, as Atom (RFC 4287)."""
        return await _feed(request, services, "bodies", body_id)

    @get("/organizations/{organization_id:str}/feed.atom")
    async def organization_feed(
        self, request: AnyRequest, services: TheServices, organization_id: Key
    ) -> Response[bytes]:
        """Send what a council published last."""
        return await _feed(request, services, "organizations", organization_id)

    @get("/sitemap.xml")
    async def sitemap(self, request: AnyRequest, services: TheServices) -> Response[bytes]:
        """Send the addresses of everything published (sitemaps.org, 0.9)."""
        return portal_page(request, "sitemap.xml", media=XML, addresses=await services.portal.addresses())

    @get("/about")
    async def about(self, request: AnyRequest) -> Response[bytes]:
        """Tell how these minutes come about, and what a machine did."""
        return portal_page(request, "about.html")

    @get("/accessibility")
    async def accessibility(self, request: AnyRequest, services: TheServices) -> Response[bytes]:
        """Declare how accessible these pages are, and where to report what is not (BITV 2.0, § 7)."""
        register = services.ai_register
        return portal_page(
            request, "accessibility.html", contact=register.contact, checked=CHECKED.isoformat()
        )


async def _feed(request: AnyRequest, services: TheServices, kind: str, key: str) -> Response[bytes]:
    found = await services.portal.feed(kind, key)
    return portal_page(request, "feed.atom", media=ATOM, found=found, kind=kind)


def _is_number(text: str, digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= digits
