"""Why an upload is not taken, or not now."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError

__all__ = (
    "ArchiveRefused",
    "BeginInvalid",
    "BombRefused",
    "ChecksumMismatch",
    "HashMismatch",
    "InspectionFailed",
    "NotARecording",
    "PartsInvalid",
    "PlaylistRefused",
    "PolyglotRefused",
    "ProgramRefused",
    "QuotaExceeded",
    "SilentFile",
    "UploadConflict",
    "UploadGone",
    "UploadLocked",
    "UploadTooLargeError",
)


class UploadTooLargeError(ProtokollantError):
    """More bytes come than are accepted (HTTP 413); data: ``limit``, as text."""

    code = "upload-too-large"
    de = "Die Datei ist zu groß. Angenommen werden bis zu {limit}."
    en = "The file is too large. Up to {limit} are accepted."


class QuotaExceeded(ProtokollantError):
    """The municipality has used up its share of the storage (HTTP 413); data: ``limit``, as text."""

    code = "upload-quota"
    de = "Für diese Gemeinde sind höchstens {limit} an Aufnahmen vorgesehen. Bitte erst ältere löschen."
    en = "This municipality may keep up to {limit} of recordings. Delete older ones first."


class UploadGone(ProtokollantError):
    """The upload was ended, refused or has expired (HTTP 410)."""

    code = "upload-gone"
    de = "Diese Übertragung ist beendet oder abgelaufen. Bitte die Datei von vorn hochladen."
    en = "This upload has ended or expired. Upload the file from the beginning."


class UploadLocked(ProtokollantError):
    """Another connection is sending at this moment (HTTP 423)."""

    code = "upload-locked"
    de = "Diese Datei wird gerade über eine andere Verbindung übertragen. Bitte einen Augenblick warten."
    en = "Another connection is sending this file at the moment. Wait a moment."


class UploadConflict(ProtokollantError):
    """The sender is at another place of the file than the service (HTTP 409); data: ``offset``."""

    code = "upload-offset"
    de = "Die Übertragung geht bei Byte {offset} weiter. Bitte dort fortsetzen."
    en = "The upload goes on at byte {offset}. Continue there."


class ChecksumMismatch(ProtokollantError):
    """What arrived is not what was sent (HTTP 460 of the tus protocol); nothing of it was kept."""

    code = "upload-checksum"
    de = "Ein Stück der Datei kam verändert an und wurde verworfen. Bitte dieses Stück noch einmal senden."
    en = "A piece of the file arrived changed and was discarded. Send this piece again."


class HashMismatch(InputError):
    """The whole file has another SHA-256 than was announced; data: ``filename``."""

    code = "upload-hash"
    de = "„{filename}“ kam verändert an: Die Prüfsumme stimmt nicht. Bitte noch einmal hochladen."
    en = '"{filename}" arrived changed: its checksum is not the one announced. Upload it again.'


class PartsInvalid(InputError):
    """The parts of a joined upload cannot be used; data: ``reason``."""

    code = "upload-parts"
    de = "Die Teile lassen sich nicht zusammenfügen: {reason}."
    en = "The parts cannot be joined: {reason}."


class BeginInvalid(InputError):
    """A time of day cannot be understood; data: ``value``."""

    code = "recording-begin"
    de = "„{value}“ ist keine Uhrzeit. Bitte den Beginn als Stunden:Minuten angeben, zum Beispiel 18:02."
    en = '"{value}" is no time of day. Give the beginning as hours:minutes, for example 18:02.'


class NotARecording(InputError):
    """No recording that can be read; data: ``filename``."""

    code = "upload-format"
    de = "„{filename}“ ist keine lesbare Ton- oder Videoaufnahme. Üblich sind mp3, wav, m4a, mp4, ogg, flac."
    en = '"{filename}" is no sound or video that can be read. Usual are mp3, wav, m4a, mp4, ogg, flac.'


class SilentFile(InputError):
    """A video without a sound track; data: ``filename``."""

    code = "upload-no-sound"
    de = "„{filename}“ enthält keine Tonspur. Bitte eine Aufnahme mit Ton auswählen."
    en = '"{filename}" has no sound track. Choose a recording with sound.'


class ArchiveRefused(InputError):
    """An archive; data: ``filename``, ``kind``."""

    code = "upload-archive"
    de = "„{filename}“ ist ein Archiv ({kind}). Bitte auspacken und die Aufnahme selbst hochladen."
    en = '"{filename}" is an archive ({kind}). Unpack it and upload the recording itself.'


class ProgramRefused(InputError):
    """A program or script; data: ``filename``, ``kind``."""

    code = "upload-program"
    de = "„{filename}“ ist ein Programm oder Skript ({kind}) und wird nicht angenommen."
    en = '"{filename}" is a program or script ({kind}) and is not accepted.'


class PlaylistRefused(InputError):
    """A list of addresses instead of sound; data: ``filename``."""

    code = "upload-playlist"
    de = "„{filename}“ ist nur eine Abspielliste. Bitte die Aufnahme selbst hochladen."
    en = '"{filename}" is only a play list. Upload the recording itself.'


class PolyglotRefused(InputError):
    """A recording that is something else too; data: ``filename``, ``kind``."""

    code = "upload-polyglot"
    de = "In „{filename}“ steckt außer der Aufnahme noch etwas anderes ({kind}). Bitte neu ausspielen lassen."
    en = '"{filename}" holds something besides the recording ({kind}). Export it anew.'


class BombRefused(InputError):
    """It would grow beyond all measure when decoded; data: ``filename``, ``hours``."""

    code = "upload-expands"
    de = "„{filename}“ gibt {hours} Stunden Ton vor; das passt nicht zur Größe der Datei oder ist zu viel."
    en = '"{filename}" claims {hours} hours of sound; that does not fit its size, or is too much.'


class InspectionFailed(InputError):
    """The file made the inspection run out of time or memory; data: ``filename``."""

    code = "upload-inspection"
    de = "„{filename}“ ließ sich nicht prüfen und wird nicht angenommen. Bitte das Format umwandeln."
    en = '"{filename}" could not be inspected and is not accepted. Convert it to another format.'
