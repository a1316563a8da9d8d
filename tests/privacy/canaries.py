"""A workshop in which everybody, everything said and every answer would be recognised anywhere."""

import re
from dataclasses import dataclass
from functools import cached_property

from gateway.models import Answer, Draft, Response
from gateway.services import responses_release
from gateway.services.changes import answers_erase
from ideas.models import Comment, Idea
from ideas.services import comment_add, flag_raise, idea_submit, vote_cast
from tests.analysis.making import code, make_crosstab, make_frame
from tests.factories import (
    make_group,
    make_idea,
    make_mailing,
    make_participant,
    make_preregistration,
    make_user,
    make_workshop,
)
from tests.journeys.world import make_gateway
from workshop.models import Channel, Logo, Participant, Workshop

KEYS = 9_000_000_000  # accounts and participants get keys that would show anywhere
KEY = re.compile(rf"{KEYS // 10_000}\d{{4}}")
PEOPLE = 50


@dataclass(frozen=True)
class Found:
    """What an output holds: people by number, responses, answers by number, contributions."""

    people: set[int]
    keys: set[int]
    responses: set[str]
    answers: set[int]
    contributions: set[str]


class World:
    """The workshop, and how to recognise what belongs to whom."""

    def __init__(self) -> None:
        self.workshop: Workshop = make_workshop("spring", contact="ask@example.org")
        make_gateway(self.workshop)
        self.channel = Channel.objects.create(workshop=self.workshop, key="carers", title="Carers")
        logo = {"name": "Northfield", "file": "logos/none.png", "width": 9, "height": 9}
        Logo.objects.create(workshop=self.workshop, **logo)
        self.group = make_group(self.workshop, "at-work")
        self.people = [self._person(number) for number in range(PEOPLE)]
        responses_release()
        waiting = set(Draft.objects.values_list("participant_id", flat=True))
        moved = [person for person in self.people if person.pk not in waiting]
        self.author, self.reader, self.leaving, *self.others = moved
        self.waiting = next(person for person in self.people if person.pk in waiting)
        self._talk()
        responses_release()
        answers_erase(participant=self.leaving)
        self._analysis()
        self.early = make_preregistration(self.workshop, "canary-early@example.org")
        self.staff = make_user("staff@example.org", is_staff=True)
        self.mailing = make_mailing(self.workshop, "news", audience=["everyone"])

    def _person(self, number: int) -> Participant:
        user = make_user(address(number), pk=KEYS + number)
        keys = {"pk": KEYS + 1000 + number, "channel": self.channel}
        person = make_participant(self.workshop, user, **keys)
        answers = {"role": ["nurse"], "tools": [], "sure": ["very"], "wish": answer(number)}
        Draft.objects.create(participant=person, answers=answers, finished=True)
        return person

    def _talk(self) -> None:
        words = {"body": "canary-body of an idea"}
        seed = make_idea(self.group, None, seed=True, title="What would help you?")
        mine = idea_submit(author=self.author, group=self.group, title="canary-idea A", **words)
        theirs = idea_submit(author=self.reader, group=self.group, title="canary-idea B", **words)
        remark = comment_add(author=self.author, idea=theirs, body="canary-comment A")
        comment_add(author=self.reader, idea=mine, body="canary-comment B")
        for person in self.others[:20]:
            vote_cast(participant=person, item=seed, value=1)
        vote_cast(participant=self.author, item=theirs, value=1)
        vote_cast(participant=self.reader, item=remark, value=-1)
        for reporter in (self.author, self.others[0]):
            flag_raise(reporter=reporter, item=theirs, reason="abuse", words="canary-words")
        flag_raise(reporter=self.reader, item=remark, reason="person")

    def _analysis(self) -> None:
        frames = [
            make_frame(self.workshop, "theme", "care time"),
            make_frame(self.workshop, "b", "x"),
        ]
        make_crosstab(*frames, self.group)
        code(Idea.objects.first(), frames[0], "care")

    @cached_property
    def responses(self) -> set[str]:
        """Every id and token of a response or an answer."""
        assert Response.objects.filter(contributed=True).count() >= 10
        marks = {str(pk) for model in (Response, Answer) for pk in ids(model)}
        marks |= {mark.replace("-", "") for mark in marks}
        return marks | set(Response.objects.values_list("token", flat=True))

    @cached_property
    def contributions(self) -> dict[str, int | None]:
        """Whose each contribution is, by public id: the number of a person."""
        rows = [*Idea.objects.all(), *Comment.objects.all()]
        return {row.public_id: number_of(row.author_id) for row in rows}

    def found_in(self, text: str) -> Found:
        """Return what an output holds, whoever asked for it."""
        return Found(
            people={int(n) for n in re.findall(r"canary-person(\d\d)@", text)},
            keys={key for key in map(number_of_key, KEY.findall(text)) if key < PEOPLE},
            responses={mark for mark in self.responses if mark in text},
            answers={int(n) for n in re.findall(r"canary-answer(\d\d)", text)},
            contributions={public_id for public_id in self.contributions if public_id in text},
        )


def address(number: int) -> str:
    """The address of a person."""
    return f"canary-person{number:02}@example.org"


def answer(number: int) -> str:
    """The text that a person typed on the way in."""
    return f"canary-answer{number:02}"


def number_of_key(key: str) -> int:
    """The number of the person whose key, as account or participant, it is."""
    return int(key) % 1000


def number_of(participant_id: int | None) -> int | None:
    """The number of a person, by the participant's key."""
    return participant_id and participant_id - KEYS - 1000


def ids(model):
    """All keys of a model."""
    return model.objects.values_list("pk", flat=True)
