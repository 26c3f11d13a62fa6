"""The composition root: the only place that names concrete engines. Nothing is loaded at import."""

from __future__ import annotations

from app.pipeline.job import Engines
from app.settings import SpeechSettings
from models.profiles import Profile, load_profile
from models.store import ModelStore


def build_engines(settings: SpeechSettings, *, store: ModelStore | None = None) -> Engines:
    """Return the engines of the profile; every model is checked now, loaded when first needed.

    Raises:
        UnknownProfileError: there is no such profile.
        ModelError: a model is missing or damaged; the message has the command that helps.
    """
    from transcribe.backends.faster_whisper import FasterWhisperTranscriber  # noqa: PLC0415 - heavy

    store = store or ModelStore.from_environment()
    profile = load_profile(settings.profile)
    transcriber = FasterWhisperTranscriber(
        store.path(profile.transcriber),
        model_id=profile.transcriber,
        revision=store.revision(profile.transcriber),
        device=settings.device,
        compute_type=settings.compute_type,
        batch_size=settings.batch_size,
        threads=settings.threads,
    )
    return Engines(
        profile=profile.name,
        transcriber=transcriber,
        diarizer=_build_diarizer(profile, settings, store),
        count_tokens=transcriber.count_tokens,
    )


def _build_diarizer(profile: Profile, settings: SpeechSettings, store: ModelStore):  # type: ignore[no-untyped-def]  # noqa: ANN202
    raise NotImplementedError
