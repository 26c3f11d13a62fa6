"""What can be wrong with a recording, with the place its sound is written to, or with the device."""

from __future__ import annotations

from models.errors import InputError


class RecordingError(InputError):
    """A recording cannot be used; the message names the file and the reason."""

    code = "recording-unusable"


class RecordingNotFoundError(RecordingError):
    """There is no such file. Data: ``path``."""

    code = "recording-not-found"
    de = "Die Aufnahme {path} gibt es nicht. Bitte den Pfad prüfen."
    en = "The recording {path} does not exist. Please check the path."


class RecordingUnreadableError(RecordingError):
    """The operating system refuses to read it. Data: ``path``, ``reason``."""

    code = "recording-unreadable"
    de = "Die Aufnahme {path} lässt sich nicht lesen ({reason}). Bitte die Zugriffsrechte prüfen."
    en = "The recording {path} cannot be read ({reason}). Please check the access rights."


class RecordingEmptyError(RecordingError):
    """The file has no bytes. Data: ``path``."""

    code = "recording-empty"
    de = "Die Aufnahme {path} ist leer (0 Byte). Bitte die Datei erneut vom Aufnahmegerät übertragen."
    en = "The recording {path} is empty (0 bytes). Please copy it from the recorder again."


class NotARecordingError(RecordingError):
    """The content is no audio or video format that we know. Data: ``path``."""

    code = "recording-not-media"
    de = (
        "{path} ist keine Ton- oder Videodatei oder ihr Anfang oder Ende fehlt. Möglich sind WAV, MP3, "
        "M4A/AAC, FLAC, OGG/Opus, WMA, MP4, MKV, WebM und MOV."
    )
    en = (
        "{path} is no audio or video file, or its beginning or end is missing. Possible are WAV, MP3, "
        "M4A/AAC, FLAC, OGG/Opus, WMA, MP4, MKV, WebM and MOV."
    )


class NoSoundError(RecordingError):
    """A video without an audio track. Data: ``path``."""

    code = "recording-without-sound"
    de = "Die Datei {path} hat keine Tonspur. Bitte eine Aufnahme mit Ton angeben."
    en = "The file {path} has no audio track. Please give a recording with sound."


class RecordingDamagedError(RecordingError):
    """Too much of the sound cannot be decoded. Data: ``path``."""

    code = "recording-damaged"
    de = "Die Aufnahme {path} ist beschädigt. Bitte die Datei erneut vom Aufnahmegerät übertragen."
    en = "The recording {path} is damaged. Please copy it from the recorder again."


class RecordingIncompleteError(RecordingError):
    """There is less sound than the header states. Data: ``path``, ``found``, ``expected`` (h:mm:ss)."""

    code = "recording-incomplete"
    de = (
        "Die Aufnahme {path} ist unvollständig: lesbar sind {found} von {expected}. Bitte die Datei "
        "erneut vom Aufnahmegerät übertragen."
    )
    en = (
        "The recording {path} is incomplete: {found} of {expected} can be read. Please copy it from the "
        "recorder again."
    )


class RecordingTooShortError(RecordingError):
    """Less sound than anything can be said in. Data: ``path``, ``seconds``, ``minimum``."""

    code = "recording-too-short"
    de = "Die Aufnahme {path} ist mit {seconds:.1f} s zu kurz (nötig: {minimum:.1f} s). Richtige Datei?"
    en = "The recording {path} is too short with {seconds:.1f} s (needed: {minimum:.1f} s). Right file?"


class TargetUnwritableError(InputError):
    """The decoded sound cannot be written where it should. Data: ``path``, ``reason``."""

    code = "target-unwritable"
    de = "In {path} kann nicht geschrieben werden ({reason}). Bitte Ordner und Zugriffsrechte prüfen."
    en = "Cannot write to {path} ({reason}). Please check the folder and its access rights."


class DiskFullError(InputError):
    """No room for the decoded sound. Data: ``path``, ``needed`` (MB)."""

    code = "disk-full"
    de = "Zu wenig Platz in {path}: Der entpackte Ton braucht etwa {needed} MB. Bitte Platz schaffen."
    en = "Not enough space in {path}: about {needed} MB are needed for the decoded sound. Please make room."


class LanguageError(InputError):
    """The recogniser does not know the language. Data: ``language``, ``known``."""

    code = "language-unknown"
    de = "Die Sprache „{language}“ kennt das Sprachmodell nicht. Möglich sind: {known}."
    en = 'The speech model does not know the language "{language}". Possible are: {known}.'


class DeviceError(InputError):
    """A GPU or a way of computing was asked for that cannot be used. Data: ``device``, ``reason``."""

    code = "device-unusable"
    de = "Das Gerät „{device}“ lässt sich nicht verwenden ({reason}). Bitte „cpu“ oder „auto“ einstellen."
    en = 'The device "{device}" cannot be used ({reason}). Please set "cpu" or "auto".'


class DeviceMemoryError(InputError):
    """Not even a single window fits into the device's memory. Data: ``device``."""

    code = "device-memory"
    de = "Der Speicher von „{device}“ reicht nicht für das Sprachmodell. Bitte ein kleineres Profil wählen."
    en = 'The memory of "{device}" is too small for the speech model. Please choose a smaller profile.'
