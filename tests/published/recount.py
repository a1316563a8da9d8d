"""The same figures counted again from the demo's raw rows, without any of the product's tables."""

from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

from analysis.demo.sources import published

GROUP_OF_TABLE = {
    "3": "informaticians", "4": "informaticians", "5": "system",
    "6": "system", "7": "examples", "8": "examples",
}  # fmt: skip
ROWS = published()["tables"]["3"]["rows"]
COLUMNS = published()["tables"]["3"]["columns"]


def percent(count: int, base: int) -> Decimal:
    """Return count of base in percent, half up, two decimals."""
    return (Decimal(count) * 100 / Decimal(base)).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Recount:
    """Counts of one set of raw tables and its set-up."""

    def __init__(self, tables: dict[str, list[dict]], workshop: dict):
        self.tables, self.workshop = tables, workshop
        self.net = Counter()
        for vote in tables["votes"]:
            self.net[vote["idea"]] += vote["value"] if vote["idea"] else 0
        self.group = {i["idea"]: i["analysis_group"] or i["group"] for i in tables["ideas"]}
        self.codes = defaultdict(lambda: defaultdict(list))
        for coding in tables["codings"]:
            self.codes[coding["idea"]][coding["frame"]].append(coding["code"])

    def figures(self) -> dict[str, object]:
        """Return name → figure under the names of `printed.printed_figures`."""
        figures = self.counts()
        for section in self.workshop["questionnaire"]["sections"]:
            for question in section["questions"]:
                figures |= self.question(question)
        figures |= self.themes()
        for number in GROUP_OF_TABLE:
            figures |= self.crosstab(number)
        return figures | self.prose(figures)

    def counts(self) -> dict[str, object]:
        """Return the headline counts; a contributor is whoever wrote or voted."""
        ideas, comments, votes = (self.tables[t] for t in ("ideas", "comments", "votes"))
        people = len(self.tables["participants"])
        active = {row["author"] for row in ideas + comments} | {row["voter"] for row in votes}
        active = len(active - {""})
        down = sum(vote["value"] == -1 for vote in votes)
        figures = {
            "participants": people, "contributors": active, "spectators": people - active,
            "ideas": len(ideas), "comments": len(comments), "votes": len(votes),
            "contributions": len(ideas) + len(comments) + len(votes),
            "downvotes": down, "upvotes": len(votes) - down, "net_votes": len(votes) - 2 * down,
            "contributors_pct": percent(active, people), "downvotes_pct": percent(down, len(votes)),
        }  # fmt: skip
        return {f"counts.{key}": value for key, value in figures.items()}

    def question(self, question: dict) -> dict[str, object]:
        """Return one question's rows, total and sums."""
        key, figures, responses = question["key"], {}, self.tables["gateway"]
        base = len(responses), sum(row["contributed"] for row in responses)
        given = Counter(row[key] for row in responses)
        active = Counter(row[key] for row in responses if row["contributed"])
        rows = [(o["label"], given[o["key"]], active[o["key"]]) for o in question["options"]]
        for label, people, contributors in [*rows, ("Total", *base)]:
            name = f"gateway.{key}.{label}"
            figures |= {
                f"{name}.participants": people,
                f"{name}.participants_pct": percent(people, base[0]),
                f"{name}.contributors": contributors,
                f"{name}.contributors_pct": percent(contributors, base[1]),
                f"{name}.rate": percent(contributors, people) if people else None,
            }
        shares = [figures[f"gateway.{key}.{label}.participants_pct"] for label, *_ in rows]
        figures[f"gateway.{key}.sum.participants"] = sum(row[1] for row in rows)
        figures[f"gateway.{key}.sum.contributors"] = sum(row[2] for row in rows)
        return figures | {f"gateway.{key}.sum.participants_pct": sum(shares)}

    def themes(self) -> dict[str, object]:
        """Return Table 2: an idea counts in each of its themes."""
        figures = Counter()
        for idea, group in self.group.items():
            for code in self.codes[idea]["vision"] if group == "vision" else ():
                figures[f"table2.{code}.ideas"] += 1
                figures[f"table2.{code}.net_votes"] += self.net[idea]
        return dict(figures)

    def crosstab(self, number: str) -> dict[str, object]:
        """Return one of tables 3 to 8, blank where no idea is, with its totals."""
        cells, totals = defaultdict(lambda: None), Counter()
        for idea, group in self.group.items():
            frames = self.codes[idea]
            if group != GROUP_OF_TABLE[number] or not frames["literacy"]:
                continue
            (row,), (column,) = frames["literacy"], frames["readiness"]
            value = 1 if number in "357" else self.net[idea]
            cells[row, column] = (cells[row, column] or 0) + value
            for place in ((row, "total"), ("total", column), ("total", "total")):
                totals[place] += value
        figures = {(row, column): cells[row, column] for row in ROWS for column in COLUMNS}
        return {f"table{number}.{r}.{c}": v for (r, c), v in (figures | totals).items()}

    def prose(self, figures: dict[str, object]) -> dict[str, object]:
        """Return the percentages named in the text, from counts and never from percentages."""
        result = {}
        for fact in published()["prose_figures"]:
            rows = [f"gateway.{fact['question']}.{label}" for label in fact["options"] or ["Total"]]
            people = sum(figures[f"{row}.participants"] for row in rows)
            active = sum(figures[f"{row}.contributors"] for row in rows)
            result[f"prose.{fact['key']}"] = (
                percent(people, figures["counts.participants"])
                if fact["of"] == "participants"
                else percent(active, people)
            )
        return result

    def balance(self) -> dict[str, tuple[int, Decimal]]:
        """Return Table 1 as it comes out of the live items: contributions and percent a group."""
        idea_of = {row["comment"]: row["idea"] for row in self.tables["comments"]}
        owners = [row["idea"] for row in self.tables["ideas"] + self.tables["comments"]]
        owners += [vote["idea"] or idea_of[vote["comment"]] for vote in self.tables["votes"]]
        counts = Counter(self.group[idea] for idea in owners)
        return {group: (n, percent(n, len(owners))) for group, n in counts.items()}
