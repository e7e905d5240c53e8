"""Signs of life of an open row: taking the innovation, keeping it, leaving it, and hearing what changed meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from innovations.domain.leases import beat, leave, take_lease
from innovations.models import Innovation, Verdict
from innovations.views.desk_common import find_innovation
from innovations.views.desk_row import page_of, row_page
from innovations.views.desk_row_page import RowPage, may_judge
from innovations.views.opd_common import tried
from regions.access import actor_of


@require_POST
def lease(request: HttpRequest, public_id: UUID, row: int, **kwargs: object) -> HttpResponse:
    """The page of a row tells that it is open: `{"status": "yours" | "held" | "gone" | "changed" | "judged", "message": ...}`.

    "held" comes with `own`: whether another tab of the same person has it, which "paksa" takes it from.
    """
    page = row_page(request, public_id, row)
    ruling = may_judge(request, page)
    if not ruling:
        return _told("gone", ruling.reason)
    here_now = page_of(request.POST)
    assert here_now.tab is not None
    if here_now.tab.int == 0:
        return _told("gone", _("Muat ulang halaman ini."))
    reviewer = actor_of(request)
    if not beat(page.innovation.pk, reviewer=reviewer, tab=here_now.tab):
        outcome = tried(
            lambda: take_lease(
                page.innovation.pk,
                reviewer=reviewer,
                tab=here_now.tab,  # type: ignore[arg-type]  # asserted above
                follows=here_now.follows,
                force=here_now.force,
            )
        )
        if isinstance(outcome, Refused | ValidationError):
            code = outcome.code if isinstance(outcome, Refused) else ""
            held = code in {"held", "held_by_you"}
            return _told("held" if held else "gone", _words(outcome), own=code == "held_by_you")
    return _changes(request, page, saw=here_now.saw)


@require_POST
def leave_innovation(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    """The tab goes elsewhere; sent as the page is left, so nobody reads the answer."""
    found: Innovation = find_innovation(request, public_id, also_recalled=True)
    tab = page_of(request.POST).tab
    if tab is not None and tab.int:
        leave(found.pk, reviewer=actor_of(request), tab=tab)
    return HttpResponse(status=204)


def _changes(request: HttpRequest, page: RowPage, *, saw: int | None) -> JsonResponse:
    """Whether what the page shows is still what stands. One query."""
    shown = request.POST.get("seen", "")
    if shown and shown != page.seen:
        return _told(
            "changed",
            _("OPD mengubah isian atau mengganti dokumen baris ini. Muat ulang sebelum memutuskan."),
        )
    standing = Verdict.objects.filter(answer=page.answer, stage=page.bench.stage, stands=True).values_list(
        "pk", flat=True
    )
    if (standing.first() or 0) != (saw or 0):
        return _told(
            "judged", _("Keputusan pada baris ini berubah sejak halaman dibuka. Muat ulang untuk melihatnya.")
        )
    return _told("yours", "")


def _words(outcome: Refused | ValidationError) -> str:
    return outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)


def _told(status: str, message: str, **more: Any) -> JsonResponse:
    return JsonResponse({"status": status, "message": message, **more}, headers={"Cache-Control": "no-store"})
