"""The steering group: signs in, reads the report, takes a table and the figures home."""

import json

import pytest

from tests.journeys.signing_in import give_session
from tests.journeys.test_facilitator import sign_in_as_staff
from tests.journeys.world import make_world


@pytest.mark.django_db(transaction=True)
def test_steering_group_reads_and_downloads(visitor):
    make_world()
    visitor.open("/w/spring/report/")
    sign_in_as_staff(visitor, "steering group")
    visitor.look("What people told us")

    with visitor.page.expect_download() as table:
        visitor.page.get_by_role("link", name="These numbers as a spreadsheet").first.click()
    assert table.value.suggested_filename.endswith(".csv")
    with visitor.page.expect_download() as figures:
        visitor.page.get_by_role("link", name="Download the report").first.click()
    assert json.loads(figures.value.path().read_text())["workshop"] == "spring"


@pytest.mark.django_db(transaction=True)
def test_steering_group_may_not_moderate(visitor, staff_client):
    make_world()
    give_session(visitor, staff_client("steering group"))
    visitor.open("/admin/ideas/idea/")

    visitor.look("This page is not open to you")
