import pytest

from workshop.common.numbers import people_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0"),
        (1, "fewer than 10"),
        (9, "fewer than 10"),
        (10, "10"),
        (1234, "1,234"),
    ],
)
def test_small_numbers_of_people_are_not_told(count, words):
    assert people_words(count) == words
