"""Publishing: everything public is copied into the snapshot tables, in one transaction, and never changed again.

Readers go on reading the publication before until the commit. Two who publish at the same time wait for each other (an advisory
lock): numbers have no gaps, and each publication carries the chain hash of the one before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.web.public import renew_public_pages
from regions.models import Period
from reports.domain.publishing_content import Draft, chain_hash, content_hash
from reports.models import Publication, PublishedAward, PublishedInnovation, PublishedRegion

LOCK = 0x16A_17
"""Of the advisory lock that publishing takes for its transaction; one number, because the chain is one."""
INNOVATION_COLUMNS = (
    "publication_id", "published_region_id", "public_id", "name", "opd", "urusan", "form", "kind", "aim", "result",
    "levels", "maturity",
)  # fmt: skip
REGIONS_A_STATEMENT = 100
"""Rows with their facts: some 60 kB each at the size of an average region."""


def publish(
    draft: Draft, *, period: Period, prepared_by_id: int, published_by_id: int, now: datetime
) -> Publication:
    """Write a publication with its regions, innovations and awards; nothing of it can be read before the commit.

    The caller has decided that it may be published (`reports.domain.publishing_prepared`). Raises Refused when the period has a
    publication that this one does not supersede (`published`), or when it supersedes one that was superseded already
    (`superseded`).
    """
    with transaction.atomic():
        lock_publishing()
        last = Publication.objects.order_by("-number").first()
        before = Publication.objects.filter(period=period).order_by("-revision").first()
        _refuse_out_of_turn(draft, before=before)
        content = draft.content()
        hashed = content_hash(content)
        previous = last.chain_hash if last else ""
        publication = Publication.objects.create(
            number=last.number + 1 if last else 1,
            period=period,
            revision=before.revision + 1 if before else 1,
            instrument_fingerprint=draft.heading.instrument,
            title=draft.heading.title,
            supersedes=before,
            reason=draft.heading.reason,
            summary=content["summary"],
            content_hash=hashed,
            previous_hash=previous,
            chain_hash=chain_hash(content=hashed, previous=previous),
            prepared_by_id=prepared_by_id,
            published_by_id=published_by_id,
            published_at=now,
            is_demo=draft.heading.is_demo,
        )
        regions = _write_regions(draft.regions, publication)
        _copy_innovations(draft.innovations, publication=publication, regions=regions)
        _write_awards(draft, publication=publication, regions=regions)
        transaction.on_commit(renew_public_pages)
    return publication


def lock_publishing() -> None:
    """Wait for whoever publishes now, and keep others waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _refuse_out_of_turn(draft: Draft, *, before: Publication | None) -> None:
    """A period is published once; after that only what stands can be superseded."""
    corrected = draft.heading.supersedes
    if before is None:
        if corrected is not None:
            raise Refused("superseded", _("Publikasi yang hendak dikoreksi bukan publikasi periode ini."))
        return
    if corrected is None:
        raise Refused(
            "published",
            _("Periode ini sudah diterbitkan. Perubahan diterbitkan sebagai koreksi atas publikasi itu."),
        )
    if corrected != before.number:
        raise Refused(
            "superseded",
            _("Publikasi nomor %(number)s sudah digantikan. Siapkan koreksi atas publikasi nomor %(last)s.")
            % {"number": corrected, "last": before.number},
        )


def _write_regions(rows: Sequence[PublishedRegion], publication: Publication) -> dict[str, int]:
    """Write the regions; their ids by code."""
    for row in rows:
        row.publication = publication
    written = PublishedRegion.objects.bulk_create(rows, batch_size=REGIONS_A_STATEMENT)
    return {row.code: row.pk for row in written}


def _copy_innovations(
    innovations: Mapping[str, Sequence[PublishedInnovation]],
    *,
    publication: Publication,
    regions: Mapping[str, int],
) -> None:
    """By COPY: the nation's 36,742 rows in some seconds, most of them the search words that the table derives."""
    table = connection.ops.quote_name(PublishedInnovation._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(column) for column in INNOVATION_COLUMNS)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for code, rows in innovations.items():
            for line in _lines(rows, publication_id=publication.pk, region_id=regions[code]):
                copy.write_row(line)


def _lines(
    rows: Sequence[PublishedInnovation], *, publication_id: int, region_id: int
) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (
            publication_id, region_id, row.public_id, row.name, row.opd, row.urusan, row.form, row.kind, row.aim,
            row.result, json.dumps(row.levels), row.maturity,
        )  # fmt: skip


def _write_awards(draft: Draft, *, publication: Publication, regions: Mapping[str, int]) -> None:
    PublishedAward.objects.bulk_create(
        PublishedAward(
            publication=publication,
            published_region_id=regions[award.code],
            category=award.category,
            category_name=award.category_name,
            place=award.place,
            sentence=award.sentence,
            sentence_en=award.sentence_en,
            numbers=dict(award.numbers),
        )
        for award in draft.awards
    )
