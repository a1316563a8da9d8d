"""The report on a phone, with every kind of table and words too long for it."""

import csv
import json
from pathlib import Path

import pytest
from django.urls import reverse

from tests.analysis.making import code, make_crosstab, make_frame, make_question, make_responses
from tests.factories import (
    make_group,
    make_idea,
    make_participant,
    make_vote,
    make_workshop,
)
from tests.journeys.signing_in import give_session


@pytest.fixture
def counted(transactional_db):
    """A workshop with every kind of table, labels too long for a phone among them."""
    workshop = make_workshop("spring")
    group = make_group(workshop, title="What should people like you start, stop or do differently?")
    make_responses(make_question(workshop, "role", "nurse internationalisation"), "nurse", 12)
    rows = make_frame(workshop, "literacy", "professionalism collaboration data")
    columns = make_frame(workshop, "readiness", "attitude drivers skills technology money time")
    make_crosstab(rows, columns, group)
    idea = make_idea(group, title="An unforgettablyextraordinarilylongwordwithoutanyspacesinit")
    code(idea, rows, "professionalism collaboration")
    code(idea, columns, "attitude skills")
    make_vote(make_participant(workshop), idea=idea)
    return workshop


def download(visitor, name):
    with visitor.page.expect_download() as waiting:
        visitor.press(name, "link")
    return Path(waiting.value.path()), waiting.value.suggested_filename


def test_every_kind_of_table_fits_a_phone_and_comes_as_a_file(visitor, counted, staff_client):
    give_session(visitor, staff_client("steering group"))
    visitor.open(reverse("analysis:report", args=["spring"]))

    visitor.look("What people told us")
    text = visitor.page.inner_text("main")
    assert "Not ready to publish" in text
    assert "c: fewer than 10 people, not shown." in text

    path, name = download(visitor, "Download the report")
    assert name == "spring-report.json"
    assert json.loads(path.read_text())["disclosure"]["rule"] == "ons-10-5"

    path, name = download(visitor, "Table 1 as a spreadsheet")
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[2] == ["total", "Total", "2", "100.00"]
    assert name == "spring-balance.csv"
