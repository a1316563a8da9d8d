"""Write the report of a workshop to a file."""

import re
import sys
from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from analysis.disclosure import Rule, parse_rule
from analysis.report import html, json
from analysis.report.file import write_whole
from analysis.selectors import report_moment, workshop_report
from workshop.common.commands import OneLineCommand
from workshop.common.errors import DomainError
from workshop.models import Workshop

RENDERERS = {"json": json.render, "html": html.render}
FORMATS = (*RENDERERS, "docx", "pdf", "xlsx")
TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)


class Command(OneLineCommand):
    help = "Writes the report of a workshop to a file."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument(
            "--disclosure",
            metavar="RULE",
            help="off, ons-10-5, nhs or threshold:N; default: the workshop's own",
        )
        parser.add_argument(
            "--as-of",
            metavar="TIMESTAMP",
            help="ignore what is dated later, for example 2017-12-01T12:00:00Z; "
            "default: the close, or now while the workshop is open",
        )

    def handle(self, *args, **options) -> None:
        if options["format"] not in RENDERERS:
            usage_error(f"The format {options['format']} is not available yet: use json or html.")
        rule = rule_from(options["disclosure"]) if options["disclosure"] is not None else None
        as_of = moment_from(options["as_of"]) if options["as_of"] is not None else None
        workshop = Workshop.objects.filter(slug=options["slug"]).first()
        if workshop is None:
            raise CommandError(f"There is no workshop “{options['slug']}”.")
        self._progress("Counting …")
        report = workshop_report(
            workshop=workshop,
            rule=rule or own_rule(workshop),
            as_of=as_of or report_moment(workshop, timezone.now()),
        )
        self._write(Path(options["out"]), RENDERERS[options["format"]](report))
        self.stdout.write(
            f"{options['out']}: {len(report.tables)} tables, {len(report.ideas)} ideas, "
            f"{report.suppressed_cells} counts withheld ({report.rule.text})"
        )

    def _write(self, path: Path, content: str) -> None:
        try:
            write_whole(path, content)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None

    def _progress(self, words: str) -> None:
        if sys.stderr.isatty():
            self.stderr.write(words)


def usage_error(message: str) -> None:
    """Refuse the arguments, with the exit code for that."""
    raise CommandError(message, returncode=2)


def rule_from(text: str) -> Rule:
    """Return the disclosure rule asked for."""
    try:
        return parse_rule(text)
    except DomainError as error:
        return usage_error(error.message)


def own_rule(workshop: Workshop) -> Rule:
    """Return the workshop's rule."""
    try:
        return parse_rule(workshop.disclosure)
    except DomainError as error:
        raise CommandError(error.message) from None


def moment_from(text: str) -> datetime:
    """Return the moment written as RFC 3339 with an offset."""
    try:
        moment = datetime.fromisoformat(text.upper()) if TIMESTAMP.fullmatch(text) else None
    except ValueError:
        moment = None
    # The first and the last year would leave the calendar on the way to another time zone.
    if moment is None or not 1 < moment.year < 9999:
        usage_error(
            f"--as-of: “{text}” is not a moment with an offset, for example 2017-12-01T12:00:00Z."
        )
    return moment
