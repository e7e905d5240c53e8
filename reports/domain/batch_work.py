"""What a worker does with one slice of a batch: paper by paper, each in transactions of its own."""

from __future__ import annotations

import logging
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from iga_portal.tenancy.scope import NATION, scope
from reports.domain import batches
from reports.domain.endings import supersede_vanished
from reports.domain.fault_words import StoreFault, fault_words
from reports.domain.issue_papers import (
    Key,
    Made,
    Order,
    Row,
    Spent,
    documents_of,
    issue_paper,
    key_of,
    reason_of,
)
from reports.domain.papers import Paper, papers_of
from reports.models import BatchFault, BatchSlice, DocumentKind, IssuedDocument, Publication
from reports.signing import SignerFault, the_signer

logger = logging.getLogger(__name__)
ROLE = "printing"
CANNOT_SIGN = frozenset({"missing", "passphrase", "format", "no_key", "key", "expired", "early", "usage"})
"""Codes of faults of the key and not of the document: the next one would fail alike, as when the store takes no file."""


class _LetGo(Exception):
    """The batch was paused, or another took the slice."""


@dataclass(slots=True)
class _Run:
    """One walk through a slice."""

    slice: BatchSlice
    order: Order
    known: dict[Key, list[Row]]
    spent: Spent = field(default_factory=Spent)
    seen: set[Key] = field(default_factory=set)
    broken: set[int] = field(default_factory=set)
    """Regions whose papers could not be told: nothing of theirs is taken for vanished."""
    made: int = 0
    unchanged: int = 0
    failed: int = 0


def work_slice(batch_id: int) -> str:
    """Take a slice of the batch and work through it; in a word what became of it."""
    with scope({NATION}, role=ROLE):
        found = batches.claim_slice(batch_id, now=timezone.now())
    if found is None:
        return "nothing"
    batch = found.batch
    try:
        signer = the_signer()
    except SignerFault as fault:
        return _stop(found, note=fault.message)
    publication = Publication.objects.select_related("period__instrument", "supersedes").get(
        pk=batch.publication_id
    )
    order = Order(publication, batch.ordered_by_id, batch.site, signer)
    run = _Run(found, order, documents_of(found.region_ids, publication=publication))
    try:
        _walk(run, kinds=[DocumentKind(kind) for kind in batch.kinds])
    except _LetGo:
        with scope({NATION}, role=ROLE):
            batches.let_go(found)
        return "let go"
    except (SignerFault, StoreFault) as fault:
        return _stop(found, note=fault_words(fault))
    with scope({NATION}, role=ROLE):
        batches.end_slice(found, spent=_told(run), now=timezone.now())
    return "done"


def _walk(run: _Run, *, kinds: list[DocumentKind]) -> None:
    for paper in _papers(run, kinds=kinds):
        run.seen.add(key_of(paper))
        try:
            made, _number = issue_paper(paper, order=run.order, known=run.known, spent=run.spent)
        except Exception as fault:  # one document that cannot be made must not hold up the rest
            if isinstance(fault, StoreFault) or (
                isinstance(fault, SignerFault) and fault.code in CANNOT_SIGN
            ):
                logger.exception("the batch cannot go on")
                raise
            logger.exception("document %s of region %s was not made", paper.kind.value, paper.region_id)
            _fault(run, fault, region_id=paper.region_id, paper=paper)
        else:
            run.made += made is Made.NEW
            run.unchanged += made is Made.UNCHANGED
        if _is_news(run):
            _beat(run)
    _end_vanished(run, kinds=kinds)
    _beat(run)


def _is_news(run: _Run) -> bool:
    """Unchanged documents go by in milliseconds; the row is told of them by the handful."""
    return bool(run.made or run.failed) or (run.unchanged % 20 == 0)


def _papers(run: _Run, *, kinds: list[DocumentKind]) -> Iterator[Paper]:
    """The papers of the slice. Where they cannot be told at once, region by region, so that one region spoils only its own."""
    regions = list(run.slice.region_ids)
    try:
        yield from _told_papers(run, kinds=kinds, region_ids=regions)
    except _Untold:
        for region_id in regions:
            try:
                for paper in _told_papers(run, kinds=kinds, region_ids=[region_id]):
                    if key_of(paper) not in run.seen:
                        yield paper
            except _Untold as untold:
                run.broken.add(region_id)
                _fault(run, untold.fault, region_id=region_id, paper=None)


class _Untold(Exception):
    """The papers of some regions could not be worked out."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _told_papers(run: _Run, *, kinds: list[DocumentKind], region_ids: list[int]) -> Iterator[Paper]:
    papers: Iterator[Paper] | None = None
    while True:
        try:
            # Read inside a scope of these regions, printed outside of it: no transaction waits for a printer.
            with run.spent.on("papers"), scope({*region_ids, NATION}, role=ROLE):
                if papers is None:
                    papers = papers_of(run.order.publication, kinds=kinds, region_ids=region_ids)
                paper = next(papers, None)
        except Exception as fault:
            logger.exception("the papers of regions %s could not be worked out", region_ids)
            raise _Untold(fault) from fault
        if paper is None:
            return
        yield paper


def _end_vanished(run: _Run, *, kinds: list[DocumentKind]) -> None:
    """What an earlier publication had and this one has not does not stand any more."""
    wanted = {kind.value for kind in kinds}
    for region_id in set(run.slice.region_ids) - run.broken:
        gone = [
            row.document_id
            for key, rows in run.known.items()
            if key[0] == region_id and key[1] in wanted and key not in run.seen
            for row in rows
            if row.stands
        ]
        if gone:
            publication = run.order.publication
            with scope({region_id}, actor_id=run.order.person_id, role=ROLE):
                supersede_vanished(
                    gone,
                    region_id=region_id,
                    reason=reason_of(publication),
                    now=timezone.now(),
                    person_id=run.order.person_id,
                )


def _fault(run: _Run, fault: Exception, *, region_id: int, paper: Paper | None) -> None:
    run.failed += 1
    with scope({NATION}, role=ROLE):
        BatchFault.objects.create(
            region_id=NATION,
            batch_id=run.slice.batch_id,
            slice=run.slice,
            subject_id=region_id,
            kind=paper.kind if paper else "",
            category=paper.category if paper else "",
            number=_number_of(run, paper) if paper else "",
            cause=fault_words(fault),
            at=timezone.now(),
        )


def _number_of(run: _Run, paper: Paper) -> str:
    """The number that a document took before it failed, "" for none: people name it when they ask about it."""
    with scope({paper.region_id}, role=ROLE):
        found = IssuedDocument.objects.filter(
            region_id=paper.region_id,
            kind=paper.kind,
            category=paper.category,
            publication=run.order.publication,
            file__isnull=True,
        )
        return found.order_by("-pk").values_list("number", flat=True).first() or ""


def _beat(run: _Run) -> None:
    with scope({NATION}, role=ROLE):
        goes_on = batches.beat(
            run.slice, made=run.made, unchanged=run.unchanged, failed=run.failed, now=timezone.now()
        )
    if not goes_on:
        raise _LetGo


def _stop(found: BatchSlice, *, note: str) -> str:
    with scope({NATION}, role=ROLE):
        batches.let_go(found)
        batches.stop_batch(found.batch_id, note=note)
    return "stopped"


def _told(run: _Run) -> dict[str, Any]:
    """Milliseconds by kind of work, and the largest memory of this worker so far in MB."""
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = largest / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return {work: round(seconds * 1000) for work, seconds in run.spent.seconds.items()} | {
        "memory_mb": round(megabytes)
    }
