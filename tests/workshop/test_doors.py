"""Who gets through which door: every state of the workshop against every kind of person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.accounts.signing_in import last_code, sign_in
from tests.factories import make_group, make_idea, make_participant, make_user, make_workshop
from tests.gateway.questionnaires import ask
from workshop.accounts.models import User
from workshop.doors import safe_path
from workshop.hours import hour_count_add
from workshop.models import Participant
from workshop.selectors import participant_access

pytestmark = pytest.mark.django_db
STATES = {"upcoming": 3, "open": -3, "closed": -30}
LANDING, JOIN, QUESTIONS = "/w/spring/", "/w/spring/join/", "/w/spring/questions/"
# Where the groups lead each person, None for in.
TABLE = {
    ("upcoming", "stranger"): LANDING,
    ("upcoming", "elsewhere"): LANDING,
    ("upcoming", "unfinished"): LANDING,
    ("upcoming", "joined"): LANDING,
    ("open", "stranger"): JOIN,
    ("open", "elsewhere"): JOIN,
    ("open", "unfinished"): QUESTIONS,
    ("open", "joined"): None,
    ("closed", "stranger"): JOIN,
    ("closed", "elsewhere"): LANDING,
    ("closed", "unfinished"): LANDING,
    ("closed", "joined"): None,
}


def client_of(workshop, who: str) -> Client:
    client = Client()
    if who == "stranger":
        return client
    user = make_user()
    client.force_login(user)
    if who in ("unfinished", "joined"):
        extra = {} if who == "joined" else {"joined_at": None}
        make_participant(workshop, user, **extra)
    return client


@pytest.fixture
def asking(db):
    """A function: the workshop of a state, with one question on the way in."""

    def make(state: str):
        workshop = make_workshop("spring", opens_in_days=STATES[state])
        ask(workshop, {"key": "role"})
        return workshop

    return make


@pytest.mark.parametrize(("state", "who"), TABLE)
def test_the_door_of_the_groups(asking, state, who):
    client, step = client_of(asking(state), who), TABLE[state, who]

    response = client.get("/w/spring/groups/")

    if step is None:
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
    else:
        assert response.url == f"{step}?next=%2Fw%2Fspring%2Fgroups%2F"


@pytest.mark.parametrize(("state", "who"), TABLE)
def test_whoever_is_sent_away_arrives_somewhere(asking, state, who):
    client = client_of(asking(state), who)

    response = client.get("/w/spring/groups/", follow=True)

    assert response.status_code == 200
    assert len(response.redirect_chain) <= 3


@pytest.mark.parametrize(("who", "step"), [("stranger", JOIN), ("unfinished", QUESTIONS)])
def test_an_htmx_call_moves_the_whole_page(asking, who, step):
    client = client_of(asking("open"), who)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/w/spring/groups/?a=b"}

    response = client.get("/w/spring/groups/", headers=headers)

    assert response.status_code == 200
    assert response["HX-Redirect"] == f"{step}?next=%2Fw%2Fspring%2Fgroups%2F%3Fa%3Db"


def test_a_form_sent_too_early_comes_back_to_its_page(asking):
    client = client_of(asking("open"), "stranger")

    headers = {"Referer": "http://testserver/w/spring/"}
    response = client.post("/w/spring/groups/time/new/", headers=headers)

    assert response.url == f"{JOIN}?next=%2Fw%2Fspring%2F"


@pytest.mark.parametrize("origin", ["https://evil.example/x", "javascript:alert(1)", ""])
def test_a_strange_origin_is_no_way_back(asking, origin):
    client = client_of(asking("open"), "stranger")

    assert client.post("/w/spring/groups/x/new/", headers={"Referer": origin}).url == JOIN


def test_one_workshop_does_not_open_another(asking):
    client = client_of(asking("open"), "joined")
    make_workshop("autumn")

    assert client.get("/w/autumn/groups/").url.startswith("/w/autumn/join/?next=")


def test_a_deep_link_is_reached_through_all_steps(client, asking, mailoutbox):
    workshop = asking("open")
    idea = make_idea(make_group(workshop, "time"))
    wanted = idea.get_absolute_url()
    sign_in_page = client.get(wanted).url
    code_page = client.post(sign_in_page, {"email": "ada@example.org"}).url
    questions = client.post(code_page, {"code": last_code(mailoutbox)}).url
    question = client.get(questions).url
    check = client.post(question, {"answer": "a"}).url

    assert client.post(check).url == wanted
    assert client.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "hostile",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil",
        "https://evil.example", "http:///evil.example", "javascript:alert(1)", "data:text/html,x",
        "https://testserver@evil.example", "//testserver@evil.example", "/\tevil", "\t//evil.com",
        "/\n/evil.example", "/\r/evil.example", " //evil.example", "evil.example", "/a\x00b",
        "http://testserver/w/spring/", "/\u2028/evil", "/" + "a" * 3000, "",
    ],
)  # fmt: skip
def test_only_a_plain_path_of_ours_is_a_way_back(hostile):
    assert safe_path(hostile) == ""


@pytest.mark.parametrize("path", ["/", "/w/a/groups/?order=top#x", "/w/a/ideas/x/?next=/b"])
def test_a_plain_path_stays_as_it_is(path):
    assert safe_path(path) == path


def test_a_hostile_way_back_is_dropped_at_every_step(client, asking, mailoutbox):
    asking("open")
    query = "?next=//evil.example"

    assert sign_in(client, "spring", "ada@example.org", mailoutbox, query).url == QUESTIONS
    client.post(f"{QUESTIONS}answer/role/{query}", {"answer": "a"})
    assert client.post(f"{QUESTIONS}check/{query}").url == "/w/spring/groups/"


def test_the_door_costs_one_query(participant, django_assert_num_queries):
    with django_assert_num_queries(1):
        access = participant_access(user=participant.user, slug="spring")
        assert access.workshop.title


def test_a_visit_costs_two_queries_and_only_when_it_begins(participant_client, workshop):
    # The first visit of an hour makes the row in which visits are counted.
    hour_count_add(workshop=workshop, now=timezone.now(), visits=1)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            participant_client.get("/w/spring/groups/")
        counts.append(len(queries))

    assert counts == [counts[1] + 2, counts[1], counts[1]]


def test_a_visit_begins_after_half_an_hour_away(participant_client, participant):
    participant_client.get("/w/spring/groups/")
    participant_client.get("/w/spring/groups/")
    participant.refresh_from_db()
    assert participant.visits == 1

    Participant.objects.update(last_seen_at=timezone.now() - timedelta(minutes=31))
    participant_client.get("/w/spring/groups/", headers={"HX-Request": "true"})
    participant_client.get("/w/spring/groups/")
    participant.refresh_from_db()
    assert participant.visits == 2


@pytest.mark.parametrize("state", STATES)
def test_a_facilitator_who_did_not_join_reads_on_the_staffs_screens(asking, staff_client, state):
    workshop = asking(state)
    idea = make_idea(make_group(workshop), title="An idea to read")
    elsewhere = make_idea(make_group(make_workshop("autumn")), title="An idea elsewhere")

    answer = staff_client("facilitator").get(idea.get_absolute_url(), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0].startswith("/admin/ideas/idea/")
    assert "You are signed in as staff: read and moderate here." in page
    assert idea.title in page
    assert elsewhere.title not in page


@pytest.mark.parametrize(("role", "step"), [("analyst", JOIN), ("facilitator", QUESTIONS)])
def test_staff_who_cannot_read_there_or_have_begun_to_join_go_on(asking, staff_client, role, step):
    workshop, client = asking("open"), staff_client(role)
    if role == "facilitator":
        make_participant(workshop, User.objects.get(is_staff=True), joined_at=None)

    answer = client.get("/w/spring/groups/")

    assert answer.url.split("?")[0] == step
