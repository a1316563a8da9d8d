from datetime import timedelta

import pytest

from tests.factories import OPENS as NOW
from workshop.accounts.addresses import address_key
from workshop.mailings.enums import SuppressionCause
from workshop.mailings.models import Suppression
from workshop.mailings.services.suppress import suppression_add, suppression_lift
from workshop.mailings.suppressions import suppressed_keys

pytestmark = pytest.mark.django_db
KEY = "someone@example.org"


def test_a_suppressed_address_is_found_however_it_is_written():
    suppression_add(address_key=KEY, cause=SuppressionCause.HARD, now=NOW)

    assert suppressed_keys([address_key("Someone+news@Example.org"), "other@example.org"]) == {KEY}


def test_the_table_holds_no_address():
    suppression_add(address_key=KEY, cause=SuppressionCause.HARD, now=NOW)

    assert all("someone" not in str(value) for value in Suppression.objects.values_list().get())


@pytest.mark.parametrize(
    ("causes", "kept"),
    [
        (["hard", "hard"], "hard"),
        (["soft", "hard"], "hard"),
        (["hard", "soft"], "hard"),
        (["complaint", "hard"], "complaint"),
        (["soft", "complaint"], "complaint"),
    ],
)
def test_the_strongest_cause_is_kept(causes, kept):
    for days, cause in enumerate(causes):
        suppression_add(
            address_key=KEY, cause=SuppressionCause(cause), now=NOW + timedelta(days=days)
        )

    assert Suppression.objects.get().cause == kept


def test_nobody_is_suppressed_by_an_erased_address():
    suppression_add(address_key="", cause=SuppressionCause.HARD, now=NOW)

    assert not Suppression.objects.exists()


def test_a_lifted_address_is_written_to_again():
    suppression_add(address_key=KEY, cause=SuppressionCause.HARD, now=NOW)

    assert suppression_lift(address_key=KEY)
    assert not suppression_lift(address_key=KEY)
    assert suppressed_keys([KEY]) == set()
