"""What the page of notifications shows: frozen values."""

from __future__ import annotations

from datetime import datetime

import msgspec


class MailView(msgspec.Struct, frozen=True, kw_only=True):
    """What the own account wants mail about."""

    available: bool
    """Whether the installation sends mail at all."""
    draft_ready: bool
    processing_failed: bool


class WebhookBody(msgspec.Struct, frozen=True, kw_only=True):
    """A body whose webhooks who asks may change."""

    id: str
    name: str


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a webhook."""

    event: str
    state: str
    """``waiting``, ``delivered`` or ``failed``."""
    attempts: int
    status: str
    at: datetime
    meeting_id: str


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    """An address of a body, without its key."""

    id: str
    body_id: str
    url: str
    enabled: bool
    """False: switched off after failures."""
    failures: int
    deliveries: tuple[DeliveryView, ...]
    """The latest first."""


class NewWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """An address just entered, with the key that is shown this once."""

    id: str
    url: str
    secret: str


class NotificationsView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page."""

    mail: MailView
    bodies: tuple[WebhookBody, ...]
    webhooks: tuple[WebhookView, ...]
