"""Every figure printed in 2017, by name. Percentages are Decimals, blank cells None."""

from decimal import Decimal

from analysis.demo.sources import published

CODED = {
    "3": "ideas",
    "5": "ideas",
    "7": "ideas",
    "4": "net_votes",
    "6": "net_votes",
    "8": "net_votes",
}
MEASURES = ("participants", "contributors")


def printed_figures() -> dict[str, object]:
    """Return name → figure: counts, gateway, tables 2 to 8, prose. Table 1 stands apart."""
    doc = published()
    figures = _counts(doc["workshop"])
    for question in doc["gateway"]["questions"]:
        figures |= _gateway(question)
    for row, cell in doc["tables"]["2"]["cells"].items():
        figures |= {f"table2.{row}.{measure}": value for measure, value in cell.items()}
    for number in CODED:
        figures |= _crosstab(f"table{number}", doc["tables"][number])
    figures |= {f"prose.{fact['key']}": Decimal(fact["pct"]) for fact in doc["prose_figures"]}
    return figures


def printed_margins() -> dict[str, object]:
    """Return the totals of tables 3 to 8 once more, as figures of each frame by itself."""
    doc, figures = published(), {}
    for number, measure in CODED.items():
        table = doc["tables"][number]
        for frame, totals in (("literacy", "row_totals"), ("readiness", "column_totals")):
            for code, value in table[totals].items():
                figures[f"codes:{frame}:{table['group']}.{code}.{measure}"] = value
    return figures


def _counts(workshop: dict) -> dict[str, object]:
    counts, derived = workshop["counts"], workshop["derived"]
    whole = ("participants", "contributors", "ideas", "comments", "votes", "contributions")
    figures = {f"counts.{key}": counts[key] for key in whole}
    figures |= {
        f"counts.{key}": derived[key] for key in ("spectators", "downvotes", "upvotes", "net_votes")
    }
    figures["counts.contributors_pct"] = Decimal(counts["contributors_of_participants_pct"])
    figures["counts.downvotes_pct"] = Decimal(counts["downvote_share_pct"])
    return figures


def _gateway(question: dict) -> dict[str, object]:
    name, total, figures = f"gateway.{question['key']}", question["total"], {}
    measures = MEASURES if question["contributors_published"] else MEASURES[:1]
    for row in [*question["options"], {**total, "label": "Total"}]:
        for who in measures:
            figures[f"{name}.{row['label']}.{who}"] = row[who]
            figures[f"{name}.{row['label']}.{who}_pct"] = Decimal(row[f"{who}_pct"])
        if question["contributors_published"]:
            rate = row["contributors_of_participants_pct"]
            figures[f"{name}.{row['label']}.rate"] = Decimal(rate)
    for who in measures:
        figures[f"{name}.sum.{who}"] = total[who]
    if question["key"] == "location":
        figures[f"{name}.sum.participants_pct"] = Decimal(total["participants_pct"])
    return figures


def _crosstab(name: str, table: dict) -> dict[str, object]:
    figures = {
        f"{name}.{row}.{column}": table["cells"][row][column]
        for row in table["rows"]
        for column in table["columns"]
    }
    figures |= {f"{name}.{row}.total": value for row, value in table["row_totals"].items()}
    figures |= {f"{name}.total.{column}": value for column, value in table["column_totals"].items()}
    return figures | {f"{name}.total.total": table["grand_total"]}
