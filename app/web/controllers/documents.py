"""What came out, as files."""

from __future__ import annotations

import re

from litestar import Controller, get
from litestar.response import Response

from app.services import Document
from app.web.guard import DOCUMENT_POLICY
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest


class DocumentController(Controller):
    """Downloads of a meeting."""

    path = "/meetings/{meeting_id:str}/documents"
    include_in_schema = False

    @get("/{name:str}")
    async def download(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, name: Key
    ) -> Response[bytes]:
        """Send a document; ``?view=1`` shows the HTML and the PDF in the browser instead of saving it."""
        document = await services.results.document(meeting_id, name)
        viewed = "view" in request.query_params and name.endswith((".html", ".pdf"))
        headers = {
            "content-disposition": disposition(document, inline=viewed),
            "etag": f'"{document.etag}"',
            "cache-control": "private, no-cache",
        }
        if name.endswith(".html"):
            headers["content-security-policy"] = DOCUMENT_POLICY
        return Response(document.data, media_type=document.mime, headers=headers)


def disposition(document: Document, *, inline: bool = False) -> str:
    """Return a ``Content-Disposition`` that names meeting and document, safe for every file system."""
    parts = (document.organization, document.number, document.date)
    stem = "-".join(slug(part) for part in parts if part and slug(part))
    return f'{"inline" if inline else "attachment"}; filename="{stem or "protokollant"}-{document.name}"'


def slug(text: str) -> str:
    """Return ASCII letters, digits and hyphens only; German letters spelled out."""
    spelled = text.lower().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0xDF: "ss"})
    return re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")[:60]
