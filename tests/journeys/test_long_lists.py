"""Long lists of answers are shortened by typing; without scripts the whole list is there."""

import pytest
from playwright.sync_api import expect

from gateway.models import Draft, Option, Question
from tests.factories import make_participant, make_user, make_workshop
from tests.gateway.questionnaires import ask
from tests.journeys.keys import press, tab_to
from tests.journeys.signing_in import sign_in_as
from workshop.models import Participant

pytestmark = pytest.mark.django_db(transaction=True)
with_scripts = pytest.mark.parametrize("scripts", [True], ids=["scripts"])
ANSWER = "/w/spring/questions/answer"
JOBS = ["Nurse on a ward", "Nurse in a care home", "Médecin", "Ward clerk", "Porter"]
JOBS += [f"Job number {number}" for number in range(6, 14)]
# What is typed, and what it leaves: each after the other, as somebody types who looks for a word.
LEFT = {
    "NURSE": JOBS[:2],
    "ward nur": JOBS[:1],
    "medecin": JOBS[2:3],
    "MÉDECIN": JOBS[2:3],
    "  ward  ": [JOBS[0], JOBS[3]],
}


@pytest.fixture
def person() -> Participant:
    workshop = make_workshop("spring")
    kinds = {"job": "single", "jobs": "multiple", "short": "single"}
    asked = (
        {"key": k, "kind": kind, "options": "", "required": False} for k, kind in kinds.items()
    )
    ask(workshop, *asked)
    for question in Question.objects.all():
        labels = JOBS[:12] if question.key == "short" else JOBS
        Option.objects.bulk_create(
            Option(question=question, key=f"o{place}", label=label, position=place)
            for place, label in enumerate(labels)
        )
    person = make_participant(workshop, make_user(), joined_at=None)
    earlier = {"job": [], "jobs": []}
    Draft.objects.create(participant=person, answers=earlier)
    return person


@pytest.fixture
def reader(visitor, person):
    sign_in_as(visitor, person.user)
    return visitor


def box(reader):
    return reader.page.get_by_role("searchbox", name="Type to shorten the list")


def options(reader, role: str = "radio") -> list[str]:
    """The words of the choices that are in the tree."""
    lines = reader.page.get_by_role("group").aria_snapshot().splitlines()
    names = [line.partition(f"- {role} ")[2] for line in lines if f"- {role} " in line]
    return [name.partition('"')[2].partition('"')[0] for name in names]


def test_a_long_list_is_whole_before_anything_is_typed(reader):
    for key in ("job", "jobs"):
        reader.open(f"{ANSWER}/{key}/?by=question")
        reader.look(f"What about {key}?")
        assert options(reader, {"job": "radio"}.get(key, "checkbox")) == [
            *JOBS,
            "Prefer not to say",
        ]
        assert box(reader).count() == (1 if reader.scripts else 0)


@with_scripts
def test_a_list_of_twelve_is_left_as_it_is(reader):
    reader.open(f"{ANSWER}/short/?by=question")

    reader.look("What about short?")
    assert box(reader).count() == 0


@with_scripts
def test_typed_words_leave_what_holds_them_all(reader):
    reader.open(f"{ANSWER}/job/?by=question")

    for typed, left in LEFT.items():
        box(reader).fill(typed)

        assert options(reader) == [*left, "Prefer not to say"], typed
        expect(reader.page.get_by_text(f"{len(left)} of 13 shown")).to_be_visible()
        reader.look("What about job?")


@with_scripts
def test_what_is_chosen_stays_in_view(reader):
    reader.open(f"{ANSWER}/jobs/?by=question")
    reader.page.get_by_label("Porter").check()

    box(reader).fill("nurse")

    assert options(reader, "checkbox") == [*JOBS[:2], "Porter", "Prefer not to say"]


@with_scripts
def test_words_that_nothing_holds_say_so_and_lead_back(reader):
    reader.open(f"{ANSWER}/job/?by=question")
    box(reader).fill("astronaut")

    expect(reader.page.get_by_text("Nothing in the list has these words.")).to_be_visible()
    assert options(reader) == ["Prefer not to say"]
    reader.look("What about job?")
    reader.press("Show the whole list")

    assert options(reader) == [*JOBS, "Prefer not to say"]
    expect(box(reader)).to_be_focused()
    assert reader.page.get_by_role("button", name="Show the whole list").count() == 0


@with_scripts
def test_the_box_is_used_by_keyboard_and_sends_nothing(reader, person):
    reader.open(f"{ANSWER}/job/?by=question")
    keyboard = reader.page.keyboard
    tab_to(reader.page, box(reader))
    keyboard.type("ward")
    keyboard.press("Enter")
    assert reader.page.url.endswith("/job/?by=question")
    keyboard.press("Escape")
    assert box(reader).input_value() == ""
    assert len(options(reader)) == 14

    keyboard.type("ward")
    keyboard.press("Tab")
    expect(reader.page.get_by_label("Prefer not to say")).to_be_focused()  # chosen before
    keyboard.press("ArrowDown")
    expect(reader.page.get_by_label("Nurse on a ward")).to_be_focused()
    keyboard.press("ArrowDown")
    expect(reader.page.get_by_label("Ward clerk")).to_be_checked()
    press(reader.page, reader.page.get_by_role("button", name="Continue"))
    assert Draft.objects.get().answers["job"] == ["o3"]


@with_scripts
def test_tab_leads_from_the_box_to_the_first_choice_in_view(reader):
    Draft.objects.update(answers={})
    reader.open(f"{ANSWER}/job/?by=question")
    tab_to(reader.page, box(reader))

    reader.page.keyboard.type("clerk")
    reader.page.keyboard.press("Tab")

    expect(reader.page.get_by_label("Ward clerk")).to_be_focused()


@with_scripts
def test_each_list_of_a_section_has_its_own_box(reader):
    reader.open("/w/spring/questions/section/1/?by=section")
    reader.look("About you")
    jobs = reader.page.get_by_role("group", name="What about jobs?")

    jobs.get_by_role("searchbox").fill("porter")

    assert jobs.get_by_role("checkbox").count() == 2
    assert (
        reader.page.get_by_role("group", name="What about job?", exact=True)
        .get_by_role("radio")
        .count()
        == 14
    )
    reader.look("About you")


def test_prefer_not_to_say_and_the_answers_exclude_each_other(reader):
    reader.open(f"{ANSWER}/jobs/?by=question")
    nothing, porter = (reader.page.get_by_label(name) for name in ("Prefer not to say", "Porter"))
    expect(nothing).to_be_checked()

    porter.check()
    if reader.scripts:
        expect(nothing).not_to_be_checked()
        nothing.check()
        expect(porter).not_to_be_checked()
        return
    reader.press("Continue")

    reader.page.get_by_role("alert").wait_for()
    assert "Choose answers, or “Prefer not to say”, not both" in reader.page.inner_text("main")
    expect(porter).to_be_checked()
