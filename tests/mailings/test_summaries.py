"""Summaries of the conversation: once a day, in the morning, to who asked, of what is new."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from ideas.models import Comment
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_mailing,
    make_participant,
    make_user,
    make_workshop,
)
from tests.queries import query_budget
from workshop.common.errors import DomainError
from workshop.enums import EmailChoice
from workshop.mailings.audiences import audience_check
from workshop.mailings.enums import MailingKind, MailingState
from workshop.mailings.models import Delivery, Mailing
from workshop.mailings.selectors import mailing_plan, number_words
from workshop.mailings.selectors.summaries import morning_of, summaries_due
from workshop.mailings.services import (
    delivery_hand_over,
    mailing_cancel,
    mailing_claim,
    mailing_pause,
    mailing_resume,
    mailings_tick,
    summaries_plan,
)
from workshop.mailings.tokens import stop_token
from workshop.models import Participant, Workshop

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 6, 1)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
CLOSING_DAY = MONDAY + timedelta(days=11)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A time of the workshop's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


@pytest.fixture
def workshop(db):
    spring = make_workshop("spring", timezone="Europe/London", contact="team@example.org")
    dates = {"opens_at": at(MONDAY - timedelta(days=10), 9), "closes_at": at(CLOSING_DAY, 17)}
    Workshop.objects.filter(pk=spring.pk).update(**dates)
    spring.refresh_from_db()
    return spring


@pytest.fixture
def readers(workshop):
    """One person for each choice; the name is the choice."""
    return {
        choice: make_participant(workshop, make_user(f"{choice}@example.org"), email_choice=choice)
        for choice in EmailChoice.values
    }


@pytest.fixture
def group(workshop):
    return make_group(workshop, "at-work")


@pytest.fixture
def news(workshop, group, readers):
    """A function: somebody writes an idea, and answers one of each reader, at a moment."""
    other = make_participant(workshop)
    long_ago = at(MONDAY - timedelta(days=9))
    theirs = [make_idea(group, reader, created_at=long_ago) for reader in readers.values()]

    def write(moment: datetime) -> None:
        make_idea(group, other, created_at=moment)
        for idea in theirs:
            make_comment(idea, other, created_at=moment, handle=Comment.objects.count() + 2)

    return write


def sent(now: datetime) -> list[str]:
    """Who gets a message from a tick at a moment: the part of the address before the @."""
    mail.outbox.clear()
    mailings_tick(now=now)
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox)


def summaries() -> list[str]:
    found = Mailing.objects.filter(kind=MailingKind.DIGEST)
    return list(found.order_by("key").values_list("key", flat=True))


@pytest.mark.parametrize(
    ("day", "who"),
    [(MONDAY, ["daily", "replies", "weekly"]), (TUESDAY, ["daily", "replies"])],
)
def test_each_morning_goes_to_those_who_want_it_on_this_day(news, day, who):
    news(at(day, 7))

    assert sent(at(day, 7, 59)) == []
    assert sent(at(day)) == who
    assert sent(at(day, 8, 30)) == []
    assert summaries() == [f"digest-{day}"]


def test_who_has_nothing_new_is_left_out_with_the_reason(workshop, readers):
    assert sent(at(MONDAY)) == []

    rows = Delivery.objects.values_list("state", "reason")
    assert list(rows) == [("skipped", "Nothing was new.")] * 3
    assert Mailing.objects.get().state == MailingState.DONE


def test_where_nobody_wants_one_none_is_planned(workshop, news):
    Participant.objects.update(email_choice=EmailChoice.NONE)
    assert sent(at(MONDAY)) == []
    Participant.objects.filter(user__email="weekly@example.org").update(email_choice="weekly")
    assert sent(at(TUESDAY)) == []
    assert summaries() == []


def test_it_tells_what_came_since_the_one_before_and_nothing_twice(news, readers):
    news(at(MONDAY, 7))
    assert "1 new reply to what you wrote" in _text_to("replies", at(MONDAY, 8, 20))
    news(at(MONDAY, 8, 10))  # after the morning, before the message left
    news(at(MONDAY, 12))

    assert "2 new replies to what you wrote" in _text_to("replies", at(TUESDAY))
    assert _text_to("replies", at(WEDNESDAY)) == ""


def test_a_day_without_news_is_no_gap(news, readers):
    news(at(MONDAY, 7))
    sent(at(MONDAY))
    assert sent(at(TUESDAY)) == []
    # The site was down on Wednesday's morning.
    news(at(WEDNESDAY, 7))

    assert "1 new reply" in _text_to("replies", at(WEDNESDAY + timedelta(days=1)))


def test_the_first_of_a_person_looks_back_a_day_or_a_week(news, readers):
    news(at(MONDAY - timedelta(days=3)))

    assert sent(at(MONDAY)) == ["weekly"]


def _text_to(name: str, now: datetime) -> str:
    sent(now)
    return "".join(m.body for m in mail.outbox if m.to == [f"{name}@example.org"])


def test_later_in_the_morning_it_still_goes_and_after_that_waits_for_the_next(news):
    news(at(TUESDAY, 7))
    assert sent(at(TUESDAY, 10)) == []
    assert summaries() == []
    assert sent(at(WEDNESDAY, 9, 59)) == []  # a day's look back ends at Tuesday, 8
    assert summaries() == [f"digest-{WEDNESDAY}"]


def test_the_morning_after_the_close_has_the_last_and_for_all(news):
    news(at(CLOSING_DAY, 16))
    day_after = CLOSING_DAY + timedelta(days=1)

    assert sent(at(day_after)) == ["daily", "replies", "weekly"]
    news(at(day_after, 12))
    assert sent(at(day_after + timedelta(days=1))) == []
    assert summaries() == [f"digest-{day_after}"]


def test_the_morning_of_the_opening_has_none(workshop, news):
    Workshop.objects.update(opens_at=at(MONDAY, 8))
    assert sent(at(MONDAY, 8, 30)) == []
    assert summaries() == []


def test_while_one_is_paused_no_other_comes(news):
    news(at(MONDAY, 7))
    summaries_plan(now=at(MONDAY))
    mailing_pause(mailing=Mailing.objects.get())
    news(at(TUESDAY, 7))
    assert sent(at(TUESDAY)) == []
    assert summaries() == [f"digest-{MONDAY}"]

    mailing_cancel(mailing=Mailing.objects.get())
    assert sent(at(TUESDAY, 8, 30)) == ["daily", "replies"]


def reasons(day: date) -> set[str]:
    return set(
        Delivery.objects.filter(mailing__key=f"digest-{day}").values_list("reason", flat=True)
    )


def listed(day: date, *, until: datetime) -> None:
    """The summaries of a day are on the ledger, and at a slow rate under way until a moment."""
    summaries_plan(now=at(day))
    mailings_tick(now=at(day), slice_seconds=0)
    Mailing.objects.filter(state=MailingState.SENDING).update(paced_until=until)


def test_what_is_left_of_yesterday_is_overtaken(news):
    news(at(MONDAY, 7))
    listed(MONDAY, until=at(TUESDAY, 7, 59))
    news(at(TUESDAY, 7))

    assert sent(at(TUESDAY)) == ["daily", "replies"]
    assert Mailing.objects.get(key=f"digest-{MONDAY}").state == MailingState.CANCELLED
    assert reasons(MONDAY) == {"The summary of the next day took its place."}


@pytest.mark.parametrize("began", [True, False])
def test_one_that_nobody_sent_for_hours_holds_up_none_that_follow(news, began):
    news(at(MONDAY, 7))
    if began:
        listed(MONDAY, until=at(MONDAY, 8, 5))
    else:
        summaries_plan(now=at(MONDAY))

    assert sent(at(MONDAY, 15)) == []
    assert Mailing.objects.get().state == MailingState.CANCELLED
    news(at(TUESDAY, 7))
    assert sent(at(TUESDAY)) == ["daily", "replies"]


def test_nobody_has_two_on_one_day(news):
    summaries_plan(now=at(MONDAY))
    mailing_pause(mailing=Mailing.objects.get())
    mailing_resume(mailing=Mailing.objects.get(), now=at(TUESDAY, 6))
    news(at(TUESDAY, 5))
    assert sent(at(TUESDAY, 7)) == ["daily", "replies", "weekly"]

    news(at(TUESDAY, 7, 30))
    assert sent(at(TUESDAY)) == []
    assert summaries() == [f"digest-{MONDAY}", f"digest-{TUESDAY}"]

    assert sent(at(WEDNESDAY)) == ["daily", "replies"]


def test_the_message_is_complete_and_of_a_list_of_its_own(news, readers, settings):
    settings.SITE_URL = "https://forum.example.org"
    news(at(TUESDAY, 7))
    sent(at(TUESDAY))
    row = Delivery.objects.get(participant=readers["daily"])
    (message,) = (m for m in mail.outbox if m.to == ["daily@example.org"])
    parsed = message.message()

    assert parsed["Subject"] == "Skills for everyone: what is new"
    assert parsed["List-Id"] == f"<summaries.spring.{settings.MAIL_DOMAIN}>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = f"https://forum.example.org/mailings/stop/{stop_token(row)}/"
    assert parsed["List-Unsubscribe"].startswith(f"<{link}>, <mailto:")
    assert parsed["Message-ID"] == row.message_id
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Reply-To"] == "team@example.org"
    text, html = (part.get_payload(decode=True).decode() for part in parsed.get_payload())
    for body in (text, html):
        assert "1 new idea in “At work”" in body
        assert link in body
        assert "https://forum.example.org/w/spring/mail/" in body
        assert "Two hours a month" not in body  # no title, no text
    assert "style=" in html


def test_one_click_in_a_summary_reaches_the_row_that_waits(news, readers):
    news(at(TUESDAY, 7))
    summaries_plan(now=at(TUESDAY))
    mailings_tick(now=at(TUESDAY), slice_seconds=0)
    row = Delivery.objects.get(participant=readers["daily"])

    Client(enforce_csrf_checks=True).post(f"/mailings/stop/{stop_token(row)}/", ONE_CLICK)

    assert sent(at(TUESDAY, 8, 1)) == ["replies"]
    row.refresh_from_db()
    assert (row.state, row.reason) == ("skipped", "Asked for no more messages.")


def test_one_click_reaches_the_row_that_a_sender_has_claimed(news, readers):
    news(at(TUESDAY, 7))
    summaries_plan(now=at(TUESDAY))
    mailings_tick(now=at(TUESDAY), slice_seconds=0)
    claim = mailing_claim(mailing=Mailing.objects.get(), now=at(TUESDAY, 8, 1))
    rows = {row.participant_id: row for row in claim.deliveries}
    row, other = rows[readers["daily"].pk], rows[readers["replies"].pk]

    Client().post(f"/mailings/stop/{stop_token(row)}/", ONE_CLICK)

    assert not delivery_hand_over(delivery=row, now=at(TUESDAY, 8, 1))
    assert delivery_hand_over(delivery=other, now=at(TUESDAY, 8, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"mailings_stopped_at": at(MONDAY)},
        {"email_choice": EmailChoice.NONE},
        {"email_choice": EmailChoice.WEEKLY},
    ],
)
def test_who_chooses_otherwise_before_it_leaves_gets_none(news, readers, change):
    news(at(TUESDAY, 7))
    summaries_plan(now=at(TUESDAY))
    mailings_tick(now=at(TUESDAY), slice_seconds=0)

    Participant.objects.filter(pk=readers["daily"].pk).update(**change)

    assert sent(at(TUESDAY, 8, 1)) == ["replies"]


def test_nobody_plans_a_mailing_to_those_who_want_summaries(workshop):
    with pytest.raises(DomainError):
        audience_check(workshop=workshop, words=["summary:daily"])


def test_staff_see_no_small_numbers_of_it(workshop):
    mailing = make_mailing(workshop, kind=MailingKind.DIGEST, audience=["summary:daily"])

    assert number_words(mailing, 3) == "fewer than 10"


def test_a_dry_run_says_what_would_be_planned(news):
    assert f"spring digest-{MONDAY}: would be planned for this morning" in list(
        mailing_plan(at(MONDAY))
    )


def test_one_key_a_day_is_held_by_the_database(news, workshop):
    summaries_plan(now=at(MONDAY))
    again = Mailing(workshop=workshop, key=f"digest-{MONDAY}", kind="digest", send_at=at(MONDAY))

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_half_a_minute_costs_little(news):
    with query_budget(2):  # what is stale, and which workshops there are
        summaries_plan(now=at(MONDAY, 12))
    summaries_plan(now=at(MONDAY))
    with query_budget(4):
        summaries_plan(now=at(MONDAY, 8, 1))


def test_two_that_plan_at_once_plan_one(news, monkeypatch):
    seen = summaries_due(at(MONDAY))  # both look before either has written
    summaries_plan(now=at(MONDAY))
    monkeypatch.setattr("workshop.mailings.services.summaries.summaries_due", lambda now: seen)

    summaries_plan(now=at(MONDAY))

    assert list(Mailing.objects.values_list("key", "state")) == [
        (f"digest-{MONDAY}", MailingState.SCHEDULED)
    ]


HOURS = 24 * 6


@pytest.mark.django_db
@given(
    news=st.lists(st.integers(8, HOURS), max_size=6),
    lost=st.sets(st.integers(1, 5)),
)
@settings(max_examples=6)
def test_each_reply_is_told_once_whichever_mornings_are_lost(news, lost):
    """From the first summary on, to the last of six mornings of which some have no server."""
    with transaction.atomic():
        told = _told(news, lost)
        transaction.set_rollback(True)

    assert told == len(news)


def _told(news: list[int], lost: set[int]) -> int:
    spring = make_workshop(timezone="Europe/London")
    start = at(MONDAY, 0)
    dates = {"opens_at": start - timedelta(days=9), "closes_at": start + timedelta(days=30)}
    Workshop.objects.filter(pk=spring.pk).update(**dates)
    spring.refresh_from_db()
    reader = make_participant(spring, email_choice=EmailChoice.REPLIES)
    idea = make_idea(make_group(spring), reader, created_at=start - timedelta(days=8))
    other = make_participant(spring)
    # One reply before the first morning, so that there is a first summary to count from.
    moments = [7, *sorted(news)]
    told, next_one = 0, 0
    for day in range(8):
        morning = at(MONDAY + timedelta(days=day))
        while next_one < len(moments) and start + timedelta(hours=moments[next_one]) < morning:
            created_at = start + timedelta(hours=moments[next_one], minutes=1)
            make_comment(idea, other, created_at=created_at, handle=next_one + 2)
            next_one += 1
        if day in lost:
            continue
        mail.outbox.clear()
        mailings_tick(now=morning + timedelta(minutes=1))
        for message in mail.outbox:
            told += int(re.search(r"(\d+) new repl", message.body)[1])
    return told - 1


# The nights of 29 March and 25 October 2026 are among these days.
@pytest.mark.parametrize("first", [date(2026, 3, 27), date(2026, 10, 23)])
@given(minutes=st.lists(st.integers(0, 5 * 24 * 60), min_size=1, max_size=12))
@settings(max_examples=30)
@pytest.mark.django_db
def test_whenever_ticks_come_there_is_at_most_one_a_day_and_none_early(first, minutes):
    with transaction.atomic():
        spring = make_workshop(timezone="Europe/London")
        start = at(first, 0)
        dates = {"opens_at": start - timedelta(days=1), "closes_at": start + timedelta(days=30)}
        Workshop.objects.filter(pk=spring.pk).update(**dates)
        make_participant(spring, email_choice=EmailChoice.DAILY)
        for minute in minutes:  # in no order: the clock may jump back too
            summaries_plan(now=start + timedelta(minutes=minute))
        found = list(Mailing.objects.filter(workshop=spring, kind=MailingKind.DIGEST))
        transaction.set_rollback(True)

    local = [mailing.send_at.astimezone(LONDON) for mailing in found]
    assert {(moment.hour, moment.minute) for moment in local} <= {(8, 0)}
    assert max(Counter(moment.date() for moment in local).values(), default=1) == 1
    asked = {(start + timedelta(minutes=m)).astimezone(LONDON) for m in minutes}
    expected = {moment.date() for moment in asked if 8 <= moment.hour < 10}
    assert {moment.date() for moment in local} <= expected
    if minutes == sorted(minutes):
        assert {moment.date() for moment in local} == expected


def test_the_morning_is_that_of_the_wall(workshop):
    winter, summer = date(2026, 3, 28), date(2026, 3, 29)
    assert morning_of(workshop, winter).astimezone(UTC).hour == 8
    assert morning_of(workshop, summer).astimezone(UTC).hour == 7


@pytest.mark.parametrize("page", ["", "when/", "who/", "text/", "before/", "preview/"])
def test_staff_may_look_at_a_summary_and_read_nothing_of_anybody(news, staff_client, page):
    news(at(TUESDAY, 7))
    sent(at(TUESDAY))
    client = staff_client("facilitator")

    response = client.get(f"/w/spring/mailings/digest-{TUESDAY}/{page}", follow=True)

    assert response.status_code in (200, 404, 405, 409)
    words = response.content.decode()
    assert "@example.org" not in words.replace("team@example.org", "")
    assert "summary:" not in words
    if not page:
        assert "Those who asked for summaries" in words
