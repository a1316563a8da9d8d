"""The page on which a mailing is written, its preview, and the test to oneself."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.utils import timezone

from tests.factories import make_group, make_idea, make_mailing, make_user, make_workshop
from tests.queries import query_budget
from workshop.mailings.enums import MailingKind, MailingState
from workshop.mailings.services.writing import TESTS_AN_HOUR

BODY = (
    "There are {ideas} ideas, {new_ideas} new.\n\n{most_discussed}\n\n[Come]({link}) {unsubscribe}"
)
TEXT, PREVIEW = "/w/spring/mailings/news/text/", "/w/spring/mailings/news/preview/"
WORDS = {"subject": "News of {title}", "preheader": "Three things", "body": BODY}


@pytest.fixture
def mailing(workshop):
    return make_mailing(workshop, "news", state=MailingState.DRAFT, preheader="Before")


@pytest.fixture
def writer(staff_client):
    return staff_client("facilitator")


def saved(mailing) -> dict:
    mailing.refresh_from_db()
    return {name: getattr(mailing, name) for name in WORDS}


def test_words_are_kept_as_they_were_typed(writer, mailing):
    answer = writer.post(TEXT, WORDS | {"act": "save"}, follow=True)

    assert "The text is saved." in answer.content.decode()
    assert saved(mailing) == WORDS


def test_the_page_says_what_is_wrong_and_what_placeholders_stand_for(writer, mailing):
    idea = make_idea(make_group(mailing.workshop), title="Two hours <b>a month</b>")
    type(idea).objects.update(comment_count=2)
    writer.post(TEXT, WORDS | {"body": "{titel} [x](http://127.0.0.1:8000/w/none/)"})

    page = writer.get(TEXT).content.decode()

    assert "“{titel}” stands for nothing. Did you mean {title}?" in page
    assert "leads to no page of ours" in page
    assert "Today: Two hours &lt;b&gt;a month&lt;/b&gt;" in page


def test_the_page_asks_the_same_however_many_ideas_there_are(writer, mailing):
    group = make_group(mailing.workshop)
    writer.post(TEXT, WORDS)
    for _ in range(3):
        make_idea(group)
        with query_budget(15):
            writer.get(TEXT)
        with query_budget(9):
            writer.get(PREVIEW)


@pytest.mark.parametrize("field", ["subject", "preheader"])
@pytest.mark.parametrize("sign", ["\r\nBcc: all@example.org", "\n", "\x1b"])
def test_a_second_line_is_refused_beside_its_field_and_nothing_is_lost(
    writer, mailing, field, sign
):
    before = saved(mailing)

    answer = writer.post(TEXT, WORDS | {field: f"One{sign}two", "act": "save"})

    assert "Write one line" in answer.content.decode()
    assert "There are {ideas} ideas" in answer.content.decode()
    assert saved(mailing) == before


@pytest.mark.parametrize(
    ("field", "length"), [("subject", 201), ("preheader", 151), ("body", 20_001), ("subject", 0)]
)
def test_too_much_and_nothing_are_refused_with_the_words_kept(writer, mailing, field, length):
    before = saved(mailing)

    page = writer.post(TEXT, WORDS | {field: "x" * length}).content.decode()

    assert "nhsuk-error-summary" in page
    assert "x" * length in page
    assert saved(mailing) == before


@pytest.mark.parametrize("state", [s for s in MailingState if s not in ("draft", "paused")])
def test_a_mailing_under_way_is_not_changed_and_says_how_it_could_be(writer, mailing, state):
    type(mailing).objects.filter(pk=mailing.pk).update(state=state)
    before = saved(mailing)

    answer = writer.post(TEXT, WORDS | {"act": "save"})

    assert answer.status_code == 422
    assert "This text cannot be changed now" in answer.content.decode()
    assert saved(mailing) == before


def test_a_paused_mailing_of_which_some_went_out_is_not_changed(writer, mailing):
    rows = type(mailing).objects.filter(pk=mailing.pk)
    rows.update(state=MailingState.PAUSED, started_at=timezone.now())
    assert writer.post(TEXT, WORDS).status_code == 422

    rows.update(started_at=None)
    writer.post(TEXT, WORDS)
    assert saved(mailing) == WORDS


def test_new_words_are_approved_by_nobody(writer, mailing):
    mailing.asked_by, mailing.approved_by = make_user(), make_user()
    mailing.save()

    writer.post(TEXT, WORDS)

    mailing.refresh_from_db()
    assert (mailing.asked_by, mailing.approved_by) == (None, None)


def test_the_preview_shows_what_is_typed_and_keeps_nothing(writer, mailing):
    idea = make_idea(make_group(mailing.workshop), title="Two hours")
    type(idea).objects.update(comment_count=2)
    before = saved(mailing)

    html = writer.post(PREVIEW, WORDS | {"look": "light"}).content.decode()

    assert "<h1" in html
    assert "News of Skills for everyone</h1>" in html
    assert "There are 1 ideas, 1 new." in html
    assert re.search(r">Two hours</a> \(2 comments\)", html)
    assert ">Three things" in html
    assert saved(mailing) == before


def test_the_preview_is_there_in_the_dark_and_as_text(writer, mailing):
    light, dark = (writer.get(PREVIEW, {"look": look}).content.decode() for look in ("x", "dark"))
    text = writer.get(PREVIEW, {"look": "text"})

    assert "@media not all" in light
    assert "@media all" in dark
    assert 'content="dark"' in dark
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode().startswith("News of Skills for everyone\n\nSee what is new: http")


def test_the_preview_may_use_its_own_styles_and_do_nothing_else(writer, mailing):
    answer = writer.post(PREVIEW, WORDS | {"body": "<script>x</script> ![i](http://e.org/i.png)"})

    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    html = answer.content.decode()
    styles = [*re.findall(r'style="([^"]*)"', html), *re.findall(r"<style[^>]*>([^<]*)", html)]
    hashes = {f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in styles}
    assert set(policy.pop("style-src").split()) == hashes | {"'unsafe-hashes'"}
    assert policy == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script" not in html
    assert "<img" not in html


def test_only_the_page_may_hold_a_frame_and_nobody_may_frame_it(writer, mailing):
    policy = writer.get(TEXT)["Content-Security-Policy"]

    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-src" not in writer.get("/w/spring/mailings/")["Content-Security-Policy"]


def test_a_test_goes_to_whoever_writes_and_says_what_it_is(staff_client, mailing, mailoutbox):
    writer = staff_client("facilitator")

    answer = writer.post(TEXT, WORDS | {"act": "test"}, follow=True)

    assert "on its way to your own address" in answer.content.decode()
    (sent,) = mailoutbox
    assert sent.subject == "[Test] News of Skills for everyone"
    assert sent.to == [answer.context["user"].email]
    assert [kind for _, kind in sent.alternatives] == ["text/html"]
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    assert saved(mailing) == WORDS
    assert mailing.deliveries.count() == 0


def test_tests_are_limited_and_the_words_are_kept_all_the_same(writer, mailing, mailoutbox):
    for _ in range(TESTS_AN_HOUR):
        writer.post(TEXT, WORDS | {"act": "test"})

    answer = writer.post(TEXT, WORDS | {"act": "test", "subject": "Last"})

    assert answer.status_code == 422
    assert "You have sent 10 tests in an hour." in answer.content.decode()
    assert len(mailoutbox) == TESTS_AN_HOUR
    assert saved(mailing)["subject"] == "Last"


def test_a_mail_server_that_is_away_is_said_and_the_words_are_kept(writer, mailing, settings):
    settings.EMAIL_BACKEND = "workshop.common.mail.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    answer = writer.post(TEXT, WORDS | {"act": "test"})

    assert "The mail server did not take the test." in answer.content.decode()
    assert saved(mailing) == WORDS


def test_a_mailing_under_way_can_be_tested_as_it_stands(writer, mailing, mailoutbox):
    type(mailing).objects.filter(pk=mailing.pk).update(state=MailingState.SENDING)

    writer.post(TEXT, {"act": "test"})

    assert [sent.subject for sent in mailoutbox] == ["[Test] News of Skills for everyone"]


def test_summaries_and_mailings_of_others_are_not_written_here(writer, mailing):
    make_mailing(mailing.workshop, "summary", kind=MailingKind.DIGEST)
    make_mailing(make_workshop("autumn"), "theirs")

    for page in ("text", "preview"):
        assert writer.get(f"/w/spring/mailings/summary/{page}/").status_code == 404
        assert writer.get(f"/w/spring/mailings/theirs/{page}/").status_code == 404


@pytest.mark.parametrize("path", [TEXT, PREVIEW])
def test_only_who_plans_mailings_writes_them(
    client, participant_client, staff_client, mailing, path
):
    assert client.get(path).status_code == 302
    assert participant_client.get(path).status_code == 403
    assert staff_client("analyst").get(path).status_code == 403
    assert participant_client.post(path, WORDS).status_code == 403
