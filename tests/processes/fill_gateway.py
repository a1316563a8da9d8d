"""Run as a process of its own: somebody on their way in; prints their session's name and key."""

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from tests.factories import make_participant, make_user, make_workshop  # noqa: E402
from tests.gateway.demo import make_demo_gateway  # noqa: E402

workshop = make_workshop("spring")
make_demo_gateway(workshop)
person = make_participant(workshop, make_user(), joined_at=None)
client = Client()
client.force_login(person.user)
print(f"session {settings.SESSION_COOKIE_NAME}={client.session.session_key}")
