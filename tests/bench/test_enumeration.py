import random

import pytest

from bench.addresses import ROUTES, TRIES, address
from bench.enumeration import judged, permutation_p


def times(middle: float, *, seed: int) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(middle, 4) for _ in range(100)]


def test_times_of_one_kind_are_alike():
    found = judged(times(70, seed=1), times(70, seed=2))

    assert found["alike"]
    assert found["p"] > 0.01


@pytest.mark.parametrize("known", [75, 65])
def test_five_milliseconds_in_seventy_would_tell(known):
    found = judged(times(known, seed=1), times(70, seed=2))

    assert abs(found["ratio"] - 1) < 0.10
    assert found["p"] <= 0.01
    assert not found["alike"]


def test_medians_more_than_a_tenth_apart_tell_however_few_they_are():
    assert not judged([80.0, 80.0], [70.0, 70.0])["alike"]


def test_the_permutation_test_knows_its_ends():
    assert permutation_p([1.0, 2.0], [1.0, 2.0]) == 1
    assert permutation_p([0] * 30, range(1, 31)) == pytest.approx(1 / 10_001)


def test_every_address_is_typed_once_and_says_nothing_by_its_length():
    made = [address(r, n, known=known) for r in ROUTES for n in range(TRIES) for known in (0, 1)]

    assert len(set(made)) == len(made)
    for route in ROUTES:
        assert len({len(each) for each in made if each.startswith(route.replace(" ", "-"))}) == 1
