"""After the seal a thief with everything that was in force before can link no response."""

import hmac
import random
from dataclasses import dataclass
from hashlib import sha256
from statistics import mean

import pytest
from django.conf import settings
from django.db import connection, transaction

from gateway.models import Draft, Response
from gateway.services import responses_release, table
from tests.factories import make_participant, make_user, make_workshop
from tests.journeys.world import make_gateway
from tests.privacy.snapshots import fresh_tables
from workshop.models import Workshop
from workshop.privacy.services import workshop_seal

pytestmark = pytest.mark.django_db
PEOPLE = 120
PLACE = "ctid" if connection.vendor == "postgresql" else "rowid"


@dataclass(frozen=True)
class Loot:
    """What the thief had before the seal, and keeps: both halves, all numbers, the old tables."""

    environment_half: str
    workshop_row: dict
    people: list[int]
    ids: dict[int, str]
    places: list[str]


def closed_workshop() -> Workshop:
    """120 people whose answers have been released; each with a text of their own."""
    fresh_tables()
    workshop = make_workshop("autumn", opens_in_days=-30, days=20)
    make_gateway(workshop)
    for number in range(PEOPLE):
        person = make_participant(workshop, make_user(f"p{number}@example.org"))
        answers = {"role": ["nurse"], "tools": [], "sure": ["very"], "wish": f"canary {person.pk}"}
        Draft.objects.create(participant=person, answers=answers, finished=True)
    responses_release()
    return workshop


def texts_in_order(table: str) -> list[str]:
    """What each row's person typed, in the order in which the rows lie on disk."""
    key = "id" if table == "gateway_response" else "response_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT typed.text FROM {table} row_ JOIN gateway_answer typed"
            f" ON typed.response_id = row_.{key} WHERE typed.text <> '' ORDER BY row_.{PLACE}"
        )
        return [text for (text,) in cursor.fetchall()]


def steal(workshop: Workshop) -> Loot:
    people = sorted(workshop.participants.values_list("pk", flat=True))
    row = Workshop.objects.filter(pk=workshop.pk).values().get()
    rows = Response.objects.filter(answers__option=None).values_list("pk", "answers__text")
    typed = {int(text.split()[1]): str(pk) for pk, text in rows}
    half = settings.ANONYMITY_SECRET
    return Loot(half, row, people, typed, texts_in_order("gateway_response"))


def tied(loot: Loot) -> dict[int, Response]:
    """Everybody whose response the thief finds: by token, or by an id known from before."""
    secret = (loot.environment_half + loot.workshop_row["secret_half"]).encode()
    found = {}
    for person in loot.people:
        token = hmac.new(secret, str(person).encode(), sha256).hexdigest()
        row = Response.objects.filter(token=token).first()
        row = row or Response.objects.filter(pk=loot.ids[person]).first()
        if row:
            found[person] = row
    return found


def likeness(before: list[str], after: list[str]) -> float:
    """Spearman's rank correlation of two orders of the same texts: 1 the same, 0 none."""
    first = {text: place for place, text in enumerate(before)}
    ranks = [first[text] for text in after]
    middle = mean(ranks)
    spread = sum((rank - middle) ** 2 for rank in ranks)
    shared = sum((rank - middle) * (place - middle) for place, rank in enumerate(ranks))
    return shared / spread


def chance(rows: int) -> float:
    """How alike two random orders may look: five standard deviations of the coefficient."""
    return 5 / (rows - 1) ** 0.5


def test_the_same_attack_finds_everybody_before_the_seal(db):
    loot = steal(closed_workshop())

    found = tied(loot)

    assert sorted(found) == loot.people
    for person, response in found.items():
        assert response.answers.get(option=None).text == f"canary {person}"


def test_after_the_seal_no_token_and_no_id_finds_anybody(db):
    workshop = closed_workshop()
    loot = steal(workshop)

    workshop_seal(workshop=workshop)

    assert Response.objects.count() == len(loot.people) == PEOPLE
    assert tied(loot) == {}
    assert set(Response.objects.values_list("token", flat=True)) == {""}
    assert Workshop.objects.get(pk=workshop.pk).secret_half == ""
    assert not Draft.objects.exists()


def test_after_the_seal_no_row_stands_where_it_stood(db):
    workshop = closed_workshop()
    before = texts_in_order("gateway_response")
    seals = []
    for _ in range(2):
        with transaction.atomic():
            workshop_seal(workshop=workshop)
            seals.append(texts_in_order("gateway_response"))
            answers = texts_in_order("gateway_answer")
            transaction.set_rollback(True)

    assert sorted(seals[0]) == sorted(seals[1]) == sorted(before)
    assert abs(likeness(before, seals[0])) < chance(PEOPLE)
    assert abs(likeness(seals[0], seals[1])) < chance(PEOPLE)
    # Nor do the answers of one response, or of neighbours, lie together.
    neighbours = sum(one == other for one, other in zip(answers, answers[1:], strict=False))
    assert neighbours < 0.05 * len(answers)


def test_without_a_shuffle_the_order_would_give_everybody_away(db, monkeypatch):
    workshop = closed_workshop()
    before = texts_in_order("gateway_response")

    class Unshuffled(random.Random):
        def shuffle(self, x):
            pass

    monkeypatch.setattr(table, "shuffler", Unshuffled())
    workshop_seal(workshop=workshop)

    assert likeness(before, texts_in_order("gateway_response")) > 0.9


def test_after_the_seal_every_row_was_written_by_one_transaction(db):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL notes the transaction of a row")
    workshop = closed_workshop()
    workshop_seal(workshop=workshop)

    with connection.cursor() as cursor:
        for table in ("gateway_response", "gateway_answer"):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")
            assert cursor.fetchone() == (1,)
