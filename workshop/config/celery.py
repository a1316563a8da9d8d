"""The Celery application and its beat schedule."""

import os

from celery import Celery

from workshop.config import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.config.settings")

app = Celery("workshop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Seconds between two looks at what is due.
TICK = env.number("TICK_SECONDS", 30)
app.conf.beat_schedule = {
    # A tick nobody took within its interval is worthless: the next one finds the same work.
    "mailings-tick": {
        "task": "workshop.mailings.tasks.mailings_tick",
        "schedule": TICK,
        "options": {"expires": TICK},
    },
    "responses-release": {
        "task": "gateway.tasks.responses_release",
        "schedule": 300,
        "options": {"expires": 290},
    },
    "fair-orders": {
        "task": "ideas.tasks.fair_orders_prepare",
        "schedule": 60,
        "options": {"expires": 55},
    },
    "bounces-read": {
        "task": "workshop.mailings.tasks.bounces_read",
        "schedule": 300,
        "options": {"expires": 290},
    },
    "retention-run": {
        "task": "workshop.privacy.tasks.retention_run",
        "schedule": 3600,
        "options": {"expires": 3500},
    },
}
