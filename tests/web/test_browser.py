"""The face in a real browser: no accessibility finding, nothing refused by the content security policy, no sideways scrolling."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.conftest import own_database
from tests.web.conftest import FRAME

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 390


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The application on a free port, with a database of its own and the frame of these tests."""
    with (
        own_database(django_db_blocker, "face"),
        pytest.MonkeyPatch.context() as patch,
        make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet) as server,
    ):
        patch.setattr("regions.frame.build_frame", lambda request: FRAME)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def open_page(browser, address):
    """Open a path and keep what the browser complained about in `page.complaints`."""
    contexts = []

    def open_page(path: str, *, width: int = WIDE, scheme: str = "light", scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="id-ID", java_script_enabled=scripts
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.complaints = []

        def heard(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                page.complaints.append(message.text)

        page.on("console", heard)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"{address}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("path", ["/gaya/", "/gaya/?galat=1&pesan=1", "/akun/login/", "/tidak-ada/"])
def test_page_has_no_finding(open_page, path, width, scheme):
    page = open_page(path, width=width, scheme=scheme)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert page.complaints == (expected if path == "/tidak-ada/" else [])


def test_menus_open_without_scripts_and_close_with_escape(open_page):
    bare = open_page("/gaya/", width=NARROW, scripts=False)
    bare.click(".sheet summary")
    expect(bare.locator(".sheet .rail-list").first).to_be_visible()
    page = open_page("/gaya/", width=NARROW)
    page.click(".menu summary")
    expect(page.locator(".menu-body")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-body")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('.menu summary')")


def test_keyboard_begins_with_the_way_to_the_content(open_page):
    page = open_page("/gaya/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#isi")
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()


def test_refused_form_starts_at_its_summary_and_leads_to_the_field(open_page):
    page = open_page("/gaya/?galat=1")
    expect(page.locator("#ringkasan-galat")).to_be_focused()
    page.click("#ringkasan-galat a >> nth=0")
    expect(page).to_have_url(re.compile("#id_name$"))


def test_lost_line_is_told_and_taken_back(open_page):
    page = open_page("/gaya/")
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("#sambungan")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#sambungan")).to_be_hidden()


def test_second_click_sends_nothing(open_page):
    page = open_page("/gaya/")
    page.evaluate(
        """() => {
            const form = document.querySelector('form.lang');
            window.sent = 0;
            form.addEventListener('submit', (event) => { if (!event.defaultPrevented) window.sent += 1; });
            document.addEventListener('submit', (event) => event.preventDefault());
        }"""
    )
    page.evaluate(
        """() => {
            const form = document.querySelector('form.lang'), button = form.querySelector('button');
            window.refused = 0;
            form.requestSubmit(button);
            window.busy = button.getAttribute('aria-busy');
            const again = new SubmitEvent('submit', {bubbles: true, cancelable: true, submitter: button});
            form.dispatchEvent(again);
            window.refused = again.defaultPrevented;
        }"""
    )
    assert page.evaluate("[window.busy, window.refused]") == ["true", True]


def test_passkey_is_offered_only_where_it_can_work(open_page):
    expect(open_page("/akun/login/").locator("#passkey_login")).to_be_visible()
    expect(open_page("/akun/login/", scripts=False).locator("#passkey_login")).to_be_hidden()
