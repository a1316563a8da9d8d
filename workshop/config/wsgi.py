"""The WSGI entry: bounds for a request's statements, and the Celery application's broker."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.config.settings")
# Seconds: a page that waits longer for a lock or a plan is answered 503, and frees its worker.
os.environ.setdefault("DB_STATEMENT_TIMEOUT", "5")
os.environ.setdefault("DB_LOCK_TIMEOUT", "2")

from workshop.config import celery  # noqa: E402, F401 - tasks queued by a view need its broker

application = get_wsgi_application()
