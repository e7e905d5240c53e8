"""The document library: adding evidence once, and replacing it without anybody missing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.files.models import StoredFile
from iga_portal.refusals import Refused
from innovations.domain.innovations import proposal_is_unlocked
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.domain.links import request_link_check
from innovations.domain.locking import counts_somewhere, lock_innovation, touch_scores
from innovations.domain.receipts import issue_upload_receipt
from innovations.domain.seen import Fate, fate_of, field_hash
from innovations.domain.texts import clean_line
from innovations.domain.transitions import reopen_rows
from innovations.domain.verdicts import fall_verdict
from innovations.enums import FINAL_STATES, State
from innovations.models import Answer, Citation, Document, Innovation, RegionAnswer, RegionCitation
from innovations.rules import can_manage_document
from regions.access import Actor
from regions.domain.versions import raise_content_version
from regions.enums import Role
from regions.models import RegionPeriod

DETAILS = ("subject", "number", "dated", "is_region_wide")
"""What is written about a document, and may be mended."""
JUDGED = ("subject", "number", "dated")
"""Of these, what a verdict of the desk rests on."""
TEXTS = {"subject": 300, "number": 120}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored of a detail that two people changed."""

    field: str
    value: Any


class StaleDetails(Refused):
    """Somebody else changed the same details in between; nothing was written. `standing` is what they wrote."""

    def __init__(self, standing: list[Standing]) -> None:
        super().__init__(
            "stale", _("Keterangan ini diubah orang lain sejak halaman dibuka. Bandingkan, lalu simpan lagi.")
        )
        self.standing = standing


def add_document(
    *,
    actor: Actor,
    opd_id: int | None,
    subject: str,
    number: str = "",
    dated: date | None = None,
    file: StoredFile | None = None,
    link: str = "",
    is_region_wide: bool = False,
) -> Document:
    """Put a piece of evidence into the library of an OPD, or of the region (`opd_id` None, regional admin).

    With a file, its receipt is written too. Raises Refused, ValidationError (by field).
    """
    document = Document(
        region_id=actor.region_id,
        opd_id=opd_id,
        dated=dated,
        file=file,
        link=link.strip(),
        is_region_wide=is_region_wide or opd_id is None,
        created_by_id=actor.person_id,
    )
    _refuse_foreign(actor, document)
    _write_texts(document, subject=subject, number=number)
    _validate(document)
    document.save()
    _follow_up(document, actor=actor)
    return document


def seen_of(document: Document) -> dict[str, str]:
    """The hash of each detail as it stands; a page sends back those it showed, so that nobody overwrites unseen."""
    return {field: field_hash(getattr(document, field)) for field in DETAILS}


def change_document(
    document_id: int,
    *,
    actor: Actor,
    subject: str,
    number: str,
    dated: date | None,
    is_region_wide: bool,
    seen: Mapping[str, str] | None = None,
) -> Document:
    """Mend what is written about a document (not the document itself).

    With `seen` (see `seen_of`) only what this person changed is written: a detail that still reads as it was shown keeps what
    somebody else stored meanwhile, and one that both changed raises StaleDetails. Verdicts of the desk that rest on what is
    changed (subject, number, date) fall, and verified innovations go back to it with only these rows open; what was sent keeps
    what it was sent with. Raises Refused, ValidationError.
    """
    _lock_who_cites(document_id)
    document = Document.objects.locked().get(pk=document_id)
    _refuse_foreign(actor, document)
    stored = {field: getattr(document, field) for field in DETAILS}
    _write_texts(document, subject=subject, number=number)
    document.dated = dated
    document.is_region_wide = is_region_wide or document.opd_id is None
    if seen is not None:
        _keep_others_changes(document, stored=stored, seen=seen)
    _validate(document)
    judged_on = any(getattr(document, field) != stored[field] for field in JUDGED)
    document.save(update_fields=DETAILS)
    if judged_on:
        _fall_for_details(document)
    return document


def _fall_for_details(document: Document) -> None:
    """The document itself is one for all who cite it: what is written about it has changed for locked rows too."""
    cited = Citation.objects.filter(document=document, answer__verdicts__stands=True)
    rows: dict[int, list[int]] = {}
    waiting = cited.exclude(answer__innovation__state__in=FINAL_STATES).order_by("answer_id").distinct()
    for innovation_id, answer_id in waiting.values_list("answer__innovation_id", "answer_id"):
        rows.setdefault(innovation_id, []).append(answer_id)
    for innovation_id in sorted(rows):
        innovation = lock_innovation(innovation_id)
        if innovation.state in FINAL_STATES:
            continue
        fallen = [
            fall_verdict(answer, because=gettext_noop("keterangan dokumen diubah"))
            for answer in Answer.objects.filter(pk__in=rows[innovation_id])
        ]
        if any(fallen):
            reopen_rows(
                innovation,
                because=_("Keterangan dokumen “%(subject)s” diubah.") % {"subject": document.subject},
            )


def _keep_others_changes(document: Document, *, stored: Mapping[str, Any], seen: Mapping[str, str]) -> None:
    conflicts = []
    for field, value in stored.items():
        fate = fate_of(getattr(document, field), stored=value, seen=seen.get(field))
        if fate is Fate.CONFLICT:
            conflicts.append(Standing(field, value))
        elif fate is Fate.UNTOUCHED:
            setattr(document, field, value)
    if conflicts:
        raise StaleDetails(conflicts)


def replace_document(
    document_id: int, *, actor: Actor, file: StoredFile | None = None, link: str = ""
) -> Document:
    """Put a new version in the place of a document, in every citation that is neither sent nor locked by a return.

    Verdicts that rested on the old one fall, and verified innovations go back to the desk with only these rows open; sent
    innovations keep the version they were sent with. On a returned innovation only what the desk named is open: its other
    rows, and its proposal unless named, keep the version that was judged, and their verdicts stand. SPD rows that cite it wait
    for their second person again, unless they went with a sending. A document already replaced is refused.
    """
    _lock_who_cites(document_id)
    old = Document.objects.locked().get(pk=document_id)
    _refuse_foreign(actor, old)
    if not old.is_current:
        raise Refused("replaced", _("Dokumen ini sudah pernah diganti. Buka versi terbarunya."))
    new = Document(
        region_id=old.region_id,
        opd_id=old.opd_id,
        subject=old.subject,
        number=old.number,
        dated=old.dated,
        is_region_wide=old.is_region_wide,
        file=file,
        link=link.strip(),
        replaces=old,
        created_by_id=actor.person_id,
    )
    _validate(new)
    new.save()
    _follow_up(new, actor=actor)
    old.is_current = False
    old.save(update_fields=["is_current"])
    _move_citations(old, new)
    _move_attachments(old, new)
    _move_region_citations(old, new)
    return new


def _lock_who_cites(document_id: int) -> None:
    """Innovations before the document, as whoever cites it locks them: in the other order each would wait for the other."""
    cited = Citation.objects.filter(document_id=document_id).values("answer__innovation_id")
    list(Innovation.objects.locked().filter(pk__in=cited).order_by("pk").values_list("pk", flat=True))


def _move_citations(old: Document, new: Document) -> None:
    rows: dict[int, list[int]] = {}
    cited = Citation.objects.filter(document=old).exclude(answer__innovation__state__in=FINAL_STATES)
    for innovation_id, answer_id in cited.order_by("answer__innovation_id", "answer_id").values_list(
        "answer__innovation_id", "answer_id"
    ):
        rows.setdefault(innovation_id, []).append(answer_id)
    touched: dict[int, Innovation] = {}
    for innovation_id, answer_ids in rows.items():
        innovation = lock_innovation(innovation_id)
        if innovation.state in FINAL_STATES:
            continue  # sent between the reading and the lock
        if innovation.state == State.RETURNED:
            unlocked = Answer.objects.filter(pk__in=answer_ids, is_unlocked=True)
            answer_ids = list(unlocked.values_list("pk", flat=True))
        if not answer_ids:
            continue
        Citation.objects.filter(answer_id__in=answer_ids, document=old).update(document=new)
        fallen = [
            fall_verdict(answer, because=gettext_noop("dokumen diganti"))
            for answer in Answer.objects.filter(pk__in=answer_ids)
        ]
        was_verified = innovation.state == State.VERIFIED
        if was_verified and any(fallen):
            reopen_rows(innovation, because=_("Dokumen “%(subject)s” diganti.") % {"subject": old.subject})
        else:
            innovation.version += 1
            innovation.save(update_fields=["version", "changed_at"])
            if counts_somewhere(innovation.state):
                touched[innovation.region_period_id] = innovation
    for region_period_id in sorted(touched):
        touch_scores(touched[region_period_id])


def _move_attachments(old: Document, new: Document) -> None:
    """Items 19 to 22 of proposals that are not sent; they carry no verdict and no points."""
    attached = Q()
    for field in DOCUMENT_FIELDS:
        attached |= Q(**{field: old})
    waiting = Innovation.objects.filter(attached).exclude(state__in=FINAL_STATES).order_by("pk")
    for innovation_id in waiting.values_list("pk", flat=True):
        innovation = lock_innovation(innovation_id)
        if innovation.state in FINAL_STATES or (
            innovation.state == State.RETURNED and not proposal_is_unlocked(innovation)
        ):
            continue
        fields = [field for field in DOCUMENT_FIELDS if getattr(innovation, f"{field}_id") == old.pk]
        for field in fields:
            setattr(innovation, field, new)
        innovation.version += 1
        innovation.save(update_fields=[*fields, "version", "changed_at"])


def _move_region_citations(old: Document, new: Document) -> None:
    """SPD rows of what is not sent: they cite the new version and wait for their second person again.

    The version of each row counts up, so that a page which showed the old document cannot confirm the new one unseen. Rows that
    went with a sending are locked and keep what they were sent with: nobody of the region could confirm them again.
    """
    cited = RegionCitation.objects.filter(document=old).order_by()
    for region_period_id in sorted(set(cited.values_list("answer__region_period_id", flat=True))):
        region_period = RegionPeriod.objects.locked().get(pk=region_period_id)
        if region_period.sent_at is not None:
            continue
        own = cited.filter(answer__region_period=region_period)
        answer_ids = list(own.values_list("answer_id", flat=True))
        own.update(document=new)
        RegionAnswer.objects.filter(pk__in=answer_ids).update(
            confirmed_by=None, confirmed_at=None, version=F("version") + 1
        )
        raise_content_version(
            region_period.pk, region_id=region_period.region_id, period_id=region_period.period_id
        )


def _write_texts(document: Document, *, subject: str, number: str) -> None:
    """Set what people type, mended as all texts are. Raises ValidationError for what deceives or is too long."""
    errors: dict[str, list[str]] = {}
    for field, text in {"subject": subject, "number": number}.items():
        try:
            setattr(document, field, clean_line(text, longest=TEXTS[field]))
        except Refused as refusal:
            errors[field] = [refusal.message]
    if errors:
        raise ValidationError(errors)


def _follow_up(document: Document, *, actor: Actor) -> None:
    """What a new document brings with it: the receipt of its file, or a look at where its link leads."""
    if document.file is not None:
        issue_upload_receipt(document=document, actor=actor)
    request_link_check(document)


def _refuse_foreign(actor: Actor, document: Document) -> None:
    ruling = can_manage_document(actor, document)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if document.opd_id is None and actor.role is not Role.REGIONAL_ADMIN:
        raise Refused("role", _("Dokumen daerah diunggah oleh admin daerah."))


def _validate(document: Document) -> None:
    errors: dict[str, list[str]] = {}
    if not document.subject:
        errors["subject"] = [_("Tuliskan tentang apa dokumen ini.")]
    if bool(document.file_id) == bool(document.link):
        errors["file"] = [_("Unggah berkas atau isi tautan, salah satu.")]
    try:
        document.clean_fields(exclude={"region", "opd", "file", "replaces", "created_by", "subject"})
    except ValidationError as error:
        errors |= error.message_dict
    if document.link and not document.link.lower().startswith(("http://", "https://")):
        errors["link"] = [_("Tautan harus diawali http:// atau https://.")]
    if errors:
        raise ValidationError(errors)
