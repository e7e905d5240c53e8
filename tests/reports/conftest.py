"""The public check of documents is among the addresses here."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _addresses(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = "tests.reports.urls"
