"""Let mailings go to an address again."""

from django.core.management.base import CommandError

from workshop.accounts.addresses import address_key
from workshop.common.commands import PlainCommand
from workshop.mailings.services import suppression_lift


class Command(PlainCommand):
    help = "Lets mailings go to an address again, for example once a full mailbox was emptied."

    def add_arguments(self, parser) -> None:
        parser.add_argument("address")
        parser.add_argument(
            "--despite-complaint",
            action="store_true",
            help="even if a message of ours was reported as unwanted: only if the person asks",
        )

    def handle(self, *args, **options) -> None:
        address = options["address"].strip()
        local, _, domain = address.rpartition("@")
        if not (local and domain):
            raise CommandError("That is no address. Write it as name@example.org.", returncode=2)
        lifted = suppression_lift(
            address_key=address_key(address), despite_complaint=options["despite_complaint"]
        )
        self.stdout.write(
            "Mailings go to this address again."
            if lifted
            else "Nothing was noted of this address: mailings go to it."
        )
