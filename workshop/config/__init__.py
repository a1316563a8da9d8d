"""The wiring; the Celery application is loaded with it, so that every process finds the broker."""

from workshop.config.celery import app as celery_app

__all__ = ["celery_app"]
