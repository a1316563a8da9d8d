"""What beat asks of the conversation."""

from celery import shared_task


@shared_task
def fair_orders_prepare() -> None:
    """Draw the day's orders of the lists where they are missing."""
    from ideas.services import fair_orders_prepare as prepare

    prepare()
