"""What a use-case can refuse, with stable codes and one sentence in German and English."""

from __future__ import annotations

from models.errors import InputError, ProtokollantError

__all__ = (
    "AlreadyRunning",
    "AlreadyServingError",
    "ChangedMeanwhile",
    "DataFolderError",
    "DocumentNotFound",
    "EmptyUpload",
    "MeetingNotFound",
    "NoRecording",
    "NotFound",
    "NotReady",
    "NotRunning",
    "NotWaiting",
    "RecordingNotFound",
    "RevisionMissing",
    "SpeakersContradict",
    "StageUnknown",
)


class NotFound(ProtokollantError):
    """Something asked for does not exist (HTTP 404)."""

    code = "not-found"
    de = "Das Gesuchte gibt es nicht."
    en = "There is no such thing."


class MeetingNotFound(NotFound):
    """No meeting has the id; data: ``meeting``."""

    code = "meeting-not-found"
    de = "Die Sitzung {meeting} gibt es nicht oder nicht mehr."
    en = "There is no meeting {meeting}."


class RecordingNotFound(NotFound):
    """The meeting has no (such) recording; data: ``recording``."""

    code = "recording-unknown"
    de = "Die Aufnahme {recording} gibt es nicht oder nicht mehr."
    en = "There is no recording {recording}."


class DocumentNotFound(NotFound):
    """The meeting has no document of the name; data: ``name``."""

    code = "document-not-found"
    de = "Die Datei {name} gibt es zu dieser Sitzung nicht."
    en = "This meeting has no file {name}."


class NotReady(ProtokollantError):
    """The result does not exist yet (HTTP 409)."""

    code = "not-ready"
    de = "Das Ergebnis liegt noch nicht vor. Bitte die Verarbeitung abwarten."
    en = "The result is not there yet. Please wait for the processing to finish."


class AlreadyRunning(ProtokollantError):
    """The meeting is being processed (HTTP 409)."""

    code = "already-running"
    de = "Die Sitzung wird bereits verarbeitet. Bitte das Ende abwarten oder die Verarbeitung abbrechen."
    en = "The meeting is being processed already. Wait for the end or cancel the processing."


class NotRunning(ProtokollantError):
    """There is nothing to cancel or to repeat (HTTP 409)."""

    code = "not-running"
    de = "Für diese Sitzung läuft keine Verarbeitung."
    en = "Nothing is being processed for this meeting."


class NotWaiting(ProtokollantError):
    """The meeting does not wait in line (HTTP 409)."""

    code = "not-waiting"
    de = "Die Sitzung wartet nicht (mehr); sie lässt sich nicht vorziehen."
    en = "The meeting is not waiting (any more); it cannot be moved forward."


class StageUnknown(InputError):
    """There is no such stage to be done again; data: ``stage``, ``known``."""

    code = "stage-unknown"
    de = "Den Schritt „{stage}“ gibt es nicht. Wiederholt werden können: {known}."
    en = "There is no stage '{stage}'. These can be done again: {known}."


class NoRecording(InputError):
    """Processing was asked for without sound."""

    code = "no-recording"
    de = "Zu dieser Sitzung gibt es noch keine Aufnahme. Bitte zuerst eine hochladen."
    en = "This meeting has no recording yet. Upload one first."


class EmptyUpload(InputError):
    """The uploaded file has no content; data: ``filename``."""

    code = "empty-upload"
    de = "Die Datei „{filename}“ ist leer. Bitte eine Aufnahme mit Ton auswählen."
    en = 'The file "{filename}" is empty. Choose a recording with sound.'


class AlreadyServingError(InputError):
    """Another service works on the same data; data: ``folder``."""

    code = "already-serving"
    de = "Auf den Daten in {folder} arbeitet schon ein Dienst. Bitte diesen beenden oder --data ändern."
    en = "Another service works on the data in {folder} already. Stop it or change --data."


class DataFolderError(InputError):
    """The data folder cannot be used; data: ``folder``, ``reason``."""

    code = "data-folder"
    de = "Der Datenordner {folder} ist nicht benutzbar ({reason}). Bitte mit --data einen anderen wählen."
    en = "The data folder {folder} cannot be used ({reason}). Choose another one with --data."


class SpeakersContradict(InputError):
    """The numbers of speakers entered exclude each other; data: ``detail``."""

    code = "speakers-contradict"
    de = "Die Zahl der Sprecher kann so nicht stimmen ({detail}). Bitte die Angabe ändern oder leer lassen."
    en = "The number of speakers cannot be right ({detail}). Change it or leave it empty."


class ChangedMeanwhile(ProtokollantError):
    """Somebody changed it after it was read (HTTP 412)."""

    code = "changed-meanwhile"
    de = "Jemand anderes hat das inzwischen geändert. Bitte neu laden und die Änderung noch einmal machen."
    en = "Somebody else has changed this in the meantime. Please load it again and repeat the change."


class RevisionMissing(ProtokollantError):
    """A change does not say on what it rests (HTTP 428)."""

    code = "revision-missing"
    de = "Zu dieser Änderung gehört die Kopfzeile If-Match mit dem ETag, der beim Lesen mitkam."
    en = "This change needs the header If-Match with the ETag that came when it was read."


class PastPlaceUnknown(InputError):
    """Where minutes of the past belong is not known; data: ``what``."""

    code = "past-place-unknown"
    de = (
        "„{what}“ gibt es hier nicht. Bitte Kommune und Gremium so angeben, wie sie angelegt sind (--body, "
        "--organization)."
    )
    en = '"{what}" is not known here. Give municipality and council as entered (--body, --organization).'
