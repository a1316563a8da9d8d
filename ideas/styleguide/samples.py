"""Rows and figures for the styleguide, made in memory: nothing of them is ever stored."""

from datetime import timedelta

from django.utils import timezone

from ideas.controls import VoteControl, vote_control
from ideas.enums import CommentOrder, ContributionState, ListFilter, ListOrder
from ideas.models import Comment, Idea
from ideas.selectors.choices import Choice, FilterOption
from ideas.selectors.hall import GroupCard
from ideas.selectors.lists import IdeaList, ListItem
from ideas.selectors.news import News
from ideas.selectors.seen import Shown
from ideas.selectors.threads import CommentItem, Thread
from workshop.enums import ScoresShown
from workshop.models import BreakoutGroup, Participant, Workshop

READER, SOMEBODY = 1, 2
SHORT = "Put two hours a month in the rota, for everybody, and let nobody book over them."
LONG = (
    "On our ward the training is always the first thing to go. Two hours a month would do, "
    "if they were as fixed as the drug round.\n\nA few colleagues could try it for a season, and "
    "tell the others what they would do differently."
)


def sample_workshop() -> Workshop:
    """Return a workshop that is open for twelve more days."""
    now = timezone.now()
    return Workshop(
        pk=1,
        slug="styleguide",
        title="Skills for everyone",
        opens_at=now - timedelta(days=9),
        closes_at=now + timedelta(days=12),
    )


def sample_reader(workshop: Workshop) -> Participant:
    """Return the person who looks at the page."""
    return Participant(pk=READER, workshop=workshop, joined_at=workshop.opens_at)


def sample_group(workshop: Workshop, key: str = "at-work") -> BreakoutGroup:
    """Return a group with its question."""
    prompt = (
        "How can every member of staff find the time and support to build their digital skills?"
    )
    return BreakoutGroup(pk=1, workshop=workshop, key=key, title="At work", prompt=prompt)


def sample_idea(workshop: Workshop, public_id: str, **values) -> Idea:
    """Return an idea with some votes; `values` change it."""
    given = {
        "title": "Protected time on the rota, two hours a month",
        "body": SHORT,
        "up": 41,
        "down": 3,
        "comment_count": 12,
        "author_id": SOMEBODY,
        "created_at": timezone.now() - timedelta(days=3),
        "group": sample_group(workshop),
    }
    idea = Idea(pk=1, public_id=public_id, workshop=workshop, **(given | values))
    # What the selector of a thread adds to an idea.
    idea.news_count, idea.is_followed = 2, True
    Idea._meta.get_field("evidence").set_cached_value(idea, None)
    return idea


def sample_comment(workshop: Workshop, public_id: str, **values) -> Comment:
    """Return a comment of participant B; `values` change it."""
    given = {
        "body": "We tried this last winter. What helped was that the manager went first.",
        "up": 9,
        "down": 1,
        "handle": 2,
        "author_id": SOMEBODY,
        "created_at": timezone.now() - timedelta(days=2),
        "idea": sample_idea(workshop, f"of-{public_id}"),
    }
    return Comment(pk=1, public_id=public_id, workshop=workshop, **(given | values))


def votes(workshop: Workshop) -> list[tuple[str, VoteControl]]:
    """Return the vote control in each state, with the state's name."""
    waiting = sample_workshop()
    waiting.scores = ScoresShown.AFTER_VOTE

    def control(name: str, *, mine: int = 0, is_open: bool = True, error: str = "", **values):
        within = values.pop("workshop", workshop)
        idea = sample_idea(within, f"vote-{name.replace(' ', '-')}", **values)
        reader = sample_reader(within)
        return name, vote_control(idea, reader, mine=mine, is_open=is_open, error=error)

    return [
        control("none"),
        control("up", mine=1),
        control("down", mine=-1),
        control("nobody voted", up=0, down=0),
        control("more against", up=2, down=11),
        control("score shown once you vote", workshop=waiting),
        control("your own", author_id=READER),
        control("refused", error="You have voted very often in a short time. Wait a minute."),
        control("closed", is_open=False),
        control("closed after a vote", is_open=False, mine=1),
    ]


def items(workshop: Workshop) -> list[ListItem]:
    """Return ideas as a list shows them: short, long, a starter, your own, without comments."""
    reader = sample_reader(workshop)
    ideas = [
        (sample_idea(workshop, "list-short"), 0, False),
        (sample_idea(workshop, "list-long", title="One place to ask for help", body=LONG), 1, True),
        (sample_idea(workshop, "list-seed", title="Learn from next door", seed=True), -1, False),
        (sample_idea(workshop, "list-own", author_id=READER, comment_count=0), 0, False),
        (sample_idea(workshop, "list-rtl", title="وقت محمي في الجدول", comment_count=1), 0, False),
    ]
    return [
        ListItem(
            idea=idea,
            url="#list",
            is_yours=idea.author_id == READER,
            is_new=mine == 1,
            start=idea.body.partition("\n")[0],
            is_cut=is_cut,
            vote=vote_control(idea, reader, mine=mine, is_open=True),
            shown=Shown(idea.public_id, others=212, counts=False),
        )
        for idea, mine, is_cut in ideas
    ]


def cards(workshop: Workshop) -> list[GroupCard]:
    """Return groups as the hall shows them: new to you, some voted, all voted, empty."""
    counts = {"ideas": 77, "comments": 118, "votes": 964}
    return [
        GroupCard(sample_group(workshop, "new"), **counts, to_read=77, needs_readers=True),
        GroupCard(sample_group(workshop, "some"), **counts, to_read=77, voted=12),
        GroupCard(sample_group(workshop, "all"), **counts, to_read=77, voted=77),
        GroupCard(sample_group(workshop, "empty")),
    ]


def thread(workshop: Workshop) -> Thread:
    """Return a thread with a comment in each state and a reply."""
    reader = sample_reader(workshop)
    idea = sample_idea(workshop, "topic", body=LONG, comment_count=5)
    hidden = {"state": ContributionState.HIDDEN}
    withdrawn = {"state": ContributionState.WITHDRAWN}
    comments = [
        _comment(
            reader, "plain", "Participant B", replies=[_comment(reader, "reply", "The author")]
        ),
        _comment(reader, "yours", "You (participant D)", author_id=READER, mine=0),
        _comment(reader, "voted", "Participant E", mine=1),
        _comment(reader, "gone", "", gone="Participant F withdrew this comment.", **withdrawn),
        _comment(
            reader,
            "hidden",
            "You (participant D)",
            author_id=READER,
            moderation_reason="It named a colleague. Take out the name and it can be shown again.",
            **hidden,
        ),
    ]
    return Thread(
        idea=idea,
        by="The author",
        day="Monday",
        is_yours=False,
        is_open=True,
        vote=vote_control(idea, reader, mine=1, is_open=True),
        shown=Shown(idea.public_id, others=212, counts=False),
        can_edit=False,
        reader="participant D",
        order=CommentOrder.OLDEST,
        orders=list(CommentOrder),
        number=1,
        comments=comments,
        has_next=True,
        new_url="#comment-plain",
        news=News(idea, workshop.slug, "plain", count=3, first="plain", is_open=True),
    )


def _comment(
    reader: Participant, key: str, by: str, *, mine=0, gone="", replies=(), **values
) -> CommentItem:
    comment = sample_comment(reader.workshop, key, **values)
    return CommentItem(
        comment=comment,
        by=by,
        day="Yesterday",
        is_yours=comment.author_id == reader.pk,
        is_new=key == "plain",
        gone=gone,
        vote=vote_control(comment, reader, mine=mine, is_open=True),
        can_edit=comment.author_id == reader.pk,
        can_report=comment.author_id != reader.pk,
        replies=list(replies),
    )


def chosen_list(workshop: Workshop) -> IdeaList:
    """Return a list with what was chosen over it."""
    counts = {ListFilter.ALL: 64, ListFilter.NEW: 5, ListFilter.NOT_VOTED: 52}
    filters = [FilterOption(show, show.words(count)) for show, count in counts.items()]
    return IdeaList(
        group=sample_group(workshop),
        choice=Choice(ListOrder.FOR_YOU, ListFilter.ALL, at=None),
        counts=counts | {ListFilter.OWN: 1},
        orders=list(ListOrder),
        filters=filters,
        number=1,
        items=items(workshop),
        is_open=True,
        uses_keys=False,
    )
