"""Somebody with two copies of the database around one person's step has one chance in ten."""

import math
import random
import sys
from dataclasses import dataclass, field

import pytest
from django.conf import settings

from gateway.models import Draft, Response
from gateway.services import answers_erase, gateway_finish, responses_release, table
from ideas.services import vote_cast
from tests.factories import make_group, make_idea, make_user, make_workshop
from tests.journeys.world import make_gateway
from tests.privacy.snapshots import (
    ORDERS,
    Pair,
    Snapshot,
    counting,
    fresh_tables,
    guesses,
    joining,
    marks,
    snapshot,
    whole,
)
from workshop.models import Participant, Workshop
from workshop.services import participant_register

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RELEASE = sys.modules[responses_release.__module__]
PEOPLE = 300
ONE_IN = 10
SEED = 20171122


class Unshuffled(random.Random):
    """Draws who has waited longest, and leaves every order as it is."""

    def sample(self, population, k):
        return list(population)[:k]

    def shuffle(self, x):
        pass


@dataclass
class Story:
    """What a thief with a copy before and after every tick has seen, and what was true."""

    workshop: Workshop
    joined: list[Pair] = field(default_factory=list)
    counted: list[Pair] = field(default_factory=list)
    dump: Snapshot | None = None
    said: dict[int, str] = field(default_factory=dict)

    def tick(self) -> None:
        """Release, with a snapshot on either side where the tick may move anything."""
        quiet = Draft.objects.count() < 2 * RELEASE.BATCH and self.uncounted() < 2 * RELEASE.BATCH
        before = None if quiet else snapshot()
        responses = Response.objects.count()
        responses_release()
        if quiet:
            assert Response.objects.count() == responses
            return
        after = snapshot()
        assert before.sequences == after.sequences
        moved = before.tables["gateway_response"] != after.tables["gateway_response"]
        assert not (moved and marks(before) & marks(after))
        self.note(before, after)

    def uncounted(self) -> int:
        posted = self.workshop.participants.filter(first_contributed_at__isnull=False)
        return posted.filter(contribution_counted=False).count()

    def note(self, before: Snapshot, after: Snapshot) -> None:
        """Keep the pairs that say anything."""
        for pairs, pair in (
            (self.joined, joining(before, after)),
            (self.counted, counting(before, after)),
        ):
            if pair.people or pair.responses:
                pairs.append(pair)

    def truth(self, person_id: int) -> str:
        return self.said[person_id]


def join(workshop: Workshop, number: int) -> Participant:
    """One person goes through the gateway."""
    person = participant_register(workshop=workshop, user=make_user(f"p{number}@example.org"))
    answers = {
        "role": ["nurse"],
        "tools": [],
        "sure": ["very"],
        "wish": f"Time number {number}",
    }
    Draft.objects.create(participant=person, answers=answers)
    gateway_finish(participant=person)
    return person


def tell(people: int) -> Story:
    """People join one after another, and half of them vote some time later; a tick each time."""
    fresh_tables()
    workshop = make_workshop("spring")
    make_gateway(workshop)
    idea = make_idea(make_group(workshop))
    story, silent, chance = Story(workshop), [], random.Random(SEED)
    for number in range(people):
        silent.append(join(workshop, number))
        story.said[silent[-1].pk] = f"Time number {number}"
        story.tick()
        if chance.random() < 0.5:
            voter = silent.pop(chance.randrange(len(silent)))
            vote_cast(participant=voter, item=idea, value=1)
            story.tick()
    story.dump = snapshot()
    return story


def right(story: Story, pairs: list[Pair], order: str) -> int:
    """How many people an attack by order would have tied to their response."""
    return sum(
        story.truth(person) == token
        for pair in pairs
        for person, token in guesses(pair, order).items()
    )


def most(pairs: list[Pair]) -> float:
    """As many as blind guessing finds, one a pair, and five standard deviations."""
    return len(pairs) + 5 * math.sqrt(len(pairs))


def possible(story: Story) -> list[int]:
    """For each contributor: how many responses came in their batch and turned in the other."""
    came = {row["participant_id"]: pair for pair in story.joined for row in pair.people}
    sizes = []
    for turned in story.counted:
        turned_texts = {row["said"] for row in turned.responses}
        for person in turned.people:
            batch = {row["said"] for row in came[person["participant_id"]].responses}
            assert story.truth(person["participant_id"]) in batch & turned_texts
            sizes.append(len(batch & turned_texts))
    return sizes


@pytest.fixture
def fair(monkeypatch) -> Story:
    """The story of three hundred people, drawn as ever but the same at each run."""
    if not told:
        monkeypatch.setattr(RELEASE, "shuffler", random.Random(SEED))
        told.append(tell(PEOPLE))
    return told[0]


told: list[Story] = []


def test_around_a_joining_ten_are_possible_and_no_order_helps(fair):
    assert len(fair.joined) >= 28
    for pair in fair.joined:
        assert len(pair.responses) == len(pair.people) >= ONE_IN
    found = {order: right(fair, fair.joined, order) for order in ORDERS}
    assert max(found.values()) <= most(fair.joined), found


def test_around_a_first_contribution_ten_are_possible(fair):
    assert len(fair.counted) >= 10
    for pair in fair.counted:
        assert len(pair.responses) == len(pair.people) >= ONE_IN


def test_around_a_first_contribution_no_order_helps(fair):
    found = {order: right(fair, fair.counted, order) for order in ORDERS}

    assert max(found.values()) <= most(fair.counted), found


def test_the_order_of_rows_in_one_dump_finds_one_in_ten(fair):
    for pair in whole(fair.dump):
        found = {order: right(fair, [pair], order) for order in ORDERS}
        share = len(pair.people) / ONE_IN
        assert max(found.values()) <= share + 5 * math.sqrt(share), found


def test_two_pairs_are_joined_by_what_people_said_alone_as_the_threat_model_admits(fair):
    """No mark leads from one copy to the next (see tick); a rare text does, and batches cross."""
    assert min(possible(fair)) < ONE_IN
    page = (settings.BASE_DIR / "docs/threat-model.md").read_text(encoding="utf-8")
    assert "rare answers can be followed from copy to copy" in " ".join(page.split())


def test_around_a_wish_to_erase_no_response_is_named(db):
    story = tell(40)
    person = story.workshop.participants.exclude(gateway_draft__isnull=False).first()
    before = snapshot()

    answers_erase(participant=person)

    after = snapshot()
    for name in ("gateway_response", "gateway_answer"):
        assert after.tables[name] == before.tables[name]
    (wish,) = (row for row in after.tables["gateway_draft"] if row["erases"])
    assert not {mark for mark in marks(after) if mark and mark in str(wish)}


def test_the_attack_finds_most_people_where_nothing_is_shuffled(monkeypatch):
    for module in (RELEASE, table):
        monkeypatch.setattr(module, "shuffler", Unshuffled())
    story = tell(60)

    people = sum(len(pair.people) for pair in story.joined)
    found = max(right(story, story.joined, order) for order in ORDERS)
    assert found > people / 2 > most(story.joined)


def test_the_attack_finds_everybody_where_each_goes_alone(monkeypatch):
    monkeypatch.setattr(RELEASE, "BATCH", 1)
    story = tell(30)

    for pairs in (story.joined, story.counted):
        assert {len(pair.responses) for pair in pairs} == {1}
        assert right(story, pairs, "dump") == len(pairs) >= 5
