"""The desk's queue: what waits, oldest first; and beside it what was returned, verified, declined, sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.here import here
from iga_portal.web.tables import page_of, sorting
from innovations import reference
from innovations.enums import State
from innovations.models import Innovation
from innovations.queries.desk import AGAIN, SORTS, TABS, Waited, listed, tab_counts, waited
from innovations.rules import can_review
from innovations.views.desk_common import zone_of
from innovations.views.opd_common import period_or_404
from innovations.workflow import Action
from regions.access import actor_of
from regions.forms import opd_choices
from regions.models import Opd
from regions.queries.accounts import opds_touching

ROWS = 20

TAB_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "antrean": (gettext_lazy("Antrean"), gettext_lazy("Menunggu sejak")),
    "perbaikan": (gettext_lazy("Perbaikan"), gettext_lazy("Dikembalikan")),
    "terverifikasi": (gettext_lazy("Terverifikasi"), gettext_lazy("Diverifikasi")),
    "tidak-dilanjutkan": (gettext_lazy("Tidak dilanjutkan"), gettext_lazy("Diputuskan")),
    "terkirim": (gettext_lazy("Terkirim"), gettext_lazy("Dikirim")),
}
"""By tab: its name, and what its time column says."""


@dataclass(frozen=True, slots=True)
class Line:
    """One innovation in the list. `blocked` says why this reviewer may not judge it, "" when they may."""

    innovation: Innovation
    urusan: str
    judged: int
    open_rows: int
    waits: Waited
    mark: str
    blocked: str


def queue(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    period = period_or_404()
    actor = actor_of(request)
    tab = request.GET.get("tab", "antrean")
    tab = tab if tab in TABS else "antrean"
    chosen = {key: request.GET.get(key, "").strip() for key in ("cari", "opd", "urusan")}
    order = sorting(request, allowed=SORTS, default="menunggu" if tab == "antrean" else "-menunggu")
    rows = listed(
        period=period,
        states=TABS[tab],
        search=chosen["cari"],
        opd_id=int(chosen["opd"]) if chosen["opd"].isdecimal() else None,
        urusan=chosen["urusan"] if chosen["urusan"] in reference.urusan_codes() else "",
        order_by=order.order_by,
    )
    page = page_of(request, rows)
    touching = opds_touching(actor.person_id, region_id=region_id)
    counts = tab_counts(period)
    lines = [_line(entry, actor=actor, touching=touching) for entry in page.object_list]
    opds = list(Opd.objects.select_related("parent"))
    return render(
        request,
        "innovations/desk/queue.html",
        {
            "page": page,
            "lines": lines,
            "next_one": next((line.innovation for line in lines if not line.blocked), None),
            "tab": tab,
            "tabs": [(key, name, counts[key]) for key, (name, _when) in TAB_WORDS.items()],
            "when_label": TAB_WORDS[tab][1],
            "default_sort": "menunggu" if tab == "antrean" else "-menunggu",
            "chosen": chosen,
            "is_filtered": any(chosen.values()),
            "opds": opd_choices(opds, empty=_("Semua OPD")),
            "urusan": reference.urusan(),
            "rows": ROWS,
            "zone": zone_of(request),
            "queue_url": here(request, "home"),
        },
    )


def _line(entry: Innovation, *, actor: Any, touching: frozenset[int]) -> Line:
    came_by: str = entry.came_by  # type: ignore[attr-defined]
    open_rows: int = entry.open_rows  # type: ignore[attr-defined]
    mark = ""
    if entry.state == State.SUBMITTED and came_by in AGAIN:
        mark = _("diajukan kembali") if came_by == Action.RESUBMIT else _("bukti berubah")
    ruling = can_review(actor, entry, touching=touching)
    return Line(
        innovation=entry,
        urusan=reference.urusan_names().get(entry.urusan, ""),
        judged=ROWS - open_rows,
        open_rows=open_rows,
        waits=waited(entry.since, now=timezone.now()),  # type: ignore[attr-defined]
        mark=mark,
        blocked="" if ruling else ruling.reason,
    )
