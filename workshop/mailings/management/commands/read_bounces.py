"""Read what came back by mail: what beat does every five minutes where MAIL_BOUNCE_FILE is set."""

from pathlib import Path

from django.utils import timezone

from workshop.common.commands import PlainCommand
from workshop.mailings.enums import EventKind
from workshop.mailings.services import mailbox_read


class Command(PlainCommand):
    help = (
        "Reads reports of mail servers (RFC 3464), complaints (RFC 5965) and requests to stop from "
        "a mailbox: an mbox file, a Maildir, a folder of .eml files. Safe to run again; changes "
        "nothing in the mailbox."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("mailbox", type=Path)

    def handle(self, *args, **options) -> None:
        counts = mailbox_read(path=options["mailbox"], now=timezone.now())
        self.stdout.write(
            f"{counts['read']} messages read; new: {counts[EventKind.HARD]} for an address that "
            f"does not exist, {counts[EventKind.SOFT]} not delivered for another reason, "
            f"{counts[EventKind.COMPLAINT]} complaints, {counts['stopped']} who want no more"
        )
