"""The published figures as the product's report in JSON gives them, under the same names."""

from decimal import Decimal

from analysis.demo.sources import published
from tests.published.printed import CODED
from tests.published.recount import GROUP_OF_TABLE, percent

COLUMNS = ("participants", "participants_pct", "contributors", "contributors_pct", "rate")
GATEWAY, CODES, CROSSTAB = "gateway:", "codes:", "crosstab:literacy:readiness"
VISION = "codes:vision:vision"


def reported_figures(report: dict) -> dict[str, object]:
    """Return name → figure. The report must have been read with `parse_float=Decimal`."""
    tables = report["tables"]
    figures = {}
    for name, table in tables.items():
        if name.startswith(GATEWAY):
            figures |= _gateway(name.removeprefix(GATEWAY), table)
        if name.startswith(CODES):
            figures |= _codes("table2" if name == VISION else name, table)
    for number, measure in CODED.items():
        name = f"{CROSSTAB}:{GROUP_OF_TABLE[number]}:{measure}"
        figures |= _crosstab(f"table{number}", tables[name])
    return figures | _counts(report) | _prose(figures)


def reported_balance(report: dict) -> dict[str, tuple[int, Decimal]]:
    """Return Table 1: contributions and percent of each group."""
    return {row["key"]: tuple(row["values"]) for row in report["tables"]["balance"]["rows"]}


def _counts(report: dict) -> dict[str, object]:
    counts = dict(report["counts"])
    votes, down = counts["votes"], counts["downvotes"]
    counts |= {
        "contributions": report["tables"]["balance"]["total"][0],
        "upvotes": votes - down,
        "net_votes": votes - 2 * down,
        "contributors_pct": percent(counts["contributors"], counts["participants"]),
        "downvotes_pct": percent(down, votes),
    }
    return {f"counts.{key}": value for key, value in counts.items()}


def _gateway(key: str, table: dict) -> dict[str, object]:
    name, figures = f"gateway.{key}", {}
    for label, values in [
        *((r["label"], r["values"]) for r in table["rows"]),
        ("Total", table["total"]),
    ]:
        figures |= {f"{name}.{label}.{c}": v for c, v in zip(COLUMNS, values, strict=True)}
    sums = list(zip(*(row["values"][:3] for row in table["rows"]), strict=True))
    for column, values in zip(COLUMNS[:3], sums, strict=True):
        figures[f"{name}.sum.{column}"] = sum(values)
    return figures


def _codes(name: str, table: dict) -> dict[str, object]:
    return {
        f"{name}.{row['key']}.{column}": value
        for row in table["rows"]
        for column, value in zip(table["columns"], row["values"], strict=True)
    }


def _crosstab(name: str, table: dict) -> dict[str, object]:
    rows = {row["key"]: row["values"] for row in table["rows"]} | {"total": table["total"]}
    return {
        f"{name}.{row}.{column}": value
        for row, values in rows.items()
        for column, value in zip(table["columns"], values, strict=True)
    }


def _prose(figures: dict[str, object]) -> dict[str, object]:
    result = {}
    for fact in published()["prose_figures"]:
        rows = [f"gateway.{fact['question']}.{label}" for label in fact["options"] or ["Total"]]
        people = sum(figures[f"{row}.participants"] for row in rows)
        active = sum(figures[f"{row}.contributors"] for row in rows)
        base = figures[f"gateway.{fact['question']}.Total.participants"]
        of_people = fact["of"] == "participants"
        result[f"prose.{fact['key']}"] = (
            percent(people, base) if of_people else percent(active, people)
        )
    return result
