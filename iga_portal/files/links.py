"""Does a link lead anywhere? Asked of strangers' addresses by the portal's own machine, and so with a guard before it.

The address is looked up first, every one that is not of the public internet is refused, and the connection goes to the very
address that was looked at: a name cannot answer differently the second time (DNS rebinding). Every redirection begins anew.
No cookies, no proxy from the environment, no decompression, at most 64 kB and ten seconds in all (`link_guard`).
"""

from __future__ import annotations

import re
import time
from urllib.parse import urljoin, urlsplit

from iga_portal.files.link_findings import (
    ALIVE,
    CLOSED_DRIVE,
    CLOSED_SITE,
    MALFORMED,
    MISSING,
    ODD,
    ROUND,
    TROUBLED,
    LinkFinding,
    LinkState,
)
from iga_portal.files.link_guard import GUARD, Answer, Guard, Stopped, Target, ask, target_of, within

__all__ = ["GUARD", "Guard", "LinkFinding", "LinkState", "check_link", "host_of"]

TOTAL_SECONDS = 10.0
MOST_REDIRECTIONS = 5

SIGN_IN_HOSTS = (
    "accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.microsoft.com", "account.box.com",
)  # fmt: skip
DRIVES = (
    "drive.google.com", "docs.google.com", "sites.google.com", "photos.google.com", "photos.app.goo.gl", "forms.gle",
    "onedrive.live.com", "1drv.ms", "sharepoint.com", "dropbox.com", "box.com", "icloud.com", "mega.nz",
)  # fmt: skip
TITLE = re.compile(rb"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
CLOSED_TITLE = re.compile(
    rb"sign[ -]?in|log[ -]?in|access denied|request access|akses ditolak|masuk ke", re.IGNORECASE
)


def check_link(url: str, *, guard: Guard = GUARD, seconds: float = TOTAL_SECONDS) -> LinkFinding:
    """Follow a link like somebody who is signed in nowhere, for at most `seconds`; never raises for what a link does."""
    ends = time.monotonic() + seconds
    try:
        for _redirection in range(MOST_REDIRECTIONS + 1):
            target = target_of(url, guard=guard)
            if within(target.host, SIGN_IN_HOSTS):
                return CLOSED_DRIVE
            is_drive = within(target.host, DRIVES)
            answer = ask(target, guard=guard, ends=ends, read=is_drive)
            if answer.status not in {301, 302, 303, 307, 308} or not answer.location:
                return _judged(target, answer)
            url = _joined(url, answer.location)
            if _leads_to_sign_in(url):
                return CLOSED_DRIVE if is_drive else CLOSED_SITE
    except Stopped as stopped:
        return stopped.finding
    return ROUND


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Stopped(MALFORMED) from error


def host_of(url: str, *, guard: Guard = GUARD) -> str:
    """The name that a link goes to, "" for one that is not asked; for counting how often it is."""
    try:
        return target_of(url, guard=guard).host
    except Stopped:
        return ""


def _leads_to_sign_in(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    way = parts.path.lower()
    return within(host, SIGN_IN_HOSTS) or (
        within(host, (*DRIVES, "facebook.com", "instagram.com"))
        and bool(re.search(r"/(login|signin)\b", way))
    )


def _judged(target: Target, answer: Answer) -> LinkFinding:
    is_drive = within(target.host, DRIVES)
    if 200 <= answer.status < 300:
        title = TITLE.search(answer.body)
        return CLOSED_DRIVE if is_drive and title and CLOSED_TITLE.search(title[1]) else ALIVE
    if answer.status in {401, 403, 407}:
        return CLOSED_DRIVE if is_drive else CLOSED_SITE
    if answer.status in {404, 410}:
        return MISSING
    return TROUBLED if answer.status >= 500 or answer.status in {408, 425, 429} else ODD
