from datetime import UTC, datetime

import pytest

from ideas.enums import ContributionState
from tests.factories import make_group, make_idea, make_mailing
from tests.queries import query_budget
from workshop.mailings.checks import mailing_problems
from workshop.mailings.enums import Audience, MailingKind
from workshop.mailings.tokens import stop_url
from workshop.models import Channel

SITE = "http://127.0.0.1:8000"
# A Wednesday at eleven.
NOON = datetime(2026, 3, 11, 11, 0, tzinfo=UTC)


@pytest.fixture
def spring(workshop):
    workshop.opens_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    workshop.closes_at = datetime(2026, 3, 23, 17, 0, tzinfo=UTC)
    workshop.save()
    return workshop


def found(workshop, **values) -> list[tuple[str, str, str]]:
    values = {"body": "Come to {link}.", "send_at": NOON} | values
    mailing = make_mailing(workshop, **values)
    problems = mailing_problems(mailing, NOON)
    return [(problem.level, problem.field, problem.words) for problem in problems]


def errors(workshop, **values) -> list[tuple[str, str]]:
    return [(field, words) for level, field, words in found(workshop, **values) if level == "error"]


def warnings(workshop, **values) -> list[tuple[str, str]]:
    return [(field, word) for level, field, word in found(workshop, **values) if level == "warning"]


def test_a_mailing_in_order_has_no_problem(spring):
    make_idea(make_group(spring))

    assert found(spring, subject="{title}: {days_left} days", preheader="{ideas} ideas") == []


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_empty_subject_and_an_empty_text_are_errors(spring, empty):
    assert errors(spring, subject=empty, body=empty) == [
        ("subject", "Write a subject."),
        ("body", "Write a text."),
    ]


@pytest.mark.parametrize("sign", ["\r\nBcc: a@example.org", "\n", "\x1b", "\u2028", "\u202e"])
@pytest.mark.parametrize("field", ["subject", "preheader"])
def test_line_breaks_and_control_characters_are_errors(spring, field, sign):
    words = "Write one line: take out line breaks and signs that cannot be seen."
    assert (field, words) in errors(spring, **{field: f"Hello{sign}"})


def test_the_subject_is_measured_as_it_will_read(spring):
    spring.title = "A very long title of a workshop " * 3
    spring.save()

    assert errors(spring, subject="{title} {title}")[0][0] == "subject"
    assert found(spring, subject="x" * 60) == []
    assert warnings(spring, subject="x" * 61) == [
        ("subject", "The subject has 61 characters. Phones show about 60.")
    ]
    assert warnings(spring, subject="x" * 100)[0][0] == "subject"
    assert errors(spring, subject="x" * 101) == [
        ("subject", "The subject has 101 characters. Use at most 100.")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{titel}", "“{titel}” stands for nothing. Did you mean {title}?"),
        ("{days left}", "“{days left}” stands for nothing. Did you mean {days_left}?"),
        ("{name}", "“{name}” stands for nothing. See the list of placeholders."),
        ("{{title}}", "“{{title}}” is sent as it stands. Write one brace on each side."),
        ("{{ title }}", "“{{title}}” is sent as it stands. Write one brace on each side."),
    ],
)
def test_unknown_placeholders_are_errors_wherever_they_stand(spring, text, words):
    assert errors(spring, body=f"{text} {{link}}") == [("body", words)]
    assert errors(spring, subject=text) == [("subject", words)]
    assert errors(spring, preheader=text) == [("preheader", words)]


@pytest.mark.parametrize("name", ["link", "most_discussed", "unsubscribe"])
def test_some_placeholders_belong_to_the_text_alone(spring, name):
    words = f"{{{name}}} can stand in the text alone, not here."

    assert errors(spring, subject=f"See {{{name}}}") == [("subject", words)]


def test_a_call_without_a_way_in_is_an_error_and_a_thank_you_a_warning(spring):
    words = "No link leads to the workshop. Write {link} where people should press."

    assert errors(spring, body="Come!", kind=MailingKind.REMINDER) == [("body", words)]
    assert found(spring, body="Thanks!", kind=MailingKind.THANKS) == [("warning", "body", words)]
    assert found(spring, body=f"[Come]({SITE}/w/spring/groups/)") == []


def test_figures_with_nothing_to_say_are_warnings(spring):
    body = "{ideas} {new_ideas}\n\n{most_discussed}\n\n{link} {days_left}"
    closing = spring.closes_at.replace(hour=12)

    assert [words.split(" ")[0] for _, words in warnings(spring, body=body, send_at=closing)] == [
        "{days_left}", "There", "Nothing",
    ]  # fmt: skip
    assert errors(spring, body=body) == []


def test_titles_of_ideas_for_people_outside_are_a_warning(spring):
    idea = make_idea(make_group(spring))
    type(idea).objects.update(comment_count=1)
    body = "{most_discussed}\n\n{link}"

    assert found(spring, body=body) == []
    (field, words) = warnings(spring, body=body, audience=[Audience.PREREGISTERED])[0]
    assert (field, "have not answered the questions" in words) == ("body", True)


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("/w/spring/", "is not a whole address: begin it with https://"),
        ("www.example.org", "is not a whole address: begin it with https://"),
        ("ftp://example.org/a", "is not a whole address: begin it with https://"),
        ("https://example", "names no website"),
        ("https:///path", "names no website"),
        ("https://exa_mple.org/", "names no website"),
        ("https://example.org:port/", "is no address"),
        ("mailto:somebody", "is no e-mail address"),
        ("mailto:a@b@example.org", "is no e-mail address"),
        (f"{SITE}/w/nowhere/", "leads to no page of ours"),
        (f"{SITE}/nothing/at/all/", "leads to no page of ours"),
        (f"{SITE}/w/spring/groups/nowhere/", "leads to no page of ours"),
        (f"{SITE}/w/spring/ideas/abcdefghijklm/", "leads to no page of ours"),
        (f"{SITE}/w/spring/from/nobody/", "leads to no page of ours"),
        (f"{SITE}/admin/", "is for staff alone"),
        (f"{SITE}/w/spring/channels/", "is for staff alone"),
        ("https://127.0.0.1:8000/w/spring/", f"is not how our pages begin: write {SITE}"),
        ("http://127.0.0.1/w/spring/", f"is not how our pages begin: write {SITE}"),
    ],
)
def test_links_that_lead_nowhere_are_errors(spring, link, fault):
    assert errors(spring, body=f"{{link}} [here]({link})") == [
        ("body", f"The link {link} {fault}.")
    ]


def test_links_that_lead_somewhere_are_none(spring):
    group = make_group(spring, "at-work")
    idea = make_idea(group)
    Channel.objects.create(workshop=spring, key="carers", title="Carers")
    paths = ["", "groups/", "groups/at-work/?order=top#list", f"ideas/{idea.public_id}/"]
    links = [f"{SITE}/w/spring/{path}" for path in [*paths, "from/carers/", "mine/"]]
    links += [SITE, f"{SITE}/help/", "https://example.org/a?b=c#d", "mailto:a@example.org"]
    body = "{link} " + " ".join(f"[x]({link})" for link in links)

    assert found(spring, body=body) == []


def test_an_idea_that_is_not_shown_cannot_be_linked(spring):
    idea = make_idea(make_group(spring), state=ContributionState.HIDDEN)

    (problem,) = errors(spring, body=f"{{link}} [it]({SITE}{idea.get_absolute_url()})")
    assert problem[1].endswith("leads to no page of ours.")


def test_the_way_out_of_one_person_is_not_sent_to_all(spring, participant):
    (problem,) = errors(spring, body=f"{{link}} [stop]({stop_url(participant)})")

    assert problem[1].endswith("stops the messages of one person: write {unsubscribe} instead.")


def test_half_a_link_is_an_error_and_a_bare_address_a_warning(spring):
    half = errors(spring, body="{link} [here](https://exa mple.org) and [js](javascript:x)")
    bare = warnings(spring, body="{link} www.example.org and https://example.org/x")

    assert [words.split(" is not")[0] for _, words in half] == ["“[here](…”", "“[js](…”"]
    assert sorted(words.split(" cannot")[0] for _, words in bare) == [
        "https://example.org/x",
        "www.example.org",
    ]


def test_a_mailing_that_nobody_could_leave_is_an_error(spring, monkeypatch):
    monkeypatch.setattr("workshop.mailings.content._TEXT", "{body}")

    (problem,) = errors(spring)
    assert problem == (
        "body", "Nobody could stop these messages by it. Write {unsubscribe} into the text.",
    )  # fmt: skip
    assert errors(spring, body="{link} {unsubscribe}") == []


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 11, 8, 0, tzinfo=UTC), []),
        (datetime(2026, 3, 11, 18, 0, tzinfo=UTC), []),
        (datetime(2026, 3, 11, 7, 59, tzinfo=UTC), ["It goes out at 7:59am."]),
        (datetime(2026, 3, 11, 18, 1, tzinfo=UTC), ["It goes out at 6:01pm."]),
        (datetime(2026, 3, 14, 10, 0, tzinfo=UTC), ["It goes out on a Saturday."]),
        (
            datetime(2026, 3, 15, 7, 0, tzinfo=UTC),
            ["It goes out on a Sunday.", "It goes out at 7am."],
        ),
        # Summer time: eight in London is seven in UTC.
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), []),
        (datetime(2026, 3, 30, 17, 30, tzinfo=UTC), ["It goes out at 6:30pm."]),
    ],
)
def test_outside_working_hours_is_a_warning_in_the_workshops_zone(spring, moment, words):
    spring.closes_at = datetime(2026, 4, 20, tzinfo=UTC)
    spring.save()

    problems = warnings(spring, send_at=moment)
    assert [problem.split(" More")[0] for field, problem in problems if field == "send_at"] == words


def test_errors_come_first_and_many_links_cost_two_queries_each(spring):
    make_idea(make_group(spring, "at-work"))
    links = " ".join(f"[x]({SITE}/w/spring/groups/at-work/?n={n})" for n in range(5))
    body = f"{{ideas}} {{name}} {links}"
    mailing = make_mailing(spring, body=body, send_at=NOON.replace(hour=3))

    with query_budget(11):
        levels = [problem.level for problem in mailing_problems(mailing, NOON)]

    assert levels == ["error", "warning"]
