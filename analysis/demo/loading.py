"""Putting the demo workshop into the database, by way of the archive format."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from analysis.archive.importer import archive_import
from analysis.archive.writer import archive_write
from analysis.database import long_transaction
from analysis.demo.campaign import campaign_schedule
from analysis.demo.generator import demo_tables
from analysis.demo.people import accounts_give, preregistrations_add, unfinished_add
from analysis.demo.shift import shifted
from analysis.demo.showings import showings_draw
from analysis.demo.staff import demo_require_debug, staff_accounts_create
from analysis.demo.workshop import SLUG, demo_workshop
from ideas.services import fair_orders_prepare
from workshop.common.errors import DomainError
from workshop.models import Workshop

Say = Callable[[str], None]


def demo_archive_write(*, path: Path, original: bool, now: datetime | None = None) -> None:
    """Write the demo as an archive to `path`, with its original dates or open now.

    Raises DomainError where the path cannot take it.
    """
    workshop, tables = demo_workshop(), demo_tables()
    if not original:
        workshop, tables = shifted(workshop, tables, now or timezone.now())
    archive_write(path, workshop=workshop, tables=tables)


def demo_load(
    *, original: bool, now: datetime | None = None, say: Say = lambda _: None
) -> Workshop:
    """Import the demo workshop and give its people accounts; open now unless `original`.

    `say` is told of the progress. Raises DomainError without DEBUG, or where the demo is loaded.
    """
    now = now or timezone.now()
    demo_require_debug()
    if Workshop.objects.filter(slug=SLUG).exists():
        raise DomainError(f"There is a workshop {SLUG!r} already.")
    with long_transaction():
        workshop = _import(original, now, say)
        say("Writing showings, accounts and mailings …")
        showings_draw(workshop=workshop, now=now)
        fair_orders_prepare(now=now)
        accounts_give(workshop)
        staff_accounts_create()
        if not original:
            unfinished_add(workshop)
            preregistrations_add(workshop)
            campaign_schedule(workshop, now)
    return workshop


def _import(original: bool, now: datetime, say: Say) -> Workshop:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo"
        demo_archive_write(path=path, original=original, now=now)
        return archive_import(path, say=say)
