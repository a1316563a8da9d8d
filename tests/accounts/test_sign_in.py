"""One page for joining and signing in: an address, a code by e-mail, no password."""

import smtplib

import pytest
from django.test import Client

from tests.accounts.signing_in import (
    TOKEN,
    ask_code,
    last_code,
    let_time_pass,
    sign_in,
    type_code,
    without_broker,
)
from tests.factories import make_participant, make_user, make_workshop
from workshop.accounts.models import CodeRequest, User
from workshop.models import Participant

pytestmark = pytest.mark.django_db


def test_a_new_address_gets_a_code_and_with_it_an_account(client, workshop, mailoutbox):
    response = ask_code(client, "spring", "Ada@Example.org")

    assert response.url == "/w/spring/join/code/"
    assert mailoutbox[0].to == ["Ada@Example.org"]
    assert not User.objects.exists()
    assert type_code(client, "spring", last_code(mailoutbox)).url == "/w/spring/groups/"
    assert Participant.objects.get().user.email == "Ada@example.org"


def test_the_message_has_text_and_html_and_says_a_machine_wrote_it(client, workshop, mailoutbox):
    workshop.title = "Tea & <cake>"
    workshop.save()

    ask_code(client, "spring", "ada@example.org")

    message = mailoutbox[0]
    assert message.subject == "Your sign-in code for Tea & <cake>"
    assert "“Tea & <cake>”" in message.body
    assert "Tea &amp; &lt;cake&gt;" in message.alternatives[0].content
    assert last_code(mailoutbox) in message.alternatives[0].content
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("typed", ["{0}{1}", "{0} {1}", " {0}\u00a0{1} ", "{0}-{1}"])
def test_spaces_in_the_code_do_not_matter(client, workshop, mailoutbox, typed):
    ask_code(client, "spring", "ada@example.org")
    halves = last_code(mailoutbox).split()

    assert type_code(client, "spring", typed.format(*halves)).status_code == 302


@pytest.mark.parametrize("spelling", ["ADA@EXAMPLE.ORG", "ada+work@example.org"])
def test_another_spelling_is_the_same_person(client, workshop, mailoutbox, spelling):
    person = make_participant(workshop, make_user("ada@example.org"))

    sign_in(client, "spring", spelling, mailoutbox)

    assert client.session["_auth_user_id"] == str(person.user_id)
    assert mailoutbox[0].to == ["ada@example.org"]


def test_a_known_address_is_answered_as_an_unknown_one(workshop, mailoutbox):
    make_participant(workshop, make_user("known@example.org"))
    make_user("gone@example.org", is_active=False)
    make_user("staff@example.org", is_staff=True)
    answers = set()
    for name in ("known", "unknown", "gone", "staff"):
        client, email = Client(), f"{name}@example.org"
        response = ask_code(client, "spring", email)
        page = client.get(response.url).content.decode().replace(email, "x@y")
        answers.add((response.status_code, response.url, TOKEN.sub("token", page)))

    assert len(answers) == 1
    assert len(mailoutbox) == 4


def test_a_wrong_code_says_so_and_the_third_ends_it(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")
    wrong = "0000 0001" if last_code(mailoutbox) == "0000 0000" else "0000 0000"

    for _ in range(2):
        assert "That is not the code we sent" in type_code(client, "spring", wrong).content.decode()
    third = type_code(client, "spring", wrong).content.decode()
    assert "try 3 of 3. Ask for a new one" in third
    assert 'value="ada@example.org"' in third
    assert type_code(client, "spring", last_code(mailoutbox)).url == "/w/spring/join/"
    assert "_auth_user_id" not in client.session


def test_guesses_are_counted_in_the_database_not_in_the_session(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")
    CodeRequest.objects.update(guesses=3)

    response = type_code(client, "spring", last_code(mailoutbox))

    assert "tried too often" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_what_cannot_be_a_code_is_no_guess(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")

    assert "The code has eight digits" in type_code(client, "spring", "1234").content.decode()
    assert CodeRequest.objects.get().guesses == 0


def test_a_code_works_in_the_browser_that_asked_alone(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")

    assert type_code(Client(), "spring", last_code(mailoutbox)).url == "/w/spring/join/"
    assert not User.objects.exists()


def test_a_code_runs_out_after_ten_minutes(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")
    let_time_pass(client, 601)

    response = type_code(client, "spring", last_code(mailoutbox))

    assert response.url == "/w/spring/join/"
    assert "That code has run out" in client.get(response.url).content.decode()


def test_a_new_code_ends_the_one_before(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")
    first = last_code(mailoutbox)
    let_time_pass(client, 30)

    response = client.post("/w/spring/join/code/", {"again": "1"})

    assert "We have sent a new code" in client.get(response.url).content.decode()
    assert "That is not the code we sent" in type_code(client, "spring", first).content.decode()
    assert type_code(client, "spring", last_code(mailoutbox)).status_code == 302


def test_a_new_code_within_half_a_minute_is_not_sent(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")
    let_time_pass(client, 20)

    page = client.post("/w/spring/join/code/", {"again": "1"}).content.decode()

    assert "Wait 10 seconds before you ask for another" in page
    assert "Type your code" in page
    assert len(mailoutbox) == 1
    assert type_code(client, "spring", last_code(mailoutbox)).status_code == 302


def test_asking_twice_in_one_browser_sends_one_code(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")

    response = ask_code(client, "spring", "ada@example.org")

    assert response.url == "/w/spring/join/code/"
    assert (
        "We sent a code to this address a moment ago" in client.get(response.url).content.decode()
    )
    assert len(mailoutbox) == 1


def test_a_mistyped_address_is_mended_at_once(client, workshop, mailoutbox):
    ask_code(client, "spring", "adda@example.org")

    ask_code(client, "spring", "ada@example.org")

    assert [message.to for message in mailoutbox] == [["adda@example.org"], ["ada@example.org"]]
    assert type_code(client, "spring", last_code(mailoutbox)).status_code == 302


def test_a_fourth_code_within_a_minute_is_refused_in_words(workshop, mailoutbox):
    for _ in range(3):
        ask_code(Client(), "spring", "ada@example.org")

    response = ask_code(Client(), "spring", "ADA+x@example.org")

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    assert "You have asked for several codes" in response.content.decode()
    assert len(mailoutbox) == 3


def test_mail_that_cannot_be_sent_is_answered_clearly(client, workshop, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (550, b"no")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    without_broker(monkeypatch)
    response = ask_code(client, "spring", "ada@example.org")

    assert response.status_code == 503
    assert "We cannot send e-mail just now" in response.content.decode()
    assert "ada@example.org" not in caplog.text


def test_signing_in_needs_no_cache(client, workshop, mailoutbox, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }

    assert sign_in(client, "spring", "ada@example.org", mailoutbox).status_code == 302


def test_signing_in_changes_the_session(client, workshop, mailoutbox):
    ask_code(client, "spring", "ada@example.org")
    before = client.session.session_key

    type_code(client, "spring", last_code(mailoutbox))

    assert client.session.session_key != before


def test_a_closed_account_cannot_sign_in(client, workshop, mailoutbox):
    make_user("ada@example.org", is_active=False)

    response = sign_in(client, "spring", "ada@example.org", mailoutbox)

    assert response.url == "/accounts/inactive/"
    assert "This account is closed" in client.get(response.url).content.decode()
    assert "_auth_user_id" not in client.session


LONGEST = "a" * 64 + "@" + ".".join(["b" * 63, "c" * 63, "d" * 57]) + ".org"


@pytest.mark.parametrize(
    "email",
    [
        "ada+workshop@example.org",
        "o'hara@example.org",
        "ada@bücher.example",
        "ada@xn--bcher-kva.example",
        "first.last=99@sub.example.museum",
        LONGEST,
    ],
)
def test_odd_but_valid_addresses_work(client, workshop, mailoutbox, email):
    assert ask_code(client, "spring", email).url == "/w/spring/join/code/"
    assert mailoutbox[0].to == [email]
    assert mailoutbox[0].message()["To"]

    assert type_code(client, "spring", last_code(mailoutbox)).url == "/w/spring/groups/"
    assert len(LONGEST) == 254


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("ada at example.org", "Type an e-mail address like"),
        ("jörg@example.org", "other alphabets before the @"),
        ("a" * 64 + "@" + "b" * 200 + ".org", "Type an e-mail address like"),
        ("a" * 64 + "@" + ".".join(["b" * 63, "c" * 63, "d" * 58]) + ".org", "too long"),
        ("a" * 64 + "@" + ".".join(["ü" * 52, "c" * 63, "d" * 63]) + ".org", "too long"),
    ],
)
def test_an_invalid_address_is_explained(client, workshop, mailoutbox, email, words):
    page = ask_code(client, "spring", email).content.decode()

    assert words in page
    assert f'value="{email}"' in page
    assert mailoutbox == []


@pytest.mark.parametrize("email", ["", "ada", "a@b", "x\x00@example.org", f"{'a' * 250}@b.org"])
def test_what_is_no_address_is_said_beside_the_field(client, workshop, email, mailoutbox):
    response = ask_code(client, "spring", email)

    assert response.status_code == 200
    assert 'href="#id_email"' in response.content.decode()
    assert mailoutbox == []


def test_two_accounts_in_two_workshops_are_one(client, workshop, mailoutbox):
    make_workshop("autumn")
    sign_in(client, "spring", "ada@example.org", mailoutbox)

    response = client.post("/w/autumn/join/")

    assert response.url == "/w/autumn/groups/"
    assert User.objects.count() == 1
    assert Participant.objects.count() == 2


def test_signing_out_is_a_post(participant_client):
    assert participant_client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in participant_client.session

    assert participant_client.post("/accounts/logout/").url == "/"
    assert "_auth_user_id" not in participant_client.session


def test_no_log_line_holds_an_address_or_a_code(client, workshop, mailoutbox, caplog):
    caplog.set_level("DEBUG")
    ask_code(client, "spring", "canary@example.org")
    code = last_code(mailoutbox)
    type_code(client, "spring", "0000 0000")
    type_code(client, "spring", code)

    lines = " ".join(str(record.__dict__) for record in caplog.records)
    assert caplog.records
    for secret in ("canary", code, code.replace(" ", "")):
        assert secret not in lines


def test_a_new_code_that_is_refused_is_not_said_to_be_sent(client, workshop, mailoutbox):
    for _ in range(2):
        ask_code(Client(), "spring", "ada@example.org")
    ask_code(client, "spring", "ada@example.org")
    let_time_pass(client, 30)

    response = client.post("/w/spring/join/code/", {"again": "1"})

    assert response.status_code == 429
    assert "We have sent a new code" not in response.content.decode()
    assert type_code(client, "spring", last_code(mailoutbox)).status_code == 302


def test_a_session_holds_no_address_once_somebody_is_signed_in(client, workshop, mailoutbox):
    sign_in(client, "spring", "ada@example.org", mailoutbox)

    assert "ada@example.org" not in str(dict(client.session))
