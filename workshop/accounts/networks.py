"""Where a request comes from, as far as limits need it: never kept as it is, only hashed."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# A household or office gets a whole /64 of IPv6 addresses.
IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    """Return the client's network: an IPv4 address, or the first half of an IPv6 address.

    Where it cannot be told, everybody shares one nameless network and its limits.
    """
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return ""
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))


def network_hash(network: str) -> str:
    """Return the keyed hash under which requests from a network are counted for a day."""
    return salted_hmac("code network", network, algorithm="sha256").hexdigest()


def known_network_hash(*, email_key: str, network: str) -> str:
    """Return the keyed hash of a person's network; the same network differs for another person."""
    value = f"{email_key}\x00{network}"
    return salted_hmac("known network", value, algorithm="sha256").hexdigest()
