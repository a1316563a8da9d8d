"""The conversation: votes, threads, handles, times and revisions."""

from django.db.models import Count, F, Max, Min, Model, Q, QuerySet

from analysis.integrity.rules import Rule
from ideas.enums import ContributionState, FlagState
from ideas.models import Comment, Flag, Idea, Revision, Showing, Vote

AUTHOR_HANDLE = 1


def outside(moment: str, owner: str) -> Q:
    """Say of rows that they lie before the opening or not before the close."""
    return Q(**{f"{moment}__lt": F(f"{owner}__opens_at")}) | Q(
        **{f"{moment}__gte": F(f"{owner}__closes_at")}
    )


def ideas_outside() -> QuerySet:
    """Return ideas posted outside the workshop's time; seeds may be earlier."""
    late = Q(created_at__gte=F("workshop__closes_at"))
    return Idea.objects.filter(Q(outside("created_at", "workshop"), seed=False) | late)


def handles_by(*columns: str) -> QuerySet:
    """Return the comments that have an author, grouped within their threads."""
    known = Comment.objects.exclude(author=None).exclude(handle=None)
    return known.values("workshop", "idea__public_id", *columns)


def of_votes(kind: str) -> tuple[Rule, ...]:
    """Return the rules of votes on ideas or on comments."""
    item, owner = f"{kind}__public_id", f"{kind}__workshop"
    return (
        Rule(
            kind,
            item,
            "has a vote by its own author",
            lambda: Vote.objects.filter(**{f"{kind}__author": F("participant")}),
            owner=owner,
        ),
        Rule(
            kind,
            item,
            "has a vote from another workshop",
            lambda: (
                Vote.objects.exclude(participant=None)
                .exclude(**{kind: None})
                .exclude(participant__workshop=F(owner))
            ),
            owner=owner,
        ),
        Rule(
            kind,
            item,
            "has a vote cast outside the workshop's time",
            lambda: Vote.objects.filter(outside("cast_at", owner)),
            owner=owner,
        ),
        Rule(
            kind,
            item,
            "has an edit outside the workshop's time",
            lambda: Revision.objects.filter(outside("replaced_at", owner)),
            owner=owner,
        ),
    )


def of_posts(model: type[Model]) -> tuple[Rule, ...]:
    """Return the rules that ideas and comments share."""
    return (
        Rule(
            model._meta.model_name,
            "public_id",
            "has an author of another workshop",
            lambda: model.objects.exclude(author=None).exclude(author__workshop=F("workshop")),
        ),
        Rule(
            model._meta.model_name,
            "public_id",
            "was edited, but what it said before is not kept",
            lambda: model.objects.filter(
                state=ContributionState.VISIBLE, edited_at__isnull=False, revisions=None
            ),
        ),
        Rule(
            model._meta.model_name,
            f"{model._meta.model_name}__public_id",
            "has a report that waits, but is no longer shown",
            lambda: (
                Flag.objects.filter(state=FlagState.OPEN)
                .exclude(**{model._meta.model_name: None})
                .exclude(**{f"{model._meta.model_name}__state": ContributionState.VISIBLE})
            ),
        ),
    )


CONVERSATION = (
    *of_posts(Idea),
    *of_posts(Comment),
    *of_votes("idea"),
    *of_votes("comment"),
    Rule(
        "idea",
        "idea__public_id",
        "counts as shown to its own author, or to somebody of another workshop",
        lambda: Showing.objects.exclude(participant=None).filter(
            Q(idea__author=F("participant")) | ~Q(participant__workshop=F("idea__workshop"))
        ),
        owner="idea__workshop",
    ),
    Rule("idea", "public_id", "was posted outside the workshop's time", ideas_outside),
    Rule(
        "comment",
        "public_id",
        "was posted outside the workshop's time",
        lambda: Comment.objects.filter(outside("created_at", "workshop")),
    ),
    Rule(
        "idea",
        "public_id",
        "lies in a group of another workshop",
        lambda: Idea.objects.exclude(group__workshop=F("workshop")),
    ),
    Rule(
        "comment",
        "public_id",
        "is about an idea of another workshop",
        lambda: Comment.objects.exclude(idea__workshop=F("workshop")),
    ),
    Rule(
        "comment",
        "public_id",
        "replies to a comment on another idea",
        lambda: Comment.objects.exclude(parent=None).exclude(parent__idea=F("idea")),
    ),
    Rule(
        "comment",
        "public_id",
        "replies to a reply",
        lambda: Comment.objects.filter(parent__parent__isnull=False),
    ),
    Rule(
        "comment",
        "public_id",
        "is a facilitator's, but has an author or a handle",
        lambda: Comment.objects.filter(by_facilitator=True).exclude(author=None, handle=None),
    ),
    Rule(
        "comment",
        "public_id",
        "has an author, but no handle",
        lambda: Comment.objects.filter(author__isnull=False, handle=None),
    ),
    Rule(
        "comment",
        "public_id",
        "has a handle that is not its author's",
        # Handle 1 is the idea's author, and nobody else; an idea may have lost its author.
        lambda: Comment.objects.exclude(author=None).filter(
            Q(Q(author=F("idea__author")), ~Q(handle=AUTHOR_HANDLE))
            | Q(~Q(author=F("idea__author")), handle=AUTHOR_HANDLE, idea__author__isnull=False)
        ),
    ),
    Rule(
        "idea",
        "idea__public_id",
        "has an author of comments with two handles",
        lambda: (
            handles_by("author")
            .annotate(least=Min("handle"), most=Max("handle"))
            .exclude(least=F("most"))
        ),
    ),
    Rule(
        "idea",
        "idea__public_id",
        "has two authors of comments with one handle",
        lambda: (
            handles_by("handle")
            .annotate(people=Count("author", distinct=True))
            .filter(people__gt=1)
        ),
    ),
)
