"""Mail of a whole service through a real SMTP server: a finished draft, an invitation, a new password."""

from __future__ import annotations

import email
import re
import socket
import time
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect
from town import Visit, enter_meeting, process_meeting, running_town
from town_main import EMAIL

pytestmark = pytest.mark.browser


class Mailbox:
    """Keeps what the server takes in."""

    def __init__(self):
        self.mails = []
        self.refuses = False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        """Take a mail."""
        if self.refuses:
            return "554 Transaction failed"
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos, message["subject"], message.get_content()))
        return "250 OK"

    def take(self):
        """Return the next mail."""
        for _ in range(600):
            if self.mails:
                return self.mails.pop(0)
            time.sleep(0.1)
        raise AssertionError("no mail came")


@pytest.fixture(scope="module")
def mailbox():
    """A mail server on loopback."""
    box = Mailbox()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture(scope="module")
def town(browser, mailbox):
    """A service that sends mail."""
    settings = {
        "PROTOKOLLANT_SMTP_HOST": "127.0.0.1",
        "PROTOKOLLANT_SMTP_PORT": str(mailbox[1]),
        "PROTOKOLLANT_SMTP_SECURITY": "none",
        "PROTOKOLLANT_SMTP_FROM": "protokoll@wiesenthal.example",
        "PROTOKOLLANT_ADDRESS": "https://protokoll.wiesenthal.example",
    }
    with running_town(**settings) as (address, _):
        yield address


def path_of(text):
    """Return where the link of a mail leads, without the host."""
    return re.search(r"https://protokoll\.wiesenthal\.example(/\S+)", text)[1]


@pytest.mark.slow
def test_finished_draft_is_mailed_to_who_asked_for_it(visit, mailbox):
    """Ticked on the page, processed by a real worker, mailed; the link opens the draft."""
    page = visit.page
    page.goto("/account")
    page.get_by_role("link", name="Benachrichtigungen").click()
    page.get_by_label("wenn ein Entwurf fertig ist").check()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Gespeichert")
    enter_meeting(page)
    process_meeting(page)
    to, subject, text = mailbox[0].take()
    assert to == [EMAIL]
    assert "Entwurf fertig" in subject
    page.goto(path_of(text))
    expect(page.locator("#transcript")).to_be_visible()


def test_invitation_and_new_password_are_mailed(visit, browser, town, mailbox):
    """The page says that a mail went out and shows no link; the mail's link sets the password."""
    page = visit.page
    page.goto("/users")
    page.get_by_label("Vor- und Nachname").fill("Toni Lenz")
    page.get_by_label("E-Mail-Adresse", exact=True).fill("toni@wiesenthal.example")
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_role("status")).to_contain_text(
        "Eine E-Mail mit dem Link ging an toni@wiesenthal.example"
    )
    expect(page.locator(".secret")).to_have_count(0)
    assert visit.axe() == []
    to, subject, text = mailbox[0].take()
    assert (to, subject) == (["toni@wiesenthal.example"], "Ihr Zugang zu Protokollant")
    assert "Guten Tag Toni Lenz" in text
    other = Visit(browser, town, signed_in=False)
    other.page.goto(path_of(text))
    other.page.get_by_label("Neues Passwort").fill("drei Enten kaufen Honig")
    other.page.get_by_role("button", name="Passwort setzen").click()
    expect(other.page.get_by_role("status")).to_contain_text("Das Passwort ist gesetzt")
    other.context.close()
    other.check()
    page.goto("/users")
    page.get_by_role("link", name="Toni Lenz").click()
    page.get_by_role("button", name="Link für ein neues Passwort mailen").click()
    expect(page.get_by_role("status")).to_contain_text("toni@wiesenthal.example")
    assert mailbox[0].take()[1] == "Ihr neues Passwort für Protokollant"


def test_link_is_shown_where_no_mail_goes_out(visit, mailbox):
    """Asked for, or because the mail server refuses: the link stands on the page."""
    page = visit.page
    page.goto("/users")
    page.locator(".list__name a", has_text="Kim Sommer").click()
    page.get_by_role("button", name="Link selbst weitergeben").click()
    expect(page.locator(".secret")).to_contain_text("/welcome/")
    mailbox[0].refuses = True
    page.get_by_role("button", name="Link für ein neues Passwort mailen").click()
    expect(page.get_by_role("alert")).to_contain_text("konnte nicht gesendet werden")
    expect(page.locator(".secret")).to_contain_text("/welcome/")
    assert visit.axe() == []
    mailbox[0].refuses = False


def test_a_program_can_have_the_invitation_mailed(visit, town, mailbox):
    """The interface mails the link where it is asked to, and then does not answer it."""
    page, (box, _) = visit.page, mailbox
    ours = {"origin": town}
    body = page.request.get(f"{town}/api/v1/bodies/").json()["items"][0]["id"]
    wish = {"email": "neu@wiesenthal.example", "name": "Nele Neu", "role": "member", "body": body}
    answer = page.request.post(f"{town}/api/v1/accounts/", data=wish | {"mail": True}, headers=ours)
    assert answer.status == 201, answer.text()
    assert (answer.json()["mailed"], answer.json()["link"]) == (True, None)
    to, _, text = box.take()
    assert to == ["neu@wiesenthal.example"]
    account = answer.json()["account"]["id"]
    again = page.request.post(f"{town}/api/v1/accounts/{account}/password-link", headers=ours)
    assert again.json()["link"].startswith(town), again.text()
    assert path_of(text) not in again.json()["link"]
    assert box.mails == []
