"""What operators may do and see: numbers, never addresses."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import OPENS
from tests.mailings.returns import make_delivery
from workshop.mailings.enums import EventKind, SuppressionCause
from workshop.mailings.models import MailEvent, Suppression
from workshop.mailings.returned import Returned
from workshop.mailings.services import EVENTS_KEPT, return_record, suppression_add
from workshop.mailings.suppressions import suppressed_keys
from workshop.privacy.services import retention_run

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_an_operator_lets_mail_go_again():
    suppression_add(address_key=ADA, cause=SuppressionCause.HARD, now=OPENS)

    assert "again" in run("unsuppress", "Ada+x@Example.org")
    assert "Nothing was noted" in run("unsuppress", ADA)

    assert suppressed_keys([ADA]) == set()


def test_after_a_complaint_it_takes_a_plain_word():
    suppression_add(address_key=ADA, cause=SuppressionCause.COMPLAINT, now=OPENS)

    with pytest.raises(CommandError, match="reported as unwanted"):
        run("unsuppress", ADA)
    assert suppressed_keys([ADA]) == {ADA}
    run("unsuppress", ADA, "--despite-complaint")

    assert suppressed_keys([ADA]) == set()


def test_what_is_no_address_is_said():
    with pytest.raises(CommandError, match="That is no address"):
        run("unsuppress", "ada")


def test_after_it_was_lifted_three_more_must_come_back():
    for number in range(5):
        returned = Returned(EventKind.SOFT, f"event {number}", recipient=ADA)
        return_record(returned=returned, now=OPENS)
        if number == 2:
            assert suppressed_keys([ADA]) == {ADA}
            run("unsuppress", ADA)

    assert suppressed_keys([ADA]) == set()


def test_operators_see_numbers_and_no_address():
    for number, cause in enumerate(SuppressionCause):
        suppression_add(address_key=f"p{number}@example.org", cause=cause, now=OPENS)
    suppression_add(address_key=ADA, cause=SuppressionCause.HARD, now=OPENS)

    said = run("suppressions").splitlines()

    assert [line.split()[0] for line in said] == ["2", "1", "1", "4"]
    assert "@" not in "".join(said)


def test_what_came_back_is_forgotten_in_time_and_the_address_stays_suppressed():
    returned = Returned(EventKind.HARD, "event", delivery=make_delivery().message_uuid)
    return_record(returned=returned, now=OPENS)

    retention_run(now=OPENS + EVENTS_KEPT)
    assert MailEvent.objects.exists()
    retention_run(now=OPENS + EVENTS_KEPT + timedelta(seconds=1))

    assert not MailEvent.objects.exists()
    assert Suppression.objects.exists()


def test_the_list_for_the_domain_names_what_to_look_up(settings):
    settings.DEFAULT_FROM_EMAIL = "Workshop <workshop@mail.example>"
    settings.MAIL_BOUNCES = "bounces@back.example"

    said = run("check_sender_dns")

    for words in (
        "dig +short TXT back.example",
        "SELECTOR._domainkey.mail.example",
        "TXT _dmarc.mail.example",
        "dig +short MX back.example",
        "List-Unsubscribe-Post",
        "PTR",
    ):
        assert words in said
