"""What the rights refuse, and what can be wrong when rights are given."""

from __future__ import annotations

from app.services.errors import NotFound
from models.errors import InputError, ProtokollantError

__all__ = (
    "AccountNotFound",
    "BodyNotFound",
    "BodyTaken",
    "BodyUnclear",
    "EmailInvalid",
    "ForbiddenError",
    "GrantNotFound",
    "LastOne",
    "LinkDays",
    "MeetingLinkNotFound",
    "NameMissing",
    "OrganizationTaken",
    "OrganizationUnclear",
    "RoleUnknown",
)


class ForbiddenError(ProtokollantError):
    """Who asks may not do that (HTTP 403)."""

    code = "forbidden"
    de = "Dazu fehlt das Recht. Rechte vergibt die Administration der Kommune."
    en = "You have no right to do that. Rights are given by the municipality's administrator."


class LastOne(ProtokollantError):
    """Nobody would be left who runs the body, or the installation (HTTP 409)."""

    code = "last-administrator"
    de = "Das ist der letzte Zugang mit dieser Aufgabe. Bitte zuerst jemand anderen damit betrauen."
    en = "This is the last account with this task. Give it to somebody else first."


class AccountNotFound(NotFound):
    """No account has the id, or it is none of who asks."""

    code = "account-not-found"
    de = "Dieses Konto gibt es nicht oder nicht mehr."
    en = "There is no such account."


class GrantNotFound(NotFound):
    """No role has the id."""

    code = "grant-not-found"
    de = "Diese Rolle ist nicht oder nicht mehr vergeben."
    en = "There is no such role."


class BodyNotFound(NotFound):
    """No municipality, or no council of it, has the id."""

    code = "body-not-found"
    de = "Diese Kommune oder dieses Gremium gibt es nicht."
    en = "There is no such municipality or council."


class MeetingLinkNotFound(NotFound):
    """No link of the meeting has the id."""

    code = "meeting-link-not-found"
    de = "Diesen Lese-Link gibt es nicht oder nicht mehr."
    en = "There is no such reading link."


class EmailInvalid(InputError):
    """It is no e-mail address; data: ``email``."""

    code = "email-invalid"
    de = "„{email}“ ist keine E-Mail-Adresse. Bitte eine wie name@gemeinde.example eingeben."
    en = '"{email}" is no e-mail address. Enter one like name@town.example.'


class NameMissing(InputError):
    """A name is empty."""

    code = "name-missing"
    de = "Der Name fehlt. Bitte einen eingeben."
    en = "The name is missing. Please enter one."


class RoleUnknown(InputError):
    """There is no such role; data: ``role``, ``known``."""

    code = "role-unknown"
    de = "Die Rolle „{role}“ gibt es nicht. Bitte eine von diesen wählen: {known}."
    en = 'There is no role "{role}". Choose one of these: {known}.'


class BodyTaken(InputError):
    """A municipality of the name exists; data: ``name``."""

    code = "body-taken"
    de = "Die Kommune „{name}“ gibt es schon. Bitte einen anderen Namen wählen."
    en = 'There is a municipality "{name}" already. Choose another name.'


class OrganizationTaken(InputError):
    """The municipality has a council of the name; data: ``name``."""

    code = "organization-taken"
    de = "Das Gremium „{name}“ gibt es in dieser Kommune schon. Bitte einen anderen Namen wählen."
    en = 'There is a council "{name}" in this municipality already. Choose another name.'


class BodyUnclear(InputError):
    """It cannot be told to which municipality a meeting belongs; data: ``name``, ``known``."""

    code = "body-unclear"
    de = "Für „{name}“ besteht kein Recht, Sitzungen anzulegen. Bitte als Kommune eine angeben von: {known}."
    en = 'You may not enter meetings for "{name}". Name one of these municipalities: {known}.'


class OrganizationUnclear(InputError):
    """It cannot be told to which council a meeting belongs; data: ``name``, ``known``."""

    code = "organization-unclear"
    de = "Für „{name}“ besteht kein Recht, Sitzungen anzulegen. Bitte als Gremium eines angeben von: {known}."
    en = 'You may not enter meetings for "{name}". Name one of these councils: {known}.'


class LinkDays(InputError):
    """A link would never expire, or not for too long; data: ``most``."""

    code = "link-days"
    de = "Ein Lese-Link gilt 1 bis {most} Tage. Bitte eine Zahl in diesem Bereich eingeben."
    en = "A reading link holds for 1 to {most} days. Enter a number in this range."
