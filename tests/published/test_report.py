"""The report on the imported archive reproduces every published figure that is consistent."""

import copy
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from analysis.demo.loading import demo_archive_write
from analysis.demo.workshop import SLUG
from tests.published.known import LIVE_TABLE_1, RECOMPUTED
from tests.published.printed import printed_figures, printed_margins
from tests.published.read_report import reported_balance, reported_figures

pytestmark = pytest.mark.django_db
EXPECTED = printed_figures() | printed_margins() | RECOMPUTED


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker, tmp_path_factory):
    """The report as the command writes it; what was imported for it is gone afterwards."""
    folder = tmp_path_factory.mktemp("published")
    with django_db_blocker.unblock(), transaction.atomic():
        demo_archive_write(path=folder / "demo.zip", original=True)
        call_command("import_workshop", str(folder / "demo.zip"), stdout=io.StringIO())
        out = str(folder / "report.json")
        call_command("report", SLUG, format="json", disclosure="off", out=out, stdout=io.StringIO())
        transaction.set_rollback(True)
    return json.loads((folder / "report.json").read_text("utf-8"), parse_float=Decimal)


def differences(report: dict) -> dict[str, tuple]:
    """Name → (expected, found) of each figure that is not as expected, balance and counts too."""
    found = reported_figures(report)
    wrong = {n: (v, found.get(n)) for n, v in EXPECTED.items() if found.get(n) != v}
    balance = reported_balance(report)
    return wrong | {
        f"table1.{g}": (v, balance[g]) for g, v in LIVE_TABLE_1.items() if balance[g] != v
    }


def test_every_figure_is_as_published_or_as_a_system_must_compute_it(report):
    assert differences(report) == {}


def test_it_is_over_400_published_figures(report):
    agree = [name for name, value in printed_figures().items() if name not in RECOMPUTED]

    assert len(agree) > 400
    assert set(agree) <= set(reported_figures(report))


def test_changing_any_cell_is_noticed(report):
    for name, table in report["tables"].items():
        for place, row in enumerate(table["rows"]):
            for column, value in enumerate(row["values"]):
                if not is_published(name, column):
                    continue
                changed = copy.copy(report) | {"tables": dict(report["tables"])}
                rows = [dict(row) for row in table["rows"]]
                rows[place]["values"] = [*row["values"]]
                rows[place]["values"][column] = 1 if value is None else value + 1
                changed["tables"][name] = table | {"rows": rows}
                assert differences(changed), f"{name}, row {place}, column {column}"


def is_published(name: str, column: int) -> bool:
    """Only three questions were printed with their contributors."""
    printed = ("gateway:work_role", "gateway:involvement", "gateway:self_rating")
    return not name.startswith("gateway:") or name in printed or column < 2


def test_net_votes_of_ideas_add_up_to_the_coded_tables(report):
    ideas = [idea for idea in report["ideas"] if not idea["excluded"]]
    by_group = {
        group: sum(idea["net"] for idea in ideas if idea["analysis_group"] == group)
        for group in LIVE_TABLE_1
    }

    assert by_group == {
        "vision": 878,
        "informaticians": 360,
        "system": 287,
        "examples": 608,
        "other": 190,
    }


def test_timeline_holds_every_day_and_everything_that_happened_in_them(report):
    days = report["timeline"]

    assert (days[0]["date"], days[-1]["date"], len(days)) == ("2017-11-22", "2017-12-13", 22)
    assert sum(day["joined"] for day in days) == 1061
    assert sum(day["ideas"] for day in days) == 231 - 9  # nine seeds were placed before
    assert sum(day["comments"] for day in days) == 453
    assert sum(day["votes"] for day in days) == 2968
