"""Writing the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused, TransitionRefused
from iga_portal.web.formats import day
from innovations import reference
from innovations.domain.items import (
    DOCUMENT_FIELDS,
    LINES,
    LONG_TEXTS,
    fields_of,
    put,
    value_of,
)
from innovations.domain.locking import counts_somewhere, touch_scores
from innovations.domain.seen import Fate, fate_of
from innovations.domain.texts import LONGEST_TEXT, clean_line, clean_text, too_long
from innovations.domain.verdicts import fall_verdict_on_row
from innovations.enums import CLAIMED_STATES, State
from innovations.models import Answer, Document, Innovation, ReturnReason, Transition
from innovations.rules import can_cite_document, can_edit_innovation
from regions.access import Actor
from regions.enums import Phase, Role
from regions.models import Period, RegionPeriod

SID_ROWS = range(16, 36)
KIND_ROW = 30
"""The row whose wording follows the kind of the innovation (digital, nondigital)."""
SCORED_FIELDS = frozenset({"stage", "urusan", "implemented_on", "developed_on"})
"""Fields of the proposal that the facts document carries."""


def create_innovation(*, actor: Actor, opd_id: int, name: str, period: Period, now: Any) -> Innovation:
    """Begin a draft with its 20 empty rows.

    Raises Refused when input is closed, the OPD is not the actor's, or the name is empty, too long or carries hidden characters.
    """
    if actor.role is not Role.OPERATOR or opd_id not in actor.opd_ids:
        raise Refused("not_yours", _("Inovasi hanya dapat dibuat oleh operator OPD itu sendiri."))
    region_period = RegionPeriod.objects.select_related("period").get(
        region_id=actor.region_id, period=period
    )
    if region_period.phase_at(now) is not Phase.INPUT:
        raise Refused("closed", _("Penjaringan sedang tidak dibuka; inovasi baru belum dapat dibuat."))
    name = clean_line(name)
    if not name:
        raise Refused("name", _("Tuliskan nama inovasi."))
    innovation = Innovation.objects.create(
        region_id=actor.region_id,
        opd_id=opd_id,
        region_period=region_period,
        name=name,
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


@dataclass(frozen=True)
class ProposalChange:
    """What became of a change: the innovation as it stands now, the fields written, and what was left for somebody to choose.

    `conflicts` maps items to what is stored; `cleared` names fields emptied because they hung on another one that changed.
    `judged_by_kind` says that the kind changed under a claim on row 30, whose criteria it chooses.
    """

    innovation: Innovation
    written: frozenset[str]
    conflicts: Mapping[str, Any]
    cleared: tuple[str, ...] = ()
    judged_by_kind: bool = False


def change_proposal(
    innovation: int | UUID,
    *,
    actor: Actor,
    changes: Mapping[str, Any],
    seen: Mapping[str, str] | None,
    autosaved: bool = False,
) -> ProposalChange:
    """Write items of the proposal (`innovations.domain.items`) under the innovation's lock; one UPDATE, or none.

    `innovation` is its id or public id. `seen` holds the hash of what the page showed for each item: an item that somebody else
    has written since is not written and comes back as a conflict, unless both wrote the same; the others are saved. None means
    that no page was shown: the caller has read the innovation in this very transaction. What depends on a changed item follows
    it: programmes go with their cluster, the main urusan is no overlapping one.

    Raises Innovation.DoesNotExist outside the scope, Refused when locked or a document is not the actor's, ValidationError by
    field for bad values (then nothing is written). The verdict on row 30 falls when the kind changes, because the kind chooses
    the variant that was judged.
    """
    changes = _cleaned(changes)
    row = _locked(innovation, with_claim="kind" in changes)
    _refuse_locked(row, actor)
    stored = {item: value_of(row, item) for item in changes}
    fates = {
        item: Fate.WRITE if seen is None else fate_of(value, stored=stored[item], seen=seen.get(item))
        for item, value in changes.items()
    }
    moved, cleared = _put(row, {item: changes[item] for item in changes if fates[item] is Fate.WRITE})
    written = moved | set(cleared)
    if written:
        _check(row, moved, actor=actor)
        _write(row, written, autosaved=autosaved)
    conflicts = {item: stored[item] for item in changes if fates[item] is Fate.CONFLICT}
    judged = "kind" in written and row.kind_row_claimed  # type: ignore[attr-defined]
    return ProposalChange(row, frozenset(written), conflicts, cleared, judged)


def weigh_changes(innovation: Innovation, *, actor: Actor, changes: Mapping[str, Any]) -> tuple[str, ...]:
    """Put changes of items on an innovation in memory and check them as `change_proposal` would; nothing is written.

    Returns the fields emptied because they hung on another. Raises Refused for a document that is not the actor's, ValidationError
    by field. Asks the database nothing: documents are given as rows.
    """
    moved, cleared = _put(innovation, _cleaned(changes))
    _check(innovation, moved, actor=actor)
    return cleared


def _put(innovation: Innovation, changes: Mapping[str, Any]) -> tuple[set[str], tuple[str, ...]]:
    """Set items in memory; returns the fields that differ now, and those emptied because they hung on one of them."""
    fields = {field for item in changes for field in fields_of(item)}
    before = {field: value_of(innovation, field) for field in fields}
    for item, value in changes.items():
        put(innovation, item, value)
    moved = {field for field in fields if value_of(innovation, field) != before[field]}
    return moved, _follow(innovation, moved)


def _write(innovation: Innovation, fields: set[str], *, autosaved: bool) -> None:
    innovation.version += 1
    innovation.autosaves += autosaved
    innovation.save(update_fields=[*sorted(fields), "version", "autosaves", "changed_at"])
    if "kind" in fields:
        fall_verdict_on_row(innovation.pk, row=KIND_ROW, because=gettext_noop("jenis inovasi berubah"))
    if counts_somewhere(innovation.state) and SCORED_FIELDS & fields:
        touch_scores(innovation)


def _locked(innovation: int | UUID, *, with_claim: bool) -> Innovation:
    """The innovation, locked until the transaction ends, with what `_refuse_locked` asks: one statement."""
    key = {"public_id" if isinstance(innovation, UUID) else "pk": innovation}
    rows = Innovation.objects.locked().select_related("region_period__period")
    rows = rows.annotate(proposal_named=Exists(_reasons_for_proposal(OuterRef("pk"))))
    if with_claim:
        claimed = Answer.objects.filter(innovation=OuterRef("pk"), row=KIND_ROW, claimed_level__gt=0)
        rows = rows.annotate(kind_row_claimed=Exists(claimed))
    return rows.get(**key)


def _reasons_for_proposal(innovation_id: Any) -> Any:
    latest = (
        Transition.objects.filter(innovation=OuterRef("transition__innovation"), action="return")
        .order_by("-at", "-id")
        .values("id")[:1]
    )
    return ReturnReason.objects.filter(
        transition__innovation=innovation_id, transition_id=Subquery(latest), row__isnull=True
    )


def proposal_is_unlocked(innovation: Innovation) -> bool:
    """On a returned innovation: did the desk name the proposal itself among its reasons?"""
    return bool(_reasons_for_proposal(innovation.pk).exists())


def _refuse_locked(innovation: Innovation, actor: Actor) -> None:
    ruling = can_edit_innovation(actor, innovation)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if innovation.state == State.RETURNED and not innovation.proposal_named:  # type: ignore[attr-defined]
        raise TransitionRefused(
            "locked_part", _("Profil tidak diminta diperbaiki; hanya baris yang disebut desk yang terbuka.")
        )


def _follow(innovation: Innovation, moved: set[str]) -> tuple[str, ...]:
    """Empty what hangs on a field that changed and was not answered anew beside it; returns the fields emptied."""
    cleared: dict[str, None] = {}

    def empty(field: str, value: Any) -> None:
        if getattr(innovation, field) != value:
            setattr(innovation, field, value)
            cleared[field] = None

    if "pkpn_cluster" in moved:
        programmes = reference.programme_codes(innovation.pkpn_cluster)
        if innovation.pkpn_main not in programmes and (
            "pkpn_main" not in moved or innovation.pkpn_cluster in {"", reference.NON_PKPN}
        ):
            empty("pkpn_main", "")
        if innovation.pkpn_cluster == reference.NON_PKPN:
            empty("pkpn_overlapping", [])
    for main, overlapping in (("urusan", "urusan_overlapping"), ("pkpn_main", "pkpn_overlapping")):
        code = getattr(innovation, main)
        if main in moved and overlapping not in moved and code in getattr(innovation, overlapping):
            empty(overlapping, [entry for entry in getattr(innovation, overlapping) if entry != code])
    return tuple(cleared)


# Checking ----------------------------------------------------------------------------------------------------------


def _cleaned(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Free texts as they are stored. Raises TypeError for what is no item, ValidationError by field for a hostile text."""
    errors: dict[str, list[str]] = {}
    cleaned: dict[str, Any] = {}
    for item, value in changes.items():
        field = fields_of(item)[0]
        try:
            if item in LINES:
                value = clean_line(value)
            elif field in LONG_TEXTS:
                value = clean_text(value)
        except Refused as refused:
            errors[field] = [str(refused.message)]
        cleaned[item] = value
    if errors:
        raise ValidationError(errors)
    return cleaned


def _check(innovation: Innovation, moved: set[str], *, actor: Actor) -> None:
    """What the model, the constraints of its table and the official lists ask, with messages by field and without a query.

    The constraints themselves stand in the database as well; here they are told in the words of the field that was written.
    """
    errors: dict[str, list[str]] = {}
    exclude = {field.name for field in innovation._meta.fields} - (moved - set(DOCUMENT_FIELDS))
    try:
        innovation.clean_fields(exclude=exclude)
    except ValidationError as error:
        errors.update(error.message_dict)
    for found in (
        _date_errors(innovation, moved),
        _list_errors(innovation),
        reference.pkpn_errors(
            cluster=innovation.pkpn_cluster,
            main=innovation.pkpn_main,
            overlapping=innovation.pkpn_overlapping,
        ),
    ):
        for field, messages in found.items():
            errors.setdefault(field, []).extend(messages)
    if errors:
        raise ValidationError(errors)
    for field in moved & set(DOCUMENT_FIELDS):
        document = getattr(innovation, field)
        if document is not None:
            _refuse_foreign_document(actor, document)


def _refuse_foreign_document(actor: Actor, document: Document) -> None:
    ruling = can_cite_document(actor, document)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)


def _date_errors(innovation: Innovation, moved: set[str]) -> dict[str, list[str]]:
    """Trial, first implementation, latest development: in this order. Told at the date that was written."""
    errors: dict[str, list[str]] = {}
    trial, implemented, developed = innovation.trial_date, innovation.implemented_on, innovation.developed_on
    if trial and implemented and trial > implemented:
        if "trial_date" in moved or "implemented_on" not in moved:
            errors["trial_date"] = [
                _("Uji coba tidak dapat sesudah penerapan awal (%(date)s). Periksa kedua tanggal.")
                % {"date": day(implemented)}
            ]
        else:
            errors["implemented_on"] = [
                _("Penerapan awal tidak dapat sebelum uji coba (%(date)s). Periksa kedua tanggal.")
                % {"date": day(trial)}
            ]
    if implemented and developed and implemented > developed:
        if "developed_on" in moved or "implemented_on" not in moved:
            errors["developed_on"] = [
                _("Pengembangan tidak dapat sebelum penerapan awal (%(date)s). Periksa kedua tanggal.")
                % {"date": day(implemented)}
            ]
        else:
            errors.setdefault("implemented_on", []).append(
                _(
                    "Penerapan awal tidak dapat sesudah pengembangan terbaru (%(date)s). Periksa kedua tanggal."
                )
                % {"date": day(developed)}
            )
    return errors


def _list_errors(innovation: Innovation) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not innovation.name:
        errors["name"] = [_("Tuliskan nama inovasi.")]
    if len(innovation.design) > LONGEST_TEXT:
        errors["design"] = [str(too_long(len(innovation.design), longest=LONGEST_TEXT).message)]
    if innovation.state in CLAIMED_STATES:
        for field in ("stage", "urusan"):
            if not getattr(innovation, field):
                errors[field] = [_("Tahapan dan urusan tidak boleh kosong setelah diajukan.")]
    if innovation.asta_cita is not None and innovation.asta_cita not in dict(reference.asta_cita()):
        errors["asta_cita"] = [_("Pilih satu dari delapan Asta Cita.")]
    if innovation.urusan and innovation.urusan not in reference.urusan_codes():
        errors["urusan"] = [_("Pilih urusan dari daftar resmi.")]
    if set(innovation.urusan_overlapping) - reference.urusan_codes():
        errors["urusan_overlapping"] = [_("Pilih urusan dari daftar resmi.")]
    elif innovation.urusan and innovation.urusan in innovation.urusan_overlapping:
        errors["urusan_overlapping"] = [_("Urusan utama tidak dipilih lagi sebagai urusan beririsan.")]
    return errors


def innovations_named_alike(region_period: RegionPeriod, *, name: str, besides: int) -> bool:
    """Another innovation of the region with the same name, whatever the case (an advice, never a block)."""
    return (
        Innovation.objects.filter(region_period=region_period, name__iexact=name)
        .exclude(Q(pk=besides) | Q(state=State.WITHDRAWN))
        .exists()
    )
