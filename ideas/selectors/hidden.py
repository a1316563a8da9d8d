"""What facilitators hid: of a person's posts, so that the person is told, and what became of it."""

from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.urls import reverse

from ideas.enums import ContributionState, OwnSection
from ideas.models import Flag
from workshop.models import Participant


class CountOf(Subquery):
    """The number of rows of a query, inside another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows.order_by().values("pk"))


@dataclass(frozen=True)
class HiddenNote:
    """That something of one's own is hidden, and where the reason stands."""

    words: str
    url: str


def hidden_columns(participant: Participant) -> list[Subquery]:
    """Return what `hidden_notes` needs, as columns of a query that is made anyway.

    A comment below a hidden idea is left out: nothing of it can be read there.
    """
    hidden = {"state": ContributionState.HIDDEN}
    ideas = participant.ideas.filter(**hidden)
    comments = participant.comments.filter(**hidden).exclude(idea__state=ContributionState.HIDDEN)
    return [column for rows in (ideas, comments) for column in (CountOf(rows), _newest(rows))]


def hidden_notes(participant: Participant, values: tuple) -> list[HiddenNote]:
    """Return a note on the ideas and one on the comments that are hidden, of those columns."""
    slug = participant.workshop.slug
    ideas, idea, comments, comment = values
    kinds = [
        ("an idea", "ideas", ideas, "ideas:thread", idea, OwnSection.IDEAS),
        ("a comment", "comments", comments, "ideas:comment", comment, OwnSection.COMMENTS),
    ]
    notes = []
    for one, many, count, view, public_id, section in kinds:
        if count == 1:
            url = reverse(view, args=[slug, public_id])
            notes.append(HiddenNote(f"A facilitator hid {one} of yours.", url))
        elif count:
            url = reverse("ideas:mine_list", args=[slug, section])
            notes.append(HiddenNote(f"Facilitators hid {count:,} {many} of yours.", url))
    return notes


def _newest(rows: QuerySet) -> Subquery:
    newest = rows.order_by("-created_at", "-pk").values("public_id")
    return Subquery(newest[:1], output_field=CharField())


def with_changes_since_hidden(rows: QuerySet) -> QuerySet:
    """Add to ideas or comments whether the author changed them since they were hidden.

    When that was, the staff's log tells: the last decision on the post or on a report of it. Of a
    post that was hidden without an entry there nothing is claimed.
    """
    kind = rows.model._meta.model_name
    flags = Flag.objects.filter(**{kind: OuterRef(OuterRef("pk"))}).order_by()
    flag_keys = flags.annotate(key=Cast("pk", TextField())).values("key")
    on_post = Q(content_type__model=kind, object_id=Cast(OuterRef("pk"), TextField()))
    on_report = Q(content_type__model="flag", object_id__in=flag_keys)
    # "[]" stands for a screen that was saved without a decision.
    entries = LogEntry.objects.filter(on_post | on_report, content_type__app_label="ideas")
    decided = entries.filter(action_flag=CHANGE).exclude(change_message="[]")
    last = Subquery(decided.order_by("-action_time").values("action_time")[:1])
    changed = Q(state=ContributionState.HIDDEN, edited_at__gt=last)
    return rows.annotate(
        changed_since_hidden=Case(
            When(changed, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
    )
