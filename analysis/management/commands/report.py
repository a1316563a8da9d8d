"""Write the report of a workshop to a file."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from analysis.archive.values import read_time
from analysis.database import long_transaction
from analysis.disclosure import Rule, parse_rule
from analysis.report import html, json
from analysis.report.file import write_whole
from analysis.report.model import Report
from analysis.selectors import report_moment, workshop_report
from workshop.common.commands import WRONG_ARGUMENTS, PlainCommand
from workshop.common.errors import DomainError
from workshop.models import Workshop

RENDERERS: dict[str, Callable[[Report], str]] = {"json": json.render, "html": html.render}
FORMATS = (*RENDERERS, "docx", "pdf", "xlsx")


def usage(problem: str) -> CommandError:
    """Return the refusal of an argument, with its exit code."""
    return CommandError(problem, returncode=WRONG_ARGUMENTS)


def rule_of(text: str | None) -> Rule | None:
    """Return the disclosure rule asked for, if one was."""
    try:
        return None if text is None else parse_rule(text)
    except DomainError as error:
        raise usage(f"--disclosure: {error.message}") from None


def moment_of(text: str | None) -> datetime | None:
    """Return the moment asked for, if one was."""
    try:
        return None if text is None else read_time(text)
    except ValueError as error:
        raise usage(f"--as-of: {error}") from None


class Command(PlainCommand):
    help = "Write the report of a workshop to a file: all of its figures, or a page to read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--out", required=True, metavar="FILE")
        parser.add_argument(
            "--disclosure",
            metavar="RULE",
            help="off, ons-10-5, nhs or threshold:N; without it the workshop's own",
        )
        parser.add_argument(
            "--as-of",
            metavar="TIMESTAMP",
            help="ignore what is dated later than this, for example 2026-03-02T09:00:00Z; "
            "without it the close, or now while the workshop is open",
        )

    def handle(self, *, slug: str, out: str, **options) -> None:
        render = RENDERERS.get(options["format"])
        if render is None:
            raise usage(f"The format {options['format']} is not available yet: use json or html.")
        rule, as_of = rule_of(options["disclosure"]), moment_of(options["as_of"])
        self.say("Counting …")
        with long_transaction(snapshot=True):
            report = self.report(slug, rule, as_of)
        self.say("Writing …")
        write_whole(Path(out), render(report))
        self.say("")
        self.stdout.write(
            f"{out}: {len(report.tables)} tables, {len(report.ideas)} ideas, "
            f"{report.suppressed_cells} counts withheld ({report.rule.text})"
        )

    def report(self, slug: str, rule: Rule | None, as_of: datetime | None) -> Report:
        """Return the report under the rule asked for, or the workshop's own."""
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None:
            raise DomainError(f"There is no workshop {slug}.")
        return workshop_report(
            workshop=workshop,
            rule=rule or parse_rule(workshop.disclosure),
            as_of=as_of or report_moment(workshop, timezone.now()),
        )
