"""The questions on the way in, one a page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gateway.models import Draft, Option, Question
from tests.factories import make_user
from tests.gateway.answering import CHECK, START, draft_of, give, give_section
from tests.gateway.questionnaires import ask
from workshop.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person_client) -> Client:
    return person_client


def next_page(client: Client) -> str:
    return client.get(START).url


def close(workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(closes_at=timezone.now() - timedelta(seconds=1))


def test_every_kind_is_asked_answered_and_kept(client, person):
    ask(
        person.workshop,
        {"key": "one"},
        {"key": "scale", "kind": "scale"},
        {"key": "several", "kind": "multiple"},
        {"key": "words", "kind": "text"},
    )
    page = next_page(client)
    for key, answer in [("one", ["b"]), ("scale", ["c"]), ("several", ["c", "a"])]:
        assert page == next_page(client) == f"{START}answer/{key}/"
        page = give(client, key, *answer).url
    assert give(client, "words", " Line one\r\nline two ").url == CHECK

    words = "Line one\nline two"
    expected = {"one": ["b"], "scale": ["c"], "several": ["a", "c"], "words": words}
    assert draft_of(person) == expected
    assert next_page(client) == CHECK


def test_the_page_says_where_one_stands(client, person):
    ask(person.workshop, *({"key": f"q{number}"} for number in range(4)))
    give(client, "q0", "a")

    page = client.get(f"{START}answer/q1/").content.decode()

    assert "Question 2 of 4" in page
    assert '<progress class="ws-meter" max="4" value="2"' in page
    assert f'href="{START}answer/q0/"' in page
    assert "<h1>What about q1?</h1>" in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("single", [], "Choose one answer"),
        ("single", ["z"], "That answer is not among the choices"),
        ("single", [""], "Choose one answer"),
        ("scale", ["a\x00"], "That answer is not among the choices"),
        ("multiple", [], "Choose at least one answer"),
        ("multiple", ["a", "z"], "That answer is not among the choices"),
        ("multiple", ["a", ""], "That answer is not among the choices"),
        ("text", ["  "], "Write an answer"),
        ("text", ["a\x00b"], "Your answer has a character that we cannot keep"),
        ("text", ["é" * 2001], "Your answer has 2001 characters; 2,000 fit"),
    ],
)
def test_an_error_stands_on_top_and_beside_the_field(client, person, kind, answer, words):
    ask(person.workshop, {"key": "role", "kind": kind})

    page = give(client, "role", *answer).content.decode()

    assert page.count(words) == 2
    assert "<title>Error: What about role?" in page
    assert not Draft.objects.exists()


def test_a_character_of_two_code_points_counts_once(client, person):
    ask(person.workshop, {"key": "words", "kind": "text"})

    assert give(client, "words", "e\u0301" * 2000).status_code == 302
    assert draft_of(person) == {"words": "é" * 2000}


def test_what_was_typed_is_shown_again_after_an_error(client, person):
    ask(person.workshop, {"key": "words", "kind": "text"})

    assert "word " * 500 in give(client, "words", "word " * 500).content.decode()


@pytest.mark.parametrize(("kind", "nothing"), [("single", []), ("multiple", []), ("text", "")])
def test_an_optional_question_can_be_passed_and_is_not_asked_again(client, person, kind, nothing):
    ask(person.workshop, {"key": "role", "kind": kind, "required": False})

    give(client, "role")

    assert draft_of(person) == {"role": nothing}
    assert next_page(client) == CHECK
    assert "No answer" in client.get(CHECK).content.decode()


def test_prefer_not_to_say_is_offered_where_no_answer_is_required(client, person):
    ask(person.workshop, {"key": "role", "required": False}, {"key": "post"})

    assert "Prefer not to say" in client.get(f"{START}answer/role/").content.decode()
    give(client, "role", "")
    assert "Prefer not to say" not in client.get(f"{START}answer/post/").content.decode()
    assert client.get(f"{START}answer/role/").content.decode().count("checked") == 1


def test_prefer_not_to_say_stands_apart_among_boxes_to_tick(client, person):
    ask(person.workshop, {"key": "role", "kind": "multiple", "required": False})
    page = client.get(f"{START}answer/role/").content.decode()
    assert page.index("nhsuk-checkboxes__divider") < page.index("Prefer not to say")

    give(client, "role", "")

    assert draft_of(person) == {"role": []}
    page = client.get(f"{START}answer/role/").content.decode()
    assert 'value="" id="id_answer_3" checked' in page
    assert page.count("checked") == 1


def test_answers_and_prefer_not_to_say_together_are_refused_in_words(client, person):
    ask(person.workshop, {"key": "role", "kind": "multiple", "required": False})

    page = give(client, "role", "a", "").content.decode()

    assert page.count("Choose answers, or “Prefer not to say”, not both") == 2
    assert page.count(" checked") == 2
    assert not Draft.objects.exists()


def test_answers_are_there_again_on_another_device(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two"})
    give(client, "one", "b")
    other = Client()
    other.force_login(person.user)

    assert next_page(other) == f"{START}answer/two/"
    page = other.get(f"{START}answer/one/").content.decode()
    assert 'value="b" id="id_answer_1" checked' in page


def test_a_branch_is_asked_only_of_those_it_concerns(client, person):
    ask(
        person.workshop,
        {"key": "post"},
        {"key": "where", "show_if": ("post", ["a", "b"])},
        {"key": "age"},
    )
    assert "Question 1 of 3" in client.get(next_page(client)).content.decode()

    give(client, "post", "c")
    assert next_page(client) == f"{START}answer/age/"
    assert "Question 2 of 2" in client.get(next_page(client)).content.decode()
    give(client, "post", "a")
    assert next_page(client) == f"{START}answer/where/"
    assert "Question 2 of 3" in client.get(next_page(client)).content.decode()


def test_answers_of_a_branch_left_again_do_not_count(client, person):
    ask(person.workshop, {"key": "post"}, {"key": "where", "show_if": ("post", ["a"])})
    give(client, "post", "a")
    give(client, "where", "b")
    give(client, "post", "c")

    assert "where" not in client.get(CHECK).content.decode()
    client.post(CHECK)
    assert draft_of(person) == {"post": ["c"]}


def test_a_later_question_leads_to_the_missing_one(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two"})

    for response in (client.get(f"{START}answer/two/"), give(client, "two", "a")):
        assert response.url == f"{START}answer/one/"
    assert client.get(CHECK).url == f"{START}answer/one/"
    assert "We have taken you to the question" in client.get(f"{START}answer/one/").content.decode()


def test_a_question_that_is_not_there_is_not_found(client, person):
    ask(person.workshop, {"key": "one"})

    response = client.get(f"{START}answer/nothing/")

    assert response.status_code == 404
    assert f'href="{START}answer/one/"' in response.content.decode()


def test_a_question_taken_out_under_the_hand_loses_no_word(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "words", "kind": "text"})
    give(client, "one", "a")
    Question.objects.filter(key="words").delete()

    response = give(client, "words", "My <long> answer", kind="text")

    page = response.content.decode()
    assert response.status_code == 404
    assert "My &lt;long&gt; answer" in page
    assert f'<a href="{CHECK}">Go on with the questions</a>' in page
    assert draft_of(person) == {"one": ["a"]}


def test_a_choice_of_a_question_taken_out_is_no_text_to_show(client, person):
    ask(person.workshop, {"key": "one"})

    page = give(client, "gone", "nurse", kind="single").content.decode()

    assert "We no longer ask this" in page
    assert "nurse" not in page


def test_a_question_whose_condition_changed_loses_no_word(client, person):
    ask(person.workshop, {"key": "post"}, {"key": "why", "kind": "text"})
    give(client, "post", "b")
    post = Question.objects.get(key="post")
    why = Question.objects.get(key="why")
    Question.objects.filter(pk=why.pk).update(show_if_question=post)
    why.show_if_options.set(post.options.filter(key="a"))

    response = give(client, "why", "Because I said so", kind="text")

    assert response.status_code == 404
    assert "Because I said so" in response.content.decode()
    assert client.get(CHECK).status_code == 200


def test_an_answer_is_kept_though_a_question_was_put_before_it(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two", "kind": "text"})

    assert give(client, "two", "My words", kind="text").url == f"{START}answer/one/"
    assert draft_of(person) == {"two": "My words"}
    assert give(client, "one", "a").url == CHECK


@pytest.mark.parametrize(
    ("was", "now", "answer", "shown"),
    [("text", "single", "My own words", True), ("single", "text", "a", False)],
)
def test_a_kind_changed_under_the_hand_asks_again_and_loses_no_word(
    client, person, was, now, answer, shown
):
    ask(person.workshop, {"key": "one", "kind": now, "required": False})

    page = give(client, "one", answer, kind=was).content.decode()

    assert page.count("This question has changed since you opened it") == 2
    assert (f"<p>{answer}</p>" in page) == shown
    assert f"{answer}</textarea>" not in page
    assert " checked" not in page
    assert not Draft.objects.exists()


def test_the_summary_leads_to_each_answer_and_back(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two", "kind": "multiple"})
    give(client, "one", "a")
    give(client, "two", "a", "b")

    page = client.get(CHECK).content.decode()

    assert "Option a; Option b" in page
    assert f'href="{START}answer/one/"' in page
    assert give(client, "one", "c").url == CHECK


def test_finishing_lets_the_person_in_by_the_day_alone(client, person):
    ask(person.workshop, {"key": "one"})
    give(client, "one", "a")

    assert client.post(CHECK).url == "/w/spring/groups/"

    person.refresh_from_db()
    local = person.joined_at.astimezone(person.workshop.zone)
    assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    assert client.get(START).url == "/w/spring/groups/"
    assert give(client, "one", "b").url == "/w/spring/groups/"
    assert draft_of(person) == {"one": ["a"]}


def test_a_workshop_without_questions_lets_people_in_directly(client, person):
    assert client.get(START).url == CHECK
    assert client.post(CHECK).url == "/w/spring/groups/"
    assert not Draft.objects.exists()


def test_an_option_taken_away_is_asked_again(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two"})
    give(client, "one", "a")
    give(client, "two", "b")
    Option.objects.filter(question__key="one", key="a").delete()

    assert client.post(CHECK).url == START
    page = client.get(START, follow=True).content.decode()
    assert "The questions have changed" in page
    assert "What about one?" in page
    give(client, "one", "b")
    assert client.post(CHECK).url == "/w/spring/groups/"


def test_a_question_added_meanwhile_is_asked(client, person):
    ask(person.workshop, {"key": "one"})
    give(client, "one", "a")
    ask(person.workshop, {"key": "new"})

    assert client.post(CHECK).url == START
    assert next_page(client) == f"{START}answer/new/"


def test_a_question_taken_away_is_forgotten(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two"})
    give(client, "one", "a")
    give(client, "two", "b")
    Question.objects.filter(key="two").delete()

    client.post(CHECK)

    assert draft_of(person) == {"one": ["a"]}


def test_a_kind_changed_meanwhile_is_asked_again(client, person):
    ask(person.workshop, {"key": "one"})
    give(client, "one", "a")
    Question.objects.update(kind="text")

    assert next_page(client) == f"{START}answer/one/"
    assert client.get(next_page(client)).status_code == 200


def test_the_close_on_the_way_is_said_and_nothing_is_lost(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two", "kind": "text"})
    give(client, "one", "a")
    close(person.workshop)

    response = give(client, "two", "My <long> answer")

    assert response.status_code == 403
    page = response.content.decode()
    assert "The workshop has closed" in page
    assert "My &lt;long&gt; answer" in page
    assert draft_of(person) == {"one": ["a"]}
    assert client.post(CHECK).status_code == 403
    person.refresh_from_db()
    assert not person.has_joined


def test_the_close_under_a_section_shows_every_text_again(client, person):
    ask(person.workshop, {"key": "one"}, {"key": "two", "kind": "text"})
    close(person.workshop)

    response = give_section(client, 1, one=["a"], two="My <long> answer", three="And this")

    assert response.status_code == 403
    page = response.content.decode()
    assert "My &lt;long&gt; answer" in page
    assert "And this" in page
    assert "<p>a</p>" not in page


def test_strangers_are_sent_to_join_and_afterwards_back(person):
    ask(person.workshop, {"key": "one"})
    client = Client()

    assert client.get(f"{START}?next=/w/spring/ideas/x/").url == (
        "/w/spring/join/?next=%2Fw%2Fspring%2Fideas%2Fx%2F"
    )
    client.force_login(make_user())
    assert client.get(f"{START}answer/one/").url == "/w/spring/join/"


def test_a_step_costs_the_same_for_many_questions(client, person, django_assert_num_queries):
    ask(person.workshop, *({"key": f"q{number}"} for number in range(20)))

    with django_assert_num_queries(6):  # session, user, participant, draft, questions, options
        client.get(f"{START}answer/q0/")
    give(client, "q0", "a")
    with django_assert_num_queries(10):  # the same, a savepoint, the draft locked and written
        give(client, "q1", "a")
