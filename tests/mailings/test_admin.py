"""Writing a mailing on the staff's screen."""

import re

import pytest
from django.utils.html import escape

from tests.factories import make_mailing, make_participant
from workshop.mailings.audiences import MIXED
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Channel

pytestmark = pytest.mark.django_db
ADD = "/admin/mailings/mailing/add/"


def form_of(workshop, **changes) -> dict:
    form = {"workshop": workshop.pk, "key": "news", "kind": "other", "audience": "everyone"}
    form |= {"send_at": "2030-01-01T09:00", "subject": "News", "body": "News.", "rate": 10}
    return form | changes


def came_through(workshop, count: int) -> None:
    """So many people who came through the library and contributed."""
    channel = Channel.objects.create(workshop=workshop, key="library", title="Library")
    for _ in range(count):
        make_participant(workshop, channel=channel, first_contributed_at=workshop.opens_at)


def told_of(client, mailing: Mailing, name: str) -> str:
    """What the page of a mailing says under a name."""
    html = client.get(f"/admin/mailings/mailing/{mailing.pk}/change/").content.decode()
    return html.split(f"field-{name}")[1].split('class="readonly">')[1].split("<")[0]


@pytest.mark.parametrize(
    ("subject", "stored"), [("Hello\x07 there", 0), ("Hello\u2028there", 0), ("Hello 👩\u200d⚕️", 1)]
)
def test_a_subject_that_no_mail_program_can_show_is_refused(
    workshop, staff_client, subject, stored
):
    form = form_of(workshop, subject=subject)

    answer = staff_client("facilitator").post(ADD, form)

    assert Mailing.objects.count() == stored
    refused = answer.status_code == 200 and "cannot be shown" in answer.content.decode()
    assert refused == (not stored)


def test_a_channel_with_what_people_did_is_refused_beside_the_field(workshop, staff_client):
    came_through(workshop, 1)
    form = form_of(workshop, audience=["contributors", "channel:library"])

    page = staff_client("facilitator").post(ADD, form).content.decode()

    assert escape(MIXED) in page
    assert re.search(r'<input[^>]*value="channel:library"[^>]* checked', page)
    assert not Mailing.objects.exists()


@pytest.mark.parametrize(
    ("audience", "count", "words"),
    [
        (["channel:library"], 0, "0"),
        (["channel:library"], 9, "fewer than 10"),
        (["channel:library"], 10, "10"),
        (["everyone", "channel:library"], 9, "fewer than 10"),
        (["everyone"], 9, "9"),
        (["contributors", "channel:library"], 10, "uncounted"),
    ],
)
def test_the_page_tells_no_small_number_of_a_channel(
    workshop, staff_client, audience, count, words
):
    came_through(workshop, count)
    mailing = make_mailing(workshop, audience=audience, state="draft")

    assert told_of(staff_client("facilitator"), mailing, "reaches") == words


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (["channel:library"], "fewer than 10 left out, 10 sent"),
        (["everyone"], "1 left out, 10 sent"),
        (["voters", "channel:library"], "uncounted left out, uncounted sent"),
    ],
)
def test_the_messages_of_a_channel_are_told_without_small_numbers(
    workshop, staff_client, audience, words
):
    mailing = make_mailing(workshop, audience=audience, state="done")
    for number, state in enumerate(["skipped", *["sent"] * 10]):
        Delivery.objects.create(mailing=mailing, address_key=str(number), state=state)

    told = told_of(staff_client("facilitator"), mailing, "progress")

    assert ", ".join(sorted(told.split(", "), key=lambda part: part.split()[-1])) == words
