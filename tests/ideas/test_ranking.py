"""Support as a lower bound, against published figures, and the same in Python and SQL."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.models import Idea
from ideas.ranking import wilson_lower_bound
from tests.factories import make_comment, make_idea

COUNT = st.integers(0, 5000)


# R. G. Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3, 95 %.
@pytest.mark.parametrize(
    ("successes", "trials", "lower"),
    [(81, 263, 0.2553), (15, 148, 0.0624), (0, 20, 0.0), (1, 29, 0.0061)],
)
def test_the_bound_is_that_of_newcombes_table(successes, trials, lower):
    assert wilson_lower_bound(successes, trials, z=1.959964) == pytest.approx(lower, abs=5e-5)


# Evan Miller, "How not to sort by average rating" (2009): what must stand above what.
@pytest.mark.parametrize(
    ("above", "below"), [((600, 400), (5500, 4500)), ((100, 1), (2, 0)), ((1, 0), (0, 0))]
)
def test_neither_the_difference_nor_the_share_alone_decides(above, below):
    (up, down), (fewer_up, fewer_down) = above, below
    assert wilson_lower_bound(up, up + down) > wilson_lower_bound(fewer_up, fewer_up + fewer_down)


@pytest.mark.parametrize(("successes", "trials"), [(2, 1), (-1, 5), (1, 0)])
def test_more_successes_than_trials_are_refused(successes, trials):
    with pytest.raises(ValueError, match="share"):
        wilson_lower_bound(successes, trials)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(up=COUNT, down=COUNT, showings=COUNT)
def test_the_columns_of_the_database_hold_the_same_bounds(group, up, down, showings):
    idea = make_idea(group, up=up, down=down, showings=showings)
    comment = make_comment(idea, up=up, down=down)
    for each in (idea, comment):
        each.refresh_from_db()

    shown, votes = max(showings, up + down, 1), max(up + down, 1)
    assert idea.support == pytest.approx(wilson_lower_bound(up, shown), abs=1e-9)
    assert idea.division == pytest.approx(wilson_lower_bound(min(up, down), votes), abs=1e-9)
    assert comment.support == pytest.approx(wilson_lower_bound(up, votes), abs=1e-9)


def test_best_supported_lets_a_young_idea_pass_an_early_one(group):
    early = make_idea(group, up=40, down=2, showings=400)
    young = make_idea(group, up=12, down=0, showings=30)
    unseen = make_idea(group)

    assert list(Idea.objects.in_order("supported")) == [young, early, unseen]
    assert list(Idea.objects.in_order("top")) == [early, young, unseen]


def test_divided_opinion_asks_for_many_votes_on_both_sides(group):
    agreed = make_idea(group, up=60, down=1)
    divided = make_idea(group, up=30, down=28)
    few = make_idea(group, up=1, down=1)

    assert list(Idea.objects.in_order("divided")) == [divided, few, agreed]
