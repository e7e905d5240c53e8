"""The WSGI application of the page benchmark: the portal's, with the empty page beside it."""

from __future__ import annotations

from django.conf import settings

from iga_portal.wsgi import application

settings.ROOT_URLCONF = "iga_portal.bench.urls"

__all__ = ["application"]
