"""The frame, the gallery and the error pages, rendered without a database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation
from django.views import csrf, defaults

from iga_portal.web.frame import Crumb
from iga_portal.web.gallery import gallery

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(
    str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "print"
)  # fmt: skip


@pytest.fixture
def page(framed) -> str:
    return gallery(RequestFactory().get("/gaya/", {"galat": "1"})).content.decode()


def test_gallery_shows_the_frame(page):
    for words in (
        "Kabupaten Kotawaringin Timur",
        "Pengisian ditutup 31 Agustus 2026 23.59 WIB, 12 hari lagi",
        "CONTOH",
        "Angka pada halaman ini berdasar Pedoman IGA 2026.",
        "Pemberitahuan, 2 belum dibaca",
        'href="#isi"',
    ):
        assert words in page


def test_gallery_shows_every_component(page):
    components = {
        path.stem for path in (TEMPLATES / "components").glob("*.html") if not path.stem.startswith("_")
    } - {"confirm_page", "live_region"}
    shown = {
        "action": "button button--small", "bar_list": 'class="bars"', "breadcrumbs": 'class="crumbs"', "callout": 'class="callout',
        "completeness": 'class="checks"', "document_card": 'class="doc"', "empty_state": 'class="empty"',
        "error_summary": "error-summary", "evidence_slot": 'class="slot"', "job_progress": 'class="job"',
        "level_dots": "level-dots", "page_head": 'class="page-head"', "pagination": 'class="pages"', "panel": 'class="panel"',
        "predicate_tag": "predicate--inovatif", "sort_header": "aria-sort", "stat": 'class="stat', "state_tag": "tag--final", "tile_map": 'class="tilemap"',
        "timeline": 'class="timeline"', "yandas_lights": 'class="lights"',
    }  # fmt: skip
    assert set(shown) == components
    assert [name for name, mark in shown.items() if mark not in page] == []


def test_ids_are_unique(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_description_points_to_something(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    pointed = {
        name
        for group in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', page)
        for name in group.split()
    }
    assert pointed - ids == set()


def test_one_heading_of_the_first_rank(page):
    assert page.count("<h1") == 1


def test_page_obeys_the_content_security_policy(page):
    assert re.findall(r"<[^>]+\sstyle=", page) == []
    assert re.findall(r"<[^>]+\son[a-z]+=", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


def test_no_variable_is_missing(framed, monkeypatch):
    engine = get_template("base.html").template.engine
    monkeypatch.setattr(engine, "string_if_invalid", "TIDAK-ADA(%s)")
    for query in ({}, {"galat": "1"}, {"pesan": "1"}):
        request = RequestFactory().get("/gaya/", query)
        request._messages = _Messages()
        assert "TIDAK-ADA" not in gallery(request).content.decode()


class _Messages(list):
    """Enough of Django's message storage to be filled and shown."""

    def add(self, level, message, extra_tags=""):
        from django.contrib.messages.storage.base import Message

        self.append(Message(level, message, extra_tags))


def test_messages_are_shown_with_their_tone(framed):
    request = RequestFactory().get("/gaya/", {"pesan": "1"})
    request._messages = _Messages()
    html = gallery(request).content.decode()
    assert re.findall(r"message message--(\w+)\"( role=\"alert\")?", html)[:4] == [
        ("success", ""), ("info", ""), ("warning", ""), ("error", ' role="alert"'),
    ]  # fmt: skip


def test_language_follows_the_reader(framed):
    with translation.override("en"):
        html = gallery(RequestFactory().get("/gaya/")).content.decode()
    assert '<html lang="en">' in html
    assert "56.20" in html


class Reason(forms.Form):
    reason = forms.CharField(label="Alasan")


@pytest.mark.parametrize("form", [None, Reason({})])
def test_confirm_page_names_the_consequences_before_the_button(framed, monkeypatch, form):
    monkeypatch.setattr(get_template("base.html").template.engine, "string_if_invalid", "TIDAK-ADA(%s)")
    context = {
        "title": "Kirim portofolio?", "lead": "28 inovasi", "consequences": ["Isian terkunci."], "form": form, "danger": False,
        "confirm_label": "Kirim sekarang", "cancel_url": "/kembali", "crumbs": [Crumb("Portofolio", "/p"), Crumb("Kirim")],
    }  # fmt: skip
    html = get_template("components/confirm_page.html").render(context, RequestFactory().get("/"))
    assert html.index("Isian terkunci.") < html.index("Kirim sekarang") < html.index('href="/kembali"')
    assert ("Alasan: " in html) is (form is not None)
    assert "csrfmiddlewaretoken" in html
    assert "TIDAK-ADA" not in html


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_template_has_nothing_inline(name):
    source = (TEMPLATES / name).read_text()
    assert re.findall(r"<[^>{]*\sstyle=", source) == []
    assert re.findall(r"<[^>{]*\son(click|change|submit|load|input)=", source) == []
    scripts = re.findall(r"<script([^>]*)>", source)
    assert [
        attributes
        for attributes in scripts
        if "src=" not in attributes and "application/json" not in attributes
    ] == []


ERRORS = {
    "400": lambda request: defaults.bad_request(request, Exception()),
    "403": lambda request: defaults.permission_denied(request, Exception()),
    "404": lambda request: defaults.page_not_found(request, Exception()),
    "500": defaults.server_error,
    "403 csrf": lambda request: csrf.csrf_failure(request),
    "503": None,
}


@pytest.mark.parametrize("case", ERRORS)
def test_error_page_says_what_to_do_next_without_database_or_frame(case, monkeypatch):
    def broken(request):
        raise AssertionError("an error page asked for the frame")

    monkeypatch.setattr("regions.frame.build_frame", broken)
    view = ERRORS[case]
    if view is None:
        html = get_template("503.html").render()
    else:
        response = view(RequestFactory().get("/tidak-ada/"))
        assert response.status_code == int(case[:3])
        html = response.content.decode()
    assert f'<p class="error-code">{case[:3]}</p>' in html
    assert "/static/css/portal.css" in html
    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "<script" not in html


def test_error_page_does_not_need_the_manifest_of_static_files(settings):
    # The very first error may be that the files were never collected.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with pytest.raises(ValueError, match="manifest"):
        Template("{% load static %}{% static 'css/tidak-ada.css' %}").render(Context())
    assert "css/portal.css" in get_template("500.html").render()
    assert "css/portal.css" in get_template("404.html").render()
