"""The region's own rows (SPD): entered by one person with evidence, confirmed by another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, StaleVersion
from innovations.domain.texts import LONGEST_NOTE, clean_line, clean_text
from innovations.models import Document, RegionAnswer, RegionCitation
from innovations.rules import can_cite_document, can_manage_region
from regions.access import Actor
from regions.domain.versions import raise_content_version
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.errors import FactsError
from scoring.core.measures import Measured, measure_row
from scoring.core.model import Row


def decimal_text(value: Decimal) -> str:
    """A stored figure as the facts document writes it: no exponent, no trailing zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def inputs_of(row: Row, *, previous: Decimal | None, latest: Decimal | None) -> dict[str, str] | None:
    """The inputs of a measured row as the core wants them, or None when one is missing."""
    if row.measure is None:
        return None
    values = {"t2": previous, "t1": latest}
    inputs = {
        key: decimal_text(value) for key in row.measure.input_keys if (value := values[key]) is not None
    }
    return inputs if len(inputs) == len(row.measure.input_keys) else None


def measured_by(row: Row, *, previous: Decimal | None, latest: Decimal | None) -> Measured | None:
    """What the core makes of the figures; None when they are not complete. Raises Refused for figures it cannot take."""
    inputs = inputs_of(row, previous=previous, latest=latest)
    if inputs is None or row.measure is None:
        return None
    try:
        return measure_row(row.measure, inputs, path=row.code)
    except FactsError as error:
        if previous == 0:
            raise Refused(
                "zero",
                _("Baris %(row)s: angka T-2 tidak boleh nol, karena menjadi pembagi.") % {"row": row.code},
            ) from error
        raise Refused(
            "figures", _("Baris %(row)s: angka tidak dapat dihitung.") % {"row": row.code}
        ) from error


def set_region_answer(
    region_period: RegionPeriod,
    *,
    row: str,
    actor: Actor,
    seen_version: int,
    level: int | None = None,
    previous: Decimal | None = None,
    latest: Decimal | None = None,
    note: str = "",
) -> RegionAnswer:
    """Write one SPD row: figures for a measured row (they give the level), a level for any other.

    A level may stand in for figures of a measured row. Any change takes the confirmation back. Raises Refused, StaleVersion.
    """
    _refuse_or_lock(actor, region_period.pk)
    instrument = instrument_of(region_period.period)
    if row not in {entry.code for entry in instrument.spd_rows}:
        raise Refused("row", _("Baris %(row)s tidak ada.") % {"row": row})
    spec = instrument.row(row)
    if spec.measure is None and (previous is not None or latest is not None):
        raise Refused("figures", _("Baris %(row)s dijawab dengan tingkat, bukan angka.") % {"row": row})
    if level is not None and not 0 <= level <= 3:
        raise Refused("level", _("Pilih tingkat 0 sampai 3."))
    measured = measured_by(spec, previous=previous, latest=latest)
    answer, _created = RegionAnswer.objects.get_or_create(
        region_id=region_period.region_id, region_period=region_period, row=row
    )
    answer = RegionAnswer.objects.locked().get(pk=answer.pk)
    new: dict[str, Any] = {
        "level": measured.level if measured else level,
        "previous": previous,
        "latest": latest,
        "note": clean_text(note, longest=LONGEST_NOTE),
    }
    if all(getattr(answer, field) == value for field, value in new.items()):
        return answer
    _refuse_stale(answer, seen_version)
    for field, value in new.items():
        setattr(answer, field, value)
    answer.entered_by_id, answer.entered_at = actor.person_id, timezone.now()
    _changed(answer, region_period)
    return answer


def confirm_region_answer(answer_id: int, *, actor: Actor, seen_version: int) -> RegionAnswer:
    """Confirm an SPD row by a second person; only then does it enter the verified index. A second click changes nothing."""
    answer = _own_answer(answer_id, actor=actor)
    if answer.confirmed_by_id is not None:
        return answer
    _refuse_stale(answer, seen_version)
    if answer.level is None:
        raise Refused("empty", _("Baris ini belum diisi."))
    if answer.entered_by_id == actor.person_id:
        raise Refused("same_person", _("Baris dikonfirmasi oleh orang lain, bukan oleh yang mengisinya."))
    answer.confirmed_by_id, answer.confirmed_at = actor.person_id, timezone.now()
    answer.version += 1
    answer.save(update_fields=["confirmed_by", "confirmed_at", "version"])
    _touch(answer.region_period)
    return answer


def cite_for_region(answer_id: int, *, actor: Actor, document_id: int, pages: str = "") -> RegionCitation:
    """Cite a document for an SPD row. The confirmation falls: the second person confirms figures and evidence together."""
    # The document first, as whoever replaces it does: lest the row rest on the old version unseen.
    document = Document.objects.locked().get(pk=document_id)
    answer = _own_answer(answer_id, actor=actor)
    ruling = can_cite_document(actor, document)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    pages = clean_line(pages)[:60].strip()
    citation, created = RegionCitation.objects.get_or_create(
        region_id=answer.region_id, answer=answer, document=document, defaults={"pages": pages}
    )
    if not created and citation.pages == pages:
        return citation
    if not created:
        citation.pages = pages
        citation.save(update_fields=["pages"])
    _changed(answer, answer.region_period)
    return citation


def withdraw_region_citation(answer_id: int, *, actor: Actor, citation_id: int) -> None:
    answer = _own_answer(answer_id, actor=actor)
    citation = RegionCitation.objects.filter(answer=answer, pk=citation_id).first()
    if citation is None:
        return
    citation.delete()
    _changed(answer, answer.region_period)


def _changed(answer: RegionAnswer, region_period: RegionPeriod) -> None:
    answer.confirmed_by = None
    answer.confirmed_at = None
    answer.version += 1
    answer.save()
    _touch(region_period)


def _touch(region_period: RegionPeriod) -> None:
    raise_content_version(
        region_period.pk, region_id=region_period.region_id, period_id=region_period.period_id
    )


def _own_answer(answer_id: int, *, actor: Actor) -> RegionAnswer:
    """A row that the actor may write in now, locked. Raises RegionAnswer.DoesNotExist, Refused."""
    known = RegionAnswer.objects.only("region_period", "region").get(pk=answer_id)
    _refuse_or_lock(actor, known.region_period_id)
    return RegionAnswer.objects.locked().select_related("region_period__period").get(pk=answer_id)


def _refuse_or_lock(actor: Actor, region_period_id: int) -> None:
    """The rule, and the lock under which a portfolio is sent: what a page showed before the sending cannot be written after it."""
    region_period = RegionPeriod.objects.locked().get(pk=region_period_id)
    ruling = can_manage_region(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if region_period.sent_at is not None:
        raise Refused("sent", _("Portofolio sudah terkirim; baris SPD terkunci."))


def _refuse_stale(answer: RegionAnswer, seen_version: int) -> None:
    if answer.version != seen_version:
        raise StaleVersion(
            _("Baris %(row)s telah diubah orang lain. Isian Anda belum disimpan; lihat nilainya sekarang.")
            % {"row": answer.row},
            current=answer.version,
        )
