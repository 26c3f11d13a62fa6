"""The minutes to Word and back as files."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Controller, Response, post
from litestar.params import JSONBody

from app.services.writing import WordReview
from app.services.writing.word import LARGEST
from app.web.inject import Key, TheServices
from app.web.pages import AnyRequest
from minutes.types import MinutesKind

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Kind = Annotated[MinutesKind, msgspec.Meta(description="of the minutes")]


class WordInput(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be edited in Word."""

    kind: Kind = "course"


class WordApi(Controller):
    """Minutes leave for Word, and come back as differences."""

    path = "/meetings/{meeting_id:str}/minutes/work/word"
    tags = ("minutes",)

    @post("/", summary="The minutes as a document for Word", status_code=200)
    async def send_to_word(
        self, services: TheServices, meeting_id: Key, data: JSONBody[WordInput]
    ) -> Response[bytes]:
        """Make a document in which every text can be found again when it comes back."""
        return as_file(await services.word.send(meeting_id, data.kind))

    @post(
        "/differences",
        summary="What was changed in Word",
        status_code=200,
        request_max_body_size=LARGEST + 2**20,
    )
    async def compare_word(self, request: AnyRequest, services: TheServices, meeting_id: Key) -> WordReview:
        """Compare the document in the body of the request with what left; take over by changes of places."""
        return await services.word.receive(meeting_id, await request.body())


def as_file(file: bytes) -> Response[bytes]:
    """Return a document as a download; it holds the non-public part and is kept nowhere on the way."""
    named = 'attachment; filename="niederschrift.docx"'
    headers = {"content-disposition": named, "cache-control": "no-store"}
    return Response(file, media_type=DOCX, headers=headers)
