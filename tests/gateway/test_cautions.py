"""What the builder warns of, and what it leaves in peace."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis.demo
from gateway.cautions import Asked, CautionKind, cautions

PUBLISHED = Path(analysis.demo.__file__).parent / "published-2017.json"


def found(text="What?", *labels, kind="single", expected=0, **extra) -> dict:
    asked = Asked(key="q", text=text, kind=kind, labels=labels, **extra)
    return {caution.kind: caution for caution in cautions([asked], expected=expected)}


def published_questions() -> list[Asked]:
    rows = json.loads(PUBLISHED.read_text(encoding="utf-8"))["gateway"]["questions"]
    return [
        Asked(
            key=row["key"],
            text=row["text_paraphrased"],
            kind="single",
            labels=tuple(option["label"] for option in row["options"]),
        )
        for row in rows
    ]


@pytest.mark.parametrize(
    ("labels", "shared"),
    [
        (["25-40", "40-65"], "40 fits"),
        (["25 – 40", "35 to 50"], "35 to 40 fit"),
        (["Between 25 and 40", "40 or over"], "40 fits"),
        (["60-65", "65+"], "65 fits"),
        (["65 or over", "65+"], "65 and over fit"),
        (["Up to 10", "10 or fewer"], "10 and under fit"),
        (["£20,000 to £30,000", "£30,000 to £40,000"], "30,000 fits"),
        (["£20k-£30k", "Over £25k"], "25,001 to 30,000 fit"),
        (["1-2 years", "2-5 years"], "2 fits"),
        (["0.5-1.5", "1.5 to under 3"], "1.5 fits"),
        (["1 year or less", "1-2 years"], "1 fits"),
        (["3", "2-4"], "3 fits"),
        (["At least 50%", "25-50%"], "50 fits"),
    ],
)
def test_bands_that_take_in_the_same_number_are_told(labels, shared):
    caution = found("What?", *labels)[CautionKind.OVERLAP]

    assert caution.words == f"“{labels[0]}” and “{labels[1]}” overlap: {shared} both."
    assert not caution.quiet


@pytest.mark.parametrize(
    "labels",
    [
        ["Under 25", "25-39", "40-64", "65 or over"],
        ["40-65", "Over 65"],
        ["Less than a year", "1-3 years", "4-6 years", "7 years plus"],
        ["Less than 1 year", "1-2 years"],
        ["6-12 months", "1-7 years"],
        ["1-2 times a week", "1-2 times a month"],
        ["£20,000 to under £30,000", "£30,000 to £40,000"],
        ["Band 5", "Band 6"],
        ["0", "1", "2", "3 or more"],
        ["Windows 7 or 10", "Windows 10"],
        ["0.5 to under 1.5", "1.5-3"],
        ["9 to 5", "5-9"],
        ["Covid19 ward", "19-20"],
        ["Yes", "No"],
    ],
)
def test_bands_that_stand_apart_are_left_in_peace(labels):
    assert found("What?", *labels) == {}


@pytest.mark.parametrize(
    ("labels", "missing"),
    [
        (["18-24", "26-40"], "No answer takes in 25, between “18-24” and “26-40”."),
        (["Under 20", "25+"], "No answer takes in 20 to 24, between “Under 20” and “25+”."),
        (["5 or more", "1"], "No answer takes in 2 to 4, between “1” and “5 or more”."),
    ],
)
def test_a_gap_is_told_more_quietly(labels, missing):
    caution = found("What?", *labels)[CautionKind.GAP]

    assert (caution.words, caution.quiet) == (missing, True)


def test_of_many_overlaps_the_first_are_told():
    words = found("What?", *(f"{low}-99" for low in range(10, 14)))[CautionKind.OVERLAP].words

    assert words.count("overlap:") == 3
    assert words.endswith("There are 3 more.")


@pytest.mark.parametrize(
    ("options", "expected", "warned"),
    [
        (15, 0, False), (16, 0, True), (16, 100_000, True),
        (3, 49, False), (3, 89, True), (3, 90, False), (2, 50, False),
    ],
)  # fmt: skip
def test_answers_that_few_will_give_are_told(options, expected, warned):
    labels = [f"Answer {'x' * number}" for number in range(options)]

    assert (CautionKind.FINE in found("What?", *labels, expected=expected)) == warned


def test_fine_answers_are_explained_with_numbers():
    labels = [chr(97 + number) for number in range(8)]

    words = found("What?", *labels, expected=120)[CautionKind.FINE].words

    assert words == (
        "8 answers for 120 people known so far: about 15 each, fewer for many. The report "
        "withholds answers of fewer than 10 people. Fewer, broader answers tell more."
    )


@pytest.mark.parametrize(
    "text",
    [
        "What is your name?", "Name", "Your full name", "Surname", "Name of your line manager",
        "What is your e-mail address?", "Your email:", "What is your work email?",
        "What is your home address?", "Address", "Your phone number", "Mobile no.",
        "The postcode of your workplace?", "Post code", "Date of birth", "When were you born?",
        "DOB",
        "What is your staff number?", "NHS number", "Your payroll no", "Employee ID",
        "Your GMC registration number", "What is your job title?", "What is your exact role?",
        "Your Twitter handle or account", "Username",
    ],
)  # fmt: skip
def test_a_question_that_identifies_on_its_own_is_told(text):
    assert CautionKind.IDENTIFIES in found(text, kind="text", required=False)


@pytest.mark.parametrize(
    "text",
    [
        "Name one thing that would help.", "Which job role is closest to yours?",
        "Does training address your needs?", "How should we address this?", "Is your job safe?",
        "How many staff work here?", "Which of these do you use by phone?",
        "How often do you read e-mail?", "Do you use a mobile phone at work?",
        "What is the number of staff in your team?", "Can you name a system you like?",
        "How old are you?", "What would you title this report?",
        "Do you know who to telephone for help?", "In which region do you work?",
        "In which country were you born?",
        "Do you hold a professional registration?",
    ],
)  # fmt: skip
def test_a_harmless_question_is_left_in_peace(text):
    assert CautionKind.IDENTIFIES not in found(text, kind="text", required=False)


def test_words_of_ones_own_are_a_quiet_caution_and_a_loud_one_where_nobody_may_pass():
    quiet = found("Anything else?", kind="text", required=False)[CautionKind.FREE_TEXT]
    loud = found("Anything else?", kind="text", required=True)[CautionKind.FREE_TEXT]

    assert (quiet.quiet, loud.quiet) == (True, False)
    assert loud.words.startswith(quiet.words)


def test_the_questionnaire_of_2017_would_have_been_mended_in_four_places():
    told = cautions(published_questions(), expected=1061)

    assert [(c.question_key, c.kind.value) for c in told] == [
        ("work_role", "fine"),
        ("organisation_type", "fine"),
        ("location", "fine"),
        ("age_band", "overlap"),
    ]
    assert told[-1].words == "“25-40” and “40-65” overlap: 40 fits both."
    assert told[0].words.startswith("33 answers for 1,061 people known so far: about 32 each")


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=60), st.integers(0, 10**6))
def test_no_words_are_too_odd_to_be_looked_at(labels, text, expected):
    asked = Asked(key="q", text=text, kind="single", labels=tuple(labels))

    assert all(caution.question_key == "q" for caution in cautions([asked], expected=expected))
