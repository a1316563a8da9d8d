"""The one clock by which mailings go out, and whether it can be trusted at this tick."""

import logging
import time
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from socket import gethostname

from django.db import connection
from django.utils import timezone

from workshop.mailings.models import ClockMark

logger = logging.getLogger(__name__)
# A wall clock that moved by more than this against the machine's own count has jumped.
JUMP = timedelta(seconds=60)
# So long after a jump nothing begins: whoever set the clock wrong can set it right.
WAIT = timedelta(seconds=30)
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def database_now() -> datetime:
    """Return the database's time: however wrong a sender's own clock is, all agree on this one.

    An embedded database has no clock but the process's own.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def clock_is_steady(now: datetime) -> bool:
    """Say whether mailings may begin: False at the tick that finds a jump, and a tick after it."""
    count = time.monotonic()
    mark, is_new = ClockMark.objects.get_or_create(
        machine=_machine(), defaults={"wall": now, "monotonic": count}
    )
    if is_new:
        return True
    moved = now - mark.wall - timedelta(seconds=count - mark.monotonic)
    mark.wall, mark.monotonic = now, count
    if abs(moved) > JUMP:
        mark.jumped_at = now
        logger.error(
            "The clock jumped by %d seconds; no mailing begins yet.", moved.total_seconds()
        )
    mark.save(update_fields=["wall", "monotonic", "jumped_at"])
    return mark.jumped_at is None or not timedelta(0) <= now - mark.jumped_at < WAIT


@cache
def _machine() -> str:
    """Return a name of this machine since its last start, from which its seconds are counted."""
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else gethostname()[:64]
