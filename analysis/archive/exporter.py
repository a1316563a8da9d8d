"""Writes a workshop of the database as an archive, in a constant number of queries."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from analysis.archive.outline import workshop_outline
from analysis.archive.reader import Say
from analysis.archive.writer import archive_write
from analysis.database import long_transaction
from analysis.models import Coding
from gateway.enums import QuestionKind
from gateway.models import Answer, Response
from ideas.models import Comment, Idea, Vote
from workshop.common.errors import DomainError
from workshop.common.ids import new_public_id
from workshop.models import Participant, Workshop

AT_ONCE = 2000
VOTE_COLUMNS = ("idea__public_id", "comment__public_id", "value", "cast_at")


def archive_export(*, slug: str, path: str | Path, say: Say = lambda _: None) -> None:
    """Write the workshop of a slug to `path`, a zip or a new or empty folder (see archive_write).

    Ids from an earlier archive are written again; people and responses of our own get random ids,
    fresh at every export. `say` is told of the progress. Raises DomainError.
    """
    with long_transaction(snapshot=True):
        workshop = Workshop.objects.filter(slug=slug).first()
        if workshop is None:
            raise DomainError(f"There is no workshop {slug}.")
        outline = workshop_outline(workshop)
        archive_write(path, workshop=outline, tables=Export(workshop, outline, say).tables())


class Export:
    """The rows of one workshop, table by table, as the writer takes them."""

    def __init__(self, workshop: Workshop, outline: dict, say: Say) -> None:
        self.workshop, self.say = workshop, say
        self.questions = [
            question
            for section in outline["questionnaire"]["sections"]
            for question in section["questions"]
        ]
        # The archive's id of each person by primary key, filled while the people are written.
        self.people: dict[int, str] = {}
        self.coders: dict[str, str] = {}

    def tables(self) -> dict[str, Iterable[dict]]:
        """Return the rows of each table; the writer asks for them in this order, people first."""
        return {
            "participants": self.participants(),
            "gateway": self.responses(),
            "ideas": self.ideas(),
            "comments": self.comments(),
            "votes": self.votes(),
            "codings": self.codings(),
        }

    def stream(self, rows: QuerySet, *columns: str) -> Iterator[tuple]:
        """Yield values of rows without holding all of them."""
        yield from rows.order_by().values_list(*columns).iterator(chunk_size=AT_ONCE)

    def participants(self) -> Iterator[dict]:
        """Yield the people who finished the gateway, and remember their ids."""
        self.say("Writing participants …")
        for pk, kept, joined_at, visits in self.stream(
            Participant.objects.joined().filter(workshop=self.workshop),
            "pk",
            "archive_id",
            "joined_at",
            "visits",
        ):
            self.people[pk] = kept or new_public_id()
            yield {
                "participant": self.people[pk],
                "joined_at": joined_at if kept else midnight(joined_at, self.workshop.zone),
                "visits": visits,
            }

    def responses(self) -> Iterator[dict]:
        """Yield the responses: nothing in a row, its id or its place says whose it is."""
        self.say("Writing responses …")
        rows = Response.objects.filter(questionnaire__workshop=self.workshop)
        answers = groupby(self.answers(), itemgetter(0))
        following = next(answers, None)
        for pk, kept, contributed in (
            rows.order_by("pk")
            .values_list("pk", "archive_id", "contributed")
            .iterator(chunk_size=AT_ONCE)
        ):
            given: Iterable[tuple] = ()
            if following and following[0] == pk:
                given = list(following[1])
                following = next(answers, None)
            response = kept or new_public_id()
            yield {"response": response, "contributed": contributed, **self.cells(given)}

    def answers(self) -> Iterator[tuple]:
        """Yield (response, question key, option key, text) in the order of the responses."""
        rows = Answer.objects.filter(response__questionnaire__workshop=self.workshop)
        columns = ("response_id", "question__key", "option__key", "text")
        ordered = rows.order_by("response_id").values_list(*columns)
        yield from ordered.iterator(chunk_size=AT_ONCE)

    def cells(self, given: Iterable[tuple]) -> dict[str, object]:
        """Return the cell of each question; several options stand in the order of the question."""
        texts = {key: text for _, key, option, text in given if option is None}
        chosen = {(key, option) for _, key, option, _ in given}
        return {
            question["key"]: texts.get(question["key"], "")
            if question["kind"] == QuestionKind.TEXT
            else [
                option["key"]
                for option in question["options"]
                if (question["key"], option["key"]) in chosen
            ]
            for question in self.questions
        }

    def ideas(self) -> Iterator[dict]:
        """Yield the ideas with where the analysts placed them."""
        self.say("Writing ideas …")
        for values in self.stream(
            Idea.objects.filter(workshop=self.workshop),
            "public_id",
            "group__key",
            "author_id",
            "seed",
            "created_at",
            "title",
            "body",
            "state",
            "placement__group__key",
            "placement__excluded",
        ):
            names = "idea group author seed created_at title body state analysis_group excluded"
            yield self.with_author(dict(zip(names.split(), values, strict=True)))

    def comments(self) -> Iterator[dict]:
        """Yield the comments."""
        self.say("Writing comments …")
        for values in self.stream(
            Comment.objects.filter(workshop=self.workshop),
            "public_id",
            "idea__public_id",
            "parent__public_id",
            "author_id",
            "created_at",
            "body",
            "state",
        ):
            names = "comment idea parent author created_at body state"
            yield self.with_author(dict(zip(names.split(), values, strict=True)))

    def with_author(self, row: dict) -> dict:
        """Return a row with the archive's id of its author, or nobody."""
        return row | {"author": self.people.get(row["author"])}

    def votes(self) -> Iterator[dict]:
        """Yield the votes, those of nobody under the ids of people who erased their account.

        An archive wants a voter for each, and the counts have to stay. Within an item each goes to
        another of the nameless; which of them it was, nobody knows.
        """
        self.say("Writing votes …")
        nameless, seen = Nameless(self.workshop, self.people), Counter()
        mine = Q(idea__workshop=self.workshop) | Q(comment__workshop=self.workshop)
        for voter, *values in self.stream(
            Vote.objects.filter(mine), "participant_id", *VOTE_COLUMNS
        ):
            if voter is None:
                item = tuple(values[:2])
                voter = nameless.voter(item, seen[item])
                seen[item] += 1
            if voter in self.people:
                yield self.vote(voter, values)

    def vote(self, voter: int, values: Iterable) -> dict:
        """Return the row of one vote."""
        names = ("idea", "comment", "value", "cast_at")
        return {"voter": self.people[voter]} | dict(zip(names, values, strict=True))

    def codings(self) -> Iterator[dict]:
        """Yield the codings."""
        self.say("Writing codings …")
        names = ("idea", "comment", "frame", "code", "coder")
        for values in self.stream(
            Coding.objects.filter(code__frame__workshop=self.workshop),
            "idea__public_id",
            "comment__public_id",
            "code__frame__key",
            "code__key",
            "coder",
        ):
            row = dict(zip(names, values, strict=True))
            yield row | {"coder": self.coder(row["coder"])}

    def coder(self, name: str) -> str:
        """Return the name of a coder, another one in the place of an e-mail address."""
        return self.coders.setdefault(name, new_public_id()) if "@" in name else name


class Nameless:
    """Those who contributed and have erased their account since; looked up when first needed."""

    def __init__(self, workshop: Workshop, people: dict[int, str]) -> None:
        self.workshop, self.people = workshop, people
        # Where each item begins among them, so that the votes spread over all.
        self.turns: dict[tuple, int] = {}

    @cached_property
    def all(self) -> list[int]:
        """Return their keys in random order."""
        rows = Participant.objects.contributors().filter(workshop=self.workshop, user=None)
        nameless = rows.filter(votes=None, ideas=None, comments=None).order_by("?")
        return [pk for pk in nameless.values_list("pk", flat=True) if pk in self.people]

    def voter(self, item: tuple, place: int) -> int | None:
        """Return who takes the vote that is the `place`-th of nobody on an item, if anybody can."""
        if place >= len(self.all):
            return None
        turn = self.turns.setdefault(item, len(self.turns))
        return self.all[(turn + place) % len(self.all)]


def midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the beginning of a moment's local day: of live people the archive tells the day."""
    return moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
