"""Nothing that a stranger can see, count or wait for says whether an address is known."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client

from gateway.models import Draft
from tests.accounts.signing_in import CODE, TOKEN
from tests.factories import make_participant, make_preregistration, make_user, make_workshop
from tests.queries import counted_queries
from workshop.accounts.models import CodeRequest, User
from workshop.accounts.services.limits import network_remember
from workshop.privacy.services import account_erase

pytestmark = pytest.mark.django_db
ROUTES = {
    "registering": ("/w/spring/join/", -7),
    "signing in after the close": ("/w/spring/join/", -30),
    "pre-registering": ("/w/spring/pre-register/", 7),
}
NETWORK = "192.0.2.7"
# What differs from one answer to the next, whoever asks.
PASSING = {"X-Request-ID", "Date", "Expires", "Set-Cookie"}
WAIT = re.compile(r'data-wait="\d+"')
LITERAL = re.compile(r"'(?:[^']|'')*'|\b[0-9a-f]{32}\b|\b\d+\b")


def unknown(workshop):
    pass


def known(workshop):
    make_participant(workshop, make_user("somebody@example.org"))


def elsewhere(workshop):
    make_participant(make_workshop("elsewhere"), make_user("somebody@example.org"))


def unfinished(workshop):
    person = make_participant(workshop, make_user("somebody@example.org"), joined_at=None)
    Draft.objects.create(participant=person, answers={"role": ["nurse"]})


def disabled(workshop):
    make_participant(workshop, make_user("somebody@example.org", is_active=False))


def staff(workshop):
    make_user("somebody@example.org", is_staff=True)


def preregistered(workshop):
    make_preregistration(workshop, "somebody@example.org")


def erased(workshop):
    person = make_participant(workshop, make_user("somebody@example.org"))
    account_erase(user=person.user)


def known_from_another_network(workshop):
    known(workshop)
    remember(workshop, "198.51.100.1")


def known_from_this_network(workshop):
    known(workshop)
    remember(workshop, NETWORK)


def remember(workshop, network: str) -> None:
    user = workshop.participants.get().user
    network_remember(user=user, network=network, now=workshop.opens_at)


@dataclass(frozen=True)
class Seen:
    """What a stranger sees of an answer and of the page it leads to, and what it costs."""

    statuses: tuple[int, int]
    leads_to: str
    headers: tuple
    words: tuple[str, str]
    cookies: frozenset
    statements: tuple[str, ...]


def plain(response) -> str:
    return WAIT.sub("", TOKEN.sub("token", response.content.decode()))


def headers(response) -> frozenset:
    return frozenset((name, value) for name, value in response.items() if name not in PASSING)


def shape(statement: str) -> str:
    """A statement without its values."""
    return LITERAL.sub("?", statement)


def ask(path: str, email: str = "somebody@example.org") -> Seen:
    """Type an address in a browser of its own, as a stranger would."""
    browser = Client(REMOTE_ADDR=NETWORK)
    with counted_queries() as statements:
        answer = browser.post(path, {"email": email})
        page = browser.get(answer.url) if answer.status_code == 302 else answer
    return Seen(
        statuses=(answer.status_code, page.status_code),
        leads_to=answer.get("Location", ""),
        headers=(headers(answer), headers(page)),
        words=(plain(answer), plain(page)),
        cookies=frozenset(browser.cookies),
        statements=tuple(shape(each) for each in statements),
    )


SOMEBODY = [
    known, elsewhere, unfinished, disabled, staff, preregistered, erased,
    known_from_another_network,
]  # fmt: skip


def compared(route: str, who) -> tuple[Seen, Seen]:
    """What is seen of a route while the address is nobody's, and once it is somebody's."""
    path, opens_in_days = ROUTES[route]
    workshop = make_workshop("spring", opens_in_days=opens_in_days)
    stranger = ask(path)
    CodeRequest.objects.all().delete()
    who(workshop)
    return stranger, ask(path)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "who",
    [*SOMEBODY, known_from_this_network],
    ids=lambda who: who.__name__,
)
def test_an_address_that_is_somebodys_is_answered_like_any_other(route, who, mailoutbox):
    stranger, seen = compared(route, who)

    assert stranger.statuses == (302, 200)
    assert len(stranger.statements) > 5
    assert seen == stranger
    assert [message.to for message in mailoutbox] == [["somebody@example.org"]] * 2


@pytest.mark.parametrize("who", [known, disabled, preregistered], ids=lambda who: who.__name__)
def test_the_mail_itself_says_the_same(who, mailoutbox):
    compared("registering", who)

    first, second = (CODE.sub("code", message.body) for message in mailoutbox)
    assert first == second
    assert mailoutbox[0].subject == mailoutbox[1].subject


def test_a_difference_in_a_single_statement_would_be_seen(monkeypatch):
    def telling(form):
        address = form.cleaned_data["email"]
        if User.objects.filter(email=address).exists():
            User.objects.count()
        return form.cleaned_data

    monkeypatch.setattr("workshop.accounts.forms.AddressForm.clean", telling)
    stranger, seen = compared("registering", known)

    assert len(seen.statements) == len(stranger.statements) + 1
