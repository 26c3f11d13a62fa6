"""Mail and webhooks against real servers on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import ipaddress
import json
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.notify import (
    Message,
    MessageFailedError,
    WebhookRefusedError,
    check_address,
    mail_text,
    new_secret,
    payload,
    post_webhook,
    send_mail,
)
from app.settings import NotifySettings

LOCAL = ("127.0.0.0/8",)

MESSAGE = Message(
    id="0198c2d0",
    event="draft-ready",
    meeting="m-1",
    title="Gemeinderat, 17. Sitzung\nBcc: evil@example.org",
    date="2026-05-21",
    address="https://protokoll.example.org",
)


class Inbox:
    """Keeps what a mail server takes in."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        """Take a mail."""
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def mailbox():
    inbox = Inbox()
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield inbox, port
    controller.stop()


@pytest.fixture
def sealed_mailbox(tmp_path):
    """A mail server that takes nothing before STARTTLS, and the certificate that vouches for it."""
    files = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    inbox, port = Inbox(), free_port()
    controller = Controller(
        inbox, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True
    )
    controller.start()
    yield inbox, port, files[0]
    controller.stop()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def certificate(folder):
    """Return the files of a certificate for 127.0.0.1 and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "mail.pem", folder / "mail.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


class Receiver(http.server.ThreadingHTTPServer):
    """A program that takes webhooks, answering with the statuses it was given, then 204."""

    def __init__(self, *statuses):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses = list(statuses)
        self.requests = []


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.requests.append((self.path, dict(self.headers), body))
        status = self.server.statuses.pop(0) if self.server.statuses else 204
        self.send_response(status)
        if status == 302:
            self.send_header("location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def url_of(receiver, path="/hook?x=1"):
    return f"http://127.0.0.1:{receiver.server_port}{path}"


def test_mail_says_title_and_link_and_nothing_more(mailbox):
    """One plain mail in the reader's language; a title cannot smuggle a header in."""
    inbox, port = mailbox
    settings = NotifySettings(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", sender="p@town.de")
    subject, text = mail_text(MESSAGE, "de")
    send_mail(settings, "amt@town.de", subject, text, identity="m1")
    envelope = inbox.mails[0]
    content = envelope.content.decode()
    assert envelope.rcpt_tos == ["amt@town.de"]
    assert "https://protokoll.example.org/meetings/m-1" in content
    assert "21.05.2026" in content
    assert "Message-ID: <m1@town.de>" in content
    assert "\nBcc:" not in content.partition("\n\n")[0]
    assert "Draft ready" in mail_text(MESSAGE, "en")[0]


def test_mail_server_without_tls_is_refused(mailbox):
    """Where TLS is asked for, nothing is sent in the clear, and the message is tried again later."""
    inbox, port = mailbox
    for security in ("starttls", "tls"):
        settings = NotifySettings(smtp_host="127.0.0.1", smtp_port=port, smtp_security=security)
        with pytest.raises(MessageFailedError):
            send_mail(settings, "amt@town.de", "x", "y", identity="m1")
    assert inbox.mails == []


def test_mail_goes_over_starttls_to_the_server_that_is_vouched_for(sealed_mailbox):
    """With its certificate the server is believed; without it nothing is sent."""
    inbox, port, trusted = sealed_mailbox
    known = NotifySettings(smtp_host="127.0.0.1", smtp_port=port, smtp_ca_file=trusted)
    send_mail(known, "amt@town.de", "Betreff", "Text", identity="m1")
    assert len(inbox.mails) == 1
    unknown = NotifySettings(smtp_host="127.0.0.1", smtp_port=port)
    with pytest.raises(MessageFailedError):
        send_mail(unknown, "amt@town.de", "Betreff", "Text", identity="m1")
    assert len(inbox.mails) == 1


def test_webhook_is_signed_so_that_the_receiver_can_check(receiver):
    """Id, time and signature as "Standard Webhooks" has them; the body is the JSON that was signed."""
    secret = new_secret()
    body = payload(MESSAGE)
    answer = post_webhook(url_of(receiver), secret, MESSAGE.id, body, allow=LOCAL)
    path, headers, got = receiver.requests[0]
    headers = {name.lower(): value for name, value in headers.items()}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + got
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert (answer.status, path, got) == (204, "/hook?x=1", body)
    assert headers["webhook-signature"] == expected
    assert headers["host"] == f"127.0.0.1:{receiver.server_port}"
    told = json.loads(body)
    assert told["type"] == "draft.ready"
    assert set(told["data"]) == {"meeting", "title", "date", "url"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8765/api",
        "https://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://10.0.0.1/",
        "http://172.16.3.4/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_",
        "https://user:pass@93.184.216.34/",
        "https://93.184.216.34/ x",
        "https:///path",
        "javascript:alert(1)",
    ],
)
def test_addresses_inside_the_house_are_refused(url):
    """However it is written, an address that is not public is not called."""
    with pytest.raises((WebhookRefusedError, MessageFailedError)):
        check_address(url)


def test_public_addresses_and_allowed_networks_pass():
    """A public address is fine; a network of the house only where IT allowed it."""
    assert check_address("https://93.184.216.34/x?y=1").path == "/x?y=1"
    assert check_address("https://[2606:2800:220:1::1]/").port == 443
    assert check_address("http://10.1.2.3:8080/", allow=("10.1.0.0/16",)).address == "10.1.2.3"
    with pytest.raises(WebhookRefusedError, match=r"10\.2\.0\.1"):
        check_address("http://10.2.0.1/", allow=("10.1.0.0/16",))


def test_redirects_are_not_followed(receiver):
    """An answer that leads elsewhere is a failure, and nobody goes there."""
    receiver.statuses = [302]
    with pytest.raises(MessageFailedError, match="302"):
        post_webhook(url_of(receiver), new_secret(), "1", b"{}", allow=LOCAL)
    assert [path for path, *_ in receiver.requests] == ["/hook?x=1"]


def test_gone_is_an_answer_and_failures_are_told(receiver):
    """410 ends the wish; 500 and a closed port are failures that are tried again."""
    receiver.statuses = [410, 500]
    assert post_webhook(url_of(receiver), new_secret(), "1", b"{}", allow=LOCAL).gone is True
    with pytest.raises(MessageFailedError, match="500"):
        post_webhook(url_of(receiver), new_secret(), "1", b"{}", allow=LOCAL)
    with pytest.raises(MessageFailedError):
        post_webhook("http://127.0.0.1:1/", new_secret(), "1", b"{}", allow=LOCAL)
