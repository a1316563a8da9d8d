"""The WSGI entry; it also makes the Celery application known to the web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.config.settings")

from workshop.config import celery  # noqa: E402, F401 - tasks queued by a view need its broker

application = get_wsgi_application()
