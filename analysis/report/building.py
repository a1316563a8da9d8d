"""From raw figures to the report under a disclosure rule. No database, no format."""

from collections import Counter
from collections.abc import Iterator

from analysis.crosstab import CodedIdea, Grid, count_codes, cross, percent
from analysis.disclosure import Rule, protect_people, share
from analysis.models import CrossTab
from analysis.report.model import Day, RankedIdea, Report, Row, Table
from analysis.report.reading import Figures, GatewayFigures, IdeaFigures, leaves
from gateway.enums import QuestionKind
from gateway.models import Question
from workshop.models import BreakoutGroup

GATEWAY_COLUMNS = (
    "participants",
    "participants_percent",
    "contributors",
    "contributors_percent",
    "contribution_rate",
)
# The soft hyphens let a narrow column break the long word.
GATEWAY_HEADINGS = (
    "People",
    "% of people",
    "Contri\u00adbutors",
    "% of contri\u00adbutors",
    "% contri\u00adbuting",
)
MEASURES = ("ideas", "net_votes")


def build_report(figures: Figures, rule: Rule) -> Report:
    """Return the report that the figures make, every count of people under the rule."""
    tables = [_balance(figures), *_gateway_tables(figures.gateway, rule)]
    tables += [*_code_tables(figures), *_crosstab_tables(figures)]
    return Report(
        workshop=figures.workshop.slug,
        title=figures.workshop.title,
        zone=figures.workshop.zone,
        as_of=figures.as_of,
        rule=rule,
        counts=_counts(figures, rule),
        tables={table.name: table for table in tables},
        timeline=_timeline(figures, rule),
        ideas=_ranked(figures.ideas),
        bit_unset=bool(
            figures.contributors and figures.gateway.responses and not figures.gateway.contributed
        ),
    )


def _counts(figures: Figures, rule: Rule) -> dict:
    people = protect_people(rule, figures.participants, figures.contributors)
    return {
        **dict(zip(("participants", "contributors", "spectators"), people, strict=True)),
        "ideas": len(figures.ideas),
        "comments": sum(idea.comments for idea in figures.ideas),
        "votes": sum(idea.votes for idea in figures.ideas),
        "downvotes": sum(idea.down + idea.comment_down for idea in figures.ideas),
    }


def _balance(figures: Figures) -> Table:
    counts = Counter()
    for idea in figures.ideas:
        counts[idea.analysis_group] += 1 + idea.comments + idea.votes
    whole = counts.total()
    rows = [
        Row(group.key, group.title, (counts[group.key], percent(counts[group.key], whole)))
        for group in figures.groups
    ]
    return Table(
        name="balance",
        about="Contributions by group",
        columns=("contributions", "percent"),
        headings=("Contributions", "% of all"),
        rows=tuple(rows),
        total=(whole, percent(whole, whole)),
    )


def _gateway_tables(gateway: GatewayFigures, rule: Rule) -> Iterator[Table]:
    whole = gateway.responses, gateway.contributed
    for question in gateway.questions:
        options = list(question.options.all())
        chosen = [gateway.options.get(option.pk, (0, 0)) for option in options]
        rows = [
            Row(option.key, option.label, _people(rule, counts, whole))
            for option, counts in zip(options, chosen, strict=True)
        ]
        unanswered = gateway.responses - _answered(gateway, question, chosen)
        yield Table(
            name=f"gateway:{question.key}",
            about=question.text,
            columns=GATEWAY_COLUMNS,
            headings=GATEWAY_HEADINGS,
            rows=tuple(rows),
            total=_people(rule, whole, whole),
            beside={"unanswered": rule.protect(unanswered)},
            several=question.kind == QuestionKind.MULTIPLE,
        )


def _answered(gateway: GatewayFigures, question: Question, chosen: list[tuple[int, int]]) -> int:
    """Return how many responses answered; who ticks several options is one."""
    if question.kind == QuestionKind.MULTIPLE:
        return gateway.answered.get(question.pk, 0)
    return sum(people for people, _ in chosen)


def _people(rule: Rule, counts: tuple[int, int], whole: tuple[int, int]) -> tuple:
    """Return one row of a gateway table: every share comes from protected counts."""
    (people, contributors), (all_people, all_contributors) = (
        map(rule.protect, counts),
        map(rule.protect, whole),
    )
    return (
        people,
        share(people, all_people),
        contributors,
        share(contributors, all_contributors),
        rule.rate(counts[1], counts[0]),
    )


def _coded(figures: Figures, group: BreakoutGroup, *frames: str) -> list[CodedIdea]:
    """Return the ideas of an analysis group that coded tables may count, with their codes."""
    return [
        CodedIdea(idea.up - idea.down, *(idea.codes.get(frame, ()) for frame in frames))
        for idea in figures.ideas
        if idea.analysis_group == group.key and not idea.excluded
    ]


def _code_tables(figures: Figures) -> Iterator[Table]:
    for frame in figures.frames:
        codes = leaves(frame)
        for group in figures.groups:
            ideas = _coded(figures, group, frame.key)
            if not any(idea.rows for idea in ideas):
                continue
            counted = count_codes(ideas, [code.key for code in codes])
            yield Table(
                name=f"codes:{frame.key}:{group.key}",
                about=frame.title,
                columns=MEASURES,
                headings=("Ideas", "Net votes"),
                rows=tuple(Row(c.key, c.label, counted.by_code[c.key]) for c in codes),
                beside={"multi_coded": counted.multi_coded},
                group=group.title,
            )


def _crosstab_tables(figures: Figures) -> Iterator[Table]:
    frames = {frame.pk: frame for frame in figures.frames}
    for crosstab in figures.crosstabs:
        rows, columns = (leaves(frames[pk]) for pk in (crosstab.rows_id, crosstab.columns_id))
        for place in crosstab.groups.all():
            ideas = _coded(figures, place.group, crosstab.rows.key, crosstab.columns.key)
            grids = cross(ideas, [code.key for code in rows], [code.key for code in columns])
            for measure, grid in zip(MEASURES, grids, strict=True):
                yield _crosstab(crosstab, place.group, rows, columns, measure, grid)


def _crosstab(
    crosstab: CrossTab, group: BreakoutGroup, rows: list, columns: list, measure: str, grid: Grid
) -> Table:
    lines = zip(rows, grid.cells, grid.row_totals, strict=True)
    return Table(
        name=f"crosstab:{crosstab.rows.key}:{crosstab.columns.key}:{group.key}:{measure}",
        about=crosstab.rows.title,
        across=crosstab.columns.title,
        columns=(*(code.key for code in columns), "total"),
        headings=(*(code.label for code in columns), "All"),
        rows=tuple(Row(code.key, code.label, (*cells, total)) for code, cells, total in lines),
        total=(*grid.column_totals, grid.total),
        group=group.title,
    )


def _timeline(figures: Figures, rule: Rule) -> tuple[Day, ...]:
    return tuple(
        Day(day, rule.protect(n["joined"]), n["ideas"], n["comments"], n["votes"])
        for day, n in sorted(figures.days.items())
    )


def _ranked(ideas: list[IdeaFigures]) -> tuple[RankedIdea, ...]:
    """Sort by net votes falling, up votes falling, id rising as text by code point."""
    order = sorted(ideas, key=lambda idea: (idea.down - idea.up, -idea.up, idea.public_id))
    return tuple(
        RankedIdea(
            idea=idea.public_id,
            group=idea.group,
            analysis_group=idea.analysis_group,
            excluded=idea.excluded,
            seed=idea.seed,
            title=idea.title,
            up=idea.up,
            down=idea.down,
            comments=idea.comments,
            codes=idea.codes,
        )
        for idea in order
    )
