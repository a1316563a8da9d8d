"""Through which channel somebody came is put beside nothing they said, wherever one looks."""

import json
import re
from pathlib import Path

import pytest

from analysis.archive.exporter import archive_export
from analysis.archive.importer import archive_import
from tests.analysis.archive.samples import put_folder, sample_files
from tests.factories import make_group, make_idea, make_participant, make_user, make_vote
from workshop.models import Channel, Participant

pytestmark = pytest.mark.django_db
REPORT = ("", "report.json", "tables/ideas.csv", "tables/counts.csv")
ADMIN = ("ideas/idea/", "ideas/comment/", "workshop/workshop/")


@pytest.fixture
def busy(workshop):
    """Somebody with a telling address and key came through a channel, wrote and voted."""
    channel = Channel.objects.create(workshop=workshop, key="carers", title="Carers Together")
    person = make_participant(
        workshop, make_user("told@example.org"), channel=channel, pk=987654, visits=4321
    )
    group = make_group(workshop, "at-work")
    idea = make_idea(group, person)
    make_vote(person, idea=make_idea(group, make_participant(workshop)))
    return idea


@pytest.mark.parametrize("last", ["", "carers/", "carers/sheet/", "carers/qr.svg"])
def test_the_pages_of_channels_name_nobody_and_nothing_said(busy, staff_client, last):
    client = staff_client("facilitator")
    html = client.get(f"/w/spring/channels/{last}").content.decode()

    for told in ("told@example.org", "987654", "4321", busy.public_id, busy.title):
        assert told not in html
    for word in ("contribut", "comments", " ideas", " votes"):
        assert word not in html.lower().replace("add ideas of your own", "")


@pytest.mark.parametrize("path", ["groups/", "groups/at-work/", "ideas/{idea}/"])
def test_no_page_of_the_conversation_names_a_channel(busy, client, path):
    client.force_login(make_participant(busy.workshop).user)

    html = client.get(f"/w/spring/{path.format(idea=busy.public_id)}").content.decode()

    assert busy.title in html or path == "groups/"
    assert "carers" not in html.lower()


@pytest.mark.parametrize("path", ADMIN)
def test_no_list_of_the_admin_names_a_channel(busy, superuser_client, path):
    assert "carers" not in superuser_client.get(f"/admin/{path}").content.decode().lower()


def test_the_report_is_the_same_whoever_came_through_which_channel(busy, staff_client):
    client = staff_client("steering group")

    def reports() -> list[str]:
        pages = [client.get(f"/w/spring/report/{path}").content.decode() for path in REPORT]
        # The moment at which somebody looks differs.
        return [re.sub(r'"as_of": "[^"]*"', "", text.split("<main")[-1]) for text in pages]

    before = reports()
    Participant.objects.update(channel=None)

    assert reports() == before


def exported(folder: Path) -> dict[str, str]:
    archive_export(slug="spring", path=folder)
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_an_archive_says_of_a_channel_how_many_joined_and_nothing_else(tmp_path):
    workshop = archive_import(put_folder(tmp_path / "in", sample_files()))
    channel = Channel.objects.create(
        workshop=workshop, key="carers", title="Carers", short_text="Mine", long_text="Mine too"
    )
    before = exported(tmp_path / "before")
    workshop.participants.update(channel=channel)
    after = exported(tmp_path / "after")

    setup, changed = (json.loads(each.pop("workshop.json")) for each in (before, after))
    assert after == before
    assert "Mine" not in json.dumps(setup)
    last = setup["channels"][0]  # by place, then by key
    assert last == {"key": "carers", "title": "Carers", "joined": 0}
    last["joined"] = workshop.participants.count()
    assert changed == setup
