"""One's own finished answers: read, corrected and erased, never one alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gateway.models import Answer, Draft, Response
from gateway.services import changes_release, responses_release
from gateway.services.changes import answers_correct, answers_erase, own_answers
from gateway.tokens import contribution_token
from tests.factories import make_participant, make_workshop
from tests.gateway.questionnaires import ask
from workshop.common.errors import DomainError
from workshop.models import Participant, Workshop

pytestmark = pytest.mark.django_db
AFTER = timedelta(days=30)
GIVEN = {"one": ["a"], "several": ["a", "c"], "words": ""}


@pytest.fixture
def asking(db) -> Workshop:
    workshop = make_workshop("spring")
    ask(
        workshop,
        {"key": "one"},
        {"key": "several", "kind": "multiple", "required": False},
        {"key": "words", "kind": "text", "required": False},
    )
    return workshop


def finished(workshop: Workshop, count: int) -> list[Participant]:
    people = [make_participant(workshop) for _ in range(count)]
    for person in people:
        Draft.objects.create(participant=person, answers=GIVEN, finished=True)
    return people


def moved(workshop: Workshop, count: int) -> list[Participant]:
    """People whose answers are among the responses."""
    everybody = finished(workshop, count + 20)
    responses_release()
    return [p for p in everybody if own_now(p).place == "moved"][:count]


def token_of(person: Participant) -> str:
    workshop = Workshop.objects.get(pk=person.workshop_id)
    return contribution_token(workshop=workshop, participant_id=person.pk)


def correct(person: Participant, letter: str) -> None:
    answers_correct(participant=person, answers=GIVEN | {"one": [letter]})


def own_now(person: Participant):
    """The person's answers as a new request finds them: the workshop's half changes."""
    return own_answers(participant=Participant.objects.get(pk=person.pk))


def count_of(letter: str) -> int:
    return Answer.objects.filter(question__key="one", option__key=letter).count()


def test_waiting_answers_are_corrected_where_they_are(asking):
    (person,) = finished(asking, 1)

    correct(person, "b")

    own = own_answers(participant=person)
    assert (own.place, own.answers["one"]) == ("waiting", ["b"])
    assert Draft.objects.count() == 1


def test_moved_answers_are_read_as_they_were_given(asking):
    (person,) = moved(asking, 1)

    own = own_now(person)

    assert (own.place, own.answers) == ("moved", GIVEN)


def test_a_correction_waits_and_its_person_sees_it(asking):
    (person,) = moved(asking, 1)

    correct(person, "b")
    responses_release()

    own = own_now(person)
    assert (own.place, own.answers["one"]) == ("correcting", ["b"])
    assert count_of("b") == 0


@pytest.mark.parametrize(("changes", "applied"), [(19, 0), (20, 10), (31, 20)])
def test_while_open_ten_changes_go_when_twenty_wait(asking, changes, applied):
    people = moved(asking, changes)
    before = Response.objects.count()
    for person in people:
        correct(person, "b")

    responses_release()

    assert count_of("b") == applied
    assert Response.objects.count() == before


@pytest.mark.parametrize(("erased", "gone"), [(19, 0), (20, 10)])
def test_corrections_do_not_help_erasures_to_ten(asking, erased, gone):
    people = moved(asking, erased + 5)
    before = Response.objects.count()
    for person in people[:erased]:
        answers_erase(participant=person)
    for person in people[erased:]:
        correct(person, "b")

    responses_release()

    assert before - Response.objects.count() == gone
    assert count_of("b") == 0
    assert Draft.objects.filter(erases=True).count() == erased - gone


@pytest.mark.parametrize(("changes", "applied"), [(9, 0), (10, 10), (13, 13)])
def test_at_the_close_ten_changes_or_more_go(asking, changes, applied):
    for person in moved(asking, changes):
        correct(person, "b")

    responses_release(now=timezone.now() + AFTER)

    assert count_of("b") == applied


def test_before_the_seal_a_single_change_goes_too(asking):
    first, second = moved(asking, 2)
    correct(first, "b")
    answers_erase(participant=second)
    asking.refresh_from_db()

    changes_release(workshop=asking)

    assert count_of("b") == 1
    assert own_now(first).place == "moved"
    assert own_now(second).place == "none"
    assert not Draft.objects.filter(replaces=True).exists()


def test_a_correction_keeps_the_mark_of_a_contributor(asking):
    (person,) = moved(asking, 1)
    Response.objects.filter(token=token_of(person)).update(contributed=True)
    correct(person, "b")
    asking.refresh_from_db()

    changes_release(workshop=asking)

    assert Response.objects.get(token=token_of(person)).contributed is True
    assert Response.objects.filter(contributed=True).count() == 1


def test_a_corrected_response_is_another_row(asking):
    (person,) = moved(asking, 1)
    before = set(Response.objects.values_list("pk", "token"))
    correct(person, "b")
    asking.refresh_from_db()

    changes_release(workshop=asking)

    after = set(Response.objects.values_list("pk", "token"))
    assert not {pk for pk, _ in before} & {pk for pk, _ in after}
    assert not {token for _, token in before} & {token for _, token in after}


def test_waiting_answers_are_erased_at_once(asking):
    (person,) = finished(asking, 1)

    answers_erase(participant=person)

    assert not Draft.objects.exists()
    assert own_now(person).place == "none"


def test_erased_answers_can_be_neither_read_nor_corrected(asking):
    (person,) = moved(asking, 1)
    answers_erase(participant=person)
    answers_erase(participant=person)

    assert own_now(person).place == "erasing"
    assert Draft.objects.filter(erases=True).count() == 1
    with pytest.raises(DomainError, match="no finished answers"):
        correct(person, "b")


def test_an_erasure_takes_the_place_of_a_correction_that_waits(asking):
    (person,) = moved(asking, 1)
    correct(person, "b")

    answers_erase(participant=person)
    asking.refresh_from_db()
    changes_release(workshop=asking)

    assert count_of("b") == 0
    assert own_now(person).place == "none"


def test_an_answer_that_leaves_a_question_open_is_refused(asking):
    (person,) = finished(asking, 1)

    with pytest.raises(DomainError, match="without an answer"):
        answers_correct(participant=person, answers={"several": ["a"], "words": ""})

    assert Draft.objects.get().answers == GIVEN


def test_after_the_seal_nobody_can_say_which_answers_are_whose(asking):
    (person,) = moved(asking, 1)
    now = timezone.now() + AFTER
    Workshop.objects.update(closes_at=now, sealed_at=now, secret_half="")
    person = Participant.objects.get(pk=person.pk)

    assert own_answers(participant=person).place == "sealed"
    for change in (lambda: correct(person, "b"), lambda: answers_erase(participant=person)):
        with pytest.raises(DomainError, match="Nobody can find your answers"):
            change()


@pytest.mark.parametrize("change", ["correct", "erase"])
def test_a_change_begun_before_the_seal_is_refused_after_it(asking, change):
    (person,) = moved(asking, 1)
    stale = Participant.objects.select_related("workshop").get(pk=person.pk)
    now = timezone.now()
    Workshop.objects.update(closes_at=now, sealed_at=now, secret_half="")

    with pytest.raises(DomainError, match="Nobody can find your answers"):
        correct(stale, "b") if change == "correct" else answers_erase(participant=stale)

    assert not Draft.objects.filter(replaces=True).exists()
