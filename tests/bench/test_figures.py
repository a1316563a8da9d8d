import pytest

from bench.measure import Action, results
from bench.report import growth, print_growth
from bench.sets import volumes


def action(name: str, cpu_ms: list[float], floor_ms: list[float]) -> Action:
    floor = Action("floor_read", site=None, asks=[], queries=3, cpu_ms=floor_ms)
    return Action(name, site=None, asks=[], queries=7, floor=floor, bytes=900, cpu_ms=cpu_ms)


def one_set(scale: float = 1) -> list[Action]:
    return [
        action(name, [6.0 * scale, 9.0 * scale, 8.0 * scale], [2.0, 3.0, 4.0])
        for name in ("list", "thread", "vote")
    ]


def test_sets_are_multiples_of_the_workshop_of_2017():
    assert volumes("S") == {"participants": 1061, "ideas": 231, "comments": 453, "votes": 2968}
    assert volumes("100S")["votes"] == 296_800


@pytest.mark.parametrize("name", ["", "XS", "10", "S10", "-1S"])
def test_an_unknown_set_is_refused(name):
    with pytest.raises(ValueError, match="is not a set"):
        volumes(name)


def test_the_ratio_is_the_median_of_each_blocks_own_ratio_to_its_floor():
    found = results(one_set())

    assert found["floor_read"] == {"queries": 3, "cpu_ms": 3.0}
    assert found["list"] == {
        "queries": 7,
        "cpu_ms": 8.0,
        "ratio": 3.0,
        "spread": [2.0, 3.0],
        "bytes": 900,
    }


def test_of_several_questions_to_a_page_the_dearest_counts():
    questions = {"search:tenth": 9.0, "search:hundredth": 6.0, "search:nothing": 5.0}
    actions = [action(name, [ms] * 3, [3.0] * 3) for name, ms in questions.items()]

    found = results(actions)

    assert set(found) == {"floor_read", "search"}
    assert (found["search"]["cpu_ms"], found["search"]["ratio"]) == (9.0, 3.0)


@pytest.mark.parametrize(("scale", "passes"), [(1.3, True), (1.31, False)])
def test_a_page_may_cost_at_most_so_much_more_at_ten_times_the_data(scale, passes):
    times = growth({"S": one_set(), "10S": one_set(scale)})

    assert times == {name: pytest.approx(scale) for name in ("list", "thread", "vote")}
    assert print_growth(times) is passes


def test_one_set_alone_says_nothing_about_growth():
    assert growth({"S": one_set()}) == {}
