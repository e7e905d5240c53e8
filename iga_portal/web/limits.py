"""How often somebody who is not signed in may ask: counted by address in the shared cache.

Beside allauth's own limits, which count presses only: here reading is counted as well. While the cache is down everything is
let through, as everywhere in the portal.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

IPV6_PREFIX = 64
"""What one household or office has; single IPv6 addresses are free."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use that was counted: the `amount` a window of `seconds` allows, what is `left` of it, and when the next one begins."""

    allowed: bool
    amount: int
    seconds: int
    left: int
    begins_anew: int
    """In seconds, at least 1."""


def within_limit(request: HttpRequest, *, action: str, amount: int, seconds: int) -> bool:
    """Count one use of `action` by the request's address; False past `amount` in the running window of `seconds`."""
    return count_use(address_of(request), action=action, amount=amount, seconds=seconds).allowed


def count_use(who: str, *, action: str, amount: int, seconds: int) -> Use:
    """Count one use of `action` by somebody, an address or a name that nobody else has."""
    now = int(time.time())
    window, gone = divmod(now, seconds)
    key = f"limit:{action}:{window}:{who}"
    cache.add(key, 0, timeout=seconds)
    try:
        used = int(cache.incr(key))
    except ValueError:  # the key went out between the two statements: a new window has begun
        used = 0
    return Use(used <= amount, amount, seconds, max(0, amount - used), seconds - gone)


def address_of(request: HttpRequest) -> str:
    """The client's address behind the trusted proxies (TRUSTED_PROXY_COUNT), for IPv6 its network.

    Those whose address cannot be told (a proxy that names none, or fewer than there are) are counted together.
    """
    try:
        address = ipaddress.ip_address(str(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        # An IPv4 client at a socket that takes both: the network of these is the whole of IPv4.
        address = address.ipv4_mapped
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network(f"{address}/{IPV6_PREFIX}", strict=False).network_address)
    return str(address)
