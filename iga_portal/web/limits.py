"""How often somebody who is not signed in may ask: counted by address in the shared cache.

Beside allauth's own limits, which count presses only: here reading is counted as well. While the cache is down everything is
let through, as everywhere in the portal.
"""

from __future__ import annotations

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

IPV6_PREFIX = 64
"""What one household or office has; single IPv6 addresses are free."""


def within_limit(request: HttpRequest, *, action: str, amount: int, seconds: int) -> bool:
    """Count one use of `action` by the request's address; False past `amount` in the running window of `seconds`."""
    window = int(time.time()) // seconds
    key = f"limit:{action}:{window}:{address_of(request)}"
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key)) <= amount
    except ValueError:  # the key went out between the two statements: a new window has begun
        return True


def address_of(request: HttpRequest) -> str:
    """The client's address behind the trusted proxies (TRUSTED_PROXY_COUNT), for IPv6 its network.

    Those whose address cannot be told (a proxy that names none) are counted together.
    """
    try:
        address = ipaddress.ip_address(str(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network(f"{address}/{IPV6_PREFIX}", strict=False).network_address)
    return str(address)
