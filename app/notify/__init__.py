"""Messages to people (mail) and to programs (webhooks); knows neither database nor queue."""

from app.notify.errors import MessageFailedError, WebhookRefusedError
from app.notify.mail import send_mail
from app.notify.messages import EVENTS, Message, mail_text, payload
from app.notify.webhook import Answer, check_address, new_secret, post_webhook, sign

__all__ = (
    "EVENTS",
    "Answer",
    "Message",
    "MessageFailedError",
    "WebhookRefusedError",
    "check_address",
    "mail_text",
    "new_secret",
    "payload",
    "post_webhook",
    "send_mail",
    "sign",
)
