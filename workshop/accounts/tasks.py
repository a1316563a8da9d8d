"""What the queue of codes asks of the accounts; no other worker takes from it."""

from celery import shared_task


@shared_task
def message_send(pk: int) -> None:
    """Send one message that was just written down."""
    from workshop.accounts.services.outbox import outbox_send

    outbox_send(pk=pk)


@shared_task
def outbox_sweep() -> None:
    """Try again what waits."""
    from workshop.accounts.services import outbox

    outbox.outbox_sweep()
