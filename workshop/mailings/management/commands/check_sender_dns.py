"""Print what to look up, by hand, before a mailing to thousands. Asks no network."""

from email.utils import parseaddr

from django.conf import settings

from workshop.common.commands import PlainCommand
from workshop.mailings.senders import dns_checks


class Command(PlainCommand):
    help = "Prints the records that large mail providers look for, with the command to see each."

    def handle(self, *args, **options) -> None:
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        bounces = settings.MAIL_BOUNCES.rpartition("@")[2]
        self.stdout.write("Look at each of these by hand; nothing was asked of any network.\n\n")
        for number, check in enumerate(dns_checks(sender=sender, bounces=bounces), start=1):
            self.stdout.write(f"[ ] {number}. {check.title}\n")
            if check.command:
                self.stdout.write(f"       {check.command}\n")
            self.stdout.write(f"       {check.wanted}\n")
