"""What messages say: the meeting's title, its date and a link; nothing that was said, no names."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

EVENTS = {
    "draft-ready": "draft.ready",
    "minutes-sent": "minutes.sent",
    "processing-failed": "processing.failed",
}
"""What is told, and what a webhook calls it."""

SUBJECTS = {
    ("draft-ready", "de"): "Entwurf fertig: {title}",
    ("draft-ready", "en"): "Draft ready: {title}",
    ("minutes-sent", "de"): "Niederschrift: {title}",
    ("minutes-sent", "en"): "Minutes: {title}",
    ("processing-failed", "de"): "Verarbeitung fehlgeschlagen: {title}",
    ("processing-failed", "en"): "Processing failed: {title}",
}

TEXTS = {
    ("draft-ready", "de"): "Der Entwurf der Niederschrift liegt vor:\n\n{title}{when}\n{link}\n\n"
    "Er ist ein Entwurf, bis ein Mensch ihn geprüft hat.\n",
    ("draft-ready", "en"): "The draft of the minutes is ready:\n\n{title}{when}\n{link}\n\n"
    "It is a draft until a person has checked it.\n",
    (
        "minutes-sent",
        "de",
    ): "Die unterschriebene Niederschrift liegt für die Mitglieder bereit:\n\n{title}{when}\n"
    "{link}\n\nZum Lesen bitte anmelden.\n",
    ("minutes-sent", "en"): "The signed minutes are there for the members:\n\n{title}{when}\n{link}\n\n"
    "Sign in to read them.\n",
    ("processing-failed", "de"): "Die Verarbeitung ist fehlgeschlagen:\n\n{title}{when}\n{link}\n\n"
    "Dort steht, was geschehen ist und was hilft. Fertige Abschnitte sind erhalten.\n",
    ("processing-failed", "en"): "The processing failed:\n\n{title}{when}\n{link}\n\n"
    "The page tells what happened and what helps. Finished parts are kept.\n",
}

FOOTERS = {
    "de": "\n-- \nProtokollant. Abbestellen: {settings}\n",
    "en": "\n-- \nProtokollant. Unsubscribe: {settings}\n",
}


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told."""

    id: str
    """The same in every try."""
    event: str
    """Of :data:`EVENTS`."""
    meeting: str
    """Id."""
    title: str
    date: str | None
    """ISO 8601."""
    address: str
    """Of the service, without a slash at the end."""

    @property
    def link(self) -> str:
        """Where the meeting is."""
        return f"{self.address}/meetings/{self.meeting}"


def mail_text(message: Message, language: str) -> tuple[str, str]:
    """Return subject and text of a mail in "de" or "en"."""
    known = language if language in FOOTERS else "de"
    title = " ".join(message.title.split())
    when = f", {_day(message.date, known)}" if message.date else ""
    subject = SUBJECTS[message.event, known].format(title=title)
    text = TEXTS[message.event, known].format(title=title, when=when, link=message.link)
    return subject, text + FOOTERS[known].format(settings=f"{message.address}/notifications")


def payload(message: Message, *, now: datetime | None = None) -> bytes:
    """Return the body of a webhook's request."""
    moment = (now or datetime.now(UTC)).replace(microsecond=0).isoformat()
    data = {"meeting": message.meeting, "title": message.title, "date": message.date, "url": message.link}
    return msgspec.json.encode({"type": EVENTS[message.event], "timestamp": moment, "data": data})


def _day(value: str, language: str) -> str:
    if language == "de":
        year, month, day = value.split("-")
        return f"{day}.{month}.{year}"
    return value
