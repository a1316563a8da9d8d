"""The Celery application and its beat schedule."""

import os

from celery import Celery

from workshop.config import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.config.settings")

app = Celery("workshop")
# Of every thread, not only the one that loads it: a view in another would ask another broker.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Seconds between two looks at what is due.
TICK = env.number("TICK_SECONDS", 30)
# Never behind a mailing: a queue of its own, which the worker of codes alone takes from.
app.conf.task_routes = {"workshop.accounts.tasks.*": {"queue": "codes"}}
app.conf.beat_schedule = {
    "outbox-sweep": {
        "task": "workshop.accounts.tasks.outbox_sweep",
        "schedule": 5,
        "options": {"expires": 5},
    },
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
