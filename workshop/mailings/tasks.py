"""What beat asks of the mailings."""

from celery import shared_task


@shared_task
def mailings_tick() -> None:
    """Send what is due."""
