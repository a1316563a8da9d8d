"""Who answered what on the way in: 1,061 responses that give every published row of the gateway."""

import random

from analysis.demo.draws import dice, shuffled
from analysis.demo.sources import key_of, published

LARGE_AND_EVERYONE = 909  # of the 972 who answered "Everyone": the 93.52 % of the prose
NOT_CARING = {  # employers that may answer "not applicable" when asked about their care
    *(
        "Academic institution",
        "Arm’s Length Body",
        "CCG",
        "Charity",
        "Education/training organisation",
    ),
    *("Local Authority", "Other", "Private sector (large organisation)", "Private sector (SME)"),
    *("Professional body", "Public sector organisation (other)", "Voluntary sector"),
}

Column = list[str]


def gateway_rows() -> list[dict]:
    """Return the responses in random order: `contributed`, and an option key (or "") a question."""
    rng = dice("answers")
    questions = {question["key"]: question for question in published()["gateway"]["questions"]}
    people = questions["work_role"]["total"]
    contributed = [True] * people["contributors"] + [False] * (
        people["participants"] - people["contributors"]
    )
    columns = {key: _column(rng, question) for key, question in questions.items()}
    _relate_benefit(rng, columns)
    _relate_care(rng, columns)
    _relate_age(rng, columns)
    rows = [
        {"contributed": did, **{key: key_of(columns[key][n]) for key in questions}}
        for n, did in enumerate(contributed)
    ]
    return [{"response": f"r{n:04}", **row} for n, row in enumerate(shuffled(rng, rows), 1)]


def _column(rng: random.Random, question: dict) -> Column:
    """Return everybody's labels, contributors first; drawn apart where both were published."""
    base = published()["gateway"]["base_participants"]
    if not question["contributors_published"]:
        return _deal(rng, {o["label"]: o["participants"] for o in question["options"]}, base)
    active = {o["label"]: o["contributors"] for o in question["options"]}
    silent = {o["label"]: o["participants"] - o["contributors"] for o in question["options"]}
    return _deal(rng, active) + _deal(rng, silent)


def _deal(rng: random.Random, counts: dict[str, int], base: int = 0) -> Column:
    labels = [label for label, count in counts.items() for _ in range(count)]
    return shuffled(rng, labels + [""] * max(0, base - len(labels)))


def _relate_benefit(rng: random.Random, columns: dict[str, Column]) -> None:
    """Whoever expects a benefit for everyone mostly expects a large improvement too."""
    effect, large = columns["workforce_effect"], "Make a large improvement"
    everyone = [n for n, label in enumerate(columns["beneficiaries"]) if label == "Everyone"]
    others = [n for n, label in enumerate(columns["beneficiaries"]) if label != "Everyone"]
    rest = shuffled(rng, [label for label in effect if label != large])
    first = [large] * LARGE_AND_EVERYONE + rest[: len(everyone) - LARGE_AND_EVERYONE]
    second = rest[len(everyone) - LARGE_AND_EVERYONE :]
    second += [large] * (len(others) - len(second))
    _place(rng, effect, everyone, first)
    _place(rng, effect, others, second)


def _relate_care(rng: random.Random, columns: dict[str, Column]) -> None:
    """Only those whose employer may give no care say that the question does not apply."""
    care, employer = columns["recommend_care"], columns["organisation_type"]
    none = next(label for label in care if label.startswith("Not applicable"))
    can = shuffled(rng, [n for n, label in enumerate(employer) if label in NOT_CARING])
    chosen = can[: care.count(none)]
    others = sorted(set(range(len(care))) - set(chosen))
    rest = [label for label in care if label != none]
    _place(rng, care, chosen, [none] * len(chosen))
    _place(rng, care, others, rest)


def _relate_age(rng: random.Random, columns: dict[str, Column]) -> None:
    """Nobody under 25 has held a post for four years: they swap with somebody older and new."""
    age, held = columns["age_band"], columns["time_in_role"]
    short = ("Less than a year", "1-3 years")
    older = shuffled(
        rng, [n for n, label in enumerate(age) if label == "40-65" and held[n] in short]
    )
    for n, label in enumerate(age):
        if label == "Under 25" and held[n] not in short:
            other = older.pop()
            held[n], held[other] = held[other], held[n]


def _place(rng: random.Random, column: Column, places: list[int], labels: list[str]) -> None:
    for place, label in zip(places, shuffled(rng, labels), strict=True):
        column[place] = label
