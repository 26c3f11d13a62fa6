"""What the codes of refused requests mean; the ``type`` of every problem leads here."""

from __future__ import annotations

import msgspec
from litestar import Controller, get

from app.web.errors import PageNotFoundError
from app.web.inject import Key
from app.web.problems import status_of
from models.errors import ProtokollantError


class ProblemKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of failure."""

    code: str
    status: int
    """HTTP status with which it is answered."""
    de: str
    """What is said; words in braces are filled with what is wrong."""
    en: str


class ProblemApi(Controller):
    """Explanations; nobody needs to sign in to read them."""

    path = "/problems"
    tags = ("problems",)
    opt = {"public": True, "anonymous": True}  # noqa: RUF012 - Litestar's form

    @get("/{code:str}", summary="What a code means")
    async def read_problem(self, code: Key) -> ProblemKind:
        """Return the texts of a code in both languages."""
        for kind in _kinds(ProtokollantError):
            if kind.code == code:
                status = status_of(kind.__new__(kind))
                return ProblemKind(code=code, status=status, de=kind.de, en=kind.en)
        raise PageNotFoundError


def _kinds(kind: type[ProtokollantError]) -> list[type[ProtokollantError]]:
    """Return a kind and all below it that this process knows."""
    return [kind, *(found for child in kind.__subclasses__() for found in _kinds(child))]
