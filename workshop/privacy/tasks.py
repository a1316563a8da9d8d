"""What beat asks of the privacy room."""

from celery import shared_task


@shared_task
def retention_run() -> None:
    """Erase what has been kept long enough."""
    from workshop.privacy import services  # a task is a leaf: its service is loaded when it runs

    services.retention_run()
