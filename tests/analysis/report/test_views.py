"""The report's page and its downloads."""

import csv
import io
import json

import pytest
from django.urls import reverse

from tests.analysis.making import code, make_crosstab, make_frame, make_question, make_responses
from tests.analysis.report.asking import report
from tests.factories import make_group, make_idea, make_participant, make_vote, make_workshop
from workshop.accounts.roles import ROLES
from workshop.models import Workshop

NAMES = ("analysis:report", "analysis:report_json", "analysis:table_csv")
READERS = {"steering group", "analyst"}


def url(name, slug="spring", table="balance"):
    return reverse(name, args=[slug, table] if name == "analysis:table_csv" else [slug])


@pytest.fixture
def reader(staff_client):
    return staff_client("steering group")


def table_of(reader, name):
    response = reader.get(url("analysis:table_csv", table=name))
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_stranger_is_sent_to_sign_in(client, workshop, name):
    assert client.get(url(name)).url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", NAMES)
def test_participant_may_not_read_it(participant_client, workshop, name):
    assert participant_client.get(url(name)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ROLES)
def test_only_steering_group_and_analysts_may_read_it(staff_client, workshop, role, name):
    expected = 200 if role in READERS else 403

    assert staff_client(role).get(url(name)).status_code == expected


@pytest.mark.parametrize("name", NAMES)
def test_second_factor_is_needed(staff_client, workshop, name):
    client = staff_client("steering group", second_factor=False)

    assert client.get(url(name)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_kept_by_nobody(reader, workshop, name):
    assert reader.get(url(name)).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", NAMES)
def test_unknown_workshop_is_not_found(reader, name):
    assert reader.get(url(name, "nope")).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_posting_is_refused(reader, workshop, name):
    assert reader.post(url(name)).status_code == 405


@pytest.mark.parametrize("name", ["nope", "gateway:nope", "gateway", "codes:a:b", "x" * 300])
def test_unknown_table_is_not_found(reader, workshop, name):
    assert reader.get(url("analysis:table_csv", table=name)).status_code == 404


@pytest.mark.parametrize("path", ["tables/a/b.csv", "tables/..%2fx.csv", "tables/A.csv",
                                  "tables/.csv", "tables/" + "x" * 301 + ".csv"])  # fmt: skip
def test_name_that_can_be_no_table_is_not_found(reader, workshop, path):
    assert reader.get(url("analysis:report") + path).status_code == 404


def test_page_names_the_figures_and_warns(reader, workshop, group):
    make_idea(group)

    page = reader.get(url("analysis:report")).content.decode()

    assert "<dt>ideas</dt>\n      <dd>1</dd>" in page
    assert "Not ready to publish" in page
    assert "“At work” drew the most contributions" in page


@pytest.mark.parametrize("own", ["ons-10-5", "off"])
def test_page_and_downloads_always_withhold_small_counts(reader, workshop, own):
    Workshop.objects.update(disclosure=own)
    make_responses(make_question(workshop), "nurse", 7)

    page = reader.get(url("analysis:report")).content.decode()
    told = json.loads(reader.get(url("analysis:report_json")).content)

    assert told["disclosure"]["rule"] == "ons-10-5"
    assert told["tables"]["gateway:role"]["total"] == ["c", "c", 0, None, "c"]
    assert "fewer than 10 people, not shown" in page
    assert table_of(reader, "gateway:role")[1] == ["nurse", "Nurse", "c", "c", "0", "", "c"]


def test_json_download_is_the_report(reader, workshop, idea_with_everything):
    response = reader.get(url("analysis:report_json"))

    told = json.loads(response.content)
    assert told | {"as_of": ""} == report(workshop, "ons-10-5") | {"as_of": ""}
    assert response.headers["Content-Disposition"] == 'attachment; filename="spring-report.json"'


@pytest.fixture
def idea_with_everything(workshop, group):
    """Every kind of table, and an idea whose title a spreadsheet would run."""
    make_responses(make_question(workshop), "nurse", 12)
    rows, columns = make_frame(workshop, "literacy", "trust"), make_frame(workshop, "way", "tools")
    make_crosstab(rows, columns, group)
    idea = make_idea(group, make_participant(workshop), public_id="one", title="=1+1")
    make_vote(make_participant(workshop), idea=idea, value=-1)
    code(idea, rows, "trust")
    code(idea, columns, "tools")
    return idea


def test_each_table_comes_as_csv(reader, workshop, idea_with_everything):
    assert table_of(reader, "counts")[:3] == [
        ["key", "count"], ["participants", "c"], ["contributors", "0"],
    ]  # fmt: skip
    assert table_of(reader, "balance") == [
        ["key", "label", "contributions", "percent"],
        ["at-work", "At work", "2", "100.00"],
        ["total", "Total", "2", "100.00"],
    ]
    assert table_of(reader, "gateway:role")[-2:] == [
        ["unanswered", "No answer", "0"],
        ["total", "Total", "10", "100.00", "0", "", "c"],
    ]
    assert table_of(reader, "codes:literacy:at-work")[1:] == [["trust", "Trust", "1", "-1"]]
    assert table_of(reader, "crosstab:literacy:way:at-work:net_votes") == [
        ["key", "label", "tools", "total"],
        ["trust", "Trust", "-1", "-1"],
        ["total", "Total", "-1", "-1"],
    ]
    assert table_of(reader, "timeline")[0] == ["date", "joined", "ideas", "comments", "votes"]


def test_csv_guards_what_a_spreadsheet_would_run(reader, workshop, idea_with_everything):
    (_, row) = table_of(reader, "ideas")

    assert row == ["one", "at-work", "at-work", "", "0", "'=1+1", "0", "1", "-1", "0",
                   "literacy:trust;way:tools"]  # fmt: skip


def test_csv_is_named_after_its_table(reader, workshop, idea_with_everything):
    response = reader.get(url("analysis:table_csv", table="codes:literacy:at-work"))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="spring-codes-literacy-at-work.csv"'
    )


def test_every_table_on_the_page_has_its_csv(reader, workshop, idea_with_everything):
    page = reader.get(url("analysis:report")).content.decode()

    for name in [*report(workshop)["tables"], "counts", "timeline", "ideas"]:
        link = url("analysis:table_csv", table=name)
        assert f'href="{link}"' in page
        assert reader.get(link).status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_table_says_where_nobody_could_be_told_a_contributor(reader, workshop, known):
    make_participant(workshop, first_contributed_at=workshop.opens_at)
    make_responses(make_question(workshop), "nurse", 1, contributed=known)

    page = reader.get(url("analysis:report")).content.decode()

    assert ("We do not know which answers came from contributors" in page) is not known


def test_titles_are_escaped(reader, workshop, group):
    make_idea(group, title="<b>bold</b>")

    assert "&lt;b&gt;bold&lt;/b&gt;" in reader.get(url("analysis:report")).content.decode()


@pytest.mark.parametrize("opens_in_days", [-7, 5, -40])
def test_page_of_an_empty_workshop(reader, workshop, opens_in_days):
    other = make_workshop("empty", opens_in_days=opens_in_days)

    page = reader.get(url("analysis:report", other.slug)).content.decode()

    assert "No ideas yet." in page


@pytest.mark.parametrize("times", [1, 4])
def test_query_count_does_not_grow(
    reader, workshop, group, idea_with_everything, times, django_assert_num_queries
):
    for n in range(times):
        question = make_question(workshop, f"more-{n}")
        make_responses(question, "nurse", times)
        frame = make_frame(workshop, f"frame-{n}", "one two")
        other = make_group(workshop, f"group-{n}")
        idea = make_idea(other, make_participant(workshop))
        code(idea, frame, "one")
        make_crosstab(frame, make_frame(workshop, f"other-{n}", "three"), other, group)
    reader.get(url("analysis:report"))

    with django_assert_num_queries(26):
        assert reader.get(url("analysis:report")).status_code == 200
