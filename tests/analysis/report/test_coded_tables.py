"""Tables of codes and of two sets of codes crossed."""

import pytest

from tests.analysis.making import code, leave_out, make_crosstab, make_frame, make_question, move
from tests.analysis.report.asking import report
from tests.factories import make_group, make_idea, make_participant, make_vote


@pytest.fixture
def literacy(workshop):
    return make_frame(workshop, "literacy", "learning trust")


@pytest.fixture
def readiness(workshop):
    return make_frame(workshop, "readiness", "able able>skills able>tech")


def liked(group, net, **extra):
    idea = make_idea(group, **extra)
    for _ in range(abs(net)):
        make_vote(make_participant(group.workshop), idea=idea, value=1 if net > 0 else -1)
    return idea


def table(workshop, name):
    return report(workshop)["tables"][name]


def test_codes_of_a_group_by_hand(workshop, group, literacy):
    code(liked(group, 3), literacy, "learning trust")
    code(liked(group, -1), literacy, "trust")
    make_idea(group)

    assert table(workshop, "codes:literacy:at-work") == {
        "columns": ["ideas", "net_votes"],
        "rows": [
            {"key": "learning", "label": "Learning", "values": [1, 3]},
            {"key": "trust", "label": "Trust", "values": [2, 2]},
        ],
        "multi_coded": 1,
    }


def test_rows_are_the_leaves_in_order_with_zeros(workshop, group, readiness):
    code(liked(group, 2), readiness, "tech")

    told = table(workshop, "codes:readiness:at-work")

    assert [(r["key"], r["values"]) for r in told["rows"]] == [("skills", [0, 0]), ("tech", [1, 2])]
    assert told["multi_coded"] == 0


def test_table_of_codes_is_there_only_where_an_idea_counts(workshop, group, literacy):
    for key, state in [("empty", None), ("hidden", "hidden"), ("excluded", "visible")]:
        other = make_group(workshop, key)
        if state:
            idea = make_idea(other, state=state)
            code(idea, literacy, "trust")
            if key == "excluded":
                leave_out(idea)
    code(make_idea(make_group(workshop, "home")), literacy, "trust")

    names = [name for name in report(workshop)["tables"] if name.startswith("codes:")]

    assert names == ["codes:literacy:home"]


def test_only_agreed_codings_count(workshop, group, literacy):
    idea = make_idea(group)
    code(idea, literacy, "learning", coder="ann")
    code(idea, literacy, "trust", coder="ben")

    told = report(workshop)

    assert list(told["tables"]) == ["balance"]
    assert told["ideas"][0]["codes"] == {}


def test_coded_idea_counts_in_its_analysis_group(workshop, group, literacy):
    idea = liked(group, 1)
    code(idea, literacy, "trust")
    move(idea, make_group(workshop, "home"))

    names = [name for name in report(workshop)["tables"] if name.startswith("codes:")]

    assert names == ["codes:literacy:home"]


def test_ideas_list_their_codes_in_the_order_of_frames_and_codes(workshop, group, literacy):
    early = make_frame(workshop, "tone", "hopeful angry", position=0)
    literacy.position = 5
    literacy.save()
    idea = make_idea(group)
    code(idea, literacy, "trust learning")
    code(idea, early, "angry")

    (row,) = report(workshop)["ideas"]

    assert list(row["codes"].items()) == [("tone", ["angry"]), ("literacy", ["learning", "trust"])]


def test_crosstab_by_hand(workshop, group, literacy, readiness):
    make_crosstab(literacy, readiness, group)
    for net, row, column in [(4, "learning", "skills"), (-1, "learning", "skills"),
                             (2, "trust", "tech")]:  # fmt: skip
        idea = liked(group, net)
        code(idea, literacy, row)
        code(idea, readiness, column)
    code(liked(group, 9), literacy, "trust")

    assert table(workshop, "crosstab:literacy:readiness:at-work:ideas") == {
        "columns": ["skills", "tech", "total"],
        "rows": [
            {"key": "learning", "label": "Learning", "values": [2, None, 2]},
            {"key": "trust", "label": "Trust", "values": [None, 1, 1]},
        ],
        "total": [2, 1, 3],
    }
    net = table(workshop, "crosstab:literacy:readiness:at-work:net_votes")
    assert [row["values"] for row in net["rows"]] == [[3, None, 3], [None, 2, 2]]
    assert net["total"] == [3, 2, 5]


def test_idea_counts_in_each_pair_of_its_codes(workshop, group, literacy, readiness):
    make_crosstab(literacy, readiness, group)
    idea = liked(group, 2)
    code(idea, literacy, "learning trust")
    code(idea, readiness, "skills tech")

    told = table(workshop, "crosstab:literacy:readiness:at-work:net_votes")

    assert [row["values"] for row in told["rows"]] == [[2, 2, 4], [2, 2, 4]]
    assert told["total"] == [4, 4, 8]


def test_crosstab_is_there_for_each_listed_group_even_if_blank(
    workshop, group, literacy, readiness
):
    home = make_group(workshop, "home", position=0)
    make_crosstab(literacy, readiness, home, group)

    told = report(workshop)["tables"]

    assert [name for name in told if name.startswith("crosstab")] == [
        "crosstab:literacy:readiness:home:ideas",
        "crosstab:literacy:readiness:home:net_votes",
        "crosstab:literacy:readiness:at-work:ideas",
        "crosstab:literacy:readiness:at-work:net_votes",
    ]
    blank = told["crosstab:literacy:readiness:home:net_votes"]
    assert [row["values"] for row in blank["rows"]] == [[None, None, 0]] * 2
    assert blank["total"] == [0, 0, 0]


def test_excluded_idea_is_in_no_crosstab(workshop, group, literacy, readiness):
    make_crosstab(literacy, readiness, group)
    idea = liked(group, 2)
    code(idea, literacy, "trust")
    code(idea, readiness, "tech")
    leave_out(idea)

    assert table(workshop, "crosstab:literacy:readiness:at-work:ideas")["total"] == [0, 0, 0]
    assert report(workshop)["ideas"][0]["codes"] == {"literacy": ["trust"], "readiness": ["tech"]}


def test_tables_stand_in_order(workshop, group, literacy, readiness):
    make_question(workshop)
    make_crosstab(literacy, readiness, group)
    idea = make_idea(group)
    code(idea, readiness, "tech")
    code(idea, literacy, "trust")

    assert list(report(workshop)["tables"]) == [
        "balance",
        "gateway:role",
        "codes:literacy:at-work",
        "codes:readiness:at-work",
        "crosstab:literacy:readiness:at-work:ideas",
        "crosstab:literacy:readiness:at-work:net_votes",
    ]
