"""What can go wrong in diarization.

::

    ProtokollantError
    ├── DiarizationFailed            diarization-failed      1  the engine broke; the transcript stays usable
    ├── InputError
    │   ├── DeviceUnavailable        device-unavailable      2  a GPU was asked for and cannot be used
    │   ├── SpeakerCountInvalid      speaker-count-invalid   2  bounds that contradict each other
    │   └── RttmInvalid              rttm-invalid            2  a line that is no RTTM
    └── ModelError
        └── DiarizationModelInvalid  diarization-model       3  files that are not the model expected
"""

from __future__ import annotations

from models.errors import InputError, ModelError, ProtokollantError


class DiarizationFailed(ProtokollantError):
    """The engine broke. ``reason`` is the first line of its own message."""

    code = "diarization-failed"
    de = "Die Stimmen konnten nicht unterschieden werden ({reason}). Der Text bleibt ohne Sprecher nutzbar."
    en = "Voices could not be told apart ({reason}). The text stays usable without speakers."


class DeviceUnavailable(InputError):
    """A GPU was asked for and cannot be used; ``reason`` says why."""

    code = "device-unavailable"
    de = "Die verlangte GPU ist nicht nutzbar: {reason}. Treiber prüfen oder „auto“ bzw. „cpu“ wählen."
    en = 'The GPU asked for cannot be used: {reason}. Check the driver, or choose "auto" or "cpu".'


class SpeakerCountInvalid(InputError):
    """Bounds of the number of speakers that contradict each other."""

    code = "speaker-count-invalid"
    de = "Die Sprecherzahl {value} ist nicht möglich: mindestens 1, und Minimum nicht über Maximum."
    en = "The number of speakers {value} is impossible: at least 1, and minimum not over maximum."


class RttmInvalid(InputError):
    """A line of an RTTM file that cannot be read."""

    code = "rttm-invalid"
    de = "{path}, Zeile {line}: keine gültige RTTM-Zeile „SPEAKER …“."
    en = '{path}, line {line}: not a valid RTTM line "SPEAKER …".'


class DiarizationModelInvalid(ModelError):
    """Files that are not the model expected."""

    code = "diarization-model"
    de = "{path} enthält nicht das erwartete Modell ({reason}). Neu holen mit: protokollant models fetch."
    en = "{path} does not hold the model expected ({reason}). Fetch it again: protokollant models fetch."
