"""Ways to break a promise of people, gateway or analysis; each returns the lines it earns."""

from datetime import timedelta

from django.utils import timezone

from analysis.models import Code, Coding, CodingFrame, CrossTab, CrossTabGroup, Placement
from gateway.models import (
    Answer,
    Draft,
    Option,
    Question,
    Questionnaire,
    Response,
    Section,
)
from gateway.tokens import contribution_token
from ideas.models import Comment, Idea
from tests.analysis.integrity.broken_threads import midnight
from tests.factories import (
    make_participant,
    make_user,
)
from workshop.accounts.models import User
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Channel, Participant, Workshop


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


BROKEN_REST = [
    missing_stamps,
    late_stamp,
    counted_for_nothing,
    contributed_unjoined,
    foreign_channel,
    foreign_delivery,
    told_the_time,
    unlike_address,
    foreign_option,
    foreign_response,
    words_for_a_choice,
    choice_for_words,
    two_answers,
    backward_condition,
    foreign_condition,
    sealed_with_tokens,
    unjoined_answers,
    second_answers,
    foreign_placement,
    foreign_codings,
    heading_given,
    foreign_heading,
    below_itself,
    foreign_crosstab,
]
