"""Which addresses no mailing goes to: kept and asked as salted hashes, never as addresses."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from workshop.mailings.models import Suppression


def suppression_hash(address_key: str) -> str:
    """Return the hash under which an address (in the form it is compared in) is suppressed."""
    return salted_hmac("workshop.mailings.suppression", address_key, algorithm="sha256").hexdigest()


def suppressed_keys(address_keys: Iterable[str]) -> set[str]:
    """Return which of these addresses are suppressed, in one query."""
    by_hash = {suppression_hash(key): key for key in address_keys if key}
    found = Suppression.objects.filter(address_hash__in=by_hash)
    return {by_hash[value] for value in found.values_list("address_hash", flat=True)}
