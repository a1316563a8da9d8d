"""Send what is due: what beat runs every half minute, by hand."""

import re
import sys
from argparse import ArgumentTypeError
from datetime import datetime

from django.core.management.base import CommandError
from django.db import OperationalError

from workshop.common.commands import PlainCommand
from workshop.mailings.clock import database_now
from workshop.mailings.selectors import mailing_plan
from workshop.mailings.services import Tally, mailings_tick

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class Command(PlainCommand):
    help = "Starts the mailings that are due and sends what waits; safe to run any number of times."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--now",
            type=timestamp,
            metavar="TIMESTAMP",
            help="take this for the present moment, for example 2026-03-02T09:00:00Z",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and change nothing"
        )

    def handle(self, *args, **options) -> None:
        now = options["now"]
        try:
            if options["dry_run"]:
                self._plan(now or database_now())
            else:
                progress = self._progress if sys.stderr.isatty() else None
                # Without a moment the one clock counts, not that of this machine.
                self._report(mailings_tick(now=now, progress=progress))
        except OperationalError as error:
            raise CommandError(f"The database is away: {str(error).splitlines()[0]}") from None

    def _plan(self, now: datetime) -> None:
        lines = list(mailing_plan(now))
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write("Nothing is due.")

    def _report(self, tally: Tally) -> None:
        if sys.stderr.isatty() and any(tally.counts.values()):
            self.stderr.write("")
        if not tally.had_a_place:
            self.stdout.write("another sender is running")
            return
        self.stdout.write(f"{tally.started} mailings started, {words_of(tally)}")

    def _progress(self, tally: Tally) -> None:
        self.stderr.write(f"\r{words_of(tally)}", ending="")


def words_of(tally: Tally) -> str:
    """Return what became of the messages, in a fixed order."""
    names = ("sent", "failed", "pending", "skipped", "unknown")
    words = {"pending": "put off", "failed": "refused", "skipped": "left out"}
    return ", ".join(f"{tally.counts[name]} {words.get(name, name)}" for name in names)


def timestamp(text: str) -> datetime:
    """Return a moment with its offset; argparse turns the error into exit code 2."""
    try:
        if TIMESTAMP.fullmatch(text):
            return datetime.fromisoformat(text.upper())
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is no time with an offset; write 2026-03-02T09:00:00Z")
