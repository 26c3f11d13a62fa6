"""Profiles: which models make up one way of working, chosen by ``--profile``."""

from __future__ import annotations

import msgspec

from models.errors import UnknownProfileError
from models.manifest import Manifest, load_manifest

DEFAULT_PROFILE = "open-base"


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of the models of a profile.

    Either ``segmentation`` and ``embedding`` are set, or ``diarization_pipeline`` is: the id of a
    model whose folder holds ``segmentation/``, ``embedding/`` and ``plda/`` together.
    """

    name: str
    transcriber: str
    segmentation: str | None = None
    embedding: str | None = None
    diarization_pipeline: str | None = None
    about: str = ""

    @property
    def models(self) -> tuple[str, ...]:
        """Ids of all models of the profile, recogniser first."""
        every = (self.transcriber, self.segmentation, self.embedding, self.diarization_pipeline)
        return tuple(model for model in every if model is not None)


def profile_names(manifest: Manifest | None = None) -> tuple[str, ...]:
    """Return the names of all profiles, the default first."""
    return tuple(entry.name for entry in (manifest or load_manifest()).profiles)


def load_profile(name: str = DEFAULT_PROFILE, *, manifest: Manifest | None = None) -> Profile:
    """Return the profile called ``name``.

    Raises:
        UnknownProfileError: there is none; the message lists those there are.
    """
    manifest = manifest or load_manifest()
    for entry in manifest.profiles:
        if entry.name == name:
            return Profile(
                name=entry.name,
                transcriber=entry.transcriber,
                segmentation=entry.segmentation,
                embedding=entry.embedding,
                diarization_pipeline=entry.diarization_pipeline,
                about=entry.about,
            )
    raise UnknownProfileError(profile=name, known=", ".join(profile_names(manifest)))
