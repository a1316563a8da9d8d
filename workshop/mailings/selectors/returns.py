"""What operators see of the addresses that no mailing goes to: numbers by cause."""

from django.db.models import Count

from workshop.mailings.enums import SuppressionCause
from workshop.mailings.models import Suppression


def suppression_counts() -> list[tuple[str, int]]:
    """Return each cause in words with the number of addresses, and the number of all."""
    rows = Suppression.objects.values_list("cause").annotate(count=Count("pk"))
    counts = dict(rows)
    found = [(cause.label, counts.get(cause, 0)) for cause in SuppressionCause]
    return [*found, ("Addresses in all", sum(counts.values()))]
