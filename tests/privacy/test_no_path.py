"""No key, time, number or shared value leads from a response to a person; broken, it shows."""

import hmac
import itertools
import uuid
from hashlib import sha256

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from gateway.models import Answer, Draft, Response
from gateway.services import answers_erase, responses_release
from tests.factories import make_group, make_idea, make_participant, make_user, make_workshop
from tests.journeys.world import make_gateway
from tests.privacy.schema import COLUMNS, RESPONSE_SIDE, SET_UP, Fault, faults, tables

pytestmark = pytest.mark.django_db

KEY = connection.data_types["BigIntegerField"]
TIME = connection.data_types["DateTimeField"]
NUMBER = "bigserial" if connection.vendor == "postgresql" else KEY
JSON = "jsonb" if connection.vendor == "postgresql" else 'text CHECK (JSON_VALID("answers"))'
RESPONSE = f"{connection.data_types['UUIDField']} REFERENCES gateway_response (id)"


def column(table: str, words: str) -> str:
    return f"ALTER TABLE {table} ADD COLUMN {words}"


def table(name: str, *columns: str) -> str:
    return f"CREATE TABLE {name} ({', '.join(columns)})"


BROKEN = {
    "a key to the participant": (
        column("gateway_response", f"person_id {KEY} REFERENCES workshop_participant (id)"),
        Fault("key to a person", "gateway_response.person_id → workshop_participant"),
    ),
    "a key to the account, from an answer": (
        column("gateway_answer", f"typed_by_id {KEY} REFERENCES accounts_user (id)"),
        Fault("key to a person", "gateway_answer.typed_by_id → accounts_user"),
    ),
    "a key to an idea, by way of the set-up": (
        column("gateway_option", f"said_in_id {KEY} REFERENCES ideas_idea (id)"),
        Fault("key to a person", "gateway_option.said_in_id → ideas_idea"),
    ),
    "a moment": (
        column("gateway_response", f"released_at {TIME} NULL"),
        Fault("time", "gateway_response.released_at"),
    ),
    "a day": (
        column("gateway_answer", "given_on date NULL"),
        Fault("time", "gateway_answer.given_on"),
    ),
    "a number that counts": (
        column("gateway_response", f"number {NUMBER}"),
        Fault("order", "gateway_response.number"),
    ),
    "a number of a batch": (
        column("gateway_answer", "batch integer NULL"),
        Fault("order", "gateway_answer.batch"),
    ),
    "answers in free form": (
        column("gateway_response", f"answers {JSON}"),
        Fault("free form", "gateway_response.answers"),
    ),
    "a column that nobody gave a reason for": (
        column("gateway_response", "browser varchar(200) NULL"),
        Fault("not on the list", "gateway_response.browser"),
    ),
    "a table that joins": (
        table("joined", f"response_id {RESPONSE}", f"p {KEY} REFERENCES workshop_participant (id)"),
        Fault("join", "joined.response_id"),
    ),
    "a table that could come to join": (
        table("noted", f"response_id {RESPONSE}", "note varchar(40)"),
        Fault("key to a response", "noted.response_id"),
    ),
}


def test_no_path_leads_from_a_response_to_a_person():
    assert faults() == []


def test_the_walk_has_seen_the_tables_it_speaks_of():
    known = tables()

    assert set(RESPONSE_SIDE + SET_UP) <= set(known)
    people = {"workshop_participant", "accounts_user", "gateway_draft", "ideas_idea", "ideas_vote"}
    assert people <= set(known)
    assert known["gateway_draft"].keys == {"participant_id": "workshop_participant"}
    assert known["ideas_idea"].types["created_at"] == "DateTimeField"
    for name, columns in COLUMNS.items():
        assert set(columns) == set(known[name].types), f"the allow list of {name} is out of date"


@pytest.mark.parametrize("how", BROKEN)
def test_broken_on_purpose_it_names_the_path(how):
    statement, fault = BROKEN[how]
    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert faults() == [fault]


def test_a_key_that_only_the_models_know_is_a_path_too(monkeypatch):
    target = apps.get_model("workshop", "Participant")._meta
    field = Response._meta.get_field("questionnaire")
    monkeypatch.setattr(field.remote_field.model._meta, "db_table", target.db_table)

    assert Fault("key to a person", "gateway_response.questionnaire_id → workshop_participant") in (
        faults()
    )


@pytest.fixture
def released(db):
    """Forty people: the answers of thirty are released, those of one are to be erased."""
    workshop = make_workshop("spring")
    make_gateway(workshop)
    for number in range(40):
        person = make_participant(workshop, make_user(f"canary{number}@example.org"))
        answers = {"role": ["nurse"], "sure": ["very"], "wish": f"wish {number}"}
        Draft.objects.create(participant=person, answers=answers, finished=True)
    make_idea(make_group(workshop), person)
    responses_release()
    moved = workshop.participants.filter(gateway_draft=None).first()
    answers_erase(participant=moved)
    workshop.refresh_from_db()
    return workshop


def cells(name: str, columns) -> list[str]:
    """All values of some columns of a table, as text without dashes."""
    quoted = ", ".join(connection.ops.quote_name(one) for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(name)}")
        rows = cursor.fetchall()
    return [str(cell).replace("-", "") for row in rows for cell in row if cell not in (None, "")]


def test_no_id_or_token_of_a_response_stands_in_a_row_of_anybody(released):
    marks = {
        "gateway_response": ["id", "token"],
        "gateway_answer": ["id"],
    }
    own = {mark for name, columns in marks.items() for mark in cells(name, columns)}
    others = {name: known.types for name, known in tables().items() if name not in RESPONSE_SIDE}
    everything = {name: " ".join(cells(name, columns)) for name, columns in others.items()}

    shared = {(name, mark) for name, text in everything.items() for mark in own if mark in text}
    assert "canary" in everything["accounts_user"]
    assert len(own) > 40
    assert shared == set()


def test_ids_are_random_and_tell_no_time(released):
    for model in (Response, Answer):
        assert model._meta.pk.default is uuid.uuid4
        assert {pk.version for pk in model.objects.values_list("pk", flat=True)} == {4}


def guesses(halves: list[str], people: list[int]) -> set[str]:
    """Every token that these halves, in any order and number, can make of these people."""
    secrets = {"".join(some) for n in range(3) for some in itertools.permutations(halves, n)}
    return {
        hmac.new(secret.encode(), str(pk).encode(), sha256).hexdigest()
        for secret in secrets
        for pk in people
    }


@pytest.mark.parametrize(
    ("halves", "found"), [([], 0), (["machine"], 0), (["row"], 0), (["machine", "row"], 30)]
)
def test_tokens_take_both_halves_of_the_secret(released, halves, found):
    known = {"machine": settings.ANONYMITY_SECRET, "row": released.secret_half}
    everybody = released.participants.values_list("pk", "user_id")
    people = [number for pair in everybody for number in pair]

    tokens = guesses([known[half] for half in halves], people)

    assert Response.objects.filter(token__in=tokens).count() == found
