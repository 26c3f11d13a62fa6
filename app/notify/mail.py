"""Mail by SMTP (RFC 5321), plain text, over TLS (RFC 3207, RFC 8314)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING

from app.notify.errors import MessageFailedError

if TYPE_CHECKING:
    from app.settings import NotifySettings

TIMEOUT = 20.0
"""Seconds for each exchange with the server."""


def send_mail(settings: NotifySettings, to: str, subject: str, text: str, *, identity: str) -> None:
    """Send one mail to one address.

    Args:
        settings: with a mail server.
        to: the address.
        subject: one line.
        text: plain text.
        identity: the same in every try of the same mail, so that readers show a repetition once.

    Raises:
        MessageFailedError: the server cannot be reached, is not who it should be, or refuses.
    """
    assert settings.smtp_host is not None
    domain = settings.sender.rpartition("@")[2] or "localhost"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.sender, to, " ".join(subject.split())
    mail["Date"] = formatdate(localtime=False, usegmt=True)
    mail["Message-ID"] = f"<{identity}@{domain}>" if identity else make_msgid(domain=domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    try:
        with _connected(settings) as server:
            if settings.smtp_user is not None and settings.smtp_password_file is not None:
                password = settings.smtp_password_file.read_text(encoding="utf-8").strip()
                server.login(settings.smtp_user, password)
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise MessageFailedError(where=settings.smtp_host, reason=_reason(error)) from error


def _connected(settings: NotifySettings) -> smtplib.SMTP:
    assert settings.smtp_host is not None
    if settings.smtp_security == "none":
        return smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
    context = ssl.create_default_context()
    if settings.smtp_ca_file is not None:
        context.load_verify_locations(settings.smtp_ca_file)
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT, context=context)
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
    try:
        server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    return server


def _reason(error: Exception) -> str:
    """Return what happened, without the addresses that the server repeats in its answers."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "recipient refused"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    return getattr(error, "strerror", None) or type(error).__name__
