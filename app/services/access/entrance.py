"""Everything about signing in, together, and how it is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.services.access.federation import Federation, read_groups
from app.services.access.oidc import OidcClient
from app.services.access.profile import ProfileService
from app.services.access.sealing import Sealer
from app.services.access.sessions import SessionService
from app.services.access.setup import SetupService
from app.services.access.signin import SignInService
from app.services.access.tokens import TokenService

if TYPE_CHECKING:
    from pathlib import Path

    from app.db import Database
    from app.settings import AccessSettings

KEY_FILE = "secret.key"
"""Name in the data folder, where no other place is set."""


class Entrance(msgspec.Struct, frozen=True, kw_only=True):
    """The services of signing in."""

    sign_in: SignInService
    sessions: SessionService
    tokens: TokenService
    profile: ProfileService
    setup: SetupService
    oidc: OidcClient
    federation: Federation
    sealer: Sealer


def build_entrance(database: Database, data: Path, settings: AccessSettings) -> Entrance:
    """Return the services on a database and a data folder; nothing connects yet.

    Raises:
        KeyFileError: the key cannot be read or made.
        OidcGroupsError: the mapping of groups cannot be used.
    """
    sealer = Sealer.of_file(settings.key_file or data / KEY_FILE)
    sessions = SessionService(database, settings)
    return Entrance(
        sign_in=SignInService(database, sessions, sealer),
        sessions=sessions,
        tokens=TokenService(database),
        profile=ProfileService(database, sealer),
        setup=SetupService(database),
        oidc=OidcClient(settings, sealer),
        federation=Federation(database, read_groups(settings.oidc_groups), by_email=settings.oidc_by_email),
        sealer=sealer,
    )
