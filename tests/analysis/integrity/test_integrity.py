"""Each promise broken by hand is one line; an archive, the demo and a repair leave none."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from analysis.archive.importer import archive_import
from analysis.integrity import integrity_check
from analysis.models import Code, Coding, CodingFrame, CrossTab, CrossTabGroup, Placement
from gateway.models import Answer, Draft, Option, Question, Questionnaire, Response, Section
from gateway.tokens import contribution_token
from ideas.models import Comment, Idea, Revision
from ideas.services import comment_add, comment_hide, idea_edit, idea_submit, vote_cast
from tests.analysis.archive.samples import put_folder, sample_files
from tests.factories import (
    make_comment,
    make_group,
    make_idea,
    make_participant,
    make_user,
    make_vote,
    make_workshop,
)
from workshop.accounts.models import User
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Channel, Participant, Workshop

pytestmark = pytest.mark.django_db


def midnight(workshop):
    return workshop.opens_at.astimezone(workshop.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    )


@pytest.fixture
def home():
    """A workshop, its group, a thread with a comment and a reply, and its people."""
    workshop = make_workshop("spring")
    group = make_group(workshop, "time")
    people = [make_participant(workshop, joined_at=midnight(workshop)) for _ in range(3)]
    idea = idea_submit(author=people[0], group=group, title="Two hours", body="In the rota.")
    comment = comment_add(author=people[1], idea=idea, body="We tried it.")
    reply = comment_add(author=people[0], idea=idea, body="And?", parent=comment)
    vote_cast(participant=people[2], item=idea, value=1)
    vote_cast(participant=people[2], item=comment, value=-1)
    idea_edit(participant=people[0], idea=idea, title="Two hours", body="In every rota.")
    Idea.objects.filter(pk=idea.pk).update(public_id="i1")
    Comment.objects.filter(pk=comment.pk).update(public_id="c1")
    Comment.objects.filter(pk=reply.pk).update(public_id="c2")
    return workshop


@pytest.fixture
def away():
    """Another workshop, from which nothing should be met in the first."""
    workshop = make_workshop("autumn")
    make_idea(make_group(workshop, "tools"), public_id="i9")
    return workshop


def lines() -> list[str]:
    return list(integrity_check())


def question(workshop, key="role", kind="single", **extra) -> Question:
    questionnaire, _ = Questionnaire.objects.get_or_create(workshop=workshop)
    section, _ = Section.objects.get_or_create(questionnaire=questionnaire, title="You")
    return Question.objects.create(
        questionnaire=questionnaire, section=section, key=key, text=key, kind=kind, **extra
    )


def option(asked: Question, key="nurse") -> Option:
    return Option.objects.create(question=asked, key=key, label=key)


def response(asked: Question, **extra) -> Response:
    return Response.objects.create(questionnaire=asked.questionnaire, **extra)


def code(workshop, key="learn", frame="literacy", **extra) -> Code:
    frame, _ = CodingFrame.objects.get_or_create(workshop=workshop, key=frame, title=frame)
    return Code.objects.create(frame=frame, key=key, label=key, **extra)


def test_what_the_services_wrote_keeps_every_promise(home, away):
    assert lines() == []


def test_an_imported_archive_keeps_every_promise(tmp_path):
    archive_import(put_folder(tmp_path / "in", sample_files()))

    assert lines() == []


# Each breaks one promise of the workshop `spring`, with `autumn` beside it.
def idea_counters(home, away):
    Idea.objects.filter(public_id="i1").update(up=5, comment_count=0)
    return [
        "spring: idea i1: up is 5, its rows say 1",
        "spring: idea i1: comment_count is 0, its rows say 2",
    ]


def comment_counters(home, away):
    Comment.objects.filter(public_id="c1").update(up=1, down=0)
    return [
        "spring: comment c1: up is 1, its rows say 0",
        "spring: comment c1: down is 0, its rows say 1",
    ]


def hidden_comment_counted(home, away):
    Comment.objects.filter(public_id="c2").update(state="hidden")
    return ["spring: idea i1: comment_count is 2, its rows say 1"]


def own_votes(home, away):
    for post in (Idea.objects.get(public_id="i1"), Comment.objects.get(public_id="c1")):
        kind = post._meta.model_name
        make_vote(post.author, **{kind: post})
        type(post).objects.filter(pk=post.pk).update(up=post.up + 1)
    return [
        "spring: idea i1: has a vote by its own author",
        "spring: comment c1: has a vote by its own author",
    ]


def foreign_vote(home, away):
    voter = make_participant(away, joined_at=midnight(away), first_contributed_at=away.opens_at)
    make_vote(voter, idea=Idea.objects.get(public_id="i1"))
    Idea.objects.filter(public_id="i1").update(up=2)
    return ["spring: idea i1: has a vote from another workshop"]


def foreign_author(home, away):
    author = make_participant(away, joined_at=midnight(away))
    Participant.objects.filter(pk=author.pk).update(
        first_posted_at=away.opens_at, first_contributed_at=away.opens_at
    )
    Comment.objects.filter(public_id="c1").update(author=author)
    return ["spring: comment c1: has an author of another workshop"]


def foreign_group(home, away):
    Idea.objects.filter(public_id="i1").update(group=away.groups.get())
    return ["spring: idea i1: lies in a group of another workshop"]


def foreign_idea(home, away):
    Comment.objects.filter(public_id="c2").update(
        parent=None, idea=Idea.objects.get(public_id="i9")
    )
    Comment.objects.filter(public_id="c2").update(handle=2)
    Idea.objects.filter(public_id="i1").update(comment_count=1)
    Idea.objects.filter(public_id="i9").update(comment_count=1)
    return ["spring: comment c2: is about an idea of another workshop"]


def foreign_parent(home, away):
    other = make_idea(home.groups.get())
    elsewhere = make_comment(other)
    Idea.objects.filter(pk=other.pk).update(comment_count=1)
    Comment.objects.filter(public_id="c2").update(parent=elsewhere)
    return ["spring: comment c2: replies to a comment on another idea"]


def reply_to_a_reply(home, away):
    reply = Comment.objects.get(public_id="c2")
    make_comment(reply.idea, parent=reply, public_id="c3")
    Idea.objects.filter(public_id="i1").update(comment_count=3)
    return ["spring: comment c3: replies to a reply"]


def moved_hours(home, away):
    Workshop.objects.filter(pk=home.pk).update(opens_at=timezone.now() + timedelta(hours=1))
    edit = "has an edit outside the workshop's time"
    post = "was posted outside the workshop's time"
    vote = "has a vote cast outside the workshop's time"
    return [
        f"spring: comment c1: {vote}",
        f"spring: comment c1: {post}",
        f"spring: comment c2: {post}",
        f"spring: idea i1: {edit}",
        f"spring: idea i1: {post}",
        f"spring: idea i1: {vote}",
    ]


def late_seed(home, away):
    group = home.groups.get()
    make_idea(group, seed=True, created_at=home.opens_at - timedelta(days=9))
    make_idea(group, seed=True, created_at=home.closes_at, public_id="s2")
    return ["spring: idea s2: was posted outside the workshop's time"]


def no_handle(home, away):
    Comment.objects.filter(public_id="c1").update(handle=None)
    return ["spring: comment c1: has an author, but no handle"]


def wrong_handles(home, away):
    Comment.objects.filter(public_id="c1").update(handle=1)
    Comment.objects.filter(public_id="c2").update(handle=2)
    what = "has a handle that is not its author's"
    return [f"spring: comment c1: {what}", f"spring: comment c2: {what}"]


def two_handles(home, away):
    first = Comment.objects.get(public_id="c1")
    make_comment(first.idea, first.author, handle=7)
    Idea.objects.filter(public_id="i1").update(comment_count=3)
    return ["spring: idea i1: has an author of comments with two handles"]


def shared_handle(home, away):
    first = Comment.objects.get(public_id="c1")
    other = Participant.objects.filter(first_posted_at=None).get()
    make_comment(first.idea, other, handle=2, created_at=timezone.now())
    stamp = {"first_posted_at": home.opens_at, "first_contributed_at": home.opens_at}
    Participant.objects.filter(pk=other.pk).update(**stamp)
    Idea.objects.filter(public_id="i1").update(comment_count=3)
    return ["spring: idea i1: has two authors of comments with one handle"]


def lost_revision(home, away):
    Revision.objects.all().delete()
    return ["spring: idea i1: was edited, but what it said before is not kept"]


def missing_stamps(home, away):
    person = Idea.objects.get(public_id="i1").author
    Participant.objects.filter(pk=person.pk).update(first_posted_at=None, first_contributed_at=None)
    late = "is missing or later than the first"
    return [
        f"spring: participant {person.pk}: first_contributed_at {late} contribution",
        f"spring: participant {person.pk}: first_posted_at {late} post",
    ]


def late_stamp(home, away):
    person = Participant.objects.filter(workshop=home, first_posted_at=None).get()
    Participant.objects.filter(pk=person.pk).update(
        first_contributed_at=timezone.now() + timedelta(minutes=1)
    )
    what = "first_contributed_at is missing or later than the first contribution"
    return [f"spring: participant {person.pk}: {what}"]


def counted_for_nothing(home, away):
    person = make_participant(home, joined_at=midnight(home), contribution_counted=True)
    what = "is counted as a contributor without a contribution"
    return [f"spring: participant {person.pk}: {what}"]


def contributed_unjoined(home, away):
    person = make_participant(home, joined_at=None, first_contributed_at=home.opens_at)
    return [f"spring: participant {person.pk}: contributed without having joined"]


def foreign_channel(home, away):
    channel = Channel.objects.create(workshop=away, key="union", title="Union")
    person = make_participant(home, joined_at=midnight(home), channel=channel)
    return [f"spring: participant {person.pk}: came through a channel of another workshop"]


def foreign_delivery(home, away):
    mailing = Mailing.objects.create(
        workshop=home, key="hello", kind="other", send_at=home.opens_at, subject="x", body="x"
    )
    person = make_participant(away, joined_at=midnight(away))
    Delivery.objects.create(mailing=mailing, participant=person)
    return ["spring: mailing hello: has a delivery to a participant of another workshop"]


def told_the_time(home, away):
    make_participant(home, joined_at=midnight(home) + timedelta(hours=9))
    return ["spring: participants: somebody's joined_at tells more than the day"]


def unlike_address(home, away):
    user = make_user("anna@example.org")
    User.objects.filter(pk=user.pk).update(email_key="other@example.org")
    return [f"site: account {user.pk}: is not stored under the one form of its address"]


def foreign_option(home, away):
    asked, other = question(home), question(home, "which", position=1)
    Answer.objects.create(response=response(asked), question=asked, option=option(other))
    return ["spring: question role: has an answer that is an option of another question"]


def foreign_response(home, away):
    asked, elsewhere = question(home), question(away)
    Answer.objects.create(response=response(elsewhere), question=asked, option=option(asked))
    return ["spring: question role: has an answer in a response to another questionnaire"]


def words_for_a_choice(home, away):
    asked = question(home)
    Answer.objects.create(response=response(asked), question=asked, text="Nurse")
    return ["spring: question role: has answers in words, but options to choose"]


def choice_for_words(home, away):
    asked = question(home, kind="text")
    Answer.objects.create(response=response(asked), question=asked, option=option(asked))
    return ["spring: question role: has chosen options, but is answered in words"]


def two_answers(home, away):
    asked = question(home)
    given = response(asked)
    for key in ("nurse", "porter"):
        Answer.objects.create(response=given, question=asked, option=option(asked, key))
    return ["spring: question role: has two answers in one response, but allows one"]


def backward_condition(home, away):
    asked = question(home)
    Question.objects.filter(pk=asked.pk).update(show_if_question=question(home, "which"))
    return ["spring: question role: depends on a question that does not come before it"]


def foreign_condition(home, away):
    first = question(home)
    asked = question(home, "which", position=1, show_if_question=first)
    asked.show_if_options.add(option(first), option(asked))
    return ["spring: question which: depends on an option of another question than it names"]


def sealed_with_tokens(home, away):
    response(question(home), token="x" * 64)
    person = make_participant(home, joined_at=midnight(home))
    Draft.objects.create(participant=person, finished=True)
    now = timezone.now()
    Workshop.objects.filter(pk=home.pk).update(closes_at=now, sealed_at=now, secret_half="")
    return [
        "spring: gateway of spring: is sealed, but holds answers that belong to people",
        "spring: gateway of spring: is sealed, but holds tokens of its responses",
    ]


def unjoined_answers(home, away):
    Draft.objects.create(participant=make_participant(home, joined_at=None), finished=True)
    return ["spring: gateway of spring: holds finished answers of people who have not joined"]


def second_answers(home, away):
    asked = question(home)
    for person in home.participants.all()[:2]:
        Draft.objects.create(participant=person, finished=True)
    token = contribution_token(workshop=home, participant_id=home.participants.first().pk)
    response(asked, token=token)
    return ["spring: gateway: somebody whose response is there has finished answers waiting"]


def foreign_placement(home, away):
    Placement.objects.create(idea=Idea.objects.get(public_id="i1"), group=away.groups.get())
    return ["spring: idea i1: counts in a group of another workshop"]


def foreign_codings(home, away):
    foreign = code(away)
    Coding.objects.create(idea=Idea.objects.get(public_id="i1"), code=foreign)
    Coding.objects.create(comment=Comment.objects.get(public_id="c1"), code=foreign)
    return [
        "spring: comment c1: has a code of another workshop",
        "spring: idea i1: has a code of another workshop",
    ]


def heading_given(home, away):
    heading = code(home, "work")
    code(home, "share", parent=heading)
    Coding.objects.create(idea=Idea.objects.get(public_id="i1"), code=heading)
    return ["spring: code work: is a heading, but is given to a contribution"]


def foreign_heading(home, away):
    code(home, "share", parent=code(home, "able", frame="readiness"))
    return ["spring: code share: stands below a code of another frame"]


def below_itself(home, away):
    first = code(home, "one")
    second = code(home, "two", parent=first)
    Code.objects.filter(pk=first.pk).update(parent=second)
    return ["spring: code one: stands below itself", "spring: code two: stands below itself"]


def foreign_crosstab(home, away):
    rows, columns = code(home).frame, code(home, "able", frame="readiness").frame
    tab = CrossTab.objects.create(workshop=home, rows=rows, columns=columns)
    CrossTabGroup.objects.create(crosstab=tab, group=away.groups.get())
    CodingFrame.objects.filter(pk=columns.pk).update(workshop=away)
    return [
        "spring: cross-tab of literacy: crosses a frame of another workshop",
        "spring: cross-tab of literacy: is made for a group of another workshop",
    ]


BREAKS = [
    idea_counters, comment_counters, hidden_comment_counted, own_votes, foreign_vote,
    foreign_author, foreign_group, foreign_idea, foreign_parent, reply_to_a_reply, moved_hours,
    late_seed, no_handle, wrong_handles, two_handles, shared_handle, lost_revision,
    missing_stamps, late_stamp, counted_for_nothing, contributed_unjoined, foreign_channel,
    foreign_delivery, told_the_time, unlike_address, foreign_option, foreign_response,
    words_for_a_choice, choice_for_words, two_answers, backward_condition, foreign_condition,
    sealed_with_tokens, unjoined_answers, second_answers, foreign_placement, foreign_codings,
    heading_given, foreign_heading, below_itself, foreign_crosstab,
]  # fmt: skip


@pytest.mark.parametrize("break_one", BREAKS, ids=lambda function: function.__name__)
def test_a_broken_promise_is_a_line(home, away, break_one):
    expected = break_one(home, away)

    assert sorted(lines()) == sorted(expected)


def test_one_workshop_is_checked_alone(home, away, capsys):
    Idea.objects.update(up=7)
    with pytest.raises(CommandError, match=r"^1 violation$"):
        call_command("check_integrity", "autumn")

    assert capsys.readouterr().out == "autumn: idea i9: up is 7, its rows say 0\n"


def test_repair_mends_the_counters_alone(home, away, capsys):
    Idea.objects.update(up=7)
    comment_hide(comment=Comment.objects.get(public_id="c2"), reason="Off the point")
    Comment.objects.filter(public_id="c1").update(down=9, handle=None)
    with pytest.raises(CommandError, match=r"^1 violation$"):
        call_command("check_integrity", repair=True)

    assert capsys.readouterr().out.splitlines() == [
        "spring: idea i1: up is 7, its rows say 1; mended",
        "autumn: idea i9: up is 7, its rows say 0; mended",
        "spring: comment c1: down is 9, its rows say 1; mended",
        "spring: comment c1: has an author, but no handle",
    ]
    assert list(Idea.objects.order_by("public_id").values_list("up", "comment_count")) == [
        (1, 1),
        (0, 0),
    ]


def test_a_clean_site_is_silence_and_success(home):
    out = StringIO()
    call_command("check_integrity", stdout=out)

    assert out.getvalue() == ""


def test_an_unknown_workshop_is_refused(db):
    with pytest.raises(CommandError, match=r"^There is no workshop nowhere\.$"):
        call_command("check_integrity", "nowhere")


@pytest.mark.parametrize("times", [1, 12])
def test_the_number_of_queries_is_the_same_at_any_size(home, django_assert_max_num_queries, times):
    for number in range(times):
        workshop = make_workshop()
        author = make_participant(workshop)
        make_vote(author, idea=make_idea(make_group(workshop), author, up=number))
    with django_assert_max_num_queries(56):
        assert len(lines()) > times
