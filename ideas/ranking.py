"""How strongly people stand behind something: the Wilson lower bound, in Python and in SQL.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927).
"""

import math

from django.db.models import Expression, F, FloatField, Value
from django.db.models.functions import Cast, Greatest, Least, Sqrt

# Ten in a hundred true shares lie below the bound: lenient enough for what few people have seen.
Z_LIVE = 1.2816


def wilson_lower_bound(successes: int, trials: int, z: float = Z_LIVE) -> float:
    """Return the lower end of the interval of a share (0 to 1); 0 where nothing was tried.

    `z` is the normal quantile, 1.96 for 95 %. Raises ValueError for more successes than trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError("A share has at least no success, and at most one a trial.")
    if trials == 0:
        return 0.0
    spread = math.sqrt(successes * (trials - successes) / trials + z * z / 4)
    return (successes + z * z / 2 - z * spread) / (trials + z * z)


def _bound(successes: Expression, trials: Expression) -> Expression:
    """Return wilson_lower_bound as an expression; no trial counts as one without success."""
    hits = Cast(successes, FloatField())
    tries = Cast(Greatest(trials, Value(1)), FloatField())
    z = Value(Z_LIVE, output_field=FloatField())
    half = Value(Z_LIVE * Z_LIVE / 2, output_field=FloatField())
    spread = Sqrt(hits * (tries - hits) / tries + half / Value(2.0))
    return (hits + half - z * spread) / (tries + half + half)


def support_by_showings() -> Expression:
    """Return the bound of up votes per person who was shown it; who voted must have seen it."""
    return _bound(F("up"), Greatest(F("showings"), F("up") + F("down")))


def support_by_votes() -> Expression:
    """Return the bound of up votes among all votes."""
    return _bound(F("up"), F("up") + F("down"))


def division() -> Expression:
    """Return the bound of the smaller side's share of the votes: 0 where all agree."""
    return _bound(Least(F("up"), F("down")), F("up") + F("down"))
