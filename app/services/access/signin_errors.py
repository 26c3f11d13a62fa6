"""What signing in, and everything about one's own account, can refuse."""

from __future__ import annotations

from app.services.errors import NotFound
from models.errors import InputError, ProtokollantError

__all__ = (
    "CodeFailed",
    "KeyFileError",
    "LinkInvalid",
    "OidcFailed",
    "OidcGroupsError",
    "OidcUnavailable",
    "OidcUnknownAccount",
    "PasswordCommon",
    "PasswordIsName",
    "PasswordLength",
    "PasswordWrong",
    "ScopeUnknown",
    "SessionNeeded",
    "SessionNotFound",
    "SetupIncomplete",
    "SignInFailed",
    "TokenNotFound",
    "TooManyAttempts",
)


class SignInFailed(ProtokollantError):
    """E-mail or password is wrong, or the account is locked: one answer for all (HTTP 401)."""

    code = "sign-in-failed"
    de = "E-Mail-Adresse oder Passwort stimmt nicht. Bitte noch einmal versuchen."
    en = "E-mail address or password is wrong. Please try again."


class CodeFailed(ProtokollantError):
    """The code of the second factor is wrong, too old or was used (HTTP 401)."""

    code = "code-wrong"
    de = "Der Code stimmt nicht oder wurde schon benutzt. Bitte den nächsten Code der App eingeben."
    en = "The code is wrong or was used already. Please enter the next code of the app."


class TooManyAttempts(ProtokollantError):
    """Too many wrong passwords or codes (HTTP 429); data: ``seconds`` to wait."""

    code = "too-many-attempts"
    de = "Zu viele Fehlversuche. Bitte in {seconds} Sekunden noch einmal versuchen."
    en = "Too many failed attempts. Please try again in {seconds} seconds."


class PasswordLength(InputError):
    """The new password is too short or too long; data: ``least``, ``most``."""

    code = "password-length"
    de = "Das Passwort muss {least} bis {most} Zeichen lang sein. Mehrere Wörter sind gut zu merken."
    en = "The password must have {least} to {most} characters. Several words are easy to remember."


class PasswordCommon(InputError):
    """The new password is one that attackers try first."""

    code = "password-common"
    de = "Dieses Passwort ist leicht zu erraten. Bitte ein anderes wählen, etwa vier zufällige Wörter."
    en = "This password is easy to guess. Choose another one, four random words for example."


class PasswordIsName(InputError):
    """The new password is the e-mail address or the name."""

    code = "password-is-name"
    de = "Das Passwort darf nicht aus Name oder E-Mail-Adresse bestehen. Bitte ein anderes wählen."
    en = "The password must not be made of the name or the e-mail address. Choose another one."


class PasswordWrong(InputError):
    """The present password, asked for before a change, is wrong."""

    code = "password-wrong"
    de = "Das bisherige Passwort stimmt nicht. Bitte noch einmal eingeben."
    en = "The present password is wrong. Please enter it again."


class LinkInvalid(ProtokollantError):
    """The one-time link is used, too old or none of ours (HTTP 410)."""

    code = "link-invalid"
    de = "Dieser Link ist schon benutzt oder abgelaufen. Bitte einen neuen anfordern."
    en = "This link was used already or has expired. Please ask for a new one."


class SessionNeeded(ProtokollantError):
    """An API token may not change the account it belongs to (HTTP 403)."""

    code = "session-needed"
    de = "Das eigene Konto lässt sich nur nach Anmeldung im Browser ändern, nicht mit einem API-Schlüssel."
    en = "One's own account can be changed after signing in with a browser only, not by an API token."


class SetupIncomplete(InputError):
    """A field of the set-up is empty or wrong; data: ``field``."""

    code = "setup-incomplete"
    de = "Die Angabe „{field}“ fehlt oder stimmt nicht. Bitte ergänzen."
    en = 'The field "{field}" is missing or wrong. Please fill it in.'


class SessionNotFound(NotFound):
    """No running session of this account has the id."""

    code = "session-not-found"
    de = "Diese Anmeldung gibt es nicht oder nicht mehr."
    en = "There is no such session."


class TokenNotFound(NotFound):
    """No token of this account has the id."""

    code = "token-not-found"
    de = "Diesen API-Schlüssel gibt es nicht oder nicht mehr."
    en = "There is no such API token."


class ScopeUnknown(InputError):
    """A token was asked for with no scope, or one that is none; data: ``scope``."""

    code = "scope-unknown"
    de = "Das Recht „{scope}“ gibt es nicht. Bitte mindestens eines der aufgeführten Rechte wählen."
    en = 'There is no scope "{scope}". Choose at least one of those listed.'


class KeyFileError(InputError):
    """The file of keys cannot be used; data: ``path``, ``reason``."""

    code = "key-file"
    de = "Die Schlüsseldatei {path} ist nicht benutzbar ({reason}). Bitte PROTOKOLLANT_KEY_FILE prüfen."
    en = "The key file {path} cannot be used ({reason}). Check PROTOKOLLANT_KEY_FILE."


class OidcGroupsError(InputError):
    """The file that says which group brings which role cannot be used; data: ``path``, ``reason``."""

    code = "oidc-groups"
    de = "Die Gruppenzuordnung {path} ist nicht benutzbar ({reason}). Bitte PROTOKOLLANT_OIDC_GROUPS prüfen."
    en = "The mapping of groups {path} cannot be used ({reason}). Check PROTOKOLLANT_OIDC_GROUPS."


class OidcUnavailable(ProtokollantError):
    """The identity provider does not answer as it should (HTTP 503); data: ``reason``."""

    code = "oidc-unavailable"
    de = "Der Anmeldedienst ist nicht erreichbar ({reason}). Bitte später noch einmal versuchen."
    en = "The sign-in service cannot be reached ({reason}). Please try again later."


class OidcFailed(ProtokollantError):
    """The identity provider's answer cannot be trusted (HTTP 401); data: ``reason``."""

    code = "oidc-failed"
    de = "Die Anmeldung beim Anmeldedienst ist fehlgeschlagen ({reason}). Bitte noch einmal versuchen."
    en = "Signing in with the sign-in service failed ({reason}). Please try again."


class OidcUnknownAccount(ProtokollantError):
    """Signed in elsewhere, but without an account or a group here (HTTP 403)."""

    code = "oidc-no-account"
    de = "Für diese Anmeldung gibt es hier kein Konto. Bitte an die Verwaltung wenden."
    en = "There is no account here for this sign-in. Please ask the administration."
