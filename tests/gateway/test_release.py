"""Finished answers become nobody's, ten or more at a time."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.models import Answer, Draft, Question, Response
from gateway.services import BATCH, responses_release
from gateway.tasks import responses_release as task
from gateway.tokens import contribution_token
from tests.factories import make_participant, make_workshop
from tests.gateway.questionnaires import ask
from workshop.models import Participant, Workshop

pytestmark = pytest.mark.django_db
AFTER = timedelta(days=30)


@pytest.fixture
def asking(db) -> Workshop:
    workshop = make_workshop("spring")
    ask(workshop, {"key": "one"}, {"key": "several", "kind": "multiple", "required": False})
    return workshop


def finish(workshop: Workshop, count: int, **extra) -> list[Participant]:
    """People who have finished; each third answers differently."""
    made = []
    for number in range(count):
        person = make_participant(workshop, **extra)
        answers = {"one": ["abc"[number % 3]], "several": ["a", "c"]}
        Draft.objects.create(participant=person, finished=True, answers=answers)
        made.append(person)
    return made


def tokens_of(workshop: Workshop, people: list[Participant]) -> list[str]:
    """The tokens of people under the halves that are in force now."""
    workshop.refresh_from_db()
    return [contribution_token(workshop=workshop, participant_id=person.pk) for person in people]


def contribute(*people: Participant) -> None:
    pks = [person.pk for person in people]
    Participant.objects.filter(pk__in=pks).update(first_contributed_at=timezone.now())


@pytest.mark.parametrize(
    ("waiting", "released"), [(0, 0), (19, 0), (20, 10), (29, 10), (30, 20), (47, 30)]
)
def test_while_open_ten_go_when_twenty_wait(asking, waiting, released):
    finish(asking, waiting)

    responses_release()

    assert (Response.objects.count(), Draft.objects.count()) == (released, waiting - released)


@pytest.mark.parametrize(("waiting", "released"), [(9, 0), (10, 10), (19, 19)])
def test_at_the_close_the_rest_goes_if_it_is_ten(asking, waiting, released):
    finish(asking, waiting)

    responses_release(now=timezone.now() + AFTER)

    assert Response.objects.count() == released


def test_unfinished_answers_stay_with_their_person(asking):
    finish(asking, 20)
    Draft.objects.update(finished=False)

    responses_release(now=timezone.now() + AFTER)

    assert not Response.objects.exists()


def test_a_response_holds_the_answers_and_nothing_of_the_person(asking):
    people = finish(asking, 12)

    responses_release(now=timezone.now() + AFTER)

    chosen = Counter(Answer.objects.values_list("question__key", "option__key"))
    counts = {("one", key): 4 for key in "abc"} | {("several", key): 12 for key in "ac"}
    assert chosen == counts
    fields = {field.name for field in Response._meta.get_fields()}
    assert fields == {"answers", "id", "questionnaire", "archive_id", "contributed", "token"}
    tokens = tokens_of(asking, people)
    assert set(Response.objects.values_list("token", flat=True)) == set(tokens)


def test_the_token_needs_both_halves_of_the_secret(asking, settings):
    before = contribution_token(workshop=asking, participant_id=1)
    settings.ANONYMITY_SECRET = "another"
    other_machine = contribution_token(workshop=asking, participant_id=1)
    asking.secret_half = "another"

    assert len({before, other_machine, contribution_token(workshop=asking, participant_id=1)}) == 3


def test_rows_do_not_stand_in_the_order_of_people(asking):
    people = finish(asking, 40)

    responses_release(now=timezone.now() + AFTER)

    tokens = tokens_of(asking, people)
    stored = list(Response.objects.order_by("pk").values_list("token", flat=True))
    assert sorted(stored) == sorted(tokens)
    assert stored != tokens  # 1 in 40! that it fails by chance


def test_a_question_changed_since_gives_no_answer(asking):
    finish(asking, 10)
    Question.objects.filter(key="several").delete()
    Question.objects.get(key="one").options.get(key="a").delete()

    responses_release(now=timezone.now() + AFTER)

    assert Response.objects.count() == 10
    assert Counter(Answer.objects.values_list("option__key", flat=True)) == {"b": 3, "c": 3}


def test_a_text_is_kept_as_text(asking):
    ask(asking, {"key": "words", "kind": "text"})
    finish(asking, 10)
    draft = Draft.objects.first()
    draft.answers["words"] = "In my own words"
    draft.save()

    responses_release(now=timezone.now() + AFTER)

    assert Answer.objects.get(option=None).text == "In my own words"


def test_a_fault_in_the_middle_changes_nothing(asking, monkeypatch):
    finish(asking, 20)

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Answer.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        responses_release()

    assert (Response.objects.count(), Draft.objects.count()) == (0, 20)


def test_running_twice_is_harmless(asking):
    finish(asking, 25)

    task()
    task()

    assert (Response.objects.count(), Draft.objects.count()) == (10, 15)


def test_sealed_and_upcoming_workshops_are_left_alone(asking):
    finish(asking, 20)
    late = timezone.now() + AFTER

    responses_release(now=asking.opens_at - timedelta(hours=1))
    Workshop.objects.update(sealed_at=late, secret_half="")
    responses_release(now=late)

    assert not Response.objects.exists()


def test_contributors_are_counted_in_tens_too(asking):
    people = finish(asking, 60)
    responses_release()
    contribute(*people[:20])

    responses_release()
    assert Response.objects.filter(contributed=True).count() in (0, 10)
    responses_release(now=timezone.now() + AFTER)

    assert Response.objects.filter(contributed=True).count() == 20
    marked = set(Response.objects.filter(contributed=True).values_list("token", flat=True))
    assert marked == set(tokens_of(asking, people[:20]))
    assert Participant.objects.filter(contribution_counted=True).count() == 20


def test_fewer_than_ten_contributors_are_never_counted(asking):
    people = finish(asking, 40)
    contribute(*people[:9])

    responses_release(now=timezone.now() + AFTER)

    assert Response.objects.count() == 40
    assert not Response.objects.filter(contributed=True).exists()


def test_no_row_can_be_followed_from_one_release_to_the_next(asking):
    finish(asking, 20)
    responses_release()
    before = {str(value) for row in Response.objects.values_list("pk", "token") for value in row}
    answers = set(Answer.objects.values_list("pk", flat=True))
    finish(asking, 10)

    responses_release()

    after = {str(value) for row in Response.objects.values_list("pk", "token") for value in row}
    assert (len(before), len(after)) == (20, 40)
    assert not before & after
    assert not answers & set(Answer.objects.values_list("pk", flat=True))


def test_a_large_table_waits_until_a_hundredth_of_it_moves(asking):
    questionnaire = Question.objects.first().questionnaire
    Response.objects.bulk_create(Response(questionnaire=questionnaire) for _ in range(2000))
    finish(asking, 20)
    responses_release()
    assert Response.objects.count() == 2000

    finish(asking, 10)
    responses_release()

    assert Response.objects.count() == 2020
    assert Response.objects.filter(token="").count() == 2000


EVENTS = st.lists(
    st.tuples(st.sampled_from(["finish", "contribute", "release"]), st.integers(1, 25)),
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=EVENTS)
def test_whatever_happens_no_step_moves_fewer_than_ten(asking, events):
    with transaction.atomic():
        people, contributors = [], 0
        for event, number in [*events, ("close", 0)]:
            if event == "finish":
                people += finish(asking, number)
            elif event == "contribute":
                contributors = max(contributors, min(number, len(people)))
                contribute(*people[:contributors])
            else:
                release_and_check(closed=event == "close")
        assert Response.objects.count() == (len(people) if len(people) >= BATCH else 0)
        marked = Response.objects.filter(contributed=True).count()
        assert marked == (contributors if min(contributors, len(people)) >= BATCH else 0)
        transaction.set_rollback(True)


def release_and_check(*, closed: bool) -> None:
    """Release once: what moves is nothing or ten and more, and as many wait as must."""

    def state():
        marked = Response.objects.filter(contributed=True).count()
        return Response.objects.count(), marked, Draft.objects.count()

    before = state()
    responses_release(now=timezone.now() + (AFTER if closed else timedelta(0)))
    after = state()
    for moved in (after[0] - before[0], after[1] - before[1]):
        assert moved == 0 or moved >= BATCH
        assert closed or moved % BATCH == 0
    assert after[0] + after[2] == before[0] + before[2]
    assert Participant.objects.filter(contribution_counted=True).count() == after[1]
    assert closed or after[2] < 2 * BATCH


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_second_run_at_the_same_time_passes_by():
    workshop = make_workshop("spring")
    ask(workshop, {"key": "one"}, {"key": "several", "kind": "multiple"})
    finish(workshop, 25)
    second = threading.Thread(target=lambda: (responses_release(), connections.close_all()))

    with transaction.atomic():
        responses_release()
        second.start()
        second.join()

    assert (Response.objects.count(), Draft.objects.count()) == (10, 15)
