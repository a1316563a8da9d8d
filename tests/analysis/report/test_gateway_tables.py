"""Gateway tables: counts of people, their shares, and what the rule withholds."""

import pytest

from tests.analysis.making import make_question, make_responses
from tests.analysis.report.asking import report
from tests.factories import make_participant


def table(workshop, key="role", rule="off"):
    return report(workshop, rule)["tables"][f"gateway:{key}"]


def values(table):
    return {row["key"]: row["values"] for row in table["rows"]}


def test_single_choice_by_hand(workshop):
    role = make_question(workshop, "role", "nurse doctor porter")
    make_responses(role, "doctor", 2, contributed=True)
    make_responses(role, "doctor", 1)
    make_responses(role, "nurse", 1, contributed=True)
    make_responses(role, "", 4)

    assert table(workshop) == {
        "columns": ["participants", "participants_percent", "contributors",
                    "contributors_percent", "contribution_rate"],
        "rows": [
            {"key": "nurse", "label": "Nurse", "values": [1, 12.5, 1, 33.33, 100.0]},
            {"key": "doctor", "label": "Doctor", "values": [3, 37.5, 2, 66.67, 66.67]},
            {"key": "porter", "label": "Porter", "values": [0, 0.0, 0, 0.0, None]},
        ],
        "total": [8, 100.0, 3, 100.0, 37.5],
        "unanswered": 4,
    }  # fmt: skip


def test_multiple_choice_counts_a_response_in_each_option_it_chose(workshop):
    tools = make_question(workshop, "tools", "phone laptop pager", kind="multiple")
    make_responses(tools, "phone laptop", 2, contributed=True)
    make_responses(tools, "phone", 1)
    make_responses(tools, "", 1)

    told = table(workshop, "tools")

    assert values(told) == {
        "phone": [3, 75.0, 2, 100.0, 66.67],
        "laptop": [2, 50.0, 2, 100.0, 100.0],
        "pager": [0, 0.0, 0, 0.0, None],
    }
    assert told["total"] == [4, 100.0, 2, 100.0, 50.0]
    assert told["unanswered"] == 1


def test_percentages_are_of_all_responses_whichever_question_they_answered(workshop):
    make_responses(make_question(workshop, "role"), "nurse", 1)
    make_responses(make_question(workshop, "age", "young old", kind="scale"), "old", 3)

    assert values(table(workshop, "role"))["nurse"][:2] == [1, 25.0]
    assert values(table(workshop, "age"))["old"][:2] == [3, 75.0]
    assert table(workshop, "age")["unanswered"] == 1


def test_nothing_to_divide_by_is_null_in_totals_too(workshop):
    make_question(workshop)

    told = table(workshop)

    assert values(told)["nurse"] == [0, None, 0, None, None]
    assert told["total"] == [0, None, 0, None, None]
    assert told["unanswered"] == 0


def test_no_contributor_leaves_their_shares_null(workshop):
    make_responses(make_question(workshop), "nurse", 2)

    assert values(table(workshop))["nurse"] == [2, 100.0, 0, None, 0.0]
    assert table(workshop)["total"] == [2, 100.0, 0, None, 0.0]


def test_question_in_words_has_no_table_and_order_is_the_questionnaires(workshop):
    make_question(workshop, "zoo", position=5)
    make_question(workshop, "words", "", kind="text", position=6)
    make_question(workshop, "age", position=7)

    assert list(report(workshop)["tables"]) == ["balance", "gateway:zoo", "gateway:age"]


def test_small_counts_are_withheld_and_shares_come_from_shown_ones(workshop):
    role = make_question(workshop, "role", "nurse doctor porter clerk")
    make_responses(role, "nurse", 12, contributed=True)
    make_responses(role, "nurse", 13)
    make_responses(role, "doctor", 9, contributed=True)
    make_responses(role, "porter", 4)

    told = table(workshop, rule="ons-10-5")

    # 38 responses are shown as 40, 21 contributors as 20.
    assert values(told) == {
        "nurse": [25, 62.5, 10, 50.0, 40.0],
        "doctor": ["c", "c", "c", "c", "c"],
        "porter": ["c", "c", 0, 0.0, "c"],
        "clerk": [0, 0.0, 0, 0.0, None],
    }
    assert told["total"] == [40, 100.0, 20, 100.0, 50.0]


def test_suppressed_cells_are_withheld_counts_without_their_shares(workshop):
    role = make_question(workshop, "role", "nurse doctor")
    make_responses(role, "nurse", 12)
    make_responses(role, "doctor", 3, contributed=True)
    make_responses(role, "", 2)

    told = report(workshop, "ons-10-5")

    # doctor's people and contributors, all contributors, and the two without an answer
    assert told["disclosure"]["suppressed_cells"] == 4
    assert told["tables"]["gateway:role"]["unanswered"] == "c"
    assert told["tables"]["gateway:role"]["total"] == [15, 100.0, "c", "c", "c"]


@pytest.mark.parametrize(("rule", "shown"), [("nhs", 10), ("threshold:5", 8), ("ons-10-5", "c")])
def test_rules_differ_in_what_is_small(workshop, rule, shown):
    make_responses(make_question(workshop), "nurse", 8)

    assert values(table(workshop, rule=rule))["nurse"][0] == shown


@pytest.mark.parametrize(("joined", "shown"), [(9, "c"), (13, 15)])
def test_people_joining_on_a_day_are_covered(workshop, joined, shown):
    for _ in range(joined):
        make_participant(workshop)

    days = report(workshop, "ons-10-5")["timeline"]

    assert [day["joined"] for day in days if day["joined"]] == [shown]
