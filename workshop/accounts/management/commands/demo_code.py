"""Print a sign-in code, so that a demo needs no mailbox."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workshop.accounts.selectors import current_code


class Command(BaseCommand):
    help = "Prints the sign-in code that an address was sent last. Refused with DEBUG=0."

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", help="the e-mail address typed on the sign-in page")

    def handle(self, *args, address: str, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("demo_code is for demos: it works only with DEBUG=1.")
        code = current_code(address=address, now=timezone.now())
        if code is None:
            raise CommandError("No code is awaited for this address. Ask for one on the site.")
        self.stdout.write(code)
