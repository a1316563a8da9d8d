"""Puts an archive into the database, all of it or nothing."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError

from analysis.archive.reader import Archive, Say, archive_read
from analysis.archive.removal import workshop_delete
from analysis.archive.store import Setup, create_all, create_and_forget
from analysis.archive.tables import Row
from analysis.archive.tallies import (
    first_stamps,
    handles,
    in_time,
    shown_comments,
    votes_by_item,
)
from analysis.database import long_transaction
from analysis.models import Coding, Placement
from gateway.enums import QuestionKind
from gateway.models import Answer, Response
from ideas.models import Comment, Idea, Vote
from ideas.services import showings_from_votes
from workshop.common.errors import DomainError
from workshop.models import Participant, Workshop, valid_key

PostFields = dict[str, object]


def archive_import(
    path: str | Path,
    *,
    slug: str | None = None,
    replace: bool = False,
    say: Say = lambda _: None,
) -> Workshop:
    """Put the archive at `path` (folder or zip) into the database and return its workshop.

    `slug` overrides the archive's own; an existing workshop of that slug is refused unless
    `replace`, which deletes it and everything of it first. `say` is told of the progress. Raises
    ArchiveError with every fault, or DomainError; then nothing has changed.
    """
    archive = archive_read(path, say=say)
    slug = slug or archive.setup["slug"]
    if not valid_key.regex.search(slug):
        raise DomainError(f"{slug}: cannot be a slug. {valid_key.message}")
    try:
        with long_transaction():
            make_room(slug, replace=replace)
            return Import(archive, slug, say).run()
    except IntegrityError as error:
        # The archive keeps every promise, so somebody else made a workshop of that slug just now.
        raise DomainError(f"The database refused the archive: {error}") from error


def make_room(slug: str, *, replace: bool) -> None:
    """Delete the workshop of a slug, or refuse where it may not be replaced."""
    old = Workshop.objects.select_for_update().filter(slug=slug).first()
    if old is None:
        return
    if not replace:
        raise DomainError(f"There is a workshop {slug} already; --replace puts this in its place.")
    workshop_delete(workshop=old)


class Import:
    """Writes the rows of one archive, table by table."""

    def __init__(self, archive: Archive, slug: str, say: Say) -> None:
        self.archive, self.slug, self.say = archive, slug, say
        self.people: dict[str, int] = {}
        self.ideas: dict[str, int] = {}
        self.comments: dict[str, int] = {}

    def run(self) -> Workshop:
        """Write everything and return the workshop."""
        self.setup = Setup(self.archive.setup, self.slug)
        self.workshop = self.setup.workshop
        for name, write in (
            ("participants", self.write_participants),
            ("responses", self.write_responses),
            ("ideas", self.write_ideas),
            ("comments", self.write_comments),
            ("votes", self.write_votes),
            ("codings", self.write_codings),
        ):
            self.say(f"Writing {name} …")
            write()
        return self.workshop

    def write_participants(self) -> None:
        """Write the people, with the stamps that their rows imply and without accounts."""
        posted, contributed = first_stamps(self.archive)
        rows = self.archive.rows["participants"]
        made = create_all(
            Participant,
            (
                Participant(
                    workshop=self.workshop,
                    archive_id=row["participant"],
                    joined_at=row["joined_at"],
                    visits=row["visits"],
                    first_posted_at=posted.get(row["participant"]),
                    first_contributed_at=contributed.get(row["participant"]),
                    # Their responses carry the bit already.
                    contribution_counted=row["participant"] in contributed,
                )
                for row in rows
            ),
        )
        self.people = {person.archive_id: person.pk for person in made}

    def write_responses(self) -> None:
        """Write the responses under random keys, then their answers."""
        rows = self.archive.rows["gateway"]
        pks = [uuid4() for _ in rows]
        create_and_forget(
            Response,
            (
                Response(
                    pk=pk,
                    questionnaire=self.setup.questionnaire,
                    archive_id=row["response"],
                    contributed=row["contributed"],
                )
                for pk, row in zip(pks, rows, strict=True)
            ),
        )
        answers = (self.answers(pk, row) for pk, row in zip(pks, rows, strict=True))
        create_and_forget(Answer, (answer for some in answers for answer in some))

    def answers(self, response_id: object, row: Row) -> Iterator[Answer]:
        """Yield the answers of one response."""
        for key, question in self.setup.questions.items():
            if question.kind == QuestionKind.TEXT:
                if row[key]:
                    yield Answer(response_id=response_id, question=question, text=row[key])
                continue
            for option in row[key]:
                yield Answer(
                    response_id=response_id,
                    question=question,
                    option=self.setup.options[key, option],
                )

    def post_fields(self, row: Row, column: str, votes: dict) -> PostFields:
        """Return the fields that ideas and comments share."""
        return {
            "workshop": self.workshop,
            "public_id": row[column],
            "author_id": self.people.get(row["author"]),
            "created_at": row["created_at"],
            "body": row["body"],
            "state": row["state"],
            "up": votes[row[column], 1],
            "down": votes[row[column], -1],
        }

    def write_ideas(self) -> None:
        """Write the ideas in the order of their posting, and where the analysts placed them."""
        votes, comments = votes_by_item(self.archive, "idea"), shown_comments(self.archive)
        rows = in_time(self.archive.rows["ideas"], "idea")
        made = create_all(
            Idea,
            (
                Idea(
                    group=self.setup.groups[row["group"]],
                    seed=row["seed"],
                    title=row["title"],
                    comment_count=comments[row["idea"]],
                    **self.post_fields(row, "idea", votes),
                )
                for row in rows
            ),
        )
        self.ideas = {idea.public_id: idea.pk for idea in made}
        create_and_forget(
            Placement,
            (
                Placement(
                    idea_id=self.ideas[row["idea"]],
                    group=self.setup.groups.get(row["analysis_group"]),
                    excluded=row["excluded"],
                )
                for row in rows
                if row["analysis_group"] or row["excluded"]
            ),
        )

    def write_comments(self) -> None:
        """Write the comments, then the replies to them, in the order of their posting."""
        votes, of_author = votes_by_item(self.archive, "comment"), handles(self.archive)
        rows = in_time(self.archive.rows["comments"], "comment")
        for replies in (False, True):
            made = create_all(
                Comment,
                (
                    Comment(
                        idea_id=self.ideas[row["idea"]],
                        parent_id=self.comments.get(row["parent"]),
                        handle=of_author[row["comment"]],
                        **self.post_fields(row, "comment", votes),
                    )
                    for row in rows
                    if bool(row["parent"]) is replies
                ),
            )
            self.comments |= {comment.public_id: comment.pk for comment in made}

    def write_votes(self) -> None:
        """Write the votes; whoever voted on an idea was shown it."""
        create_and_forget(
            Vote,
            (
                Vote(
                    participant_id=self.people[row["voter"]],
                    idea_id=self.ideas.get(row["idea"]),
                    comment_id=self.comments.get(row["comment"]),
                    value=row["value"],
                    cast_at=row["cast_at"],
                )
                for row in self.archive.rows["votes"]
            ),
        )
        showings_from_votes(workshop=self.workshop)

    def write_codings(self) -> None:
        """Write the codings."""
        create_and_forget(
            Coding,
            (
                Coding(
                    code=self.setup.codes[row["frame"], row["code"]],
                    idea_id=self.ideas.get(row["idea"]),
                    comment_id=self.comments.get(row["comment"]),
                    coder=row["coder"],
                )
                for row in self.archive.rows["codings"]
            ),
        )
