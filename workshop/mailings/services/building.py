"""Writing the ledger of a mailing: who gets it, in one statement, whatever their number."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from workshop.mailings.audiences import participants_reached, preregistrations_reached
from workshop.mailings.enums import DeliveryState, MailingState
from workshop.mailings.models import Delivery, Mailing

# A random name for each message, by the database itself.
NEW_UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


@transaction.atomic
def mailing_build(*, mailing: Mailing, now: datetime | None = None) -> bool:
    """Write the ledger of a scheduled mailing and start it; False if somebody else did.

    State and rows change in one transaction: ten starts at once, or a crash half-way, leave one
    complete ledger or none.
    """
    now = now or timezone.now()
    scheduled = Mailing.objects.filter(pk=mailing.pk, state=MailingState.SCHEDULED)
    if not scheduled.update(state=MailingState.BUILDING):
        return False
    deliveries_list(mailing=Mailing.objects.select_related("workshop").get(pk=mailing.pk))
    Mailing.objects.filter(pk=mailing.pk).update(
        state=MailingState.SENDING, started_at=now, watched_from=now, paced_until=now,
        trouble=0, reason="",
    )  # fmt: skip
    return True


def deliveries_list(*, mailing: Mailing) -> None:
    """Add a row for each person whom the mailing reaches and who has none in it yet.

    One statement, in time linear in the people; of two with one address the first is kept.
    """
    select, params = _recipients(mailing).query.get_compiler(connection=connection).as_sql()
    columns = ("mailing", "participant", "preregistration", "address", "address_key")
    fixed = {"message_uuid": NEW_UUID[connection.vendor]}
    constants = {
        "state": DeliveryState.PENDING, "attempts": 0, "code": 0, "reason": "", "fate": "",
        "stopped_here": False,
    }  # fmt: skip
    names = ", ".join(_column(name) for name in (*columns, *fixed, *constants))
    values = ", ".join(["%s", *fixed.values(), *["%s"] * len(constants)])
    values = values.replace("%s", "%s, people.*", 1)
    # Without a condition SQLite would read the conflict as part of the selection.
    statement = (
        f"INSERT INTO {connection.ops.quote_name(Delivery._meta.db_table)} ({names}) "
        f"SELECT {values} FROM ({select}) AS people WHERE 1 = 1 ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [mailing.pk, *constants.values(), *params])


def _recipients(mailing: Mailing) -> QuerySet:
    """Return key of the participant, key of the pre-registration, address and compared address."""
    nobody = Cast(Value(None), BigIntegerField())
    people = participants_reached(mailing.workshop, mailing.audience, kind=mailing.kind)
    waiting = preregistrations_reached(mailing.workshop, mailing.audience)
    return _four(people, F("pk"), nobody, "user__email").union(
        _four(waiting, nobody, F("pk"), "email"), all=True
    )


def _four(rows: QuerySet, participant, preregistration, address: str) -> QuerySet:
    text = CharField()
    return rows.order_by().values_list(
        Cast(participant, BigIntegerField()),
        Cast(preregistration, BigIntegerField()),
        Cast(F(address), text),
        Cast(F(f"{address}_key"), text),
    )


def _column(name: str) -> str:
    return connection.ops.quote_name(Delivery._meta.get_field(name).column)
