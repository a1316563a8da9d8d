"""The people of the demo as a live system knows them: accounts, latecomers, pre-registrations."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from analysis.demo.draws import dice
from analysis.demo.staff import DOMAIN
from gateway.models import Draft, Question
from workshop.accounts.addresses import address_key
from workshop.accounts.models import User
from workshop.models import Participant, Preregistration, Workshop

UNFINISHED = 24  # registered and stopped at a question
INVITED_ONLY = 36  # pre-registered and never came
INVITED_AND_JOINED = 44
ROWS_AT_ONCE = 500


def accounts_give(workshop: Workshop) -> None:
    """Give each imported participant an account, named after the archive's id."""
    people = list(workshop.participants.filter(user=None).order_by("archive_id"))
    users = _users(person.archive_id for person in people)
    for person, user in zip(people, users, strict=True):
        person.user = user
    Participant.objects.bulk_update(people, ["user"], batch_size=ROWS_AT_ONCE)


def unfinished_add(workshop: Workshop) -> None:
    """Add people who registered and left the questions half answered."""
    rng = dice("unfinished")
    users = _users(f"newcomer-{n:02}" for n in range(1, UNFINISHED + 1))
    people = Participant.objects.bulk_create(
        Participant(workshop=workshop, user=user) for user in users
    )
    questions = list(
        Question.objects.filter(questionnaire__workshop=workshop).prefetch_related("options")
    )
    Draft.objects.bulk_create(
        Draft(
            participant=person,
            answers={
                question.key: [rng.choice(question.options.all()).key]
                for question in questions[: rng.randrange(1, len(questions))]
            },
        )
        for person in people
    )


def preregistrations_add(workshop: Workshop) -> None:
    """Add the addresses left before the opening: of some who joined and of some who did not."""
    joined = workshop.participants.filter(joined_at__isnull=False).order_by("archive_id")
    addresses = [person.user.email for person in joined.select_related("user")[:INVITED_AND_JOINED]]
    addresses += [f"guest-{n:02}@{DOMAIN}" for n in range(1, INVITED_ONLY + 1)]
    Preregistration.objects.bulk_create(
        Preregistration(workshop=workshop, email=address, email_key=address_key(address))
        for address in addresses
    )
    before = workshop.opens_at.astimezone(workshop.zone).date() - timedelta(days=5)
    workshop.preregistrations.update(created_on=before)


def _users(names: Iterable[str]) -> list[User]:
    """Make accounts without a password, which sign in by code."""
    addresses = [f"{name}@{DOMAIN}" for name in names]
    return User.objects.bulk_create(
        User(email=address, email_key=address_key(address), password=make_password(None))
        for address in addresses
    )
