"""Pure disclosure control: what is withheld or rounded so that no table points at a person.

Primary suppression alone: each count is protected by itself. That a withheld count cannot be
worked out from others (totals, rates, earlier versions) is not looked after here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.crosstab import percent
from workshop.common.errors import DomainError

WITHHELD = "c"
Count = int | str
Share = Decimal | str | None


@dataclass(frozen=True)
class Rule:
    """A rule of small numbers: counts of 1 to threshold − 1 are withheld, the rest rounded."""

    text: str
    threshold: int = 0
    base: int = 1

    @property
    def is_off(self) -> bool:
        """Say whether the rule withholds nothing at all."""
        return self.threshold <= 1

    @property
    def in_words(self) -> str:
        """Return what the rule does to counts of people, in one plain sentence."""
        if self.is_off:
            return "No count of people is withheld or rounded."
        if self.base == 1:
            return f"Counts of people under {self.threshold} are withheld and shown as c."
        return (
            f"Counts of people under {self.threshold} are withheld and shown as c; "
            f"the rest are rounded to the nearest {self.base}."
        )

    def is_small(self, count: int) -> bool:
        """Say whether a count of people is too small to show."""
        return 0 < count < self.threshold

    def protect(self, count: int) -> Count:
        """Return a count of people as it may be shown: withheld, rounded, or as it is."""
        if self.is_small(count):
            return WITHHELD
        return (count + self.base // 2) // self.base * self.base

    def rate(self, part: int, whole: int) -> Share:
        """Return the percentage of a group of `whole` people, from their protected counts.

        All or nobody of a group smaller than twice the threshold tells about each of its members,
        so it is withheld like a small count.
        """
        rate = share(self.protect(part), self.protect(whole))
        if rate in (0, 100) and not self.is_off and whole < 2 * self.threshold:
            return WITHHELD
        return rate


RULES = {
    "off": Rule("off"),
    "ons-10-5": Rule("ons-10-5", threshold=10, base=5),
    "nhs": Rule("nhs", threshold=8, base=5),
}
DEFAULT = RULES["ons-10-5"]


def parse_rule(text: str) -> Rule:
    """Return the rule of that name. Raises DomainError with the names there are."""
    if text in RULES:
        return RULES[text]
    if match := re.fullmatch(r"threshold:([1-9][0-9]{0,3})", text, re.ASCII):
        return Rule(text, threshold=int(match[1]))
    raise DomainError(
        f"There is no disclosure rule “{text}”: "
        "it is off, ons-10-5, nhs, or threshold:N with N from 1 to 9999."
    )


def page_rule(text: str) -> Rule:
    """Return the rule for pages: the workshop's own, or the default where that withholds nothing.

    Pages are read by people who may not see everything, so no setting lays them open.
    """
    try:
        rule = parse_rule(text)
    except DomainError:
        return DEFAULT
    return DEFAULT if rule.is_off else rule


def share(part: Count, whole: Count) -> Share:
    """Return part of whole in percent, both as shown; withheld where one of them is."""
    if WITHHELD in (part, whole):
        return WITHHELD
    return percent(part, whole)


def protect_people(rule: Rule, participants: int, contributors: int) -> tuple[Count, Count, Count]:
    """Return participants, contributors and spectators as they may be shown.

    They are covered where small alone, so that the headline stays exact; but where one of them is
    withheld the two others are rounded, since their difference would give it away.
    """
    counts = (participants, contributors, participants - contributors)
    if sum(map(rule.is_small, counts)) == 1:
        return tuple(map(rule.protect, counts))
    return tuple(WITHHELD if rule.is_small(count) else count for count in counts)
