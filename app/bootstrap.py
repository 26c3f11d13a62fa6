"""The composition root: the only place that names concrete classes. Nothing is loaded at import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.settings import SettingError, Settings, SpeechSettings
from models.profiles import Profile, load_profile
from models.store import ModelStore

if TYPE_CHECKING:
    from app.pipeline.job import Engines
    from app.pipeline.translation import Translator
    from app.services import Services
    from diarize import Diarizer


def build_engines(settings: SpeechSettings, *, store: ModelStore | None = None) -> Engines:
    """Return the engines of the profile; every model is checked now, loaded when first needed.

    Raises:
        UnknownProfileError: there is no such profile.
        ModelError: a model is missing or damaged; the message has the command that helps.
    """
    from app.pipeline.job import Engines  # noqa: PLC0415 - pages need none of this
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


def build_translator(settings: SpeechSettings, *, store: ModelStore | None = None) -> Translator:
    """Return the recogniser of the profile as a translator into English; loaded when first needed.

    Raises:
        UnknownProfileError: there is no such profile.
        ModelError: the model is missing or damaged.
    """
    from transcribe.backends.translation import WhisperTranslator  # noqa: PLC0415 - heavy

    store = store or ModelStore.from_environment()
    return WhisperTranslator(
        store.path(load_profile(settings.profile).transcriber),
        device=settings.device,
        compute_type=settings.compute_type,
        threads=settings.threads,
    )


def _build_diarizer(profile: Profile, settings: SpeechSettings, store: ModelStore) -> Diarizer:
    if profile.diarization_pipeline is not None:
        from diarize.backends.community import CommunityDiarizer  # noqa: PLC0415 - heavy

        return CommunityDiarizer(
            store.path(profile.diarization_pipeline),
            models={profile.diarization_pipeline: store.revision(profile.diarization_pipeline)},
            device=settings.device,
            threads=settings.threads,
        )
    from diarize.backends.pyannote import PyannoteDiarizer  # noqa: PLC0415 - heavy

    assert profile.segmentation is not None, profile
    assert profile.embedding is not None, profile
    return PyannoteDiarizer(
        segmentation=store.path(profile.segmentation),
        embedding=store.path(profile.embedding),
        models={model: store.revision(model) for model in (profile.segmentation, profile.embedding)},
        device=settings.device,
        threads=settings.threads,
    )


def build_services(settings: Settings) -> Services:
    """Return the use-cases over an external database; ``protokollant serve`` starts the embedded one itself.

    Raises:
        SettingError: ``DATABASE_URL`` is not set.
    """
    from app import services  # noqa: PLC0415 - the command line needs no database
    from app.services.installation import data_folder  # noqa: PLC0415 - likewise

    url = settings.service.database_url
    if url is None:
        raise SettingError(variable="DATABASE_URL", value="", expected="postgresql://…")
    return services.build_services(url, data_folder(settings.service), settings=settings)
