import json

import pytest

from bench.audit.bounds import BOUNDS, broken, print_table
from bench.audit.lighthouse import HERE, figures

GOOD = {
    "accessibility": 100,
    "best_practices": 100,
    "performance": 95,
    "first_visit_kb": 90.0,
    "second_visit_kb": 15.0,
    "requests": 8,
    "lcp_ms": 1999,
    "vote_ms": 99,
    "cls": 0.0,
    "axe_violations": 0,
}
PAGES = ("landing", "gateway", "hall", "list", "thread", "report")


def audited(page: str = "list", **changed) -> dict:
    found = {name: dict(GOOD) for name in PAGES}
    found[page] |= changed
    return found


def test_pages_on_their_bounds_hold_them():
    assert broken(audited()) == []


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        *[("accessibility", 99), ("best_practices", 99), ("performance", 94)],
        *[("first_visit_kb", 90.1), ("second_visit_kb", 15.1), ("requests", 9)],
        *[("lcp_ms", 2000), ("vote_ms", 100), ("cls", 0.0001), ("axe_violations", 1)],
    ],
)
def test_a_list_past_a_bound_is_named(figure, value):
    [fault] = broken(audited(**{figure: value}))

    assert fault.startswith(f"list: {figure} is {value}, at ")


def test_a_figure_that_is_missing_breaks_its_bound():
    assert broken(audited(vote_ms=None)) == ["list: vote_ms is None, at most 99"]


def test_the_hall_may_weigh_what_it_must():
    assert broken(audited("hall", first_visit_kb=500.0, performance=50)) == []


def test_the_table_shows_every_figure_and_marks_the_bound_ones(capsys):
    print_table(audited("report", first_visit_kb=232.4))

    table = capsys.readouterr().out
    assert all(name in table for name in (*BOUNDS, *PAGES))
    assert "232.4 " in table
    assert "90.0*" in table


def test_scores_are_read_from_a_report_of_lighthouse():
    report = {
        "categories": {
            "accessibility": {"score": 1},
            "best-practices": {"score": 0.96},
            "performance": {"score": 0.99},
        },
        "audits": {
            "largest-contentful-paint": {"numericValue": 1234.5},
            "cumulative-layout-shift": {"numericValue": 0.00004},
        },
    }

    assert figures(report) == {
        **{"accessibility": 100, "best_practices": 96, "performance": 99},
        **{"lcp_ms": 1234, "cls": 0.0},
    }


def test_a_page_that_could_not_be_judged_is_no_page_without_faults():
    with pytest.raises(RuntimeError, match="NO_FCP"):
        figures({"requestedUrl": "http://x/", "runtimeError": {"message": "NO_FCP"}})


def test_lighthouse_is_pinned_to_the_last_dependency():
    asked = json.loads((HERE / "package.json").read_text())["dependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]

    assert locked["node_modules/lighthouse"]["version"] == asked["lighthouse"]
