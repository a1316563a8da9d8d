"""The report's raw figures, read with a constant number of queries and counted by the database."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate

from analysis import querysets
from analysis.models import Code, Coding, CodingFrame, CrossTab, CrossTabGroup
from gateway.enums import QuestionKind
from gateway.models import Answer, Option, Question, Response
from ideas.enums import VoteValue
from workshop.models import BreakoutGroup, Workshop

UP, DOWN = Q(value=VoteValue.UP), Q(value=VoteValue.DOWN)


@dataclass
class IdeaFigures:
    """One idea that counts, with what hangs on it."""

    public_id: str
    title: str
    seed: bool
    group: str
    moved_to: str | None
    excluded: str | None
    up: int = 0
    down: int = 0
    comments: int = 0
    comment_up: int = 0
    comment_down: int = 0
    codes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def analysis_group(self) -> str:
        """Return the key of the group in which the idea counts."""
        return self.moved_to or self.group

    @property
    def votes(self) -> int:
        """Return the votes on the idea and on its comments."""
        return self.up + self.down + self.comment_up + self.comment_down


@dataclass
class GatewayFigures:
    """Responses and answers: counts of people, as they are."""

    questions: list[Question]
    responses: int
    contributed: int
    # option id → (responses, contributed); question id → responses that answered it.
    options: dict[int, tuple[int, int]]
    answered: dict[int, int]


@dataclass
class Figures:
    """Everything that the report is made from."""

    workshop: Workshop
    as_of: datetime
    groups: list[BreakoutGroup]
    ideas: list[IdeaFigures]
    frames: list[CodingFrame]
    crosstabs: list[CrossTab]
    gateway: GatewayFigures
    participants: int
    contributors: int
    # date → {"joined", "ideas", "comments", "votes": count}
    days: dict[date, Counter]


def read_figures(workshop: Workshop, as_of: datetime) -> Figures:
    """Return the figures of a workshop at a moment, in 20 queries whatever its size."""
    people = querysets.counted_participants(workshop, as_of).aggregate(
        all=Count("pk"), contributors=Count("pk", filter=Q(first_contributed_at__lte=as_of))
    )
    frames = _frames(workshop)
    return Figures(
        workshop=workshop,
        as_of=as_of,
        groups=list(BreakoutGroup.objects.filter(workshop=workshop)),
        ideas=_ideas(workshop, as_of, frames),
        frames=frames,
        crosstabs=_crosstabs(workshop),
        gateway=_gateway(workshop),
        participants=people["all"],
        contributors=people["contributors"],
        days=_days(workshop, as_of),
    )


def _frames(workshop: Workshop) -> list[CodingFrame]:
    codes = Code.objects.annotate(below=Count("children"))
    frames = CodingFrame.objects.filter(workshop=workshop).prefetch_related(
        Prefetch("codes", queryset=codes.order_by("position", "key"))
    )
    return list(frames)


def leaves(frame: CodingFrame) -> list[Code]:
    """Return the codes of a frame that can be given, in order, without the headings."""
    return [code for code in frame.codes.all() if not code.below]


def _crosstabs(workshop: Workshop) -> list[CrossTab]:
    groups = CrossTabGroup.objects.select_related("group").order_by("position", "id")
    crosstabs = CrossTab.objects.filter(workshop=workshop).select_related("rows", "columns")
    return list(crosstabs.prefetch_related(Prefetch("groups", queryset=groups)))


def _ideas(workshop: Workshop, as_of: datetime, frames: list[CodingFrame]) -> list[IdeaFigures]:
    counted = querysets.counted_ideas(workshop, as_of).order_by()
    rows = counted.values_list(
        "pk", "public_id", "title", "seed", "group__key",
        "placement__group__key", "placement__excluded",
    )  # fmt: skip
    ideas = {pk: IdeaFigures(*rest, excluded or None) for pk, *rest, excluded in rows}
    comments = querysets.counted_comments(workshop, as_of)
    votes = querysets.counted_idea_votes(workshop, as_of)
    below = querysets.counted_comment_votes(workshop, as_of)
    _give_counts(ideas, _by_idea(comments, "idea", comments=Q()))
    _give_counts(ideas, _by_idea(votes, "idea", up=UP, down=DOWN))
    _give_counts(ideas, _by_idea(below, "comment__idea", comment_up=UP, comment_down=DOWN))
    _give_codes(ideas, Coding.objects.filter(coder="", idea__in=counted), frames)
    return list(ideas.values())


def _by_idea(rows: QuerySet, path: str, **conditions: Q) -> Iterator[tuple[int, dict[str, int]]]:
    """Count rows per idea, once for each condition."""
    counts = {f"n_{name}": Count("pk", filter=q) for name, q in conditions.items()}
    found = rows.order_by().values(path).annotate(**counts).values_list(path, *counts)
    for pk, *numbers in found:
        yield pk, dict(zip(conditions, numbers, strict=True))


def _give_counts(
    ideas: dict[int, IdeaFigures], counts: Iterator[tuple[int, dict[str, int]]]
) -> None:
    for pk, numbers in counts:
        # An idea shown again while we read is not among them; it counts next time.
        if pk in ideas:
            vars(ideas[pk]).update(numbers)


def _give_codes(ideas: dict[int, IdeaFigures], agreed: QuerySet, frames: list) -> None:
    """Put the agreed codes on the ideas, in the order of frames and codes."""
    given: dict[int, set[int]] = {}
    for pk, code in agreed.values_list("idea", "code"):
        given.setdefault(pk, set()).add(code)
    order = [(frame.key, code) for frame in frames for code in leaves(frame)]
    for pk in given.keys() & ideas.keys():
        for frame_key, code in order:
            if code.pk in given[pk]:
                ideas[pk].codes.setdefault(frame_key, []).append(code.key)


def _gateway(workshop: Workshop) -> GatewayFigures:
    mine = {"questionnaire__workshop": workshop}
    questions = Question.objects.filter(**mine).exclude(kind=QuestionKind.TEXT)
    options = Option.objects.order_by("position", "id")
    whole = Response.objects.filter(**mine).aggregate(
        all=Count("pk"), contributed=Count("pk", filter=Q(contributed=True))
    )
    chosen = Answer.objects.filter(option__isnull=False, question__questionnaire__workshop=workshop)
    return GatewayFigures(
        questions=list(questions.prefetch_related(Prefetch("options", queryset=options))),
        responses=whole["all"],
        contributed=whole["contributed"],
        options={pk: (people, bits) for pk, people, bits in _by_option(chosen)},
        answered=dict(_by_question(chosen.filter(question__kind=QuestionKind.MULTIPLE))),
    )


def _by_option(chosen: QuerySet) -> QuerySet:
    contributed = Count("pk", filter=Q(response__contributed=True))
    counts = chosen.values("option").annotate(all=Count("pk"), bits=contributed)
    return counts.values_list("option", "all", "bits")


def _by_question(chosen: QuerySet) -> QuerySet:
    """Count the responses behind answers of which one person may give several."""
    people = Count("response", distinct=True)
    return chosen.values("question").annotate(all=people).values_list("question", "all")


def _days(workshop: Workshop, as_of: datetime) -> dict[date, Counter]:
    """Count what happened on each local day from the opening to the close, both included."""
    zone = workshop.zone
    first, last = (at.astimezone(zone).date() for at in (workshop.opens_at, workshop.closes_at))
    days = {first + timedelta(n): Counter() for n in range((last - first).days + 1)}
    sources = [
        ("joined", querysets.counted_participants(workshop, as_of), "joined_at"),
        ("ideas", querysets.counted_ideas(workshop, as_of), "created_at"),
        ("comments", querysets.counted_comments(workshop, as_of), "created_at"),
        ("votes", querysets.counted_idea_votes(workshop, as_of), "cast_at"),
        ("votes", querysets.counted_comment_votes(workshop, as_of), "cast_at"),
    ]
    for name, rows, moment in sources:
        for day, count in _by_day(rows, moment, zone, first, last):
            days[day][name] += count
    return days


def _by_day(rows: QuerySet, moment: str, zone: ZoneInfo, first: date, last: date) -> QuerySet:
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(1)))
    inside = rows.filter(**{f"{moment}__gte": start, f"{moment}__lt": end}).order_by()
    local = inside.annotate(day=TruncDate(moment, tzinfo=zone)).values("day")
    return local.annotate(count=Count("pk")).values_list("day", "count")
