"""The pages of the life of minutes: one for each meeting, one for each edition, and the list of terms."""

from __future__ import annotations

import datetime as dt
from typing import cast, get_args

from litestar import Controller, get, post
from litestar.response import Redirect, Response, Template

from app.services import Services
from app.services.access.signin_errors import CodeFailed, PasswordWrong, TooManyAttempts
from app.services.editions import MoveUnknownError, MoveWish, SignatureKind
from app.services.editions.signature_files import MOST_MB
from app.web.controllers.documents import disposition
from app.web.guard import DOCUMENT_POLICY
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest, page, translator_of
from app.web.problems import status_of
from app.web.uploads import read_form
from minutes.lifecycle import MOVES
from minutes.types import MinutesKind
from models.errors import InputError, ProtokollantError

REFUSED = (InputError, PasswordWrong, CodeFailed, TooManyAttempts)
"""What is told on the page, above what was entered."""

STEPPER = ("draft", "in-review", "ready", "signed", "sent", "approved", "published")
"""States in their usual order."""

LONGEST = 4000

MOST_DIGITS = 4


class LifeController(Controller):
    """Where the minutes of a meeting stand."""

    path = "/meetings/{meeting_id:str}/minutes-life"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> Template:
        """Show state, next moves, signatures, editions and history."""
        return await _page(request, services, meeting_id)

    @post("/moves/{move:str}", status_code=200)
    async def move(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, move: Key
    ) -> Template | Redirect:
        """Make a move."""
        form = await request.form()
        fields = {key: str(value)[:LONGEST] for key, value in form.items()}
        try:
            wish = _wish(move, fields, tuple(str(one) for one in form.getall("titles", [])))
            await services.editions.move(meeting_id, wish, expected=_resting(fields))
        except REFUSED as error:
            return await _page(request, services, meeting_id, error=error, at=move, form=fields)
        return Redirect(f"/meetings/{meeting_id}/minutes-life?done={move}", status_code=303)

    @post("/signatures/{slot:str}", status_code=200)
    async def sign(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, slot: Key
    ) -> Template | Redirect:
        """Sign by name and password."""
        fields = {key: str(value)[:LONGEST] for key, value in (await request.form()).items()}
        try:
            await services.editions.sign(
                meeting_id,
                _number(slot),
                fields.get("name", ""),
                password=fields.get("password", ""),
                code=fields.get("code", ""),
                expected=_resting(fields),
            )
        except REFUSED as error:
            kept = {"name": fields.get("name", "")}
            return await _page(request, services, meeting_id, error=error, at=f"slot-{slot}", form=kept)
        return Redirect(f"/meetings/{meeting_id}/minutes-life?done=sign", status_code=303)

    @post("/signatures/{slot:str}/file", status_code=200, request_max_body_size=(MOST_MB + 1) * 2**20)
    async def attach(
        self, request: AnyRequest, services: TheServices, meeting_id: Key, slot: Key
    ) -> Template | Redirect:
        """Keep a signed file."""
        form = await read_form(request, limit=(MOST_MB + 1) * 2**20)
        kind, file = form.fields.get("kind", "pdf"), form.files.get("file")
        try:
            await services.editions.attach_signature(
                meeting_id,
                _number(slot),
                form.fields.get("name", ""),
                kind=cast("SignatureKind", kind if kind in get_args(SignatureKind) else "pdf"),
                filename=file.filename if file else "–",
                data=file.data if file else b"",
                expected=_resting(form.fields),
            )
        except REFUSED as error:
            kept = {"name": form.fields.get("name", "")}
            return await _page(request, services, meeting_id, error=error, at=f"slot-{slot}", form=kept)
        return Redirect(f"/meetings/{meeting_id}/minutes-life?done=sign", status_code=303)


class EditionController(Controller):
    """An edition under the address that never changes."""

    path = "/protocols/{edition_id:str}"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices, edition_id: Key) -> Template:
        """Show an edition."""
        edition = await services.editions.edition(edition_id)
        return page(
            request,
            "editions_one.html",
            edition=edition,
            meeting=await services.meetings.get_meeting(edition.meeting_id),
        )

    @get("/{stage:str}/{part:str}/{name:str}")
    async def download(
        self, *, request: AnyRequest, services: TheServices, edition_id: Key, stage: Key, part: Key, name: Key
    ) -> Response[bytes]:
        """Send a document; ``?view=1`` shows the HTML and the PDF in the browser."""
        document = await services.editions.document(edition_id, stage, part, name)
        viewed = "view" in request.query_params and stage != "signature" and name.endswith((".html", ".pdf"))
        headers = {
            "content-disposition": disposition(document, inline=viewed),
            "etag": f'"{document.etag}"',
            "cache-control": "private, no-cache",
        }
        if name.endswith(".html"):
            headers["content-security-policy"] = DOCUMENT_POLICY
        return Response(document.data, media_type=document.mime, headers=headers)


class DeadlineController(Controller):
    """The page "Fristen"."""

    path = "/deadlines"
    include_in_schema = False

    @get("/")
    async def show(self, request: AnyRequest, services: TheServices) -> Template:
        """Show what is due over all meetings."""
        return page(request, "editions_deadlines.html", lines=await services.editions.deadlines())


def _number(slot: str) -> int:
    """Return the number of a line for a signature; -1, which none has, for what is none."""
    return int(slot) if slot.isascii() and slot.isdigit() and len(slot) < MOST_DIGITS else -1


def _wish(move: str, fields: dict[str, str], titles: tuple[str, ...]) -> MoveWish:
    if move not in MOVES:
        raise MoveUnknownError(move=move[:40], known=", ".join(MOVES))
    kind = fields.get("kind", "")
    return MoveWish(
        move=move,
        reason=fields.get("reason", ""),
        date=_day(fields.get("date", "")),
        meeting=fields.get("meeting", "")[:100],
        text=fields.get("text", ""),
        kind=cast("MinutesKind", kind) if kind in get_args(MinutesKind) else None,
        titles=titles,
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _resting(fields: dict[str, str]) -> frozenset[str] | None:
    revision = fields.get("revision", "")
    return frozenset({revision}) if revision else None


async def _page(
    request: AnyRequest,
    services: Services,
    meeting_id: str,
    *,
    error: ProtokollantError | None = None,
    at: str = "",
    form: dict[str, str] | None = None,
) -> Template:
    life = await services.editions.life(meeting_id)
    t = translator_of(request)
    done = request.query_params.get("done", "")
    steps = [one for one in STEPPER if one != "approved" or life.accepting != "none"]
    return page(
        request,
        "editions.html",
        status=status_of(error) if error else 200,
        meeting=await services.meetings.get_meeting(meeting_id),
        life=life,
        steps=steps,
        kinds=[(one, t(f"editions.kind.{one}")) for one in get_args(MinutesKind)],
        signature_kinds=[(one, t(f"editions.method.{one}")) for one in get_args(SignatureKind)],
        missing=[one.text_en if t.language == "en" else one.text_de for one in life.missing],
        error=error.text(t.language) if error else "",
        at=at,
        form=form or {},
        done=done if done in MOVES else "",
        today=dt.datetime.now(dt.UTC).date().isoformat(),
    )
