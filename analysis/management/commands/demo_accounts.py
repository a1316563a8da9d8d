"""Print how to get into the demo."""

from django.core.management.base import BaseCommand, CommandError

from analysis.demo.selectors import demo_people
from analysis.demo.staff import demo_require_debug, staff_lines
from workshop.common.errors import DomainError


class Command(BaseCommand):
    help = "Prints the demo's accounts: `role address password totp-secret`; needs DEBUG=1."

    def handle(self, *args, **options) -> None:
        try:
            demo_require_debug()
        except DomainError as refusal:
            raise CommandError(refusal.message) from None
        for line in (*staff_lines(), *demo_people()):
            self.stdout.write(line)
