"""One Chromium for all browser tests of a process: Playwright's synchronous interface allows no second one beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

DEFAULT_BROWSER = "/usr/bin/chromium"

# Playwright's own list, which a second one replaces whole, and what the address bar of every new window draws unseen: half of
# the work of opening a window, and each person of each test has one.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from PORTAL_BROWSER, else Debian's; skipped with the reason in PORTAL_BROWSER_SKIP or when there is none."""
    reason = os.environ.get("PORTAL_BROWSER_SKIP")
    path = os.environ.get("PORTAL_BROWSER") or DEFAULT_BROWSER
    if not reason and not Path(path).exists():
        reason = f"no Chromium at {path}; name one in PORTAL_BROWSER"
    if reason:
        pytest.skip(reason)
    # Playwright's synchronous interface keeps an event loop in this thread, which Django takes for an asynchronous caller.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Chromium refuses its own sandbox to root, as whom containers often run tests.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    arguments.append(f"--disable-features={','.join(WITHOUT)}")
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=arguments, timeout=300_000)
            yield chromium
            chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before
