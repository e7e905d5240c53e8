"""Whether the links among the evidence lead anywhere: asked for, looked at by a worker, written beside the link.

The looking itself is in `iga_portal.files.links`. Here: which link is due, how often one site is asked, and when an answer that
never came means the site and not the portal's own line.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone

from iga_portal.files.links import GUARD, Guard, LinkFinding, LinkState, check_link, host_of
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import nudge
from innovations.models import Document

CHECK_TASK = "innovations.check_link"
AGAIN_AFTER = timedelta(days=7)
"""A link that was alive is looked at again after so long,"""
BROKEN_AGAIN_AFTER = timedelta(days=1)
"""one that was not after so long,"""
UNCHECKED_AGAIN_AFTER = timedelta(minutes=30)
"""and one that nobody could tell anything of after so long."""
FRESH = timedelta(minutes=1)
SWEEP_AT_MOST = 200
LINE_SEEN = "links:line"
LINE_SEEN_SECONDS = 600


def request_link_check(document: Document) -> None:
    """Have a worker look at a document's link after this transaction; without a worker the sweep finds it."""
    if document.link and settings.LINK_CHECKS:
        nudge(CHECK_TASK, region_id=document.region_id, document_id=document.pk)


def check_document_link(region_id: int, *, document_id: int, guard: Guard = GUARD) -> str:
    """Look at one document's link and write down what was found; returns the state, or why nothing was looked at.

    No transaction is open meanwhile. Idempotent: looked at in the last minute, it is `fresh`; a site asked too often is left for
    `later`; one that was replaced or has no link is `none`.
    """
    now = timezone.now()
    with scope({region_id}, role="links"):
        document = Document.objects.filter(pk=document_id, is_current=True).exclude(link="").first()
    if document is None or not settings.LINK_CHECKS:
        return "none"
    if document.link_checked_at is not None and now - document.link_checked_at < FRESH:
        return "fresh"
    if not _may_ask(document.link, guard=guard, now=now):
        return "later"
    finding = _weighed(check_link(document.link, guard=guard))
    with scope({region_id}, role="links"):
        # Only of the link that was looked at: it may have been mended meanwhile.
        Document.objects.filter(pk=document_id, link=document.link).update(
            link_state=finding.state, link_note=finding.note[:200], link_checked_at=timezone.now()
        )
    return str(finding.state)


def _weighed(finding: LinkFinding) -> LinkFinding:
    """Silence counts against a site only while others answer; else it may be the portal's own line, and nothing is said."""
    if not finding.unsure:
        if finding.state != LinkState.REFUSED:  # refused before anybody was asked
            cache.set(LINE_SEEN, True, timeout=LINE_SEEN_SECONDS)
        return finding
    return finding if cache.get(LINE_SEEN) else LinkFinding(LinkState.UNCHECKED)


def _may_ask(link: str, *, guard: Guard, now: datetime) -> bool:
    """At most LINK_CHECKS_PER_MINUTE of one site, over all workers; while the cache is down nobody counts."""
    host = host_of(link, guard=guard)
    if not host:
        return True  # refused without asking
    name = f"links:asked:{host[:200]}:{now:%H%M}"
    cache.add(name, 0, timeout=120)
    try:
        asked = int(cache.incr(name))
    except ValueError:
        return True
    return asked <= settings.LINK_CHECKS_PER_MINUTE


def links_due(now: datetime) -> list[tuple[int, int]]:
    """(region, document) of the links to be looked at now, those never looked at first. The caller has all regions in scope.

    At most LINK_CHECKS_PER_MINUTE of one site: the sweep runs once a minute.
    """
    asked: Counter[str] = Counter()
    due: list[tuple[int, int]] = []
    rows = _due(now).values_list("region_id", "pk", "link")[: 10 * SWEEP_AT_MOST]
    for region_id, document_id, link in rows:
        host = host_of(link)
        asked[host] += 1
        if asked[host] <= settings.LINK_CHECKS_PER_MINUTE:
            due.append((region_id, document_id))
        if len(due) == SWEEP_AT_MOST:
            break
    return due


def _due(now: datetime) -> QuerySet[Document]:
    never = Q(link_checked_at__isnull=True, created_at__lt=now - FRESH)
    unchecked = Q(link_state=LinkState.UNCHECKED, link_checked_at__lt=now - UNCHECKED_AGAIN_AFTER)
    broken = Q(link_state=LinkState.BROKEN, link_checked_at__lt=now - BROKEN_AGAIN_AFTER)
    old = Q(link_checked_at__lt=now - AGAIN_AFTER)
    links = Document.objects.filter(is_current=True).exclude(link="")
    return links.filter(never | unchecked | broken | old).order_by("link_checked_at", "pk")
