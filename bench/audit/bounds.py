"""What must hold of the pages, and the table that a person reads."""

# figure: (the pages it binds, "least" or "most", the bound). Kilobytes are of 1,000 bytes.
ALL = ("landing", "gateway", "hall", "list", "thread", "report")
SEEN_FIRST = ("landing", "list", "thread")
BOUNDS = {
    "accessibility": (ALL, "least", 100),
    "best_practices": (ALL, "least", 100),
    "performance": (SEEN_FIRST, "least", 95),
    "first_visit_kb": (("list",), "most", 90.0),
    "second_visit_kb": (("list",), "most", 15.0),
    "requests": (("list",), "most", 8),
    # Milliseconds: the bound is under two seconds, and under a tenth of one.
    "lcp_ms": (("list",), "most", 1999),
    "vote_ms": (("list",), "most", 99),
    "cls": (ALL, "most", 0.0),
    "axe_violations": (ALL, "most", 0),
}


def broken(figures: dict[str, dict]) -> list[str]:
    """One sentence for each bound that does not hold."""
    return [
        f"{page}: {figure} is {figures[page][figure]}, at {side} {bound}"
        for figure, (pages, side, bound) in BOUNDS.items()
        for page in pages
        if not holds(figures[page][figure], side, bound)
    ]


def holds(value: float, side: str, bound: float) -> bool:
    """Whether a figure keeps its bound; one that is not there keeps none."""
    if value is None:
        return False
    return value >= bound if side == "least" else value <= bound


def print_table(figures: dict[str, dict]) -> None:
    """A row per page, a column per figure; what is bound carries a star."""
    names = list(BOUNDS)
    print(f"\n{'':8} " + " ".join(f"{name:>15}" for name in names))
    for page, values in figures.items():
        cells = (cell(page, name, values) for name in names)
        print(f"{page:8} " + " ".join(f"{each:>15}" for each in cells))
    print("* bound; 4x CPU, 150 ms and 1.6 Mbit/s; vote_ms on a network that takes no time")


def cell(page: str, name: str, values: dict) -> str:
    """One figure in the table."""
    star = "*" if page in BOUNDS[name][0] else " "
    return f"{values.get(name, '-')}{star}"
