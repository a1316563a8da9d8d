from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from workshop.mailings.forecast import clicked_within, forecast, peak_of, slower_rate

people, rates = st.integers(1, 1_000_000), st.integers(1, 1000)


def test_thirty_thousand_at_once_give_the_peak_of_the_load_model():
    assert round(peak_of(30_000, 30_000), 1) == 45.4
    assert round(peak_of(30_000, 10)) == 12
    assert round(peak_of(100_000, 100_000)) == 151


def test_clicks_come_as_they_were_counted():
    shares = [round(clicked_within(hours * 3600), 3) for hours in (0, 1, 3, 24, 100)]

    assert shares == [0, 0.336, 0.514, 0.81, 0.81]


@given(people, rates)
def test_sending_slower_never_makes_the_peak_higher(recipients, rate):
    assert peak_of(recipients, rate) <= peak_of(recipients, rate + 1) + 1e-9


@given(people, rates)
def test_more_people_never_make_the_peak_lower(recipients, rate):
    assert peak_of(recipients, rate) <= peak_of(recipients + 1, rate) + 1e-9


@given(people, rates)
def test_the_peak_is_never_above_everybody_at_once(recipients, rate):
    assert 0 < peak_of(recipients, rate) <= peak_of(recipients, 10**9) + 1e-9


@given(people, rates, st.integers(1, 500))
def test_the_rate_suggested_is_the_fastest_that_fits(recipients, rate, capacity):
    slower = slower_rate(recipients=recipients, rate=rate, capacity=capacity)

    assert slower < rate
    if slower:
        assert peak_of(recipients, slower) <= capacity
    if slower + 1 < rate:
        assert peak_of(recipients, slower + 1) > capacity


def test_a_forecast_says_how_long_and_how_many():
    told = forecast(recipients=30_000, rate=10, capacity=60)

    assert (told.lasts, told.visits, told.is_too_much) == (timedelta(minutes=50), 4500, False)
    assert told.lasts_words == "50 minutes"
    assert forecast(recipients=9, rate=10, capacity=60).lasts_words == "less than a minute"
    assert forecast(recipients=36_600, rate=10, capacity=1).lasts_words == "1 hour 1 minute"
    assert forecast(recipients=36_600, rate=10, capacity=1).is_too_much
