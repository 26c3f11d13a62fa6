"""Use-cases of the life of minutes: see where they stand, move them on, sign, attach signatures.

Rights are asked on behalf of who asks; what the table of :mod:`minutes.lifecycle` then allows is written as
the system, because a chair who approves has no right to change the meeting itself.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import msgspec

from app.access import current_principal
from app.db import tables as t
from app.db.templates import read_template_for
from app.services.access.errors import ForbiddenError
from app.services.editions.deeds import Deed, freeze, record_move
from app.services.editions.errors import MoveNotPossibleError, SignatureNameMissingError
from app.services.editions.mailing import MemberMail
from app.services.editions.reading import EditionReader
from app.services.editions.reauth import confirm_identity
from app.services.editions.signature_files import check_signature_file
from app.services.editions.signing import Signed, add_signature
from app.services.editions.standing import actors_of, facts_of, find_draft, find_life, profile_of
from app.services.errors import NotReady
from app.services.lookup import see_meeting
from app.services.revisions import Expected, require_unchanged
from minutes.lifecycle import TABLE, Obstacle, moves_of, obstacles, slots_of
from minutes.profiles import usual_kind
from minutes.render import file_for

if TYPE_CHECKING:
    from app.db import Database
    from app.services.access.sealing import Sealer
    from app.services.confirmations import ReviewShare
    from app.services.editions.standing import Confirmations, Drafted, Found
    from app.services.editions.views import LifeView, MoveWish, SignatureKind
    from app.services.results import ResultService
    from minutes.lifecycle import Actor, Facts, State

LONGEST_NAME = 120


class EditionService(EditionReader):
    """Moves minutes through their life.

    Args:
        database: of the service.
        results: the minutes to be frozen.
        sealer: of the second factor.
        mails: whether there is a mail server.
        confirmations: knows what people have confirmed; None: nothing is asked for.
    """

    def __init__(
        self,
        database: Database,
        results: ResultService,
        sealer: Sealer,
        *,
        mails: bool = False,
        confirmations: Confirmations | None = None,
    ) -> None:
        super().__init__(database, results, confirmations)
        self._system = database.as_system()
        self._sealer = sealer
        self._mail = MemberMail(database.url) if mails else None

    async def move(self, meeting_id: str, wish: MoveWish, *, expected: Expected = None) -> LifeView:
        """Make a move.

        Args:
            meeting_id: the meeting.
            wish: the move with what it needs.
            expected: revisions of the life on one of which it rests.

        Raises:
            MeetingNotFound, ForbiddenError: it is not there, or not for who asks.
            MoveNotPossibleError: the table does not allow it now; ``why`` names what is missing.
            ChangedMeanwhile: somebody moved the minutes meanwhile.
        """
        if wish.move == "sign":
            raise MoveNotPossibleError(move="sign", why="slot")
        async with self._database.together(), self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            actors = actors_of(sight)
            if not actors & TABLE[wish.move].actors:
                raise ForbiddenError
            found = await find_life(session, key)
            draft = await find_draft(session, found, self._results)
            facts = await facts_of(session, found, draft, self._confirmations)
        require_unchanged(str(found.life.revision), expected)
        _judge(wish, found, actors, facts)
        deed = Deed(wish=wish)
        if wish.move == "present":
            deed = await self._present(found, draft, wish, facts)
        async with self._system.session() as session:
            fresh = await find_life(session, key, lock=True)
            require_unchanged(str(fresh.life.revision), frozenset({str(found.life.revision)}))
            if wish.move == "send" and self._mail is not None:
                deed = msgspec.structs.replace(deed, mailed=await self._mail.queue(session, fresh.meeting))
            await record_move(session, fresh, deed)
        return await self.life(meeting_id)

    async def sign(
        self,
        meeting_id: str,
        slot: int,
        name: str,
        *,
        password: str,
        code: str = "",
        expected: Expected = None,
    ) -> LifeView:
        """Sign the edition that waits, by one's typed name and password, and second factor where it is on.

        Raises:
            MeetingNotFound, ForbiddenError, MoveNotPossibleError, ChangedMeanwhile: as :meth:`move`.
            SignatureNameMissingError: no name was typed.
            SessionNeeded, PasswordWrong, CodeFailed, TooManyAttempts: who asks could not be confirmed.
        """
        typed = " ".join(name.split())[:LONGEST_NAME]
        found = await self._to_sign(meeting_id, slot, expected, own=True)
        if not typed:
            raise SignatureNameMissingError
        await confirm_identity(self._system, self._sealer, password, code)
        return await self._signed(meeting_id, found, Signed(slot=slot, name=typed, method="typed"))

    async def attach_signature(
        self,
        meeting_id: str,
        slot: int,
        name: str,
        *,
        kind: SignatureKind,
        filename: str,
        data: bytes,
        expected: Expected = None,
    ) -> LifeView:
        """Keep a signed PDF or a signature file beside the edition; it is hashed, not verified.

        The secretary may bring the file of anybody, others their own.

        Raises:
            MeetingNotFound, ForbiddenError, MoveNotPossibleError, ChangedMeanwhile: as :meth:`move`.
            SignatureNameMissingError: it is not said who signed.
            SignatureFileError: it is none of that kind.
        """
        typed = " ".join(name.split())[:LONGEST_NAME]
        found = await self._to_sign(meeting_id, slot, expected, own=False)
        if not typed:
            raise SignatureNameMissingError
        check_signature_file(filename, kind, data)
        return await self._signed(
            meeting_id, found, Signed(slot=slot, name=typed, method=kind, filename=filename[:200], data=data)
        )

    async def _to_sign(self, meeting_id: str, slot: int, expected: Expected, *, own: bool) -> Found:
        async with self._database.together(), self._database.session() as session:
            key, sight = await see_meeting(session, meeting_id)
            actors = actors_of(sight)
            if not actors:
                raise ForbiddenError
            found = await find_life(session, key)
            facts = await facts_of(session, found, None)
        require_unchanged(str(found.life.revision), expected)
        asked = next((one for one in found.slots if one.number == slot), None)
        may = asked is not None and (asked.actor in actors or (not own and "secretary" in actors))
        if asked is not None and not may:
            raise ForbiddenError
        given = slot in found.signed_slots
        facts = msgspec.structs.replace(facts, slot=asked is not None and not given)
        _raise("sign", obstacles("sign", cast("State", found.life.state), actors, facts, found.law))
        return found

    async def _signed(self, meeting_id: str, found: Found, signature: Signed) -> LifeView:
        async with self._system.session() as session:
            fresh = await find_life(session, found.key, lock=True)
            same = fresh.edition is not None and found.edition is not None
            if not same or fresh.edition.id != found.edition.id or signature.slot in fresh.signed_slots:  # type: ignore[union-attr]  # both are there
                raise MoveNotPossibleError(move="sign", why="slot")
            await add_signature(session, fresh, signature)
        return await self.life(meeting_id)

    async def _present(self, found: Found, draft: Drafted, wish: MoveWish, facts: Facts) -> Deed:
        minutes = draft.minutes
        assert minutes is not None, found.key  # the table asked for it
        kind = wish.kind or usual_kind(minutes.state).kind
        async with self._system.session() as session:
            number = await self._next_number(session, found.key)
            own = await read_template_for(session, found.key)
        incomplete = bool(draft.missing or facts.unconfirmed_votes)
        documents = await asyncio.to_thread(
            freeze,
            minutes,
            draft.public,
            kind,
            number=number,
            corrects=found.life.corrects,
            reason=wish.reason.strip() if incomplete else "",
            changes=draft.changes,
            reviewer=current_principal().name,
            review=await self._share(str(found.key)),
            titles=frozenset(wish.titles),
            own=own,
        )
        return Deed(
            wish=wish,
            number=number,
            kind=kind,
            documents=documents,
            template=file_for(own, kind),
            slots=slots_of(minutes, profile_of(minutes.state)),
            state=minutes.state,
            missing=tuple(one.code for one in draft.missing)
            + ("votes-confirmed",) * bool(facts.unconfirmed_votes),
        )

    async def _share(self, meeting_id: str) -> ReviewShare | None:
        """Return how much was looked at; None where it is not known (any more)."""
        if self._confirmations is None:
            return None
        try:
            return await self._confirmations.share(meeting_id)
        except NotReady:
            return None


def _judge(wish: MoveWish, found: Found, actors: frozenset[Actor], facts: Facts) -> None:
    told = msgspec.structs.replace(
        facts,
        reason=bool(wish.reason.strip()),
        date=wish.date is not None and wish.date <= t.now().date(),
        text=bool(wish.text.strip()),
    )
    state = cast("State", found.life.state)
    _raise(wish.move, obstacles(wish.move, state, actors, told, found.law))
    if wish.move not in moves_of(state, actors):  # pragma: no cover - the obstacles have said so
        raise ForbiddenError


def _raise(move: str, held: tuple[Obstacle, ...]) -> None:
    if any(one.kind == "actor" for one in held):
        raise ForbiddenError
    if held:
        raise MoveNotPossibleError(move=move, why=", ".join(one.need or one.kind for one in held))
