"""Whatever people answer, the report under a rule shows no small count of them."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import parse_rule
from analysis.report.building import build_report
from analysis.report.reading import Figures, GatewayFigures
from gateway.models import Option, Question
from workshop.models import Workshop

rules = st.sampled_from(["ons-10-5", "nhs", "threshold:4", "threshold:30"])
# Per option: people who contributed, people who did not.
answers = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6)


class Options(list):
    all = list.copy


def report_of(counts, silent, rule):
    """A report on one question, without a database."""
    question = Question(pk=1, key="role", text="Your role?", kind="single")
    options = [Option(pk=n, key=f"o{n}", label=f"Option {n}") for n in range(len(counts))]
    question._prefetched_objects_cache = {"options": Options(options)}
    people = sum(map(sum, counts)) + silent
    contributors = sum(yes for yes, _ in counts)
    gateway = GatewayFigures(
        questions=[question],
        responses=people,
        contributed=contributors,
        options={n: (yes + no, yes) for n, (yes, no) in enumerate(counts) if yes + no},
        answered={},
    )
    workshop = Workshop(slug="spring", title="Spring")
    figures = Figures(workshop, datetime(2026, 3, 1, tzinfo=UTC), [], [], [], [], gateway, people,
                      contributors, {})  # fmt: skip
    return build_report(figures, parse_rule(rule))


def shown(report):
    """Every count of people in the report."""
    table = report.tables["gateway:role"]
    places = [table.columns.index("participants"), table.columns.index("contributors")]
    lines = [row.values for row in table.rows] + [table.total]
    yield from (values[place] for values in lines for place in places)
    yield table.beside["unanswered"]
    yield from (report.counts[key] for key in ("participants", "contributors", "spectators"))


@given(counts=answers, silent=st.integers(0, 40), rule=rules)
def test_no_count_of_people_is_small(counts, silent, rule):
    limit = parse_rule(rule).threshold

    assert all(c == "c" or c == 0 or c >= limit for c in shown(report_of(counts, silent, rule)))


@given(counts=answers, silent=st.integers(0, 40), rule=rules)
def test_withheld_counts_are_counted(counts, silent, rule):
    report = report_of(counts, silent, rule)

    assert report.suppressed_cells == list(shown(report)).count("c")


@given(counts=answers, silent=st.integers(0, 40), rule=rules)
def test_every_share_follows_from_what_is_shown(counts, silent, rule):
    table = report_of(counts, silent, rule).tables["gateway:role"]
    people, contributors = table.total[0], table.total[2]

    for row in table.rows:
        assert row.values[1] == percentage(row.values[0], people)
        assert row.values[3] == percentage(row.values[2], contributors)
        assert row.values[4] in ("c", percentage(row.values[2], row.values[0]))


@given(counts=answers, rule=rules)
def test_nobody_learns_that_all_or_none_of_a_few_people_contributed(counts, rule):
    limit = 2 * parse_rule(rule).threshold
    table = report_of(counts, 0, rule).tables["gateway:role"]

    for (yes, no), row in zip(counts, table.rows, strict=True):
        if 0 < yes + no < limit and 0 in (yes, no):
            assert row.values[4] == "c"


def percentage(part, whole):
    """Worked out another way than the product does."""
    if "c" in (part, whole):
        return "c"
    if whole == 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
