"""The mail by which somebody gets a first or a new password: a link that holds once."""

from __future__ import annotations

import msgspec

SUBJECTS = {
    ("invite", "de"): "Ihr Zugang zu Protokollant",
    ("invite", "en"): "Your access to Protokollant",
    ("reset", "de"): "Ihr neues Passwort für Protokollant",
    ("reset", "en"): "Your new password for Protokollant",
}

TEXTS = {
    ("invite", "de"): "Guten Tag {name},\n\nfür Sie ist ein Zugang zu Protokollant eingerichtet{place}. "
    "Wählen Sie hier Ihr Passwort:\n\n{link}\n\nDer Link gilt einmal und sieben Tage lang. Bitte geben Sie "
    "ihn nicht weiter.\n",
    ("invite", "en"): "Hello {name},\n\nthere is an account for you in Protokollant{place}. Choose your "
    "password here:\n\n{link}\n\nThe link holds once and for seven days. Please do not pass it on.\n",
    ("reset", "de"): "Guten Tag {name},\n\nhier setzen Sie ein neues Passwort für Protokollant:\n\n{link}\n\n"
    "Der Link gilt einmal und einen Tag lang. Bitte geben Sie ihn nicht weiter. Haben Sie nicht darum "
    "gebeten, brauchen Sie nichts zu tun; das bisherige Passwort gilt weiter.\n",
    ("reset", "en"): "Hello {name},\n\nset a new password for Protokollant here:\n\n{link}\n\nThe link holds "
    "once and for one day. Please do not pass it on. If you did not ask for it, you need not do anything; "
    "your present password goes on working.\n",
}


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be mailed."""

    purpose: str
    """``invite`` (first password) or ``reset`` (new one)."""
    name: str
    """Of the person."""
    place: str
    """Municipality; may be empty."""
    link: str
    """The whole address."""


def invitation_text(invitation: Invitation, language: str) -> tuple[str, str]:
    """Return subject and text of the mail in "de" or "en"."""
    known = language if language in {"de", "en"} else "de"
    name, place = (" ".join(part.split()) for part in (invitation.name, invitation.place))
    shown = f" ({place})" if place else ""
    text = TEXTS[invitation.purpose, known].format(name=name, place=shown, link=invitation.link)
    return SUBJECTS[invitation.purpose, known], f"{text}\n-- \nProtokollant\n"
