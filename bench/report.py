"""The table that a person reads, and the judgement on growth."""

from statistics import median

from bench.measure import Action

# What may cost at most so many times as much at ten times the data.
FLAT = ("list", "thread", "vote")
STEEPEST = 1.3

HEAD = f"{'':12} {'queries':>7} {'CPU ms':>8} {'x floor':>8} {'middle half':>15} {'bytes':>8}"


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


def growth(sets: dict[str, list[Action]]) -> dict[str, float]:
    """How many times its CPU each action of FLAT takes at 10S, by median of blocks."""
    if not {"S", "10S"} <= set(sets):
        return {}
    small = {action.name: action for action in sets["S"]}
    large = {action.name: action for action in sets["10S"]}
    return {name: median(large[name].ratios(small[name])) for name in FLAT}


def print_growth(times: dict[str, float]) -> bool:
    """Print the growth; False where it is too steep."""
    if not times:
        return True
    words = ", ".join(f"{name} {value:.2f}" for name, value in times.items())
    steep = [name for name, value in times.items() if value > STEEPEST]
    verdict = f"too steep: {', '.join(steep)}" if steep else "flat"
    print(f"\nCPU at ten times the data, S = 1: {words} (at most {STEEPEST}): {verdict}")
    return not steep
