"""Signing in by another service: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636, S256).

The browser is sent there with a state and a nonce and comes back with a code, which is exchanged for an
ID token; its signature and claims are checked (OpenID Connect Core 1.0, 3.1.3.7; RFC 9700). What must not
be forgotten meanwhile lies sealed in a cookie of the same browser, so that nobody can be signed in by a
code of somebody else.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.services.access.signin_errors import OidcFailed, OidcUnavailable
from app.settings.access import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.access.sealing import Sealer
    from app.settings import AccessSettings

FLOW_SECONDS = 600
"""How long somebody may take to sign in there."""

KNOWN_SECONDS = 3600
"""How long what the provider says of itself is believed without asking again."""

LEEWAY = 60
"""Seconds by which two clocks may differ."""

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""Signatures that are taken: asymmetric ones only."""

LARGEST = 1 << 20
"""Bytes of an answer."""

_PURPOSE = "oidc"


class _Flow(msgspec.Struct, frozen=True):
    state: str
    nonce: str
    verifier: str
    after: str


class _Provider(msgspec.Struct, frozen=True):
    """Of the discovery document (OpenID Connect Discovery 1.0, 3) what is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed in there."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    groups: tuple[str, ...]


class OidcClient:
    """Sends browsers to the provider and checks what they bring back.

    Args:
        settings: provider and client.
        sealer: for the cookie meanwhile.
    """

    def __init__(self, settings: AccessSettings, sealer: Sealer) -> None:
        self._settings = settings
        self._sealer = sealer
        self._known: tuple[float, _Provider] | None = None

    @property
    def configured(self) -> bool:
        """Whether there is such a service."""
        return self._settings.oidc_issuer is not None

    @property
    def label(self) -> str:
        """What the button calls it."""
        return self._settings.oidc_label or urlsplit(self._settings.oidc_issuer or "").hostname or ""

    async def begin(self, redirect: str, after: str) -> tuple[str, str]:
        """Return the address to send the browser to, and what its cookie keeps.

        Args:
            redirect: our address to come back to.
            after: path to go to when signed in.

        Raises:
            OidcUnavailable: the provider does not say where.
        """
        provider = await self._provider()
        flow = _Flow(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), after)
        query = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": redirect,
            "scope": "openid email profile",
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": challenge(flow.verifier),
            "code_challenge_method": "S256",
        }
        joint = "&" if urlsplit(provider.authorization_endpoint).query else "?"
        address = f"{provider.authorization_endpoint}{joint}{urlencode(query)}"
        return address, self._sealer.seal(_PURPOSE, flow)

    async def finish(self, kept: str, query: Mapping[str, str], redirect: str) -> tuple[Identity, str]:
        """Return who signed in, and where to go.

        Args:
            kept: the cookie.
            query: what came back in the address.
            redirect: as in :meth:`begin`.

        Raises:
            OidcFailed: anything does not fit.
            OidcUnavailable: the provider does not answer.
        """
        flow = self._sealer.open(_PURPOSE, kept, _Flow, seconds=FLOW_SECONDS)
        if flow is None or not hmac.compare_digest(flow.state, query.get("state", "")):
            raise OidcFailed(reason="state")
        if "error" in query:
            raise OidcFailed(reason=_plain(query["error"]))
        provider = await self._provider()
        issuer = query.get("iss")
        if (issuer is None and provider.authorization_response_iss_parameter_supported) or (
            issuer is not None and issuer != provider.issuer
        ):
            raise OidcFailed(reason="iss")  # RFC 9207: an answer of another provider
        token = await self._exchange(provider, query.get("code", ""), flow.verifier, redirect)
        claims = await self._claims(provider, token, flow.nonce)
        return self._identity(claims), flow.after

    async def _provider(self) -> _Provider:
        issuer = self._settings.oidc_issuer or ""
        if self._known and time.monotonic() - self._known[0] < KNOWN_SECONDS:
            return self._known[1]
        body = await self._ask("GET", f"{issuer}/.well-known/openid-configuration")
        try:
            provider = msgspec.json.decode(body, type=_Provider)
        except msgspec.DecodeError as error:
            raise OidcUnavailable(reason="discovery") from error
        addresses = (provider.authorization_endpoint, provider.token_endpoint, provider.jwks_uri)
        if provider.issuer.rstrip("/") != issuer or not all(_secure(address) for address in addresses):
            raise OidcUnavailable(reason="issuer")
        self._known = (time.monotonic(), provider)
        return provider

    async def _exchange(self, provider: _Provider, code: str, verifier: str, redirect: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        client, secret = self._settings.oidc_client_id, self._secret()
        auth = None
        if secret and "client_secret_basic" in provider.token_endpoint_auth_methods_supported:
            auth = httpx.BasicAuth(client, secret)
        else:
            form["client_id"] = client
            if secret:
                form["client_secret"] = secret
        body = await self._ask("POST", provider.token_endpoint, form=form, auth=auth)
        try:
            token = msgspec.json.decode(body)["id_token"]
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise OidcFailed(reason="id_token") from error
        return str(token)

    async def _claims(self, provider: _Provider, token: str, nonce: str) -> dict[str, Any]:
        body = await self._ask("GET", provider.jwks_uri)
        try:
            keys = KeySet.import_key_set(msgspec.json.decode(body))
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            rules = jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": provider.issuer},
                sub={"essential": True},
                aud={"essential": True, "value": self._settings.oidc_client_id},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            )
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError, msgspec.DecodeError) as error:
            raise OidcFailed(reason=_plain(str(error))) from error
        audience = claims["aud"]
        if (
            isinstance(audience, list)
            and len(audience) > 1
            and claims.get("azp") != self._settings.oidc_client_id
        ):
            raise OidcFailed(reason="azp")
        return claims

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        return Identity(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=str(claims.get("email") or "").strip().lower(),
            email_verified=claims.get("email_verified") is True,
            name=" ".join(str(claims.get("name") or claims.get("preferred_username") or "").split()),
            groups=_groups(claims, self._settings.oidc_groups_claim),
        )

    def _secret(self) -> str | None:
        path = self._settings.oidc_client_secret_file
        try:
            return path.read_text(encoding="utf-8").strip() if path else None
        except OSError as error:
            raise OidcUnavailable(reason="PROTOKOLLANT_OIDC_CLIENT_SECRET_FILE") from error

    async def _ask(
        self, method: str, address: str, *, form: dict[str, str] | None = None, auth: httpx.Auth | None = None
    ) -> bytes:
        try:
            async with httpx.AsyncClient(timeout=10.0, auth=auth) as client:
                answer = await client.request(
                    method, address, data=form, headers={"accept": "application/json"}
                )
        except httpx.HTTPError as error:
            raise OidcUnavailable(reason=type(error).__name__) from error
        if form is not None and 400 <= answer.status_code < 500:  # noqa: PLR2004 - the code was refused
            raise OidcFailed(reason=f"HTTP {answer.status_code}")
        if answer.status_code != httpx.codes.OK or len(answer.content) > LARGEST:
            raise OidcUnavailable(reason=f"HTTP {answer.status_code}")
        return answer.content


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _secure(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _groups(claims: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """Return the groups; a path like ``realm_access.roles`` (Keycloak) leads into objects."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if isinstance(found, str):
        return (found,)
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def _plain(reason: str) -> str:
    """Return a reason from outside as a few harmless characters."""
    return "".join(character for character in reason if character.isalnum() or character in " _-.:'")[:80]
