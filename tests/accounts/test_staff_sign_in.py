"""Staff sign in with a password and a second factor, and by no other way."""

from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.urls import NoReverseMatch, reverse

from tests.accounts.signing_in import TOKEN, ask_code, last_code, type_code
from tests.factories import make_participant, make_user
from tests.totp import totp
from workshop.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def member(db) -> User:
    return make_user("lena@example.org", password=PASSWORD, is_staff=True)


def log_in(client, email="lena@example.org", password=PASSWORD, query=""):
    return client.post(f"/accounts/login/{query}", {"login": email, "password": password})


def test_a_password_signs_staff_in(client, member):
    assert log_in(client, query="?next=/admin/").url == "/admin/"
    assert client.session["_auth_user_id"] == str(member.pk)


def test_who_has_an_app_is_asked_for_its_code(client, member):
    Authenticator.objects.create(user=member, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})

    response = log_in(client)

    assert response.url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert "Code from your app" in client.get(response.url).content.decode()


def test_no_code_is_mailed_to_staff(client, workshop, member, mailoutbox):
    ask_code(client, "spring", "LENA+x@example.org")

    assert mailoutbox[0].to == ["lena@example.org"]
    assert "http://127.0.0.1:8000/accounts/login/" in mailoutbox[0].body
    assert not any(word.isdigit() for word in mailoutbox[0].body.split())


def test_the_code_of_somebody_made_staff_meanwhile_does_not_sign_in(client, workshop, mailoutbox):
    user = make_participant(workshop, make_user("ada@example.org")).user
    ask_code(client, "spring", "ada@example.org")
    User.objects.filter(pk=user.pk).update(is_staff=True)

    response = type_code(client, "spring", last_code(mailoutbox))

    assert "Staff sign in with a password" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_without_a_password_nothing_is_sent(client, member, mailoutbox):
    response = log_in(client, password="")

    assert "Type your password" in response.content.decode()
    assert mailoutbox == []


def test_participants_have_no_password(client, participant, mailoutbox):
    response = log_in(client, email=participant.user.email, password="whatever it may be")

    assert "do not belong together" in response.content.decode()


def test_a_known_and_an_unknown_address_are_refused_in_the_same_words(client, member):
    pages = set()
    for email in ("lena@example.org", "nobody@example.org"):
        page = log_in(client, email=email, password="not the password").content.decode()
        pages.add(TOKEN.sub("token", page.replace(email, "x@y")))

    assert len(pages) == 1
    assert "do not belong together" in pages.pop()


def test_five_wrong_passwords_are_enough(client, member):
    for _ in range(5):
        log_in(client, password="not the password")

    assert "too many tries" in log_in(client).content.decode()


def test_without_the_cache_nobody_is_let_in_uncounted(client, member, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    response = log_in(client)

    assert response.status_code == 503
    assert "Signing in is not possible just now" in response.content.decode()


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_reset_password", "account_email", "account_change_password"],
)
def test_pages_that_we_do_not_use_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["2fa/", "2fa/app/", "2fa/codes/", "reauthenticate/"])
def test_second_factors_are_for_staff(client, participant_client, path):
    assert client.get(f"/accounts/{path}").url == f"/accounts/login/?next=/accounts/{path}"
    assert participant_client.get(f"/accounts/{path}").status_code == 403


def test_staff_set_up_an_app_and_get_recovery_codes(client, member):
    log_in(client)
    setting_up = "/accounts/2fa/app/"
    asked = client.get(setting_up).url
    assert asked == f"/accounts/reauthenticate/?{urlencode({'next': setting_up})}"
    again = client.post(asked, {"password": PASSWORD, "next": setting_up})
    secret = client.get(again.url).context["form"].secret

    response = client.post(setting_up, {"code": totp(secret)})

    assert response.url == "/accounts/2fa/codes/"
    assert "10 of 10 are left" in client.get(response.url).content.decode()
    assert Authenticator.objects.filter(user=member, type="totp").count() == 1


@pytest.mark.parametrize("hostile", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_hostile_way_back_is_dropped(client, member, hostile):
    assert log_in(client, query=f"?{urlencode({'next': hostile})}").url == "/"


@pytest.mark.parametrize("has_app", [False, True])
def test_staff_stay_signed_in_for_half_a_day_at_most(client, member, has_app):
    if has_app:
        secret = "JBSWY3DPEHPK3PXP"
        Authenticator.objects.create(user=member, type="totp", data={"secret": secret})
    response = log_in(client)
    if has_app:
        client.post(response.url, {"code": totp(secret)})

    assert client.session["_auth_user_id"] == str(member.pk)
    assert client.session.get_expiry_age() == 12 * 3600
