"""Why a message did not arrive."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError

__all__ = ("MessageFailedError", "WebhookRefusedError")


class MessageFailedError(ProtokollantError):
    """A message did not arrive, and may arrive later; data: ``where``, ``reason``."""

    code = "message-failed"
    de = "Die Nachricht an {where} kam nicht an ({reason}). Sie wird später noch einmal versucht."
    en = "The message to {where} did not arrive ({reason}). It is tried again later."


class WebhookRefusedError(InputError):
    """An address may not be called; data: ``url``, ``reason``."""

    code = "webhook-refused"
    de = (
        "Die Adresse {url} darf nicht aufgerufen werden ({reason}). Erlaubt sind öffentliche Adressen mit "
        "https:// oder http:// und die in PROTOKOLLANT_WEBHOOK_ALLOW genannten Netze."
    )
    en = (
        "The address {url} may not be called ({reason}). Allowed are public addresses with https:// or "
        "http:// and the networks named in PROTOKOLLANT_WEBHOOK_ALLOW."
    )
