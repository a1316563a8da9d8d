import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.search.similarity import likeness, similarity, trigrams, word_similarity

LETTERS = st.text(st.sampled_from([*"abc ", "é", "Z", "7", "-"]), max_size=60)


# The examples of the PostgreSQL manual (F.35, pg_trgm).
def test_the_figures_of_the_manual():
    assert set(trigrams("cat")) == {"  c", " ca", "cat", "at "}
    assert similarity("word", "two words") == pytest.approx(0.363636, abs=1e-6)
    assert word_similarity("word", "two words") == pytest.approx(0.8)


@given(LETTERS, LETTERS)
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    assert 0 <= word_similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, one) == (1 if trigrams(one) else 0)


@pytest.mark.postgres
@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LETTERS, LETTERS)
def test_pg_trgm_says_the_same(one, other):
    with connection.cursor() as cursor:
        values = [one, other] * 2
        cursor.execute("SELECT similarity(%s, %s), word_similarity(%s, %s)", values)
        theirs = cursor.fetchone()

    assert (similarity(one, other), word_similarity(one, other)) == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize(
    ("typed", "idea", "alike"),
    [
        ("Two hours a month for learning", ("Two hours a month", "Learning in the rota."), True),
        ("One password for all systems", ("A single password for every system", "Now."), True),
        (
            "Free wifi in all hospitals",
            ("Wifi everywhere", "All hospitals should have free wifi for staff and patients."),
            True,
        ),
        (
            "Free wifi in all hospitals",
            ("Robots for the boring bits", "Let a script retype."),
            False,
        ),
        ("A quiet ward at night", ("Thank the switchboard", "Perhaps somebody could ask."), False),
    ],
)
def test_ideas_that_say_the_same_are_alike(typed, idea, alike):
    assert (likeness((typed, ""), idea) >= 0.4) is alike
