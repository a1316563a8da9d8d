"""Short ways into the site for journeys that begin behind the door."""

from django.conf import settings
from django.test import Client

from workshop.accounts.models import User


def sign_in_as(visitor, user: User) -> None:
    """Give the browser a session of a person."""
    client = Client()
    client.force_login(user)
    give_session(visitor, client)


def give_session(visitor, client: Client) -> None:
    """Hand the session of a test client to the browser."""
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": visitor.address}
    visitor.page.context.add_cookies([cookie])
