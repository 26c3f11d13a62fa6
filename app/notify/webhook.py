"""Webhooks, signed as "Standard Webhooks" has it, and kept from reaching into the house.

A person may enter any address, and the service calls it from inside the town's network: without a guard
that is a way to every machine there (server-side request forgery; OWASP "SSRF Prevention"). So the name is
resolved once, every address it has must be public or in a network that IT allowed, the connection goes to
exactly the address that was checked (a second look-up could give another, "DNS rebinding"), redirects are
not followed, and nothing of the answer but its status is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import ipaddress
import secrets
import socket
import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from app.notify.errors import MessageFailedError, WebhookRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

TIMEOUT = 10.0
"""Seconds for the connection, and for the answer."""

PREFIX = "whsec_"

LONGEST = 2000
"""Signs of an address."""

GONE = 410
"""A receiver that answers so wants nothing more."""

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_SUCCESS = range(200, 300)


class Answer(msgspec.Struct, frozen=True):
    """What a receiver answered."""

    status: int

    @property
    def gone(self) -> bool:
        """Whether it wants nothing more."""
        return self.status == GONE


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A checked address."""

    scheme: str
    host: str
    port: int
    path: str
    address: str
    """The one to connect to."""


def new_secret() -> str:
    """Return a new key for signatures."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, identity: str, moment: int, body: bytes) -> str:
    """Return the signature of a message: ``v1,`` and base64 of HMAC-SHA-256 over id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((identity.encode(), str(moment).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def check_address(url: str, *, allow: Sequence[str] = ()) -> Target:
    """Return where ``url`` leads, if it may be called.

    Args:
        url: as entered.
        allow: networks that may be reached though they are not public.

    Raises:
        WebhookRefusedError: it may not.
        MessageFailedError: its name cannot be resolved now.
    """
    shown = url[:100]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise WebhookRefusedError(url=shown, reason="?") from error
    if parts.scheme not in {"http", "https"} or not host or len(url) > LONGEST:
        raise WebhookRefusedError(url=shown, reason="https://…")
    if parts.username is not None or any(ord(sign) <= ord(" ") for sign in url):
        raise WebhookRefusedError(url=shown, reason="@")
    number = port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MessageFailedError(where=host, reason="DNS") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    networks = [ipaddress.ip_network(one, strict=False) for one in allow]
    for address in addresses:
        if not _allowed(ipaddress.ip_address(address.partition("%")[0]), networks):
            raise WebhookRefusedError(url=shown, reason=address)
    if not addresses:
        raise MessageFailedError(where=host, reason="DNS")
    path = parts.path or "/"
    return Target(
        scheme=parts.scheme,
        host=host,
        port=number,
        path=f"{path}?{parts.query}" if parts.query else path,
        address=addresses[0],
    )


def post_webhook(
    url: str, secret: str, identity: str, body: bytes, *, allow: Sequence[str] = (), ca: str | None = None
) -> Answer:
    """Send one message once.

    Args:
        url: of the receiver; checked here and now.
        secret: key of the signature.
        identity: of the message, the same in every try.
        body: JSON.
        allow: as for :func:`check_address`.
        ca: file of certificates that vouch for the receiver, besides the system's.

    Raises:
        WebhookRefusedError: the address may not be called.
        MessageFailedError: no answer, or one that is neither success nor "gone".
    """
    target = check_address(url, allow=allow)
    moment = int(time.time())
    headers = {
        "content-type": "application/json",
        "user-agent": "Protokollant",
        "webhook-id": identity,
        "webhook-timestamp": str(moment),
        "webhook-signature": sign(secret, identity, moment, body),
    }
    connection = _Pinned(target, ca)
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise MessageFailedError(where=target.host, reason=reason) from error
    finally:
        connection.close()
    if status not in _SUCCESS and status != GONE:
        raise MessageFailedError(where=target.host, reason=f"HTTP {status}")
    return Answer(status)


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was asked for."""

    def __init__(self, target: Target, ca: str | None) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self._target = target
        self._ca = ca
        self.default_port = 443 if target.scheme == "https" else 80

    def connect(self) -> None:
        """Connect to the pinned address."""
        plain = socket.create_connection((self._target.address, self._target.port), TIMEOUT)
        if self._target.scheme == "http":
            self.sock = plain
            return
        context = ssl.create_default_context()
        if self._ca is not None:
            context.load_verify_locations(self._ca)
        try:
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise


def _allowed(address: IpAddress, networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    inner = _unwrapped(address)
    if any(inner.version == network.version and inner in network for network in networks):
        return True
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _unwrapped(address: IpAddress) -> IpAddress:
    """Return the IPv4 address inside an IPv6 one (mapped, 6to4, NAT64), which is where it leads."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    nat64 = ipaddress.IPv6Network("64:ff9b::/96")
    if address in nat64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
