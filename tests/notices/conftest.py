from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from iga_portal.notices.delivery import AWAY_KEY
from tests.notices.mail_server import MailServer, running_mail_server


@pytest.fixture
def mail_server(settings: pytest.FixtureRequest) -> Iterator[MailServer]:
    """A server, and the portal's settings pointing at it."""
    cache.delete(AWAY_KEY)
    with running_mail_server() as server:
        point_at(settings, server.port)
        yield server
    cache.delete(AWAY_KEY)


def point_at(settings: object, port: int) -> None:
    for name, value in {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_TIMEOUT": 5,
        "PORTAL_ADDRESS": "https://iga.contoh.go.id",
    }.items():
        setattr(settings, name, value)
