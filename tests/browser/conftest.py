"""A real Chromium on a real server: shared by every test that walks pages.

    @pytest.mark.browser
    def test_story(page_for, live_cast, live_site, axe):
        page = page_for(live_cast.sari)          # signed in by a session cookie; javascript=False, width=390
        page.goto(f"{live_site}/...")            # or page.goto("/..."): the context knows the site
        axe(page)                                # no finding of any rule

Whatever a test asks of the database, of the browser's storage or of the page by hand it asks after something that waits: an
`expect` of what the page shows, `page.expect_response`, `saving.saved`, or `saving.until`. Never after a pause.

`live_site` serves the test's own database, in which transactions really commit, as the plain role iga_app; `live_cast` is the
cast in it. Errors of scripts, of the content security policy and of the server fail the test at its end.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regions.models import Person
from tests.cast import PASSWORD, Cast

TIMEOUT_MS = 180_000
"""Patience of every action and of every expectation: two cores may be busy with much else, and who waits in vain is told anyway."""
expect.set_options(timeout=TIMEOUT_MS)


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Requests are not news in a test."""


class PatientServer(ThreadedWSGIServer):
    """Ends when its last answer is given: a browser's parting word would otherwise find the test's database gone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # First: an address that cannot be had closes the server before it is made.
        self._serving: dict[threading.Thread, socket.socket] = {}
        super().__init__(*args, **kwargs)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        self._serving = {one: there for one, there in self._serving.items() if one.is_alive()}
        self._serving[thread] = request
        thread.start()

    def server_close(self) -> None:
        super().server_close()
        for thread, request in self._serving.items():
            # No further request comes over a connection that is kept; the answer under way still goes out.
            with suppress(OSError):
                request.shutdown(socket.SHUT_RD)
            thread.join(TIMEOUT_MS / 1000)


@pytest.fixture
def live_cast(committed_cast: Cast) -> Cast:
    """The cast, committed in the database that `live_site` serves. Time stands at the cast's noon and ticks."""
    return committed_cast


@pytest.fixture
def live_site(live_db: str, frozen_noon: None) -> Iterator[str]:
    """The address of the portal, served by threads of this process."""
    server = PatientServer(("127.0.0.1", 0), QuietHandler, allow_reuse_address=True)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page_for(browser: Browser, live_site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page for a person: `page_for(person, *, width=1280, height=900, javascript=True, by_form=False)`.

    None gives a visitor. `by_form` signs in through the login form instead of a session cookie.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        person: Person | None,
        *,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        by_form: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=live_site,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="id-ID",
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        if person is not None and not by_form:
            context.add_cookies([session_cookie(person, site=live_site)])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("console", lambda told: _note_console(told, problems))
        page.on("response", lambda answer: _note_answer(answer, problems))
        if person is not None and by_form:
            sign_in(page, person)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def _note_console(told: Any, problems: list[str]) -> None:
    # A page that answers 404 on purpose is told by Chromium as a failed resource; the answers are looked at below.
    if told.type == "error" and "Failed to load resource" not in told.text:
        problems.append(f"console: {told.text}")


def _note_answer(answer: Any, problems: list[str]) -> None:
    is_part = answer.request.resource_type in {"stylesheet", "script", "image", "font"}
    if answer.status >= 500 or (is_part and answer.status >= 400):
        problems.append(f"{answer.status}: {answer.url}")


def session_cookie(person: Person, *, site: str) -> Any:
    """The cookie of a new session of the person, as the sign-in would have made it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": session.session_key,
        "domain": urlsplit(site).hostname,
        "path": "/",
        "httpOnly": True,
        "sameSite": "Lax",
    }


def sign_in(page: Page, person: Person) -> None:
    """Through the login form, with the cast's password."""
    page.goto("/akun/login/")
    page.get_by_label("Alamat e-mail").fill(person.email)
    page.get_by_label("Kata sandi", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


WIDE, NARROW = 1280, 390
AXE = Axe()


@pytest.fixture
def at_both_widths(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """Asserts on a wide and on a narrow screen that axe finds nothing and that nothing is wider than the screen.

    The page is loaded once; it is wide again afterwards.
    """

    def check(page: Page) -> None:
        size = page.viewport_size or {"height": 900}
        for width in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": size["height"]})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)

    return check


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that axe finds nothing on the page, of any impact.

    Looks at a page that is all there: a press waits only until the next page begins to come, and one without its style sheet or
    with half of its text has findings of its own.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.axe_script)
        # What is fine is neither gathered nor brought over: half of the time.
        found = page.evaluate(
            "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations)"
        )
        told = [
            f"{entry['id']} ({entry['impact']}): {node['target']} {node['html'][:160]}"
            for entry in found
            for node in entry["nodes"]
        ]
        assert told == [], f"{page.url}\n" + "\n".join(told)

    return check
