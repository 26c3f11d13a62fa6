"""Use-cases of notifications: what an account wants mail about, and the webhooks of a body."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import delete, select

from app.access import Permission, current_principal
from app.db import tables as t
from app.db.mapping import parse_id
from app.notify import Invitation, check_address, invitation_text, new_secret, send_mail
from app.services.access.errors import ForbiddenError
from app.services.errors import NotFound
from app.services.notification_views import (
    DeliveryView,
    MailView,
    NewWebhook,
    NotificationsView,
    WebhookBody,
    WebhookView,
)
from models.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.db import Database
    from app.services.access.views import AccountView
    from app.settings import NotifySettings

MOST_WEBHOOKS = 10
"""Of one body."""

DELIVERIES = 5
"""Shown per webhook, the latest."""


class WebhookNotFound(NotFound):
    """There is no such webhook; data: ``webhook``."""

    code = "webhook-not-found"
    de = "Den Webhook {webhook} gibt es nicht oder nicht mehr."
    en = "There is no webhook {webhook}."


class TooManyWebhooks(InputError):
    """A body has as many as it may; data: ``most``."""

    code = "webhook-too-many"
    de = "Mehr als {most} Webhooks je Gemeinde sind nicht möglich. Bitte zuerst einen entfernen."
    en = "A body cannot have more than {most} webhooks. Remove one first."


class NotificationService:
    """Keeps wishes and webhooks; the light worker sends (:mod:`app.jobs.notifying`)."""

    def __init__(self, database: Database, settings: NotifySettings) -> None:
        self._database = database
        self._settings = settings

    async def overview(self) -> NotificationsView:
        """Return what who asks may see and change.

        Raises:
            ForbiddenError: nobody is signed in.
        """
        account = _account()
        async with self._database.session() as session:
            wish = await session.get(t.MailWish, account)
            bodies = [
                one for one in await session.scalars(select(t.Body).order_by(t.Body.name)) if _manages(one.id)
            ]
            hooks = await session.scalars(
                select(t.Webhook)
                .where(t.Webhook.body_id.in_([one.id for one in bodies]))
                .order_by(t.Webhook.created_at)
            )
            views = [await _webhook_view(session, hook) for hook in hooks]
        return NotificationsView(
            mail=MailView(
                available=self._settings.smtp_host is not None,
                draft_ready=wish is not None and wish.draft_ready,
                processing_failed=wish is not None and wish.processing_failed,
            ),
            bodies=tuple(WebhookBody(id=str(one.id), name=one.name) for one in bodies),
            webhooks=tuple(views),
        )

    async def wish(self, *, draft_ready: bool, processing_failed: bool) -> None:
        """Say what the own account wants mail about.

        Raises:
            ForbiddenError: nobody is signed in.
        """
        account = _account()
        async with self._database.session() as session:
            row = await session.get(t.MailWish, account)
            if row is None:
                row = t.MailWish(account_id=account)
                session.add(row)
            row.draft_ready, row.processing_failed = draft_ready, processing_failed

    @property
    def mails(self) -> bool:
        """Whether there is a mail server."""
        return self._settings.smtp_host is not None

    async def mail_password_link(self, account: AccountView, path: str) -> None:
        """Mail somebody the link for a first or new password, which the caller was allowed to make.

        Args:
            account: whose it is.
            path: from :meth:`app.services.access.setup.SetupService.password_link_for`.

        Raises:
            MessageFailedError: the mail server did not take it.
        """
        async with self._database.as_system().session() as session:
            row = await session.get_one(t.Account, parse_id(account.id))
            purpose = "invite" if row.password_hash is None else "reset"
        places = dict.fromkeys(grant.body for grant in account.grants)
        invitation = Invitation(
            purpose=purpose,
            name=account.name,
            place=next(iter(places), ""),
            link=f"{self._settings.address}{path}",
        )
        subject, text = invitation_text(invitation, account.language)
        identity = str(uuid4())
        await asyncio.to_thread(send_mail, self._settings, account.email, subject, text, identity=identity)

    async def add_webhook(self, body_id: str, url: str) -> NewWebhook:
        """Enter an address of a body and return the key of its signatures, which is shown this once.

        Raises:
            ForbiddenError: who asks does not manage the body.
            TooManyWebhooks: the body has enough of them.
            WebhookRefusedError: the address may not be called.
            MessageFailedError: its name cannot be resolved.
        """
        body = parse_id(body_id)
        if body is None or not _manages(body):
            raise ForbiddenError
        address = url.strip()
        await asyncio.to_thread(check_address, address, allow=self._settings.webhook_allow)
        secret = new_secret()
        async with self._database.session() as session:
            known = await session.scalars(select(t.Webhook.id).where(t.Webhook.body_id == body))
            if len(known.all()) >= MOST_WEBHOOKS:
                raise TooManyWebhooks(most=MOST_WEBHOOKS)
            row = t.Webhook(body_id=body, url=address, secret=secret, failures=0)
            session.add(row)
            await session.flush()
            return NewWebhook(id=str(row.id), url=address, secret=secret)

    async def remove_webhook(self, webhook_id: str) -> None:
        """Forget an address.

        Raises:
            WebhookNotFound: there is none, or who asks may not know of it.
        """
        async with self._database.session() as session:
            row = await self._webhook(session, webhook_id)
            await session.execute(delete(t.Webhook).where(t.Webhook.id == row.id))

    async def switch_on(self, webhook_id: str) -> None:
        """Send to an address again that was switched off after failures; raises as :meth:`remove_webhook`."""
        async with self._database.session() as session:
            row = await self._webhook(session, webhook_id)
            row.disabled_at, row.failures = None, 0

    async def _webhook(self, session: AsyncSession, webhook_id: str) -> t.Webhook:
        key = parse_id(webhook_id)
        row = await session.get(t.Webhook, key) if key is not None else None
        if row is None or not _manages(row.body_id):
            raise WebhookNotFound(webhook=webhook_id[:40])
        return row


def _account() -> UUID:
    account = current_principal().account
    if account is None:
        raise ForbiddenError
    return account


def _manages(body: UUID) -> bool:
    return current_principal().may(Permission.BODY_MANAGE, body)


async def _webhook_view(session: AsyncSession, hook: t.Webhook) -> WebhookView:
    row = t.WebhookDelivery
    latest: Sequence[t.WebhookDelivery] = (
        await session.scalars(
            select(row).where(row.webhook_id == hook.id).order_by(row.told_at.desc()).limit(DELIVERIES)
        )
    ).all()
    return WebhookView(
        id=str(hook.id),
        body_id=str(hook.body_id),
        url=hook.url,
        enabled=hook.disabled_at is None,
        failures=hook.failures,
        deliveries=tuple(
            DeliveryView(
                event=one.event,
                state=one.state,
                attempts=one.attempts,
                status=one.status,
                at=one.told_at,
                meeting_id=str(one.meeting_id),
            )
            for one in latest
        ),
    )
