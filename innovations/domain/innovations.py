"""Writing the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, TransitionRefused
from innovations import reference
from innovations.domain.locking import counts_somewhere, lock_innovation, refuse_stale, touch_scores
from innovations.domain.verdicts import fall_verdict
from innovations.enums import State
from innovations.models import Answer, Document, Innovation, ReturnReason, Transition
from innovations.rules import can_cite_document, can_edit_innovation
from regions.access import Actor
from regions.enums import Phase, Role
from regions.models import Period, RegionPeriod

SID_ROWS = range(16, 36)
KIND_ROW = 30
"""The row whose wording follows the kind of the innovation (digital, nondigital)."""

DOCUMENT_FIELDS = ("budget_document", "profile_document", "ip_document", "award_document")
PROPOSAL_FIELDS = (
    "name", "stage", "initiator", "initiator_name", "classification", "latitude", "longitude", "kind", "form",
    "asta_cita", "pkpn_cluster", "pkpn_main", "pkpn_overlapping", "urusan", "urusan_overlapping", "trial_date",
    "implemented_on", "developed_on", "design", "aim", "benefit", "result", *DOCUMENT_FIELDS,
)  # fmt: skip
SCORED_FIELDS = frozenset({"stage", "urusan", "implemented_on", "developed_on"})
"""Fields of the proposal that the facts document carries."""


def create_innovation(*, actor: Actor, opd_id: int, name: str, period: Period, now: Any) -> Innovation:
    """Begin a draft with its 20 empty rows. Raises Refused when input is closed or the OPD is not the actor's."""
    if actor.role is not Role.OPERATOR or opd_id not in actor.opd_ids:
        raise Refused("not_yours", _("Inovasi hanya dapat dibuat oleh operator OPD itu sendiri."))
    if period.phase_at(now) is not Phase.INPUT:
        raise Refused("closed", _("Penjaringan sedang tidak dibuka; inovasi baru belum dapat dibuat."))
    name = " ".join(name.split())
    if not name:
        raise Refused("name", _("Tuliskan nama inovasi."))
    region_period = RegionPeriod.objects.get(region_id=actor.region_id, period=period)
    innovation = Innovation.objects.create(
        region_id=actor.region_id,
        opd_id=opd_id,
        region_period=region_period,
        name=name[:200],
        created_by_id=actor.person_id,
    )
    Answer.objects.bulk_create(
        Answer(region_id=actor.region_id, innovation=innovation, row=row) for row in SID_ROWS
    )
    Transition.objects.create(
        region_id=actor.region_id,
        innovation=innovation,
        action="create",
        to_state=State.DRAFT,
        actor_id=actor.person_id,
        role=actor.role,
    )
    return innovation


def change_proposal(
    innovation_id: int, *, actor: Actor, seen_version: int, changes: Mapping[str, Any]
) -> Innovation:
    """Write fields of the proposal; unknown fields are a programming error, bad values a ValidationError by field.

    Nothing is written when nothing differs. Raises Refused when locked, StaleVersion when somebody wrote in between. The
    verdict on row 30 falls when the kind changes, because the kind chooses the variant that was judged.
    """
    unknown = set(changes) - set(PROPOSAL_FIELDS)
    if unknown:
        raise TypeError(f"not fields of the proposal: {sorted(unknown)}")
    innovation = lock_innovation(innovation_id)
    _refuse_locked(innovation, actor)
    different = {field: value for field, value in changes.items() if getattr(innovation, field) != value}
    if not different:
        return innovation
    refuse_stale(innovation, seen_version)
    for field, value in different.items():
        if field in DOCUMENT_FIELDS and value is not None:
            _refuse_foreign_document(actor, value)
        setattr(innovation, field, value)
    _check(innovation, set(different))
    innovation.version += 1
    innovation.save(update_fields=[*different, "version", "changed_at"])
    if "kind" in different:
        fall_verdict(
            Answer.objects.locked().get(innovation=innovation, row=KIND_ROW),
            because=gettext_noop("jenis inovasi berubah"),
        )
    if counts_somewhere(innovation.state) and SCORED_FIELDS & set(different):
        touch_scores(innovation)
    return innovation


def proposal_is_unlocked(innovation: Innovation) -> bool:
    """On a returned innovation: did the desk name the proposal itself among its reasons?"""
    latest = (
        Transition.objects.filter(innovation=innovation, action="return")
        .order_by("-at", "-id")
        .values("id")[:1]
    )
    return ReturnReason.objects.filter(transition_id__in=latest, row__isnull=True).exists()


def _refuse_locked(innovation: Innovation, actor: Actor) -> None:
    ruling = can_edit_innovation(actor, innovation)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if innovation.state == State.RETURNED and not proposal_is_unlocked(innovation):
        raise TransitionRefused(
            "locked_part", _("Profil tidak diminta diperbaiki; hanya baris yang disebut desk yang terbuka.")
        )


def _refuse_foreign_document(actor: Actor, document: Document) -> None:
    ruling = can_cite_document(actor, document)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _check(innovation: Innovation, fields: set[str]) -> None:
    """Model constraints and the official lists, with messages by field."""
    errors: dict[str, list[str]] = {}
    exclude = {field.name for field in innovation._meta.fields} - fields
    try:
        innovation.clean_fields(exclude=exclude)
        innovation.validate_constraints(exclude={"opd", "region_period"})
    except ValidationError as error:
        errors.update(error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages})
    if innovation.urusan and innovation.urusan not in reference.urusan_codes():
        errors.setdefault("urusan", []).append(_("Pilih urusan dari daftar resmi."))
    if set(innovation.urusan_overlapping) - reference.urusan_codes():
        errors.setdefault("urusan_overlapping", []).append(_("Pilih urusan dari daftar resmi."))
    if innovation.urusan and innovation.urusan in innovation.urusan_overlapping:
        errors.setdefault("urusan_overlapping", []).append(
            _("Urusan utama tidak dipilih lagi sebagai urusan beririsan.")
        )
    errors |= reference.pkpn_errors(
        cluster=innovation.pkpn_cluster, main=innovation.pkpn_main, overlapping=innovation.pkpn_overlapping
    )
    if errors:
        raise ValidationError(errors)


def innovations_named_alike(region_period: RegionPeriod, *, name: str, besides: int) -> bool:
    """Another innovation of the region with the same name, whatever the case (an advice, never a block)."""
    return (
        Innovation.objects.filter(region_period=region_period, name__iexact=name)
        .exclude(Q(pk=besides) | Q(state=State.WITHDRAWN))
        .exists()
    )
