import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_mailing
from workshop.mailings.models import Delivery
from workshop.mailings.selectors.figures import mailing_figures

pytestmark = pytest.mark.django_db


def test_the_page_tells_what_came_of_a_mailing_without_small_numbers(superuser_client, workshop):
    mailing = make_mailing(workshop, state="done", started_at=timezone.now())
    made = [("sent", 250, "")] * 12 + [("failed", 550, "550 no ada@example.org")] * 11
    made += [("skipped", 0, "Stopped our mail.")] * 3
    Delivery.objects.bulk_create(
        Delivery(mailing=mailing, address_key=f"p{n}", state=state, code=code, reason=reason)
        for n, (state, code, reason) in enumerate(made)
    )
    Delivery.objects.filter(address_key="p0").update(fate="complained", stopped_here=True)

    page = superuser_client.get(
        reverse("mailings:mailing", args=["spring", mailing.key])
    ).content.decode()

    assert mailing_figures(mailing) == [
        ("Sent", "about 10"),
        ("Failed: the mail server refused it for good (550)", "about 10"),
        ("Left out: Stopped our mail.", "fewer than 10"),
        ("Came back", "0"),
        ("Reported as unwanted", "fewer than 10"),
        ("Stopped our mail by its link", "fewer than 10"),
    ]
    assert "What came of it" in page
    assert "ada@example.org" not in page


def test_before_it_has_begun_there_is_nothing_to_tell(workshop):
    assert mailing_figures(make_mailing(workshop)) == []
