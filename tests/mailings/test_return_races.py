"""The same thing told twice at the very same moment; the order is forced, not hoped for."""

import pytest

from tests.factories import OPENS
from tests.mailings.returns import make_delivery
from tests.waiting import second_waits_for_first
from workshop.mailings.enums import EventKind
from workshop.mailings.models import MailEvent, Suppression
from workshop.mailings.returned import Returned
from workshop.mailings.services import return_record

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("knows_delivery", [True, False])
def test_an_event_told_twice_at_once_is_one(knows_delivery):
    delivery = make_delivery()
    uuid = delivery.message_uuid if knows_delivery else None
    returned = Returned(EventKind.HARD, "one", OPENS, uuid, delivery.address)
    news = []

    def tell():
        news.append(return_record(returned=returned, now=OPENS))

    second_waits_for_first(tell, tell)

    assert news == [True, False]
    assert MailEvent.objects.count() == Suppression.objects.count() == 1


def test_two_causes_at_once_leave_the_stronger():
    delivery = make_delivery()

    def tell(kind: EventKind):
        return_record(returned=Returned(kind, kind, recipient=delivery.address), now=OPENS)

    second_waits_for_first(lambda: tell(EventKind.COMPLAINT), lambda: tell(EventKind.HARD))

    assert Suppression.objects.get().cause == "complaint"
