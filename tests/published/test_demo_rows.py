"""The demo's raw rows give every published figure that is consistent with the others."""

from decimal import Decimal

import pytest

from analysis.demo.generator import demo_tables
from analysis.demo.sources import published
from analysis.demo.workshop import demo_workshop
from tests.published.known import LIVE_TABLE_1, RECOMPUTED
from tests.published.printed import printed_figures
from tests.published.recount import Recount, percent


@pytest.fixture(scope="module")
def recount():
    return Recount(demo_tables(), demo_workshop())


@pytest.fixture(scope="module")
def figures(recount):
    return recount.figures()


def test_every_consistent_figure_comes_out_of_the_rows(figures):
    printed = {n: v for n, v in printed_figures().items() if n not in RECOMPUTED}

    assert len(printed) > 400
    assert {n: (v, figures.get(n)) for n, v in printed.items() if figures.get(n) != v} == {}


@pytest.mark.parametrize("name", RECOMPUTED)
def test_inconsistent_figure_is_recomputed_and_not_copied(figures, name):
    assert figures[name] == RECOMPUTED[name] != printed_figures()[name]


def test_known_inconsistencies_are_those_of_the_figures():
    listed = [k for k in published()["known_inconsistencies"] if k["kind"] == "arithmetic"]

    assert sorted(k["id"] for k in listed) == [
        "counts.contributions",
        "gateway.location.participants_pct_sum",
        "gateway.location.participants_sum",
        "gateway.self_rating.Digitally leading.contributors_of_participants_pct",
        "prose.large_improvement",
        "table1.pct_sum",
        "table1.total",
    ]


def test_table_1_as_printed_disagrees_with_itself():
    table = published()["groups"]

    assert sum(row["contributions"] for row in table["rows"]) == 4162
    assert table["total"]["contributions"] == 4160
    assert sum(Decimal(row["pct"]) for row in table["rows"]) == Decimal("100.04")


def test_balance_keeps_the_proportions_of_table_1(recount):
    printed = {row["key"]: Decimal(row["pct"]) for row in published()["groups"]["rows"]}

    assert recount.balance() == LIVE_TABLE_1
    assert all(
        abs(share - printed[key]) <= Decimal("0.02") for key, (_, share) in LIVE_TABLE_1.items()
    )


def test_large_improvement_is_what_everyone_answers_say(recount):
    rows = recount.tables["gateway"]
    everyone = [row for row in rows if row["beneficiaries"] == "everyone"]
    large = [row for row in everyone if row["workforce_effect"] == "make-a-large-improvement"]

    assert percent(len(large), len(everyone)) == Decimal("93.52")


def test_one_spectator_came_more_than_fifty_times(recount):
    active = {row["voter"] for row in recount.tables["votes"]}
    active |= {row["author"] for row in recount.tables["ideas"] + recount.tables["comments"]}
    faithful = [row for row in recount.tables["participants"] if row["visits"] > 50]

    assert len(faithful) == 1
    assert faithful[0]["participant"] not in active
