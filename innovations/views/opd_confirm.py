"""The home of an OPD's head: the list with what changed since it was confirmed, and confirming it in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from iga_portal.refusals import StaleVersion
from iga_portal.web.here import here
from iga_portal.web.tables import page_of, sorting
from iga_portal.web.vocabulary import state_look
from innovations.domain.confirmations import Confirmed, confirm_list
from innovations.enums import State
from innovations.queries.confirmations import (
    Kind,
    ReadList,
    RowMove,
    Since,
    changes_on_page,
    moved_of,
    read_list,
)
from innovations.queries.opd import (
    SORTS,
    ListEntry,
    list_entries,
    listed_innovations,
    own_innovations,
    sheets_of,
)
from innovations.views.opd_common import grant_of, tell_refusal, tried
from innovations.views.opd_parts import label_of
from regions.access import actor_of
from regions.models import RegionPeriod

CONFLICT = 409
NAMED = 8
"""Innovations named when the list turns out to be another than the one that was read."""

KIND_WORDS: dict[Kind, str | Promise] = {
    Kind.NEW: gettext_lazy("Baru"),
    Kind.CHANGED: gettext_lazy("Diubah"),
    Kind.WITHDRAWN: gettext_lazy("Ditarik"),
    Kind.MOVED: gettext_lazy("Status berubah"),
    Kind.SAME: gettext_lazy("Disimpan ulang, isinya sama"),
}


@dataclass(frozen=True)
class ReadLine:
    """One innovation of the list, with what changed in it as words; `kind` "" when nothing did."""

    entry: ListEntry
    kind: str
    tag: str
    told: Sequence[str]


@require_safe
def head_home(request: HttpRequest, **place: int) -> HttpResponse:
    """The list. What is shown, order and page stand in the address."""
    return render(request, "innovations/opd/head_home.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    actor, grant = actor_of(request), grant_of(request)
    region_period = _region_period(request)
    period = region_period.period
    read = read_list(actor.opd_ids, opd_id=grant.opd_id or 0, region_period=region_period)
    changed_only = request.GET.get("lihat") == "berubah" and read.confirmation is not None
    order = sorting(request, allowed=SORTS, default="nama")
    found = listed_innovations(actor, period=period, order_by=order.order_by)
    if changed_only:
        found = found.filter(pk__in=[pk for pk, kind in read.kinds.items() if kind is not Kind.SAME])
    page = page_of(request, found)
    shown = list(page.object_list)
    moved = moved_of(shown, read=read)
    sheets = sheets_of(
        [entry for entry in shown if entry in moved or entry.state in {State.DRAFT, State.RETURNED}]
    )
    entries = list_entries(shown, sheets=sheets)
    since = changes_on_page(shown, read=read, sheets=sheets, region_period=region_period)
    return {
        "page": page,
        "lines": [_line(entry, read=read, since=since[entry.innovation.pk]) for entry in entries],
        "read": read,
        "total": len(read.kinds),
        "summary": _summary(read),
        "changed_only": changed_only,
        "may_confirm": bool(read.kinds) and (read.confirmation is None or read.differs > 0),
        "opened": timezone.now().isoformat(),
        "default_sort": "nama",
        "zone": grant.region.time_zone,
        "opd": grant.opd,
        "period": period,
        "has_units": len(actor.opd_ids) > 1,
    }


def _region_period(request: HttpRequest) -> RegionPeriod:
    """The region's row of the current period, both in one query; the frame of the page need not ask again."""
    found = (
        RegionPeriod.objects.select_related("period__instrument")
        .defer("period__instrument__document")
        .filter(region_id=grant_of(request).region.pk, period__is_current=True)
        .first()
    )
    if found is None:
        raise Http404("no current period")
    request.period = found.period  # type: ignore[attr-defined]
    return found


def _line(entry: ListEntry, *, read: ReadList, since: Since) -> ReadLine:
    untouched = read.kinds.get(entry.innovation.pk) is Kind.SAME
    if read.confirmation is None or untouched:
        return ReadLine(entry, kind="", tag="", told=())
    return ReadLine(entry, kind=str(since.kind), tag=str(KIND_WORDS[since.kind]), told=_told(entry, since))


def _told(entry: ListEntry, since: Since) -> list[str]:
    told = []
    if since.state_before:
        states = {
            "before": state_look(since.state_before).label,
            "after": state_look(entry.innovation.state).label,
        }
        # Where the tag says already that it is the state, its name is not said twice.
        words = (
            _("Status: %(before)s menjadi %(after)s")
            if since.kind is Kind.CHANGED
            else _("%(before)s menjadi %(after)s")
        )
        told.append(words % states)
    if since.renamed_from:
        told.append(_("Semula bernama “%(name)s”") % {"name": since.renamed_from})
    fields = [label_of(name) for name in since.fields if name not in {"longitude", "name"}]
    if fields:
        told.append(_("Profil: %(fields)s") % {"fields": ", ".join(fields)})
    if since.rows:
        told.append(
            ngettext("Baris %(rows)s", "Baris %(rows)s", len(since.rows))
            % {"rows": ", ".join(_row_words(move) for move in since.rows)}
        )
    return told


def _row_words(move: RowMove) -> str:
    if move.before == move.after:
        return str(move.row)
    return _("%(row)d (tingkat %(before)s menjadi %(after)s)") % {
        "row": move.row,
        "before": "–" if move.before is None else move.before,
        "after": "–" if move.after is None else move.after,
    }


def _summary(read: ReadList) -> str:
    """What changed since the confirmation, in one sentence; "" for nothing or without one."""
    if read.confirmation is None or not read.differs:
        return ""
    counts = read.counts
    new, withdrawn = counts.get(Kind.NEW, 0), counts.get(Kind.WITHDRAWN, 0)
    changed = read.differs - new - withdrawn
    parts = []
    if new:
        parts.append(ngettext("%(n)d inovasi baru", "%(n)d inovasi baru", new) % {"n": new})
    if changed:
        parts.append(ngettext("%(n)d berubah", "%(n)d berubah", changed) % {"n": changed})
    if withdrawn:
        parts.append(ngettext("%(n)d ditarik", "%(n)d ditarik", withdrawn) % {"n": withdrawn})
    return ", ".join(parts)


@require_POST
def confirm(request: HttpRequest, **place: int) -> HttpResponse:
    """ "Saya telah membaca dan menyetujui daftar ini": exactly the list that the page showed."""
    grant, region_period = grant_of(request), _region_period(request)
    outcome = tried(
        lambda: confirm_list(
            actor=actor_of(request),
            opd_id=grant.opd_id or 0,
            region_period=region_period,
            seen=request.POST.get("terlihat", "")[:64],
            now=timezone.now(),
        )
    )
    if isinstance(outcome, StaleVersion):
        messages.error(request, outcome.message)
        context = _context(request) | {"moved": _moved_since(request, region_period)}
        return render(request, "innovations/opd/head_home.html", context, status=CONFLICT)
    if isinstance(outcome, Confirmed):
        if outcome.changed:
            messages.success(
                request, _("Daftar ini tercatat telah Anda baca dan setujui. Operator OPD diberi tahu.")
            )
        else:
            messages.info(request, _("Daftar ini sudah Anda setujui; tidak ada yang dicatat dua kali."))
    else:
        tell_refusal(request, outcome)
    return redirect(here(request, "home"))


def _moved_since(request: HttpRequest, region_period: RegionPeriod) -> list[str]:
    """Names of the innovations that were written since the page was made, the latest first; what the page says is only a hint."""
    opened: datetime | None
    try:
        opened = parse_datetime(request.POST.get("dibuka", "")[:40])
    except ValueError:
        opened = None
    if opened is None or timezone.is_naive(opened):
        return []
    later = own_innovations(actor_of(request)).filter(region_period=region_period, changed_at__gt=opened)
    return list(later.order_by("-changed_at").values_list("name", flat=True)[:NAMED])
