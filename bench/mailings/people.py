"""Workshops full of people, and mailings to them, made quickly."""

import itertools
from collections import Counter
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from tests.factories import make_mailing, make_participant, make_user, make_workshop
from workshop.accounts.models import User
from workshop.mailings.enums import DeliveryState
from workshop.mailings.models import Delivery, Mailing
from workshop.models import Participant, Workshop

ADDRESS = "'{prefix}' || n || '@example.org'"
numbers = itertools.count(1)


def workshop_of(people: int) -> Workshop:
    """An open workshop that so many joined, `person1-1@example.org` and on."""
    workshop = make_workshop()
    prefix = f"person{workshop.pk}-"
    first = make_participant(workshop, make_user(f"{prefix}1@example.org"))
    address = ADDRESS.format(prefix=prefix)
    series = f"generate_series(2, {people}) AS n"
    new_user = {"email": address, "email_key": address}
    multiply(User, first.user.pk, series, new_user)
    source = f"{quoted(User._meta.db_table)} AS u"
    joined = f"{source} WHERE u.email LIKE '{prefix}%' AND u.id <> {first.user.pk}"
    multiply(Participant, first.pk, "", {"user": "u.id"}, joined)
    return workshop


def workshop_with(addresses: list[str]) -> Workshop:
    """An open workshop that the people of these addresses joined."""
    workshop = make_workshop()
    for address in addresses:
        make_participant(workshop, make_user(address))
    return workshop


def multiply(model, pk: int, series: str, changes: dict[str, str], source: str = "") -> None:
    """Copy a row for each of a series, with some columns as an expression of `n`."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quoted(field.column) for field in fields)
    values = ", ".join(changes.get(field.name, f"t.{quoted(field.column)}") for field in fields)
    table = quoted(model._meta.db_table)
    one = f"(SELECT * FROM {table} WHERE id = {int(pk)}) AS t"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {one}, {source or series}"
        )
        cursor.execute(f"ANALYZE {table}")


def quoted(name: str) -> str:
    """A name as the database reads it."""
    return connection.ops.quote_name(name)


def mailing_to_all(workshop: Workshop, **extra) -> Mailing:
    """A reminder to everyone of a workshop, due now, as fast as may be."""
    words = (
        "You joined **{title}**.\n\nSee [what is new]({link}): there is much to read, and what "
        "you know of your own work is what the others cannot know.\n\n" + "Come back. " * 40
    )
    return make_mailing(workshop, **({"body": words} | extra))


def states(mailing: Mailing) -> Counter:
    """How many rows of a mailing are in each state."""
    return Counter(Delivery.objects.filter(mailing=mailing).values_list("state", flat=True))


def is_done(mailing: Mailing) -> bool:
    """Whether a mailing has ended."""
    mailing.refresh_from_db()
    return mailing.state == "done"


def dead_leases_end(mailing: Mailing) -> None:
    """Let the time that a killed sender's claims are kept be over."""
    rows = Delivery.objects.filter(mailing=mailing).exclude(lease_until=None)
    rows.filter(state__in=[DeliveryState.SENDING, DeliveryState.HANDED]).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
