"""The stored counters against a recount of their rows."""

from collections.abc import Iterator

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from analysis.integrity.rules import AT_ONCE
from ideas.enums import ContributionState
from ideas.models import Comment, Idea, Showing, Vote
from workshop.models import Workshop


def recount(model: type[Model], column: str, **conditions) -> Coalesce:
    """Return the number of rows of a model that point to the row at hand."""
    rows = model.objects.filter(**{column: OuterRef("pk")}, **conditions).order_by()
    return Coalesce(Subquery(rows.values(column).annotate(n=Count("pk")).values("n")), 0)


COUNTERS: dict[type[Model], dict[str, Coalesce]] = {
    Idea: {
        "up": recount(Vote, "idea", value=1),
        "down": recount(Vote, "idea", value=-1),
        "comment_count": recount(Comment, "idea", state=ContributionState.VISIBLE),
        "showings": recount(Showing, "idea"),
    },
    Comment: {
        "up": recount(Vote, "comment", value=1),
        "down": recount(Vote, "comment", value=-1),
    },
}


def wrong_rows(model: type[Model], workshop: Workshop | None) -> QuerySet:
    """Return the rows of which a counter is wrong, annotated with the right ones."""
    wrong = Q()
    for name in COUNTERS[model]:
        wrong |= ~Q(**{name: F(f"true_{name}")})
    rows = model.objects.annotate(**{f"true_{n}": count for n, count in COUNTERS[model].items()})
    return rows.filter(wrong, **({"workshop": workshop} if workshop else {})).order_by("pk")


def lines(model: type[Model], rows: QuerySet) -> Iterator[str]:
    """Yield a line for each wrong counter."""
    names = [name for counter in COUNTERS[model] for name in (counter, f"true_{counter}")]
    kind = model._meta.verbose_name
    for slug, public_id, *values in rows.values_list("workshop__slug", "public_id", *names):
        for place, counter in enumerate(COUNTERS[model]):
            stored, true = values[2 * place : 2 * place + 2]
            if stored != true:
                yield f"{slug}: {kind} {public_id}: {counter} is {stored}, its rows say {true}"


def counters_wrong(workshop: Workshop | None) -> Iterator[str]:
    """Yield a line for each counter that its rows do not bear out."""
    for model in COUNTERS:
        yield from lines(model, wrong_rows(model, workshop))


def counters_mend(workshop: Workshop | None) -> list[str]:
    """Set wrong counters right, in the caller's transaction; return a line for each."""
    mended: list[str] = []
    for model, counters in COUNTERS.items():
        # The lock first: a vote that was committed while we waited is then seen by the recount.
        rows = wrong_rows(model, workshop).select_for_update(of=("self",), no_key=True)
        pks = list(rows.order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(pks), AT_ONCE):
            rows = model.objects.filter(pk__in=pks[first : first + AT_ONCE])
            mended += lines(model, wrong_rows(model, workshop).filter(pk__in=rows.values("pk")))
            rows.update(**counters)
    return mended
