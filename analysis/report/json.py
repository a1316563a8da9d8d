"""The report as JSON: the contract's own shape, from which everything outside works."""

import json
from datetime import UTC
from decimal import Decimal

from analysis.report.model import RankedIdea, Report, Table


def render(report: Report) -> str:
    """Return the report as one JSON object, UTF-8 text with a final line end."""
    return json.dumps(as_object(report), ensure_ascii=False, indent=1) + "\n"


def as_object(report: Report) -> dict:
    """Return the report as the plain object that becomes JSON."""
    return {
        "workshop": report.workshop,
        "as_of": report.as_of.astimezone(UTC).isoformat(),
        "disclosure": {"rule": report.rule.text, "suppressed_cells": report.suppressed_cells},
        "counts": report.counts,
        "tables": {name: _table(table) for name, table in report.tables.items()},
        "timeline": [
            {
                "date": day.date.isoformat(),
                "joined": day.joined,
                "ideas": day.ideas,
                "comments": day.comments,
                "votes": day.votes,
            }
            for day in report.timeline
        ],
        "ideas": [_idea(idea) for idea in report.ideas],
    }


def _table(table: Table) -> dict:
    rows = [
        {"key": row.key, "label": row.label, "values": _numbers(row.values)} for row in table.rows
    ]
    total = {} if table.total is None else {"total": _numbers(table.total)}
    return {"columns": list(table.columns), "rows": rows} | total | table.beside


def _numbers(values: tuple) -> list:
    """Turn percentages into JSON numbers; two decimals survive a float unchanged."""
    return [float(value) if isinstance(value, Decimal) else value for value in values]


def _idea(idea: RankedIdea) -> dict:
    return {
        "idea": idea.idea,
        "group": idea.group,
        "analysis_group": idea.analysis_group,
        "excluded": idea.excluded,
        "seed": idea.seed,
        "title": idea.title,
        "up": idea.up,
        "down": idea.down,
        "net": idea.net,
        "comments": idea.comments,
        "codes": idea.codes,
    }
