"""Uploads that can be continued: tus 1.0.0, and their state as JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from litestar import Controller, HttpMethod, Response, delete, get, patch, post, route
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody
from litestar.response import Template

from app.services import Services, UploadView
from app.uploads.errors import ChecksumMismatch
from app.web.api.paging import After, Limit, Page, cut
from app.web.errors import BadRequestError
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from app.web.problems import on_http_exception, on_protokollant_error
from app.web.tus import headers as tus
from app.web.tus.errors import SenderGoneError, VersionError
from models.errors import ProtokollantError

RESUMABLE = {"tus-resumable": tus.VERSION, "cache-control": "no-store"}

CHECKSUM_MISMATCH = 460
"""Status of the tus protocol that HTTP does not know."""


class Decision(msgspec.Struct, frozen=True):
    """What to do with a file that is there already."""

    take: bool
    """True makes it a part nevertheless, False does without it."""


def on_error(request: AnyRequest, error: ProtokollantError) -> Response[object] | Template:
    """Answer for a failure as everywhere, with the lines that a tus client looks for."""
    answer = on_protokollant_error(request, error)
    answer.headers.update(RESUMABLE | leave(request))
    if isinstance(error, VersionError):
        answer.headers["tus-version"] = tus.VERSION
    if isinstance(error, ChecksumMismatch):
        answer.status_code = CHECKSUM_MISMATCH
    return answer


def on_refusal(request: AnyRequest, error: HTTPException) -> Response[object] | Template:
    """The same for what Litestar refuses by itself."""
    answer = on_http_exception(request, error)
    answer.headers.update(RESUMABLE | leave(request))
    return answer


def leave(request: AnyRequest) -> dict[str, str]:
    """Return the line that ends a connection whose sender is still sending what nobody will read.

    A browser reads the answer only when all is sent or the connection is closed. After a cut Chromium sends
    the same piece once more by itself, which is refused (409): without this line gigabytes for nothing.
    """
    return {"connection": "close"} if request.method in {"PATCH", "POST"} else {}


async def body(request: AnyRequest) -> AsyncIterator[bytes]:
    """Yield what the request brings; a connection that breaks off is an error of ours."""
    stream = request.stream()
    while True:
        try:
            chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except HTTPException as error:
            raise SenderGoneError from error
        yield chunk


async def create(request: AnyRequest, services: Services, meeting: str | None) -> Response[None]:
    """Begin an upload, and take in what comes with it."""
    tus.require_version(request.headers)
    described = tus.metadata(request.headers)
    concat = tus.concat(request.headers)
    meeting_id = meeting or described.get("meeting")
    if not meeting_id:
        raise BadRequestError(detail="Upload-Metadata: meeting")
    filename = described.get("filename") or described.get("name") or ""
    raw = request.headers.get("upload-metadata", "")
    announced = described.get("sha256", "").lower() or None
    begins = described.get("begins")
    if concat is not None and not concat.partial:
        view = await services.uploads.join(
            meeting_id, filename, concat.parts, described=raw, announced=announced, begins=begins
        )
        return _created(view)
    length = tus.number(request.headers, "upload-length")
    carried = request.headers.get("content-type", "").startswith(tus.MEDIA_TYPE)
    checksum = tus.checksum(request.headers) if carried else None
    view = await services.uploads.create(
        meeting_id,
        filename,
        length,
        partial=concat is not None,
        described=raw,
        announced=announced,
        begins=begins,
    )
    if carried and length:
        view = await services.uploads.receive(
            view.id,
            0,
            body(request),
            algorithm=checksum.algorithm if checksum else None,
            checksum=checksum.value if checksum else b"",
        )
    return _created(view)


def _created(view: UploadView) -> Response[None]:
    lines = {"location": f"/api/v1/uploads/{view.id}", "upload-offset": str(view.received), **_expiry(view)}
    return Response(None, status_code=201, headers=RESUMABLE | lines)


def _expiry(view: UploadView) -> dict[str, str]:
    return {"upload-expires": tus.http_date(view.expires)} if view.state == "receiving" else {}


async def receive(request: AnyRequest, services: Services, upload_id: str) -> Response[None]:
    """Take in a piece."""
    tus.require_version(request.headers)
    tus.require_media_type(request.headers)
    checksum = tus.checksum(request.headers)
    view = await services.uploads.receive(
        upload_id,
        tus.number(request.headers, "upload-offset"),
        body(request),
        algorithm=checksum.algorithm if checksum else None,
        checksum=checksum.value if checksum else b"",
    )
    lines = {"upload-offset": str(view.received), **_expiry(view)}
    return Response(None, status_code=204, headers=RESUMABLE | lines)


def capabilities(services: Services) -> Response[None]:
    """Answer OPTIONS.

    Litestar adds an answer of its own to each path with its first handler, by name; so ours begin with "a".
    """
    lines = {
        "tus-version": tus.VERSION,
        "tus-extension": ",".join(tus.EXTENSIONS),
        "tus-max-size": str(services.uploads.limit),
        "tus-checksum-algorithm": ",".join(tus.ALGORITHMS),
    }
    return Response(None, status_code=204, headers=RESUMABLE | lines)


class MeetingUploadApi(Controller):
    """Where uploads of a meeting begin, for clients that send no metadata with every part."""

    path = "/meetings/{meeting_id:str}/uploads"
    tags = ("uploads",)
    exception_handlers = {ProtokollantError: on_error, HTTPException: on_refusal}  # noqa: RUF012 - Litestar's form

    @get("/", summary="List the uploads of a meeting that are not finished")
    async def list_uploads(
        self,
        request: AnyRequest,
        services: TheServices,
        meeting_id: Key,
        limit: Limit = 100,
        after: After = None,
    ) -> Response[Page[UploadView]]:
        """Return what is under way, waits for a decision, or was refused."""
        found = await services.uploads.list(meeting_id)
        return cut(request, found, after=after, limit=limit, name=lambda one: one.id)

    @post("/", summary="Begin an upload (tus 1.0.0)", request_max_body_size=None)
    async def begin(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Response[None]:
        """Answer with the address of the upload."""
        return await create(request, services, meeting_id)

    @route("/", http_method=[HttpMethod.OPTIONS], include_in_schema=False)
    async def announce(self, services: TheServices, meeting_id: Key) -> Response[None]:
        """Tell what this server can do."""
        del meeting_id
        return capabilities(services)


class UploadApi(Controller):
    """Uploads under way; any tus client can begin, continue and end them."""

    path = "/uploads"
    tags = ("uploads",)
    exception_handlers = {ProtokollantError: on_error, HTTPException: on_refusal}  # noqa: RUF012 - Litestar's form

    @route("/", http_method=[HttpMethod.OPTIONS], include_in_schema=False)
    async def announce(self, services: TheServices) -> Response[None]:
        """Tell what this server can do."""
        return capabilities(services)

    @route("/{upload_id:str}", http_method=[HttpMethod.OPTIONS], include_in_schema=False)
    async def announce_one(self, services: TheServices, upload_id: Key) -> Response[None]:
        """Tell what this server can do."""
        del upload_id
        return capabilities(services)

    @post("/", summary="Begin an upload (tus 1.0.0)", request_max_body_size=None)
    async def begin(self, request: AnyRequest, services: TheServices) -> Response[None]:
        """Answer with the address of the upload; ``Upload-Metadata`` names the meeting."""
        return await create(request, services, None)

    @get("/{upload_id:str}", summary="Show how far an upload is and what became of it")
    async def show(self, services: TheServices, upload_id: Key) -> UploadView:
        """Return the upload as JSON."""
        return await services.uploads.get(upload_id)

    @route("/{upload_id:str}", http_method=[HttpMethod.HEAD], include_in_schema=False)
    async def offset(self, request: AnyRequest, services: TheServices, upload_id: Key) -> Response[None]:
        """Tell where an upload goes on."""
        tus.require_version(request.headers)
        view = await services.uploads.get(upload_id)
        lines = {
            "upload-offset": str(view.received),
            "upload-length": str(view.length),
            **_expiry(view),
        }
        if view.described:
            lines["upload-metadata"] = view.described
        if view.kind == "partial":
            lines["upload-concat"] = "partial"
        elif view.kind == "final":
            lines["upload-concat"] = "final;" + " ".join(f"/api/v1/uploads/{part}" for part in view.parts)
        return Response(None, status_code=200, headers=RESUMABLE | lines)

    @patch(
        "/{upload_id:str}",
        summary="Send a piece of an upload (tus 1.0.0)",
        request_max_body_size=None,
        status_code=204,
        responses={204: ResponseSpec(None, description="Safely on disk")},
    )
    async def send(self, request: AnyRequest, services: TheServices, upload_id: Key) -> Response[None]:
        """Write the piece; the file is looked into when its last byte has come."""
        return await receive(request, services, upload_id)

    @post("/{upload_id:str}", include_in_schema=False, request_max_body_size=None)
    async def override(self, request: AnyRequest, services: TheServices, upload_id: Key) -> Response[None]:
        """Do what ``X-HTTP-Method-Override`` says, for clients that can neither PATCH nor DELETE."""
        match request.headers.get("x-http-method-override", "").upper():
            case "PATCH":
                return await receive(request, services, upload_id)
            case "DELETE":
                return await self._end(request, services, upload_id)
            case method:
                raise BadRequestError(detail=f"X-HTTP-Method-Override: {method[:20]}")

    @delete("/{upload_id:str}", summary="End an upload and forget it (tus 1.0.0)")
    async def end(self, request: AnyRequest, services: TheServices, upload_id: Key) -> Response[None]:
        """Forget what came of the file."""
        return await self._end(request, services, upload_id)

    @staticmethod
    async def _end(request: AnyRequest, services: Services, upload_id: str) -> Response[None]:
        tus.require_version(request.headers)
        await services.uploads.terminate(upload_id)
        return Response(None, status_code=204, headers=RESUMABLE)

    @post("/{upload_id:str}/decision", summary="Take a file that is there already, or do without it")
    async def decide(
        self, services: TheServices, upload_id: Key, data: JSONBody[Decision]
    ) -> UploadView | None:
        """Decide about a twin."""
        return await services.uploads.decide(upload_id, take=data.take)
