from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory, override_settings
from django.utils import translation

from iga_portal.web.frame import Frame, RailItem

FRAME = Frame(
    region="Kabupaten Kotawaringin Timur",
    role_label="Admin daerah",
    period="IGA 2026",
    deadline=datetime(2026, 8, 31, 16, 59, tzinfo=UTC),
    deadline_text="Pengisian ditutup 31 Agustus 2026 23.59 WIB, 12 hari lagi",
    rail=(RailItem(label="Beranda", url="/", icon="house", current=True, badge=3),),
    notices_count=2,
    notices_url="/kabar/",
    person="Hendra",
    demo=True,
    instrument_label="Pedoman IGA 2026",
    roles_url="/peran/",
)


@pytest.fixture(autouse=True)
def own_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.web.urls"), translation.override("id"):
        yield


@pytest.fixture
def framed(monkeypatch: pytest.MonkeyPatch) -> Frame:
    """Pages get this frame instead of the one that the context processor reads from the database."""
    monkeypatch.setattr("regions.frame.build_frame", lambda request: FRAME)
    return FRAME


@pytest.fixture
def draw() -> Callable[..., str]:
    """Render a piece of template with the components loaded."""

    def draw(source: str, request: HttpRequest | None = None, **context: object) -> str:
        template = Template("{% load i18n portal %}" + source)
        return template.render(Context({"request": request or RequestFactory().get("/"), **context}))

    return draw
