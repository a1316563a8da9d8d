"""What the command does beside loading: refusing, the original dates, writing an archive."""

import io

import pytest
from django.core.management import CommandError, call_command

from analysis.demo.workshop import CLOSES_AT, SLUG
from workshop.mailings.enums import MailingState
from workshop.mailings.models import Delivery
from workshop.models import Workshop


def load_demo(**options) -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_it_is_refused_in_production(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=1"):
        load_demo()

    assert not Workshop.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_original_dates_give_the_closed_workshop_without_a_campaign(settings):
    settings.DEBUG = True

    load_demo(original_dates=True)

    workshop = Workshop.objects.get(slug=SLUG)
    assert workshop.closes_at == CLOSES_AT
    assert set(workshop.mailings.values_list("state", flat=True)) == {MailingState.DRAFT}
    assert not Delivery.objects.exists()


def test_an_archive_is_written_without_touching_the_database(tmp_path):
    out = load_demo(original_dates=True, archive=str(tmp_path / "demo"))

    assert out == f"The demo workshop was written to {tmp_path / 'demo'}.\n"
    assert sorted(path.name for path in (tmp_path / "demo").iterdir()) == [
        "codings.csv",
        "comments.csv",
        "datapackage.json",
        "gateway.csv",
        "ideas.csv",
        "participants.csv",
        "votes.csv",
        "workshop.json",
    ]


def test_an_archive_that_cannot_be_written_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CommandError, match="file"):
        load_demo(archive=str(tmp_path / "file" / "demo"))
