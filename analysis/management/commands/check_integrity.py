"""Recounts the stored counters and verifies what the database promises."""

from argparse import ArgumentParser

from analysis.integrity import counters_repair, integrity_check
from workshop.common.commands import PlainCommand
from workshop.common.errors import DomainError
from workshop.models import Workshop


class Command(PlainCommand):
    help = (
        "Recount every stored counter from its rows and verify the promises of the database: "
        "one line per violation, exit code 1 if there is any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", nargs="?", help="one workshop; default: all")
        parser.add_argument(
            "--repair",
            action="store_true",
            help="first set wrong counters right, and nothing else",
        )

    def handle(self, *, slug: str | None, repair: bool, **options) -> None:
        workshop = self.workshop(slug)
        if repair:
            for line in counters_repair(workshop=workshop):
                self.stdout.write(f"{line}; mended")
        violations = 0
        self.say("Checking …")
        for line in integrity_check(workshop=workshop):
            violations += 1
            self.stdout.write(line)
        if violations:
            raise DomainError(f"{violations} violation{'s' if violations > 1 else ''}")

    def workshop(self, slug: str | None) -> Workshop | None:
        """Return the workshop of a slug, or None for all; raises DomainError if there is none."""
        if slug is None:
            return None
        found = Workshop.objects.filter(slug=slug).first()
        if found is None:
            raise DomainError(f"There is no workshop {slug}.")
        return found
