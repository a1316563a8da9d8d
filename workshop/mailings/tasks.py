"""What beat asks of the mailings."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
# A worker that is asked to stop waits for its task, so a task may not take much longer than this.
SLICE_SECONDS = 20


@shared_task(bind=True)
def mailings_tick(self) -> None:
    """Start what is due and send for a while; if more is left, ask for the next slice at once."""
    from workshop.mailings.services import mailings_tick as tick

    tally = tick(slice_seconds=SLICE_SECONDS)
    if tally.started or tally.counts:
        logger.info("Mailings: %d started, %s", tally.started, dict(tally.counts))
    if not tally.more or self.request.is_eager:
        return
    try:
        mailings_tick.apply_async(expires=SLICE_SECONDS, retry=False)
    except OperationalError:
        logger.warning("The broker is away; the next tick goes on with the mailings.")


@shared_task
def bounces_read() -> None:
    """Read the mailbox of bounces that lies on this machine, if it changed since the last time."""
    from workshop.mailings.services import bounce_file_read

    counts = bounce_file_read()
    if counts:
        logger.info("Bounces: %s", dict(counts))
