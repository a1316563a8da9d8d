"""No page, mail, download, log line, cookie or cache ties a response or an author to a person."""

import json
import logging
import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from analysis.archive.exporter import archive_export
from gateway.services import responses_release
from ideas.models import Idea
from tests.accounts.signing_in import CODE, sign_in
from tests.conftest import with_second_factor
from tests.factories import make_participant, make_user, make_workshop
from tests.gateway.answering import CHECK, give
from tests.privacy.canaries import KEYS, PEOPLE, Found, World, address
from tests.privacy.routes import addresses, missing, routes, values_of
from workshop.accounts.roles import ROLES, roles_ensure
from workshop.common.logs import JsonFormatter
from workshop.mailings.services import mailings_tick

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Where a person reads what is theirs. Even there stands no id, key or token of a response.
OWN = {
    "privacy:you": "what we know about you",
    "privacy:download": "the same to keep",
    "privacy:erase": "what would go",
    "privacy:address": "the address, to correct it",
    "account_logout": "who is signed in",
    "gateway:question": "one's answers, to go on",
    "gateway:section": "one's answers, to go on",
    "gateway:check": "one's answers, to check them",
    "gateway:correct": "one's answers, to correct them",
}
PARTICIPANTS = ["author", "reader", "waiting"]
STAFF = [*ROLES, "superuser"]


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def lines(caplog):
    """Everything that would have been logged, as it would have been written."""
    caplog.set_level(logging.INFO)
    return lambda: "\n".join(JsonFormatter().format(record) for record in caplog.records)


def client_of(world: World, role: str) -> Client:
    """A browser of that role; staff have their second factor."""
    client = Client()
    if role in PARTICIPANTS:
        client.force_login(getattr(world, role).user)
    elif role == "outsider":
        client.force_login(make_participant(make_workshop("autumn")).user)
    elif role in STAFF:
        user = make_user(is_staff=True, is_superuser=role == "superuser")
        roles_ensure()
        user.groups.set(Group.objects.filter(name=role))
        client = with_second_factor(user)
    return client


def everything(response) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    # A picture is no text, but it might hold some.
    body = response.getvalue().decode(errors="replace")
    return f"{headers}\n{response.cookies}\n{body}"


def faults(found: Found, *, own: int | None) -> list[str]:
    """What of the finds ties somebody to something; `own` may read of themselves here."""
    others = {"people": found.people - {own}, "answers": found.answers - {own}}
    never = {"keys": found.keys, "responses": found.responses}
    return [f"{what}: {sorted(each)}" for what, each in (others | never).items() if each]


def test_every_route_says_which_objects_it_is_about(world):
    for name, parameters in routes():
        for parameter in parameters:
            assert values_of(world, name, parameter), f"nothing to fill {name} with"
    with pytest.raises(KeyError, match="say in tests/privacy/routes.py what"):
        missing("privacy:new", "word")


@pytest.mark.parametrize("role", ["stranger", "outsider", *PARTICIPANTS, *STAFF])
def test_no_page_of_any_role_ties_anybody_to_anything(world, lines, role):
    number = getattr(world, role).user_id - KEYS if role in PARTICIPANTS else None
    client, seen = client_of(world, role), set()
    for name, path in addresses(world):
        response = client.get(path)
        own = number if name in OWN else None
        found = world.found_in(everything(response).replace(path, ""))
        assert response.status_code < 500, path
        assert faults(found, own=own) == [], path
        if response.status_code == 200:
            seen |= {name}

    assert len(seen) >= (10 if role in ("stranger", "outsider") else 15)
    assert faults(world.found_in(lines()), own=None) == []
    assert world.found_in(lines()).contributions == set()


def test_the_walk_sees_what_is_there(world):
    client = client_of(world, "author")
    own = client.get("/w/spring/you/download/")
    number = world.author.user_id - KEYS

    found = world.found_in(everything(own))
    assert found.people == {number}
    assert found.answers == {number}
    assert found.contributions
    assert faults(found, own=None) == [f"people: [{number}]", f"answers: [{number}]"]
    leak = f"{world.author.pk} {min(world.responses)}"
    assert len(faults(world.found_in(leak), own=number)) == 2


def test_an_archive_keeps_answers_apart_from_everything_else(world, tmp_path):
    archive_export(slug="spring", path=tmp_path / "out")
    files = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    found = {name: world.found_in(text) for name, text in files.items()}

    for name, each in found.items():
        assert (each.people, each.keys, each.responses) == (set(), set(), set()), name
        assert name == "gateway.csv" or not each.answers, name
    assert len(found["gateway.csv"].answers) >= 20
    assert found["gateway.csv"].contributions == set()
    rows = files["gateway.csv"].splitlines()[1:]
    rest = "".join(text for name, text in files.items() if name != "gateway.csv")
    assert not [row for row in rows if row.split(",")[0] in rest]


@pytest.mark.parametrize("kind", ["json", "html"])
@pytest.mark.parametrize("rule", ["ons-10-5", "off"])
def test_a_report_says_nothing_of_anybody(world, tmp_path, kind, rule):
    target = tmp_path / f"report.{kind}"
    call_command("report", "spring", format=kind, out=str(target), disclosure=rule)

    found = world.found_in(target.read_text())
    assert faults(found, own=None) == []


def test_a_mail_names_its_reader_and_nothing_else(world, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mailings_tick()
    sign_in(Client(), "spring", address(world.author.user_id - KEYS), mailoutbox)

    assert len(mailoutbox) >= 20
    for message in mailoutbox:
        text = "\n".join([str(message.extra_headers), message.subject, message.body])
        text += "".join(each.content for each in message.alternatives)
        # The word of the stop link holds the participant's key, signed (docs/threat-model.md).
        found = world.found_in(re.sub(r"(stop(?:/|%20)p)\d+", r"\1", text))
        number = int(re.search(r"\d\d(?=@)", message.to[0]).group())
        assert faults(found, own=number) == [], text
        assert found.answers == found.contributions == set()


def walk_through(client: Client, email: str, mailoutbox) -> list[str]:
    """One person's whole journey by its forms; return the codes that were sent."""
    sign_in(client, "spring", email, mailoutbox)
    for key, given in (("role", "nurse"), ("sure", "very"), ("wish", "canary-answer49")):
        give(client, key, given)
    give(client, "tools")
    client.post(CHECK)
    idea = {"title": "canary-idea mine", "body": "What I think", "key": "0" * 32}
    client.post("/w/spring/groups/at-work/new/", idea, follow=True)
    mine = Idea.objects.get(title="canary-idea mine").public_id
    other = Idea.objects.exclude(public_id=mine).first().public_id
    client.get(f"/w/spring/ideas/{mine}/")
    client.post(f"/w/spring/ideas/{mine}/edit/", idea | {"body": "What I think now"})
    client.post(f"/w/spring/ideas/{other}/vote/", {"value": "up"})
    client.post(f"/w/spring/ideas/{other}/comments/", {"body": "canary-comment mine"})
    client.get("/w/spring/ideas/canary-person49@example.org/")
    responses_release()
    client.get("/w/spring/you/download/")
    client.post(f"/w/spring/ideas/{mine}/withdraw/")
    client.post("/w/spring/you/erase/", {"answers": "on", "contributions": "hide"})
    client.post("/accounts/logout/")
    sign_in(client, "spring", email, mailoutbox)
    codes = [CODE.search(message.body).group(1) for message in mailoutbox]
    return codes + [code.replace(" ", "") for code in codes]


def stored() -> dict[str, str]:
    """What lies in the cache and in the sessions, as text."""
    sessions = [json.dumps(row.get_decoded()) for row in Session.objects.all()]
    return {"cache": str(cache._cache), "sessions": "\n".join(sessions)}


def test_a_whole_journey_leaves_nobody_in_log_cache_or_session(world, lines, mailoutbox):
    newcomer = make_user(address(PEOPLE - 1) + ".uk", pk=KEYS + 2000)
    client = Client()
    codes = walk_through(client, newcomer.email, mailoutbox)

    logged, found = lines(), world.found_in(lines())
    assert "ideas:thread" in logged
    assert "workshop:code" in logged
    assert faults(found, own=None) == []
    assert "canary" not in logged
    everything_posted = [*Idea.objects.values_list("public_id", flat=True), *codes]
    assert [mark for mark in everything_posted if mark in logged] == []
    for name, text in stored().items():
        kept = world.found_in(text)
        assert kept.responses == kept.contributions == kept.answers == set(), name
    assert "canary" not in stored()["cache"]
