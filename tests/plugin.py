"""Loaded by pytest before Django's settings are: brings up the test servers and points the settings at them."""

from __future__ import annotations

import os

from iga_portal.local.testing import ensure_own_share, ensure_servers

os.environ.update(ensure_servers())
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.update(ensure_own_share())
os.environ["PORTAL_HTTPS"] = "0"
os.environ["PORTAL_DEMO"] = "1"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["CONN_MAX_AGE"] = "0"
# A machine that is busy is not a server that is away: what was not nudged in a test nobody ever does.
os.environ["REDIS_CONNECT_SECONDS"] = os.environ["REDIS_ANSWER_SECONDS"] = "120"
os.environ["STATIC_FROM_SOURCE"] = "1"
os.environ["PUBLIC_CACHE_SECONDS"] = "0"
# Every test comes from one address; the tests of the limits set their own.
os.environ["API_PER_MINUTE"] = os.environ["DOWNLOADS_PER_TEN_MINUTES"] = "1000000"
