"""The drawing of a plan: nothing outside, nothing over another."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workshop.mailings.timeline import APART, LABEL_WIDTH, timeline

OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WORDS = ("Opens 2 Mar", "Closes 23 Mar")


def drawn(days: list[float], *, length: float = 21, now: float = 1):
    mailings = [(n, "draft", OPENS + day * DAY) for n, day in enumerate(sorted(days), 1)]
    return timeline(
        opens=OPENS, closes=OPENS + length * DAY, now=OPENS + now * DAY, mailings=mailings,
        words=WORDS,
    )  # fmt: skip


def share(words: str) -> float:
    return float(words.removesuffix("%"))


def test_an_empty_plan_has_the_time_and_its_two_ends():
    line = drawn([])

    assert (line.open_from, line.open_width, line.marks) == ("5.00%", "90.00%", [])
    assert [(label.words, label.anchor) for label in line.labels] == [
        ("Opens 2 Mar", "start"), ("Closes 23 Mar", "end")
    ]  # fmt: skip


def test_mailings_of_one_moment_stand_one_above_the_other():
    marks = drawn([0, 0, 0, 10]).marks

    assert len({mark.y for mark in marks[:3]}) == 3
    assert marks[3].y == marks[0].y > marks[1].y > marks[2].y > 0


def test_today_is_drawn_only_where_it_is_within():
    assert drawn([1], now=2).now
    assert drawn([1], now=30).now == drawn([1], now=-2).now == ""


@given(
    days=st.lists(st.floats(-30, 90), max_size=20),
    length=st.floats(0.01, 90),
    now=st.floats(-40, 100),
)
def test_marks_stay_inside_and_apart(days, length, now):
    line = drawn(days, length=length, now=now)

    places = [(share(mark.x), mark.y) for mark in line.marks]
    assert all(5 <= x <= 95 and 0 < y < line.height for x, y in places)
    for row in {y for _, y in places}:
        in_row = sorted(x for x, y in places if y == row)
        pairs = zip(in_row, in_row[1:], strict=False)
        assert all(right - left >= APART - 0.02 for left, right in pairs)


@given(first=st.floats(-90, 0), length=st.floats(0.01, 90), last=st.floats(0, 90))
def test_the_two_labels_never_meet(first, length, last):
    opening, close = drawn([first, length + last], length=length).labels

    def span(label) -> tuple[float, float]:
        x = share(label.x)
        return (x, x + LABEL_WIDTH) if label.anchor == "start" else (x - LABEL_WIDTH, x)

    meet = span(opening)[1] > span(close)[0] + 0.02
    assert not meet or opening.y != close.y
    assert all(-0.01 <= edge <= 100.01 for label in (opening, close) for edge in span(label))
