"""Batches of documents: ordered, cut into slices, paused, gone on with, asked for again, ended. All in the ministry's scope.

A worker takes one slice at a time, by a short transaction on the batch's row; so the rows decide who does what, and a lost message, a
killed worker or a dead broker costs time and no document. `reports.batch_tasks` does the work, its sweep looks for what nobody is at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from iga_portal.tenancy.tasks import nudge
from regions.access import Actor
from reports.domain.papers import PAPERS
from reports.domain.snapshots import NOTHING_TO_ASSESS, signatory_name
from reports.models import (
    BatchFault,
    BatchSlice,
    BatchState,
    DocumentBatch,
    DocumentKind,
    Publication,
    PublishedAward,
    PublishedRegion,
    SliceState,
)
from reports.rules import can_order_documents
from reports.signing import SignerFault, the_signer

WORK = "reports.work_slice"
REGIONS_A_SLICE = 12
"""Some ten seconds of work for one core: other work waits no longer than that, and no more is done twice."""
SILENT_FOR = timedelta(minutes=3)
"""A slice without a sign of life for so long has lost its worker."""
MOST_TRIES = 3
KINDS = PAPERS
"""What a publication brings by itself."""


def order_batch(
    publication: Publication,
    *,
    kinds: Collection[DocumentKind],
    region_ids: Collection[int] | None,
    regions: str,
    actor: Actor,
    site: str,
    now: datetime,
) -> DocumentBatch:
    """Order the documents of a publication: of all its regions, or of `region_ids`, which `regions` describes in words.

    Raises Refused and orders nothing: no admin of the ministry (`role`), the publication does not stand any more (`superseded`), a
    batch of it is open (`open`), no document at all (`empty`), nobody can sign (`signer`, with what to do), or certificates have
    no name under them (`signatory`).
    """
    _refuse_other_roles(actor)
    if hasattr(publication, "superseded_by"):
        raise Refused(
            "superseded",
            _("Publikasi nomor %(number)s sudah digantikan. Dokumen dibuat dari publikasi yang berlaku.")
            % {"number": publication.number},
        )
    refuse_unsigned(kinds)
    wanted = _regions(publication, kinds=kinds, region_ids=region_ids)
    expected = expected_documents(publication, kinds=kinds, region_ids=region_ids)
    if not expected:
        raise Refused("empty", _("Tidak ada dokumen yang cocok dengan pilihan ini. Ubah pilihannya."))
    try:
        with transaction.atomic():
            batch = DocumentBatch.objects.create(
                region_id=NATION,
                publication=publication,
                kinds=[kind.value for kind in KINDS if kind in kinds],
                regions=regions[:200],
                site=site,
                expected=expected,
                ordered_by_id=actor.person_id,
                ordered_at=now,
            )
    except IntegrityError as error:
        raise Refused(
            "open",
            _("Dokumen publikasi ini sedang dibuat. Tunggu sampai selesai, atau lanjutkan yang dijeda."),
        ) from error
    BatchSlice.objects.bulk_create(
        BatchSlice(region_id=NATION, batch=batch, position=position, region_ids=list(part))
        for position, part in enumerate(_parts(wanted), start=1)
    )
    _send(batch, amount=at_once())
    return batch


def pause_batch(batch_id: int, *, actor: Actor) -> DocumentBatch:
    """Let the workers end the document they are at and take no further one. Raises Refused (`role`, `ended`)."""
    _refuse_other_roles(actor)
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.state == BatchState.RUNNING:
            batch.state, batch.note = BatchState.PAUSED, ""
            batch.save(update_fields=["state", "note"])
    return batch


def resume_batch(batch_id: int, *, actor: Actor) -> DocumentBatch:
    """Go on with a paused batch. Raises Refused (`role`, `ended`, `signer`, `signatory`)."""
    _refuse_other_roles(actor)
    with transaction.atomic():
        batch = _locked(batch_id)
        refuse_unsigned(batch.kinds)
        if batch.state == BatchState.PAUSED:
            batch.state, batch.note = BatchState.RUNNING, ""
            batch.save(update_fields=["state", "note"])
            _send(batch, amount=at_once())
    return batch


def retry_batch(batch_id: int, *, actor: Actor, now: datetime) -> DocumentBatch:
    """Work once more through every slice in which something failed; what is made stays. Raises Refused.

    Codes: `role`, `signer`, `signatory`, `open` (another batch of the publication is under way), `nothing` (nothing failed), `superseded`.
    """
    _refuse_other_roles(actor)
    with transaction.atomic():
        batch = _locked(batch_id, also_done=True)
        refuse_unsigned(batch.kinds)
        if hasattr(batch.publication, "superseded_by"):
            raise Refused("superseded", _("Publikasi ini sudah digantikan; pesan dokumen dari penggantinya."))
        failed = BatchSlice.objects.filter(batch=batch, failed__gt=0).exclude(state=SliceState.WORKING)
        if not failed.update(state=SliceState.WAITING, tries=0, failed=0):
            raise Refused("nothing", _("Tidak ada dokumen yang gagal pada pesanan ini."))
        batch.state, batch.note, batch.finished_at = BatchState.RUNNING, "", None
        try:
            with transaction.atomic():
                batch.save(update_fields=["state", "note", "finished_at"])
        except IntegrityError as error:
            raise Refused("open", _("Dokumen publikasi ini sedang dibuat oleh pesanan lain.")) from error
        _send(batch, amount=at_once())
    return batch


def expected_documents(
    publication: Publication, *, kinds: Collection[DocumentKind], region_ids: Collection[int] | None
) -> int:
    """How many documents an order comes to."""
    rows = PublishedRegion.objects.filter(publication=publication, is_assessed=True)
    awards = PublishedAward.objects.filter(publication=publication)
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
        awards = awards.filter(published_region__region_id__in=region_ids)
    counts = {
        DocumentKind.REPORT: lambda: rows.count(),
        DocumentKind.CERTIFICATE: lambda: rows.exclude(predicate=NOTHING_TO_ASSESS).count(),
        DocumentKind.AWARD: lambda: awards.count(),
        DocumentKind.NATIONAL: lambda: int(region_ids is None),
    }
    return sum(counts[kind]() for kind in kinds if kind in counts)


# What workers do -------------------------------------------------------------------------------------------------------


def at_once() -> int:
    """Slices that may be worked on at the same time, over all workers."""
    return max(1, int(settings.DOCUMENT_SLICES))


def claim_slice(batch_id: int, *, now: datetime) -> BatchSlice | None:
    """Take the next slice of a running batch, one that nobody is at or whose worker was lost; None when there is none to take,
    enough are at work, or the publication was corrected meanwhile, which ends the batch.
    """
    with transaction.atomic():
        batch = DocumentBatch.objects.locked().select_related("publication__superseded_by").get(pk=batch_id)
        if batch.state != BatchState.RUNNING:
            return None
        if hasattr(batch.publication, "superseded_by"):
            end_superseded_batches(batch.publication.superseded_by, now=now)
            return None
        _give_up_lost(batch, now=now)
        slices = BatchSlice.objects.filter(batch=batch)
        busy = slices.filter(state=SliceState.WORKING, beat_at__gte=now - SILENT_FOR).count()
        found = None if busy >= at_once() else _free(slices, now=now).order_by("position").first()
        if found is None:
            _finish_if_done(batch, now=now)
            return None
        slices.filter(pk=found.pk).update(
            state=SliceState.WORKING, beat_at=now, tries=F("tries") + 1, made=0, unchanged=0, failed=0
        )
        BatchFault.objects.filter(slice=found).delete()
        found.refresh_from_db()
        found.batch = batch
        return found


def beat(taken: BatchSlice, *, made: int, unchanged: int, failed: int, now: datetime) -> bool:
    """Tell how far a slice is; False when the worker should let go of it (the batch was paused, the slice taken by another)."""
    told = _mine(taken).update(beat_at=now, made=made, unchanged=unchanged, failed=failed)
    return bool(told) and DocumentBatch.objects.filter(pk=taken.batch_id, state=BatchState.RUNNING).exists()


def end_slice(taken: BatchSlice, *, spent: dict[str, Any], now: datetime) -> None:
    """A slice was worked through; with the last one the batch is done."""
    with transaction.atomic():
        batch = DocumentBatch.objects.locked().get(pk=taken.batch_id)
        _mine(taken).update(state=SliceState.DONE, beat_at=now, spent=spent)
        _finish_if_done(batch, now=now)


def let_go(taken: BatchSlice) -> None:
    """Give a slice back unfinished; what was made of it is found again."""
    _mine(taken).update(state=SliceState.WAITING, tries=F("tries") - 1)


def _mine(taken: BatchSlice) -> QuerySet[BatchSlice]:
    """The slice, as long as no other worker has taken it since."""
    return BatchSlice.objects.filter(pk=taken.pk, state=SliceState.WORKING, tries=taken.tries)


def stop_batch(batch_id: int, *, note: str) -> None:
    """Pause a batch that cannot go on, with the reason for whoever looks at it."""
    with transaction.atomic():
        batch = DocumentBatch.objects.locked().get(pk=batch_id)
        if batch.state == BatchState.RUNNING:
            batch.state, batch.note = BatchState.PAUSED, note
            batch.save(update_fields=["state", "note"])


def end_superseded_batches(publication: Publication, *, now: datetime) -> int:
    """End the open orders for what this publication corrects: what they would still make would not stand. How many were ended."""
    return DocumentBatch.objects.filter(
        region_id=NATION,
        publication__period_id=publication.period_id,
        publication__number__lt=publication.number,
        state__in=[BatchState.RUNNING, BatchState.PAUSED],
    ).update(state=BatchState.DONE, note=_superseded_words(publication), finished_at=now)


def _superseded_words(successor: Publication) -> str:
    return _(
        "Publikasi ini digantikan publikasi nomor %(number)s. Pesan dokumen dari penggantinya; yang tidak berubah tidak dibuat lagi."
    ) % {"number": successor.number}


def waiting_batches(*, now: datetime) -> list[tuple[int, int]]:
    """(batch, how many more workers it could do with) of running batches with slices that nobody is at."""
    found = []
    for batch in DocumentBatch.objects.filter(region_id=NATION, state=BatchState.RUNNING):
        slices = BatchSlice.objects.filter(batch=batch)
        free = _free(slices, now=now).count()
        busy = slices.filter(state=SliceState.WORKING, beat_at__gte=now - SILENT_FOR).count()
        if free or not busy:
            found.append((batch.pk, max(1, min(free, at_once() - busy))))
    return found


def _free(slices: QuerySet[BatchSlice], *, now: datetime) -> QuerySet[BatchSlice]:
    return slices.filter(
        Q(state=SliceState.WAITING) | Q(state=SliceState.WORKING, beat_at__lt=now - SILENT_FOR)
    )


def _give_up_lost(batch: DocumentBatch, *, now: datetime) -> None:
    """A slice that ended its worker three times over is not tried for ever."""
    lost = BatchSlice.objects.filter(
        batch=batch, state=SliceState.WORKING, beat_at__lt=now - SILENT_FOR, tries__gte=MOST_TRIES
    )
    for found in lost:
        BatchFault.objects.create(
            region_id=NATION,
            batch=batch,
            slice=found,
            cause=_("Pekerja terhenti %(tries)d kali saat mengerjakan bagian ini. Lihat catatan pekerja.")
            % {"tries": found.tries},
            at=now,
        )
        BatchSlice.objects.filter(pk=found.pk).update(state=SliceState.DONE, failed=F("failed") + 1)


def _finish_if_done(batch: DocumentBatch, *, now: datetime) -> None:
    if batch.state == BatchState.DONE:
        return
    if BatchSlice.objects.filter(batch=batch).exclude(state=SliceState.DONE).exists():
        return
    batch.state, batch.note, batch.finished_at = BatchState.DONE, "", now
    batch.save(update_fields=["state", "note", "finished_at"])


def _locked(batch_id: int, *, also_done: bool = False) -> DocumentBatch:
    batch = DocumentBatch.objects.locked().select_related("publication").get(pk=batch_id)
    if batch.state == BatchState.DONE and not also_done:
        raise Refused("ended", _("Pesanan ini sudah selesai."))
    return batch


def _regions(
    publication: Publication, *, kinds: Collection[DocumentKind], region_ids: Collection[int] | None
) -> list[int]:
    """The regions with anything to print, in the order of their codes; the nation (0) last, because its report sums up."""
    rows = PublishedRegion.objects.filter(publication=publication)
    if region_ids is not None:
        rows = rows.filter(region_id__in=region_ids)
    of_regions = {DocumentKind.AWARD, DocumentKind.CERTIFICATE, DocumentKind.REPORT} & set(kinds)
    found = list(rows.order_by("code").values_list("region_id", flat=True)) if of_regions else []
    if region_ids is None and DocumentKind.NATIONAL in kinds:
        found.append(NATION)
    return found


def _parts(region_ids: Sequence[int]) -> Iterable[Sequence[int]]:
    regions = [region_id for region_id in region_ids if region_id != NATION]
    for start in range(0, len(regions), REGIONS_A_SLICE):
        yield regions[start : start + REGIONS_A_SLICE]
    if NATION in region_ids:
        yield [NATION]


def _send(batch: DocumentBatch, *, amount: int) -> None:
    for _place in range(amount):
        nudge(WORK, region_id=NATION, batch_id=batch.pk)


def _refuse_other_roles(actor: Actor) -> None:
    ruling = can_order_documents(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def refuse_unsigned(kinds: Collection[str]) -> None:
    """Raise Refused when what is to sign these documents is not there: the key (`signer`), or the name that certificates are
    signed with (`signatory`).
    """
    try:
        the_signer()
    except SignerFault as fault:
        raise Refused("signer", fault.message) from fault
    if {DocumentKind.AWARD, DocumentKind.CERTIFICATE} & set(kinds) and not signatory_name():
        raise Refused(
            "signatory",
            _("Nama penanda tangan piagam belum diatur (CERTIFICATE_SIGNATORY). Hubungi pengelola portal."),
        )
