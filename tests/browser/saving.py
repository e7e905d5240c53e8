"""Waiting for a form that saves itself."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

SAVED = re.compile(r"Tersimpan \d\d\.\d\d WI(B|TA|T)")


def saved(page: Page) -> None:
    """Everything typed has reached the server, and the page says when."""
    # Before its script watches the form, the page tells of earlier times.
    expect(page.locator("form[data-autosave][data-watched]")).to_be_attached()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-saved-words]")).to_have_text(SAVED)
