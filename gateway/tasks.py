"""What beat asks of the gateway."""

from celery import shared_task

from gateway import services


@shared_task
def responses_release() -> None:
    """Move finished drafts into responses, batch by batch."""
    services.responses_release()
