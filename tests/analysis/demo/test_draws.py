"""The arithmetic under the demo: shares that add up and moments that keep their order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analysis.demo.draws import dice, split, weighted_sample
from analysis.demo.rhythm import Rhythm

START = datetime(2017, 11, 22, 9, tzinfo=UTC)
RHYTHM = Rhythm(START, START + timedelta(days=21, hours=14, minutes=59), "Europe/London", [START])
WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


@given(WEIGHTS, st.integers(0, 3), st.integers(0, 500))
def test_split_adds_up_and_keeps_the_least(weights, least, more):
    parts = split(least * len(weights) + more, weights, least)

    assert sum(parts) == least * len(weights) + more
    assert min(parts) >= least


def test_split_follows_the_weights_by_largest_remainder():
    assert split(10, [1, 1, 1, 4]) == [2, 1, 1, 6]


def test_sample_never_draws_weight_nothing():
    drawn = weighted_sample(dice("test"), [0, 1, 0, 1, 1], 5)

    assert sorted(drawn) == [1, 3, 4]


@given(st.floats(0, 1), st.floats(0, 1))
def test_later_shares_are_later_moments_within_the_period(one, other):
    early, late = sorted((one, other))

    assert RHYTHM.start <= RHYTHM.at(early) <= RHYTHM.at(late) <= RHYTHM.end


@given(st.integers(0, int((RHYTHM.end - RHYTHM.start).total_seconds())))
def test_share_and_moment_are_inverse_to_the_second(seconds):
    moment = START + timedelta(seconds=seconds)

    assert abs(RHYTHM.at(RHYTHM.share(moment)) - moment) <= timedelta(seconds=1)


def test_nights_are_quieter_than_mornings():
    night, morning = (datetime(2017, 11, 28, hour, tzinfo=UTC) for hour in (3, 9))
    hour = timedelta(hours=1)

    at_night = RHYTHM.share(night + hour) - RHYTHM.share(night)

    assert at_night * 50 < RHYTHM.share(morning + hour) - RHYTHM.share(morning)
