"""Messages to people (mail) and to programs (webhooks); knows neither database nor queue."""

from app.notify.errors import MessageFailedError, WebhookRefusedError
from app.notify.invitations import Invitation, invitation_text
from app.notify.mail import send_mail
from app.notify.messages import EVENTS, Message, mail_text, payload
from app.notify.webhook import Answer, check_address, new_secret, post_webhook, sign

__all__ = (
    "EVENTS",
    "Answer",
    "Invitation",
    "Message",
    "MessageFailedError",
    "WebhookRefusedError",
    "check_address",
    "invitation_text",
    "mail_text",
    "new_secret",
    "payload",
    "post_webhook",
    "send_mail",
    "sign",
)
