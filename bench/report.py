"""The table that a person reads, and the judgement on growth."""

# What may cost at most so many times as much at ten times the data.
FLAT = ("list", "thread", "vote")
STEEPEST = 1.3

HEAD = f"{'':12} {'queries':>7} {'CPU ms':>8} {'× floor':>8} {'middle half':>15} {'bytes':>8}"


def print_table(found: dict) -> None:
    """Print every set."""
    print(f"\n{found['commit']} on {found['machine']}")
    print("CPU of web and database processes per request, median of blocks")
    for name, actions in found["sets"].items():
        print(f"\n{name}\n{HEAD}")
        for action, cost in actions.items():
            print(line(action, cost))


def line(action: str, cost: dict) -> str:
    """One row."""
    start = f"{action:12} {cost['queries']:7} {cost['cpu_ms']:8.2f}"
    if "ratio" not in cost:
        return start
    lower, upper = cost["spread"]
    return f"{start} {cost['ratio']:8.2f} {f'{lower:.2f} to {upper:.2f}':>15} {cost['bytes']:8}"


def too_steep(sets: dict) -> list[str]:
    """A sentence for each action that costs too much more at 10S than at S."""
    if not {"S", "10S"} <= set(sets):
        return []
    growth = {name: sets["10S"][name]["ratio"] / sets["S"][name]["ratio"] for name in FLAT}
    return [
        f"{name}: {times:.2f} times the CPU at ten times the data, at most {STEEPEST} allowed"
        for name, times in growth.items()
        if times > STEEPEST
    ]
