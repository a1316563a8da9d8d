"""Erasing: contributions with or without their text, answers, the account."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from analysis.archive.outline import channel_outlines
from gateway.models import Draft
from ideas.models import Comment, Idea, Revision, Vote
from ideas.services import (
    comment_add,
    contribution_erase,
    follow_set,
    idea_edit,
    idea_submit,
    vote_cast,
)
from tests.accounts.signing_in import sign_in
from tests.analysis.integrity.broken_threads import midnight
from tests.analysis.report.asking import report
from tests.factories import (
    make_idea,
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from tests.ideas.helpers import close, wrong_counters
from workshop.accounts.models import KnownNetwork, User
from workshop.common.errors import DomainError
from workshop.mailings.models import Delivery
from workshop.models import Channel, LeftAddress, Participant, Preregistration
from workshop.privacy.services import ERASE, HIDE, LEAVE, account_erase, own_erase

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"


@pytest.fixture
def ada(workshop, group) -> Participant:
    """A person who wrote, edited, commented, replied and voted, among others."""
    channel = Channel.objects.create(workshop=workshop, key="carers", title="Carers")
    user = make_user(ADA)
    ada = make_participant(workshop, user, channel=channel, visits=4, last_seen_at=timezone.now())
    bo = make_participant(workshop)
    own = idea_submit(author=ada, group=group, title="My own idea", body="First words")
    idea_edit(participant=ada, idea=own, title="My own idea", body="Secret words")
    other = idea_submit(author=bo, group=group, title="Another idea", body="Other words")
    comment = comment_add(author=ada, idea=other, body="Secret comment")
    comment_add(author=bo, idea=other, parent=comment, body="A reply that stays")
    comment_add(author=bo, idea=own, body="A comment that stays")
    vote_cast(participant=bo, item=own, value=1)
    vote_cast(participant=ada, item=other, value=-1)
    Participant.objects.update(joined_at=midnight(workshop))
    ada.refresh_from_db()
    return ada


def figures(workshop):
    return report(workshop)["counts"]


def test_contributions_go_with_their_text(ada):
    own_erase(participant=ada, answers=False, contributions=ERASE)

    assert Idea.objects.get(title="Erased by its author").state == "withdrawn"
    assert Comment.objects.get(state="withdrawn").body == ""
    assert not Revision.objects.exists()
    texts = str([*Idea.objects.values_list(), *Comment.objects.values_list()])
    assert "Secret" not in texts
    assert "First words" not in texts
    assert not Idea.objects.filter(author=ada).exists()
    assert wrong_counters() == []


def test_contributions_go_without_their_text(ada):
    own_erase(participant=ada, answers=False, contributions=HIDE)

    hidden = Idea.objects.get(title="My own idea")
    assert (hidden.state, hidden.body, hidden.author) == ("withdrawn", "Secret words", None)
    assert Revision.objects.count() == 1
    assert wrong_counters() == []


def test_what_others_wrote_below_it_stays(ada, workshop):
    own_erase(participant=ada, answers=False, contributions=ERASE)

    shown = set(Comment.objects.filter(state="visible").values_list("body", flat=True))
    assert shown == {"A reply that stays", "A comment that stays"}


def test_erased_contributions_count_as_withdrawn(ada, workshop):
    before = figures(workshop)
    own_erase(participant=ada, answers=False, contributions=ERASE)

    after = figures(workshop)
    assert (before["ideas"], after["ideas"]) == (2, 1)
    assert after["contributors"] == before["contributors"]
    assert after["participants"] == before["participants"]


def test_an_erased_account_leaves_votes_and_counts_as_they_are(ada, workshop):
    before = figures(workshop)

    account_erase(user=ada.user)

    assert figures(workshop) == before
    vote = Vote.objects.get(value=-1)
    assert vote.participant is None
    assert vote.idea.down == 1
    assert wrong_counters() == []
    call_command("check_integrity", "spring")


def test_an_erased_account_stays_in_the_number_of_its_channel(ada, workshop):
    make_participant(workshop, channel=ada.channel)
    newcomer = make_participant(workshop, channel=ada.channel, joined_at=None)
    Channel.objects.update(joined_before=5)

    account_erase(user=ada.user)
    account_erase(user=newcomer.user)

    assert workshop.channels.with_joined().get().joined == 7
    assert [outline["joined"] for outline in channel_outlines(workshop)] == [7]
    assert workshop.channels.get().joined_before == 6


def test_an_erased_account_leaves_its_words_to_nobody(ada):
    account_erase(user=ada.user)

    assert Idea.objects.get(title="My own idea").author is None
    assert Idea.objects.get(title="My own idea").state == "visible"
    assert Comment.objects.get(body="Secret comment").author is None
    assert Comment.objects.get(body="Secret comment").handle == 2


def test_nothing_of_the_person_is_left(ada, workshop):
    make_preregistration(workshop, "ADA+early@example.org")
    KnownNetwork.objects.create(user=ada.user, network_hash="x", seen_on=timezone.now().date())
    mailing = make_mailing(workshop)
    Delivery.objects.create(mailing=mailing, participant=ada, address=ADA, address_key=ADA)

    account_erase(user=ada.user)

    assert not User.objects.filter(email_key=ADA).exists()
    assert not Preregistration.objects.exists()
    assert not KnownNetwork.objects.exists()
    row = Participant.objects.get(pk=ada.pk)
    assert (row.user, row.channel, row.visits, row.last_seen_at) == (None, None, 0, None)
    assert row.first_contributed_at.astimezone(workshop.zone).time().isoformat() == "00:00:00"
    sent = Delivery.objects.get()
    assert (sent.address, sent.address_key, sent.participant) == ("", None, None)
    assert sent.state == "skipped"


def test_an_unfinished_registration_leaves_no_row(workshop):
    person = make_participant(workshop, joined_at=None)
    Draft.objects.create(participant=person, answers={"one": ["a"]})

    account_erase(user=person.user)

    assert not Participant.objects.exists()
    assert not Draft.objects.exists()


def test_finished_answers_of_an_erased_account_still_go_to_the_others(workshop):
    person = make_participant(workshop)
    Draft.objects.create(participant=person, answers={"one": ["a"]}, finished=True)

    account_erase(user=person.user)

    assert Draft.objects.get().participant == Participant.objects.get()


def test_an_account_goes_in_all_its_workshops(ada):
    autumn = make_participant(make_workshop("autumn"), ada.user)

    account_erase(user=ada.user)

    assert Participant.objects.get(pk=autumn.pk).user is None


def test_nobody_votes_twice_by_erasing_and_joining_again(client, ada, mailoutbox):
    account_erase(user=ada.user)

    response = sign_in(client, "spring", "Ada+again@example.org", mailoutbox)

    assert response.url == "/w/spring/"
    assert "You erased your account in this workshop" in client.get("/w/spring/").content.decode()
    assert not Participant.objects.filter(user__isnull=False, user__email_key=ADA).exists()
    assert ADA not in str(LeftAddress.objects.values_list())


def test_after_erasing_one_can_join_another_workshop(client, ada, mailoutbox):
    make_workshop("autumn")
    account_erase(user=ada.user)

    assert sign_in(client, "autumn", ADA, mailoutbox).url == "/w/autumn/groups/"


def test_staff_do_not_erase_themselves(db):
    with pytest.raises(DomainError, match="Ask the operator"):
        account_erase(user=make_user(is_staff=True))


def test_a_fault_in_the_middle_erases_nothing(ada, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("workshop.privacy.services.erasure.participant_leave", fail)
    with pytest.raises(RuntimeError):
        account_erase(user=ada.user)

    assert Idea.objects.filter(author=ada).exists()
    assert User.objects.filter(email=ADA).exists()


def test_leaving_everything_changes_nothing(ada):
    own_erase(participant=ada, answers=False, contributions=LEAVE)

    assert Idea.objects.filter(author=ada, state="visible").count() == 1
    assert not Draft.objects.exists()


def test_while_open_votes_are_taken_back_with_the_rest(ada):
    own_erase(participant=ada, answers=False, contributions=HIDE)

    assert not Vote.objects.filter(value=-1).exists()
    assert Idea.objects.get(title="Another idea").down == 0
    assert wrong_counters() == []


def test_after_the_close_votes_stay_counted_and_are_nobodys(ada, workshop):
    close(workshop)
    ada.refresh_from_db()

    own_erase(participant=ada, answers=False, contributions=HIDE)

    assert Vote.objects.get(value=-1).participant is None
    assert Idea.objects.get(title="Another idea").down == 1


def test_erasing_ends_following_what_one_wrote_in(ada, group):
    idea = make_idea(group)
    follow_set(participant=ada, idea=idea, following=True)
    assert ada.follows.count() == 3

    own_erase(participant=ada, answers=False, contributions=ERASE)

    assert [row.idea for row in ada.follows.all()] == [idea]


def test_a_conversation_is_followed_while_something_else_of_ones_own_is_there(ada):
    first = Comment.objects.get(author=ada)
    second = comment_add(author=ada, idea=first.idea, body="Another comment")

    contribution_erase(participant=ada, post=first, with_text=True)
    assert ada.follows.filter(idea=first.idea).exists()
    contribution_erase(participant=ada, post=second, with_text=False)
    assert not ada.follows.filter(idea=first.idea).exists()


def test_an_idea_erased_above_ones_own_comment_is_not_followed(ada):
    own = ada.ideas.get()
    comment_add(author=ada, idea=own, body="More of my own")

    contribution_erase(participant=ada, post=own, with_text=True)

    assert not ada.follows.filter(idea=own).exists()


def test_the_log_of_the_staffs_pages_forgets_an_erased_title(ada, superuser_client):
    idea = Idea.objects.get(title="My own idea")
    hide = {"decision": "hide", "reason": "It names a colleague."}
    superuser_client.post(f"/admin/ideas/idea/{idea.pk}/change/", hide)
    assert "My own idea" in str(LogEntry.objects.values_list("object_repr"))

    own_erase(participant=ada, answers=False, contributions=ERASE)

    assert "My own idea" not in str(LogEntry.objects.values_list("object_repr", "change_message"))


def test_the_words_of_a_mail_server_go_with_the_address(ada, workshop):
    words = f"550 no such user {ADA}"
    values = {"participant": ada, "address": ADA, "state": "failed", "reason": words}
    Delivery.objects.create(mailing=make_mailing(workshop), **values)

    account_erase(user=ada.user)

    assert ADA not in str(Delivery.objects.values_list())


@pytest.mark.parametrize("write", ["vote", "idea", "comment"])
def test_what_comes_in_while_an_account_is_erased_is_refused(ada, group, write):
    other = Idea.objects.get(title="Another idea")
    person = Participant.objects.select_related("workshop").get(pk=ada.pk)
    account_erase(user=ada.user)
    writes = {
        "vote": lambda: vote_cast(participant=person, item=other, value=1),
        "idea": lambda: idea_submit(author=person, group=group, title="Late idea", body="Late"),
        "comment": lambda: comment_add(author=person, idea=other, body="Late"),
    }

    with pytest.raises(DomainError, match="account has been erased"):
        writes[write]()

    assert Vote.objects.filter(idea=other).count() == 1
    assert not Idea.objects.filter(author=person).exists()
    assert not Comment.objects.filter(author=person).exists()


def test_account_and_the_rest_go_together_or_not_at_all(ada):
    User.objects.filter(pk=ada.user_id).update(is_staff=True)
    ada.refresh_from_db()

    with pytest.raises(DomainError, match="Ask the operator"):
        own_erase(participant=ada, answers=True, contributions=ERASE, account=True)

    assert Idea.objects.filter(title="My own idea", state="visible").exists()
