"""Everything that can be set from outside: one frozen class per concern, read once from the environment.

Each field's docstring is its documentation and begins with its variable; docs/settings.md lists every
variable (tested).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.settings.access import AccessSettings
from app.settings.jobs import JobSettings
from app.settings.language_model import LanguageModelSettings
from app.settings.notify import NotifySettings
from app.settings.reading import SettingError
from app.settings.records import RecordSettings
from app.settings.search import SearchSettings
from app.settings.service import ServiceSettings
from app.settings.speech import SpeechSettings
from app.settings.storage import StorageSettings
from app.settings.uploads import UploadSettings

__all__ = (
    "AccessSettings",
    "JobSettings",
    "LanguageModelSettings",
    "NotifySettings",
    "RecordSettings",
    "SearchSettings",
    "ServiceSettings",
    "SettingError",
    "Settings",
    "SpeechSettings",
    "StorageSettings",
    "UploadSettings",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings."""

    speech: SpeechSettings = field(default_factory=SpeechSettings)
    language_model: LanguageModelSettings = field(default_factory=LanguageModelSettings)
    service: ServiceSettings = field(default_factory=ServiceSettings)
    jobs: JobSettings = field(default_factory=JobSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    uploads: UploadSettings = field(default_factory=UploadSettings)
    access: AccessSettings = field(default_factory=AccessSettings)
    records: RecordSettings = field(default_factory=RecordSettings)
    search: SearchSettings = field(default_factory=SearchSettings)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; an unset or empty variable keeps the default.

        Raises:
            SettingError: a value cannot be used; the message names the variable.
        """
        source = os.environ if environ is None else environ
        return cls(
            speech=SpeechSettings.read(source),
            language_model=LanguageModelSettings.read(source),
            service=ServiceSettings.read(source),
            jobs=JobSettings.read(source),
            notify=NotifySettings.read(source),
            storage=StorageSettings.read(source),
            uploads=UploadSettings.read(source),
            access=AccessSettings.read(source),
            records=RecordSettings.read(source),
            search=SearchSettings.read(source),
        )
