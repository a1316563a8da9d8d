"""Run as a process of its own: a workshop with a mailing that is due, in the embedded database."""

import django

django.setup()

from tests.factories import make_mailing, make_participant, make_workshop  # noqa: E402

workshop = make_workshop("spring")
for _ in range(12):
    make_participant(workshop)
make_mailing(workshop, rate=50)
