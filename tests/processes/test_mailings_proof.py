"""Small runs of what `make mailings` measures: senders killed at random, and bad addresses."""

import os

import pytest
from django.db import connection

from bench.mailings import faults, kills
from bench.mailings.stage import Stage
from tests.processes.conftest import CONFIGURED, postgres_url

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(tmp_path):
    """Processes on the test database, a tenth of the people."""
    clean = {key: value for key, value in os.environ.items() if key not in CONFIGURED}
    clean |= {"DEBUG": "1", "VAR_DIR": str(tmp_path), "DATABASE_URL": postgres_url()}
    stage = Stage(tmp_path, clean | {"ASSETS_DIR": str(tmp_path / "assets")})
    stage.part = 20
    yield stage
    stage.end_all()
    connection.close()


def bad(findings) -> list[str]:
    return [f"{each.what}: wanted {each.wanted}, found {each.found}"
            for each in findings if not each.good]  # fmt: skip


def test_senders_killed_at_random_send_nothing_twice_and_lose_nobody(stage):
    assert bad(kills.killed_senders(stage)) == []


def test_bad_addresses_end_as_they_must_and_stop_nobody_else(stage):
    assert bad(faults.fault_table(stage)) == []
