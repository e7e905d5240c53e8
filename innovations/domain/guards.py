"""What has to hold before a step of the workflow, beyond state and role (`innovations.workflow.Guard`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from iga_portal.refusals import TransitionRefused
from iga_portal.web.formats import moment
from innovations.domain.completeness import required_gaps
from innovations.domain.integrity import standing_form, why_form_blocks
from innovations.domain.leases import desk_is_open
from innovations.enums import VerdictStage
from innovations.models import Answer, Innovation, Verdict
from innovations.workflow import Guard, Step
from regions.enums import Phase
from regions.models import RegionPeriod
from regions.queries.deadlines import deadline_for, is_too_late, still_taken


def check_guards(
    innovation: Innovation, step: Step, *, reasons: Mapping[int | None, str], now: datetime
) -> None:
    """Raise TransitionRefused for the first guard of the step that does not hold; `reasons` are those per row of a return."""
    if _is_closed(innovation.region_period, step, now=now):
        raise TransitionRefused(
            "closed", _("Penjaringan sedang tidak dibuka. Isian tetap tersimpan sebagai draf.")
        )
    if Guard.ON_TIME in step.guards:
        _refuse_late(innovation, now=now)
    if Guard.COMPLETE in step.guards:
        gaps = required_gaps(innovation)
        if gaps:
            raise TransitionRefused(
                "incomplete",
                _("Belum dapat diajukan: %(count)d hal wajib belum lengkap. Lihat daftar kekurangan.")
                % {"count": len(gaps)},
            )
    if Guard.CAN_COME_BACK in step.guards and now >= innovation.region_period.input_closes:
        raise TransitionRefused(
            "closed",
            _(
                "Penjaringan sudah ditutup: OPD tidak dapat mengajukannya kembali. Putuskan setiap baris menurut bukti yang ada."
            ),
        )
    if Guard.DESK_OPEN in step.guards and not desk_is_open(innovation, now=now):
        raise TransitionRefused(
            "closed", _("Masa pengukuran sudah berakhir; keputusan desk tidak dapat diubah lagi.")
        )
    if Guard.EVERY_ROW_JUDGED in step.guards:
        open_rows = rows_without_verdict(innovation)
        if open_rows:
            raise TransitionRefused(
                "open_rows",
                _("Belum dapat diverifikasi: baris %(rows)s belum diputuskan.")
                % {"rows": ", ".join(str(row) for row in open_rows)},
            )
    if Guard.ROW_REASONS in step.guards and not reasons:
        raise TransitionRefused(
            "row_reasons", _("Sebutkan sedikitnya satu bagian yang perlu diperbaiki, dengan alasannya.")
        )
    if Guard.INTEGRITY_FORM in step.guards:
        code, words = why_form_blocks(standing_form(innovation.region_period))
        if code:
            raise TransitionRefused(code, words)


def _is_closed(region_period: RegionPeriod, step: Step, *, now: datetime) -> bool:
    """What begins something needs an open input; what hands in was begun while it was open, and has the silent grace."""
    if Guard.IN_TIME in step.guards:
        return not still_taken(region_period, now)
    return Guard.INPUT_OPEN in step.guards and region_period.phase_at(now) is not Phase.INPUT


def _refuse_late(innovation: Innovation, *, now: datetime) -> None:
    """The region's own date for its OPD has passed, and this OPD has no more time."""
    deadline = deadline_for(innovation.opd_id, innovation.region_period)
    if is_too_late(deadline, innovation.region_period, now):
        raise TransitionRefused(
            "late",
            _(
                "Batas pengajuan OPD di daerah ini %(when)s sudah lewat. Isian tetap tersimpan sebagai draf; mintalah "
                "perpanjangan kepada admin daerah."
            )
            % {"when": moment(deadline.until, zone=innovation.region.time_zone)},
        )


def rows_without_verdict(innovation: Innovation) -> list[int]:
    """Row numbers that the desk has not decided (or whose verdict fell)."""
    judged = Verdict.objects.filter(
        answer__innovation=innovation, stage=VerdictStage.DESK, stands=True
    ).values_list("answer_id", flat=True)
    return list(
        Answer.objects.filter(innovation=innovation)
        .exclude(pk__in=judged)
        .order_by("row")
        .values_list("row", flat=True)
    )
