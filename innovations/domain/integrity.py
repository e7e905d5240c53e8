"""The signed integrity form: taken in by one person, looked at by another, and asked for by every sending.

A form that nobody has accepted blocks the sending. The guideline asks for a form that is signed and carries a duty stamp; whether a
scan shows both no program can tell, and after the sending nobody of the region could mend it. So a second person says that it is what
it should be, as with the SPD rows. A new form starts anew: what was accepted was the earlier scan.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from iga_portal.files.models import FileState
from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.formats import day
from innovations.domain.texts import LONGEST_NOTE, clean_line, clean_text
from innovations.models import Document, IntegrityForm
from innovations.rules import can_manage_region
from regions.access import Actor
from regions.models import RegionPeriod

SHORTEST_NAME = 3
"""Letters; a signature is a person's name and not a stroke."""


def standing_form(region_period: RegionPeriod) -> IntegrityForm | None:
    """The form that counts: the latest. One query, with its file."""
    return (
        IntegrityForm.objects.filter(region_period=region_period)
        .select_related("document__file", "uploaded_by", "checked_by")
        .first()
    )


def signable_from(region_period: RegionPeriod) -> date:
    """The first day on which a form of this period can have been signed: the first of its year, or of an input that began earlier."""
    period = region_period.period
    opened: date = period.input_opens.astimezone(region_period.region.zone).date()
    return min(date(period.year, 1, 1), opened)


def add_integrity_form(
    region_period: RegionPeriod, *, actor: Actor, document_id: int, signed_by: str, signed_on: date
) -> IntegrityForm:
    """Record the signed form; a later one replaces the earlier, which stays in the history.

    Looked at by the portal: a file of the region that opens and has a page at least, a name, a day of this period that is not in the
    future where the region lies. Raises Refused (codes: role, sent, document, pages, signed_by, signed_on).
    """
    _refuse(actor, region_period)
    document = Document.objects.select_related("file").get(pk=document_id)
    if document.opd_id is not None or document.file is None:
        raise Refused("document", _("Unggah pindaian form integritas sebagai berkas milik daerah."))
    if document.file.state == FileState.REFUSED:
        raise Refused("document", _("Berkas ini ditolak pemindaian virus. Unggah pindaian yang bersih."))
    # None: the pages of a film, or of a PDF that could not be looked through; neither is a scan of a form.
    if not document.file.page_count:
        raise Refused("pages", _("Pindaian ini tidak berisi halaman. Pindai lagi, lalu unggah hasilnya."))
    signed_by = clean_line(signed_by)[:160].strip()
    if sum(letter.isalpha() for letter in signed_by) < SHORTEST_NAME:
        raise Refused("signed_by", _("Tuliskan nama penanda tangan."))
    zone: ZoneInfo = region_period.region.zone
    if signed_on > timezone.localdate(timezone=zone):
        raise Refused("signed_on", _("Tanggal tanda tangan tidak boleh di masa depan."))
    if signed_on < signable_from(region_period):
        raise Refused(
            "signed_on",
            _("Form ini untuk %(period)s; tanggal tanda tangannya tidak boleh sebelum %(day)s.")
            % {"period": region_period.period.name, "day": day(signable_from(region_period))},
        )
    return IntegrityForm.objects.create(
        region_id=region_period.region_id,
        region_period=region_period,
        document=document,
        signed_by=signed_by,
        signed_on=signed_on,
        uploaded_by_id=actor.person_id,
    )


def check_integrity_form(
    form_id: int, *, actor: Actor, is_accepted: bool, finding: str = ""
) -> IntegrityForm:
    """Say of the latest form, as a person who did not upload it, that it is in order, or what is wrong with it.

    The same decision again changes nothing; another one meets StaleVersion, because a colleague decided meanwhile. Raises Refused
    (codes: role, sent, replaced, same_person, finding).
    """
    _refuse(actor, IntegrityForm.objects.select_related("region_period").get(pk=form_id).region_period)
    form = (
        IntegrityForm.objects.locked()
        .select_related("region_period__period", "region_period__region")
        .get(pk=form_id)
    )
    latest = standing_form(form.region_period)
    if latest is None or latest.pk != form.pk:
        raise Refused(
            "replaced",
            _("Form ini sudah diganti dengan yang baru. Periksa yang baru; keputusan belum disimpan."),
        )
    if form.is_accepted is not None:
        if form.is_accepted == is_accepted:
            return form
        raise StaleVersion(
            _("Form ini sudah diperiksa %(name)s. Lihat keputusannya; keputusan Anda tidak disimpan.")
            % {"name": form.checked_by},
            current=0,
        )
    if form.uploaded_by_id == actor.person_id:
        raise Refused("same_person", _("Form diperiksa oleh orang lain, bukan oleh pengunggahnya."))
    finding = "" if is_accepted else clean_text(finding, longest=LONGEST_NOTE)
    if not is_accepted and not finding:
        raise Refused("finding", _("Tuliskan apa yang perlu diperbaiki."))
    form.checked_by_id, form.checked_at = actor.person_id, timezone.now()
    form.is_accepted, form.finding = is_accepted, finding
    form.save(update_fields=["checked_by", "checked_at", "is_accepted", "finding"])
    return form


def why_form_blocks(form: IntegrityForm | None) -> tuple[str, str]:
    """(code, words) of what keeps a form from going with a sending; both "" when nothing does."""
    if form is None:
        return "integrity_form", _("Unggah form integritas bermeterai lebih dahulu.")
    stored = form.document.file
    if stored is not None and stored.state == FileState.REFUSED:
        return "integrity_form", _(
            "Pindaian form integritas ditolak pemindaian virus. Unggah pindaian yang bersih."
        )
    if form.is_accepted is None:
        return "integrity_unchecked", _(
            "Form integritas belum diperiksa orang kedua. Mintalah admin daerah lain memeriksanya."
        )
    if not form.is_accepted:
        return "integrity_refused", _(
            "Form integritas belum benar: %(finding)s Unggah form yang sudah diperbaiki."
        ) % {"finding": form.finding}
    return "", ""


def _refuse(actor: Actor, region_period: RegionPeriod) -> None:
    ruling = can_manage_region(actor, region_period.region_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    # Asked under the lock of a sending: the page may be older than that.
    if RegionPeriod.objects.locked().get(pk=region_period.pk).sent_at is not None:
        raise Refused("sent", _("Portofolio sudah terkirim; form integritas terkunci."))
