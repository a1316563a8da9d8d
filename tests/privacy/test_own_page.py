"""What we know about you: one's own page, the download, erasing, and signing out everywhere."""

import json

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.test import Client

from gateway.models import Draft, Response
from gateway.services import responses_release
from ideas.enums import EvidenceKind
from ideas.models import Comment, Evidence, Idea
from ideas.services import comment_add, comment_hide, idea_edit, idea_submit, vote_cast
from tests.factories import make_group, make_mailing, make_participant, make_user, make_workshop
from tests.gateway.questionnaires import ask
from tests.ideas.helpers import close
from tests.queries import query_budget
from workshop.accounts.models import User
from workshop.mailings.models import Delivery
from workshop.models import Channel, Participant, Workshop

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def ada(workshop, group) -> Participant:
    channel = Channel.objects.create(workshop=workshop, key="carers", title="The carers’ network")
    ask(workshop, {"key": "role"}, {"key": "wish", "kind": "text", "required": False})
    ada = make_participant(workshop, make_user(ADA), channel=channel)
    bo = make_participant(workshop)
    own = idea_submit(author=ada, group=group, title="My own idea", body="First words")
    idea_edit(participant=ada, idea=own, title="My own idea", body="Later words")
    other = idea_submit(author=bo, group=group, title="Another idea", body="Other words")
    comment = comment_add(author=ada, idea=other, body="My comment")
    comment_hide(comment=comment, reason="It names a colleague.")
    vote_cast(participant=ada, item=other, value=-1)
    Delivery.objects.create(
        mailing=make_mailing(workshop, subject="We miss you"), participant=ada, address=ADA
    )
    return ada


@pytest.fixture
def browser(ada) -> Client:
    client = Client()
    client.force_login(ada.user)
    return client


def you(client: Client, slug: str = "spring") -> str:
    return client.get(f"/w/{slug}/you/").content.decode()


def answers(ada: Participant, *, finished: bool = True) -> None:
    given = {"role": ["b"], "wish": "More time"}
    Draft.objects.create(participant=ada, answers=given, finished=finished)


def move_answers(workshop: Workshop) -> None:
    """Let others answer too, until a batch has taken everybody's answers."""
    while Draft.objects.exists():
        for _ in range(20):
            Draft.objects.create(
                participant=make_participant(workshop), answers={"role": ["a"]}, finished=True
            )
        responses_release()
        Draft.objects.exclude(participant__user__email=ADA).delete()


def test_the_page_shows_what_is_kept(browser, ada):
    page = you(browser)

    assert ADA in page
    assert "the link of The carers’ network" in page
    assert "You have voted on 1 idea and 0 comments" in page
    assert "My own idea" in page
    assert "Comment, hidden by a facilitator" in page
    assert "erased by themselves, at the latest on" in page


@pytest.mark.parametrize(
    ("finished", "words"),
    [(False, "You have not finished"), (True, "Your answers are still kept with your account")],
)
def test_answers_that_are_still_the_persons_are_shown(browser, ada, finished, words):
    answers(ada, finished=finished)

    page = you(browser)

    assert words in page
    assert "Option b" in page
    assert "More time" in page


def test_moved_answers_are_found_by_their_person_alone(browser, ada, workshop):
    answers(ada)
    move_answers(workshop)

    page = you(browser)

    assert "Your answers lie among those of all others" in page
    assert "Option b" in page
    other = Client()
    other.force_login(make_participant(workshop).user)
    assert "More time" not in you(other)


def test_an_answer_is_corrected_on_a_page_of_its_own(browser, ada):
    answers(ada)
    page = browser.get("/w/spring/questions/correct/role/").content.decode()
    assert "What about role?" in page
    assert 'value="b" id="id_role-answer_1" checked' in page

    response = browser.post(
        "/w/spring/questions/correct/role/", {"role-kind": "single", "role-answer": "c"}
    )

    assert response.url == "/w/spring/you/"
    assert "Option c" in you(browser)
    assert Draft.objects.get().answers == {"role": ["c"], "wish": "More time"}


def test_a_correction_that_is_no_answer_is_refused_beside_the_question(browser, ada):
    answers(ada)

    page = browser.post(
        "/w/spring/questions/correct/role/", {"role-kind": "single", "role-answer": "zzz"}
    ).content.decode()

    assert "That answer is not among the choices" in page
    assert Draft.objects.get().answers["role"] == ["b"]


def test_a_question_that_follows_from_a_correction_is_asked_at_once(browser, ada, workshop):
    ask(workshop, {"key": "ward", "show_if": ("role", ["c"])})
    answers(ada)
    path, data = "/w/spring/questions/correct/role/", {"role-kind": "single", "role-answer": "c"}

    page = browser.post(path, data).content.decode()
    assert "One more question follows from your answer" in page
    assert "What about ward?" in page
    assert Draft.objects.get().answers["role"] == ["b"]
    browser.post(path, data | {"ward-kind": "single", "ward-answer": "a"})

    assert Draft.objects.get().answers == {"role": ["c"], "wish": "More time", "ward": ["a"]}


def test_unfinished_answers_are_not_corrected_there(browser, ada):
    answers(ada, finished=False)

    response = browser.get("/w/spring/questions/correct/role/")

    assert response.url == "/w/spring/you/"


def test_the_download_holds_everything(browser, ada, workshop):
    answers(ada)

    response = browser.get("/w/spring/you/download/")
    data = json.loads(response.content)

    assert response["Content-Disposition"].startswith("attachment")
    assert data["account"]["email"] == ADA
    (here,) = data["workshops"]
    assert here["answers"] == {"where": "waiting", "given": {"role": ["b"], "wish": "More time"}}
    assert here["came_through"] == "The carers’ network"
    assert here["ideas"][0]["text"] == "Later words"
    assert here["ideas"][0]["earlier_texts"][0]["text"] == "First words"
    assert here["comments"][0]["reason_of_facilitator"] == "It names a colleague."
    assert here["votes"][0]["value"] == -1
    assert here["messages"][0]["subject"] == "We miss you"


def test_the_download_names_the_file_of_an_idea(browser, ada):
    idea = ada.ideas.get()
    Evidence.objects.create(idea=idea, kind=EvidenceKind.PDF, name="A chart, PDF", size=5)

    (here,) = json.loads(browser.get("/w/spring/you/download/").content)["workshops"]

    assert [row["file"] for row in here["ideas"]] == ["A chart, PDF"]


# Every key to a person, and where the download has it (or why it need not).
IN_THE_DOWNLOAD = {
    "accounts.KnownNetwork.user": "account.networks_signed_in_from",
    "account.EmailAddress.user": "account.email",
    "mfa.Authenticator.user": "staff alone have one",
    "admin.LogEntry.user": "staff alone have them",
    "workshop.Participant.user": "workshops",
    "gateway.Draft.participant": "workshops.answers",
    "gateway.LabelCorrection.corrected_by": "staff alone",
    "ideas.Idea.author": "workshops.ideas",
    "ideas.Comment.author": "workshops.comments",
    "ideas.Vote.participant": "workshops.votes",
    "ideas.Showing.participant": "workshops.was_shown",
    "ideas.Follow.participant": "workshops.follows",
    "ideas.Flag.reporter": "workshops.reports",
    "ideas.PostDraft.participant": "workshops.drafts",
    "mailings.Delivery.participant": "workshops.messages",
    "mailings.StoppedKind.participant": "workshops.stopped_kinds_of_e_mail",
    "mailings.Mailing.asked_by": "staff alone",
    "mailings.Mailing.approved_by": "staff alone",
    "privacy.SealRequest.asked_by": "staff alone",
    "privacy.SealRequest.confirmed_by": "staff alone",
}


def test_no_key_to_a_person_is_forgotten_in_the_download():
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model in (User, Participant)
    }

    assert keys == set(IN_THE_DOWNLOAD)


def test_erasing_asks_what(browser, ada):
    page = browser.post("/w/spring/you/erase/", {"contributions": "leave"}).content.decode()

    assert "Choose what should be erased" in page
    assert Idea.objects.filter(author=ada).exists()


def test_erasing_contributions_and_answers_keeps_the_account(browser, ada):
    answers(ada)

    response = browser.post("/w/spring/you/erase/", {"contributions": "erase", "what": ["answers"]})

    assert response.url == "/w/spring/you/"
    page = you(browser)
    assert "You have not written anything" in page
    assert "We have no answers of yours" in page
    assert User.objects.filter(email=ADA).exists()


def test_erasing_the_account_signs_out_and_says_so(browser, ada):
    response = browser.post("/w/spring/you/erase/", {"contributions": "leave", "what": "account"})

    assert response.url == "/w/spring/"
    assert "Your account is erased" in browser.get("/w/spring/").content.decode()
    assert not User.objects.filter(email=ADA).exists()
    assert browser.get("/w/spring/groups/").status_code == 302
    assert Idea.objects.get(title="My own idea").state == "visible"


def test_a_single_post_is_erased_with_its_text(browser, ada):
    idea = Idea.objects.get(author=ada)
    page = browser.get(f"/w/spring/ideas/{idea.public_id}/withdraw/").content.decode()
    assert "Erase the text as well" in page

    browser.post(f"/w/spring/ideas/{idea.public_id}/withdraw/", {"erase": "1"})

    idea.refresh_from_db()
    assert (idea.state, idea.title, idea.body) == ("withdrawn", "Erased by its author", "")


def test_a_withdrawn_comment_can_still_be_erased(browser, ada):
    comment = Comment.objects.get(author=ada)
    path = f"/w/spring/comments/{comment.public_id}/withdraw/"
    browser.post(path)
    assert Comment.objects.get(pk=comment.pk).body == "My comment"

    browser.post(path, {"erase": "1"})

    assert Comment.objects.get(pk=comment.pk).body == ""


def test_signing_out_everywhere_ends_every_session(browser, ada):
    phone = Client()
    phone.force_login(ada.user)

    response = browser.post("/w/spring/you/sign-out/")

    assert "You are signed out on every device" in browser.get(response.url).content.decode()
    for device in (browser, phone):
        assert device.get("/w/spring/groups/").status_code == 302


@pytest.mark.parametrize("path", ["", "download/", "erase/"])
def test_strangers_sign_in_first(client, workshop, path):
    response = client.get(f"/w/spring/you/{path}")

    assert response.url == f"/w/spring/join/?next=%2Fw%2Fspring%2Fyou%2F{path.replace('/', '%2F')}"
    assert client.get("/w/nowhere/you/").status_code == 404


def test_after_the_close_the_page_and_erasing_go_on(browser, ada, workshop):
    close(workshop)

    browser.post("/w/spring/you/erase/", {"contributions": "erase"})

    assert "You have not written anything" in you(browser)


@pytest.mark.parametrize("posts", [1, 5])
def test_the_page_asks_the_database_as_often_for_many_posts(browser, ada, workshop, posts):
    answers(ada)
    group = make_group(workshop)
    for number in range(posts):
        idea_submit(author=ada, group=group, title=f"Idea number {number}", body="Words")

    with query_budget(16):
        you(browser)


@pytest.mark.parametrize("posts", [1, 5])
@pytest.mark.parametrize(("page", "most"), [("download/", 22), ("erase/", 18)])
def test_download_and_erasing_ask_as_often_for_many_posts(browser, ada, posts, page, most):
    group = make_group(ada.workshop)
    for number in range(posts):
        idea = idea_submit(author=ada, group=group, title=f"Idea number {number}", body="Words")
        idea_edit(participant=ada, idea=idea, title=idea.title, body="Other words")

    with query_budget(most):
        browser.get(f"/w/spring/you/{page}")


def test_another_workshop_of_the_account_is_named(browser, ada):
    make_participant(make_workshop("autumn", title="Autumn talks"), ada.user)

    assert 'href="/w/autumn/you/"' in you(browser)
    assert Response.objects.count() == 0
