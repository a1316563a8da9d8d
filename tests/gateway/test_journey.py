"""The pure way through a questionnaire."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.journey import Journey, Step, valid_answer

KEYS = ["q0", "q1", "q2", "q3", "q4", "q5"]
options = st.lists(st.sampled_from("abc"), unique=True)
garbage = (
    st.none() | st.integers() | st.text("abxé", max_size=3) | st.lists(st.sampled_from("abcxyz"))
)


@st.composite
def questionnaires(draw) -> list[Step]:
    steps = []
    for number, key in enumerate(KEYS[: draw(st.integers(0, 6))]):
        kind = draw(st.sampled_from(["single", "multiple", "scale", "text"]))
        condition = None
        if number and draw(st.booleans()):
            condition = (draw(st.sampled_from(KEYS[:number])), frozenset(draw(options)))
        choices = () if kind == "text" else tuple(draw(options))
        steps.append(Step(key, kind, draw(st.booleans()), choices, condition))
    return steps


@given(questionnaires(), st.dictionaries(st.sampled_from([*KEYS, "gone"]), garbage))
def test_whatever_a_draft_holds_the_way_is_sound(steps, answers):
    journey = Journey(steps, answers)

    shown = {step.key for step in journey.shown}
    assert set(journey.answers) <= shown
    for step in journey.shown:
        assert step.show_if is None or step.show_if[0] in journey.answers
    assert (journey.missing is None) == (set(journey.answers) == shown)
    assert journey.length >= len(journey.shown)


@given(questionnaires(), st.data())
def test_answering_what_is_missing_reaches_the_end_and_never_grows(steps, data):
    answers, by_key, lengths = {}, {step.key: step for step in steps}, []
    while (key := Journey(steps, answers).missing) is not None:
        journey = Journey(steps, answers)
        lengths.append(journey.length)
        assert journey.reachable(key)
        assert journey.number(key) <= journey.length
        step = by_key[key]
        if step.required and not step.options and step.kind != "text":
            return  # a question nobody can answer
        answers[key] = "words" if step.kind == "text" else data.draw(chosen(step))
    assert lengths == sorted(lengths, reverse=True)
    assert len(answers) == len(Journey(steps, answers).shown)


def chosen(step: Step):
    least = 1 if step.required else 0
    most = len(step.options) if step.kind == "multiple" else min(1, len(step.options))
    if not step.options:
        return st.just([])
    return st.lists(st.sampled_from(step.options), unique=True, min_size=least, max_size=most)


def test_a_condition_on_a_later_question_does_not_hold():
    later = Step("a", "single", True, ("x",), ("b", frozenset("y")))
    steps = [later, Step("b", "single", True, ("y",))]

    assert [step.key for step in Journey(steps, {"b": ["y"]}).shown] == ["b"]


def test_a_condition_on_a_question_that_is_not_asked_does_not_hold():
    steps = [
        Step("a", "single", True, ("x", "y")),
        Step("b", "single", True, ("x",), ("a", frozenset("x"))),
        Step("c", "single", True, ("x",), ("b", frozenset("x"))),
    ]

    journey = Journey(steps, {"a": ["y"], "b": ["x"], "c": ["x"]})

    assert [step.key for step in journey.shown] == ["a"]
    assert journey.answers == {"a": ["y"]}


def test_an_answer_in_words_meets_no_condition():
    steps = [Step("a", "text", True), Step("b", "single", True, ("x",), ("a", frozenset("x")))]

    assert [step.key for step in Journey(steps, {"a": "x"}).shown] == ["a"]


def test_what_is_left_of_several_choices_still_counts():
    step = Step("a", "multiple", True, ("x", "z"))

    assert valid_answer(step, ["z", "y", "x"]) == ["x", "z"]
    assert valid_answer(step, ["y"]) is None
