"""The command that spares a demo its mailbox."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.signing_in import ask_code, last_code

pytestmark = pytest.mark.django_db


def test_it_prints_the_newest_code_of_an_address(workshop, mailoutbox, settings, capsys):
    settings.DEBUG = True
    for email in ("ada@example.org", "ada@example.org", "bo@example.org"):
        ask_code(Client(), "spring", email)

    call_command("demo_code", "ADA@example.org")

    newest = mailoutbox[1].body.split("Your code is ")[1][:9]
    assert capsys.readouterr().out == f"{newest.replace(' ', '')}\n"


def test_it_says_when_there_is_none(workshop, settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="No code is awaited"):
        call_command("demo_code", "ada@example.org")


def test_a_used_code_is_none(client, workshop, mailoutbox, settings):
    settings.DEBUG = True
    ask_code(client, "spring", "ada@example.org")
    client.post("/w/spring/join/code/", {"code": last_code(mailoutbox)})

    with pytest.raises(CommandError, match="No code is awaited"):
        call_command("demo_code", "ada@example.org")


def test_it_is_refused_in_production(workshop, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="only with DEBUG=1"):
        call_command("demo_code", "ada@example.org")
