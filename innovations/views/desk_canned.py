"""The region's ready reasons: reading, adding, changing, ordering, retiring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.here import here
from innovations.domain.canned_reasons import (
    LONGEST,
    add_reason,
    begin_reasons,
    change_reason,
    move_reason,
    retire_reason,
)
from innovations.guide import handbook_url
from innovations.models import CannedReason
from innovations.queries.canned_reasons import all_reasons
from innovations.views.desk_innovation import crumbs
from innovations.views.opd_common import tell_refusal, tried
from regions.access import Actor, actor_of
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class ReasonList:
    """The reasons of one row (None: of every row), in use and retired, and the guide that they lead to."""

    row: int | None
    title: str
    guide_url: str
    used: list[CannedReason]
    retired: list[CannedReason]

    @property
    def anchor(self) -> str:
        return f"baris-{self.row}" if self.row else "umum"


@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """All lists on one page; every button is a form of its own and leads back to its list."""
    if request.method != "POST":
        return _show(request)
    actor = actor_of(request)
    wanted = request.POST.get("baris", "")
    row = int(wanted) if wanted.isdecimal() and len(wanted) <= 2 else None
    outcome = tried(partial(_do, request.POST, actor=actor, row=row))
    if isinstance(outcome, Refused | ValidationError):
        tell_refusal(request, outcome)
        return _show(request, kept=request.POST, row=row, status=UNPROCESSABLE)
    messages.success(request, outcome)
    anchor = f"baris-{row}" if row else "umum"
    return redirect(f"{here(request, 'reasons')}#{anchor}")


def _do(posted: Any, *, actor: Actor, row: int | None) -> str:
    """What a button asks for. A list that nobody has touched is begun first; its buttons then name reasons by their words."""
    text = posted.get("teks", "")
    action = posted.get("aksi", "")
    if action == "tambah":
        add_reason(actor=actor, row=row, text=text)
        return _("Alasan ditambahkan.")
    reason_id = _id_of(posted, actor=actor, row=row)
    if action == "ubah":
        change_reason(reason_id, actor=actor, text=text)
        return _("Alasan diubah. Keputusan yang sudah ada tetap dengan kata-katanya.")
    if action in {"naik", "turun"}:
        move_reason(reason_id, actor=actor, up=action == "naik")
        return _("Urutan diubah.")
    if action in {"henti", "pakai"}:
        retire_reason(reason_id, actor=actor, retired=action == "henti")
        return _("Alasan tidak lagi ditawarkan.") if action == "henti" else _("Alasan ditawarkan lagi.")
    raise Refused("action", _("Tidak ada yang diubah. Muat ulang halaman, lalu ulangi."))


def _id_of(posted: Any, *, actor: Actor, row: int | None) -> int:
    number = posted.get("alasan", "")
    if number.isdecimal():
        return int(number[:18])
    begin_reasons(actor.region_id)
    known = CannedReason.objects.filter(row=row, text=posted.get("kata", "")).values_list("pk", flat=True)
    return known.first() or 0


def _show(
    request: HttpRequest, *, kept: Any = None, row: int | None = None, status: int = 200
) -> HttpResponse:
    period = current_period()
    rules = instrument_of(period) if period is not None else None
    lists = [
        ReasonList(
            number,
            str(rules.row(str(number)).title) if rules is not None and number else "",
            handbook_url(number) if number else "",
            used=[entry for entry in found if entry.is_active],
            retired=[entry for entry in found if not entry.is_active],
        )
        for number, found in all_reasons(actor_of(request).region_id).items()
    ]
    return render(
        request,
        "innovations/desk/reasons.html",
        {
            "lists": lists,
            "longest": LONGEST,
            "kept": kept.get("teks", "") if kept is not None else "",
            "kept_action": kept.get("aksi", "") if kept is not None else "",
            "kept_id": kept.get("alasan", "") or kept.get("kata", "") if kept is not None else "",
            "kept_row": row,
            "is_kept": kept is not None,
            "crumbs": crumbs(request, _("Alasan siap pakai")),
        },
        status=status,
    )
