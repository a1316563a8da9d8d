"""Mail into a folder for the demo: one .eml a message, written aside and renamed."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    """Delivers each message as a file whose name sorts by time; a reader never sees half of one."""

    def send_messages(self, email_messages) -> int:
        """Write the messages; return how many."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{uuid.uuid4().hex[:8]}"
            aside = folder / f".{name}.part"
            aside.write_bytes(message.message().as_bytes(linesep="\r\n"))
            aside.rename(folder / f"{name}.eml")
        return len(email_messages)
