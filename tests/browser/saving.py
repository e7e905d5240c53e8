"""Waiting: for a form that saves itself, and for what no page shows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

PATIENCE = 180.0
"""Seconds; most waits take a few hundredths of one."""

SAVED = re.compile(r"Tersimpan \d\d\.\d\d WI(B|TA|T)")


def until(page: Page, condition: Callable[[], object], *, what: str) -> None:
    """Wait until the condition holds. For effects that no page shows; the page goes on working meanwhile."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not within {PATIENCE:.0f} s: {what}"
        page.wait_for_timeout(50)


def saved(page: Page) -> None:
    """Everything typed has reached the server, and the page says when."""
    # Before its script watches the form, the page tells of earlier times.
    expect(page.locator("form[data-autosave][data-watched]")).to_be_attached()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-saved-words]")).to_have_text(SAVED)
