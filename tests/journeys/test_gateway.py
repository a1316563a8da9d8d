"""The 15 questions of the demo workshop, finished by the keyboard alone and read as a tree."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from gateway.models import Draft
from tests.conftest import with_second_factor
from tests.factories import make_group, make_participant, make_user, make_workshop
from tests.gateway.demo import QUESTIONS, SECTIONS, make_demo_gateway
from tests.journeys.conftest import Visitor
from tests.journeys.keys import choose, press, tab_to
from tests.journeys.signing_in import give_session, sign_in_as
from workshop.models import Participant

START = "/w/spring/questions/"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


class Walker(Visitor):
    """A visitor who counts the pages that were loaded, redirects apart."""

    def __init__(self, page, address, *, scripts) -> None:
        super().__init__(page, address, scripts=scripts)
        self.loads: list[str] = []

    def _response(self, response) -> None:
        super()._response(response)
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self.loads.append(response.url.removeprefix(self.address))


@pytest.fixture
def person() -> Participant:
    workshop = make_workshop("spring", title="Digital skills for health and care")
    make_group(workshop, "at-work")
    make_demo_gateway(workshop)
    return make_participant(workshop, make_user("nurse@example.org"), joined_at=None)


@pytest.fixture
def walk(browser, live_server, settings, person) -> Iterator[Callable[..., Walker]]:
    """A function: the person at a browser of a width, with scripts or without."""
    settings.SITE_URL = live_server.url
    contexts = []

    def at(width: int, *, scripts: bool = True) -> Walker:
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        context.set_default_timeout(30_000)
        contexts.append(context)
        walker = Walker(context.new_page(), live_server.url, scripts=scripts)
        sign_in_as(walker, person.user)
        return walker

    yield at
    for context in contexts:
        context.close()


def group_of(walker: Walker, question: dict):
    """The question as the tree of a screen reader has it: a group named by its words."""
    return walker.page.get_by_role("group", name=question["text"], exact=True)


def read_question(walker: Walker, question: dict) -> None:
    """The question's choices have their role and their words, in order."""
    group = group_of(walker, question)
    expect(group.get_by_role("heading", name=question["text"])).to_be_visible()
    labels = [option["label"] for option in question["options"]]
    labels += [] if question["required"] else ["Prefer not to say"]
    names = [line.strip() for line in group.aria_snapshot().splitlines() if "- radio" in line]
    assert [
        name.removeprefix("- radio ").removesuffix(" [checked]").strip('"') for name in names
    ] == labels


def read_progress(walker: Walker, words: str, value: int) -> None:
    bar = walker.page.get_by_role("progressbar", name=words, exact=True)
    assert bar.get_attribute("value") == str(value)
    assert bar.get_attribute("max") == "15"


def finish(walker: Walker) -> None:
    """Check all answers and go in."""
    walker.look("Check your answers")
    assert walker.page.get_by_role("link", name="Change").count() == len(QUESTIONS)
    press(walker.page, walker.page.get_by_role("button", name="Go to the groups"))
    walker.look("Breakout groups")


def stored(person: Participant) -> dict:
    return Draft.objects.get(participant=person).answers


def second_options() -> dict:
    """What `choose` chooses: the second answer to everything."""
    return {question["key"]: [question["options"][1]["key"]] for question in QUESTIONS}


@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1440, False)])
def test_fifteen_questions_one_by_one_by_keyboard_alone(walk, person, width, scripts):
    walker = walk(width, scripts=scripts)
    walker.open(START)

    seen: set[tuple] = set()
    for number, question in enumerate(QUESTIONS, start=1):
        make = (question["kind"], question["required"], len(question["options"]) > 12)
        walker.look(question["text"], axe=make not in seen)
        seen.add(make)
        read_question(walker, question)
        read_progress(walker, f"Question {number} of 15", number)
        choose(walker.page, group_of(walker, question))
        press(walker.page, walker.page.get_by_role("button", name="Continue"))
    finish(walker)

    assert stored(person) == second_options()
    assert len(walker.loads) == len(QUESTIONS) + 2 <= 18


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (768, True), (360, False)])
def test_fifteen_questions_by_whole_sections_by_keyboard_alone(walk, person, width, scripts):
    walker = walk(width, scripts=scripts)
    walker.open(START)
    if width < 769:
        press(walker.page, walker.page.get_by_role("link", name="Show whole sections"))

    last = 0
    for section in SECTIONS:
        walker.look(section["title"])
        first, last = last + 1, last + len(section["questions"])
        read_progress(walker, f"Questions {first} to {last} of 15", last)
        for question in section["questions"]:
            read_question(walker, question)
            choose(walker.page, group_of(walker, question))
        press(walker.page, walker.page.get_by_role("button", name="Continue"))
    finish(walker)

    assert stored(person) == second_options()
    assert len(walker.loads) <= len(SECTIONS) + 3


def test_whoever_chose_one_at_a_time_keeps_it_on_a_wide_screen(walk):
    walker = walk(1440)
    walker.open(START)
    walker.look("Your work")

    press(walker.page, walker.page.get_by_role("link", name="Show one question at a time"))
    walker.look(QUESTIONS[0]["text"])
    choose(walker.page, group_of(walker, QUESTIONS[0]))
    press(walker.page, walker.page.get_by_role("button", name="Continue"))

    walker.look(QUESTIONS[1]["text"])
    walker.page.reload()
    walker.look(QUESTIONS[1]["text"])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_left_out_is_said_and_led_to(walk, person, scripts):
    walker = walk(1440, scripts=scripts)
    walker.open(f"{START}?by=section")
    choose(walker.page, group_of(walker, QUESTIONS[0]))
    press(walker.page, walker.page.get_by_role("button", name="Continue"))

    walker.look("Your work")
    alert = walker.page.get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("There is a problem")
    link = alert.get_by_role("link", name=f"{QUESTIONS[1]['text']} Choose one answer")
    assert walker.page.title().startswith("Error: Your work")
    tab_to(walker.page, link)
    walker.page.keyboard.press("Enter")
    first = group_of(walker, QUESTIONS[1]).get_by_role("radio").first
    if scripts:
        expect(first).to_be_focused()
    assert stored(person) == {"work_role": second_options()["work_role"]}


def test_staff_look_at_the_questions_under_a_band(walk):
    walker = walk(360)
    give_session(walker, with_second_factor(make_user(is_staff=True, is_superuser=True)))
    walker.open(f"{START}preview/")

    walker.look(QUESTIONS[0]["text"])
    expect(walker.page.get_by_role("region", name="Preview")).to_contain_text("nothing is kept")
    choose(walker.page, group_of(walker, QUESTIONS[0]))
    press(walker.page, walker.page.get_by_role("button", name="Continue"))
    walker.look(QUESTIONS[1]["text"])
    assert not Draft.objects.exists()
    press(walker.page, walker.page.get_by_role("link", name="Back to the builder"))
    assert "/admin/gateway/questionnaire/" in walker.page.url
