"""The staff's list of mailings: it leads to their pages, and writes nothing."""

import pytest

from tests.factories import make_mailing
from workshop.mailings.models import Mailing

pytestmark = pytest.mark.django_db
LIST = "/admin/mailings/mailing/"


@pytest.fixture
def facilitator(staff_client):
    return staff_client("facilitator")


def test_each_line_leads_to_the_page_of_the_mailing(workshop, facilitator):
    mailing = make_mailing(workshop, "news")

    page = facilitator.get(LIST).content.decode()
    answer = facilitator.get(f"{LIST}{mailing.pk}/change/")

    assert f"{LIST}{mailing.pk}/change/" in page
    assert answer.url == f"/w/{workshop.slug}/mailings/news/"


def test_nothing_is_written_there(workshop, facilitator):
    mailing = make_mailing(workshop, "news", state="draft")

    facilitator.post(f"{LIST}{mailing.pk}/change/", {"subject": "Changed", "decision": "schedule"})

    mailing.refresh_from_db()
    assert (mailing.state, mailing.subject) == ("draft", "News of {title}")
    assert facilitator.get(f"{LIST}add/").status_code == 403
    assert facilitator.get(f"{LIST}999999/change/").status_code == 404


@pytest.mark.parametrize(("begun", "status", "left"), [(False, 302, 0), (True, 403, 1)])
def test_what_somebody_may_have_received_is_not_deleted(workshop, facilitator, begun, status, left):
    started = workshop.opens_at if begun else None
    mailing = make_mailing(workshop, state="draft", started_at=started)

    answer = facilitator.post(f"{LIST}{mailing.pk}/delete/", {"post": "yes"})

    assert (answer.status_code, Mailing.objects.count()) == (status, left)
