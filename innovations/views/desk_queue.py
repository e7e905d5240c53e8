"""The desk's queue: what waits, oldest promise first; and beside it what was returned, verified, declined, sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of, sorting
from innovations import reference
from innovations.domain.assignments import Shared, release, take
from innovations.domain.saved_views import delete_view, query_of, rename_view, save_view, set_default_view
from innovations.models import Innovation, SavedView
from innovations.queries.desk import SORTS, TABS, Waited, listed, waited
from innovations.queries.queue import ASKED, CONDITIONS, HELD, KNOWN, MINE, NOBODY, OVERDUE, RETURNED
from innovations.views.opd_common import tried
from innovations.views.queue_lines import Line, QueueOf, queue_for, state_counts
from regions.access import actor_of
from regions.forms import opd_choices

ROWS = 20
QUEUE = "antrean"

TAB_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    QUEUE: (gettext_lazy("Antrean"), gettext_lazy("Menunggu sejak")),
    "perbaikan": (gettext_lazy("Perbaikan"), gettext_lazy("Dikembalikan")),
    "terverifikasi": (gettext_lazy("Terverifikasi"), gettext_lazy("Diverifikasi")),
    "tidak-dilanjutkan": (gettext_lazy("Tidak dilanjutkan"), gettext_lazy("Diputuskan")),
    "terkirim": (gettext_lazy("Terkirim"), gettext_lazy("Dikirim")),
}
"""By tab: its name, and what its time column says."""

CONDITION_WORDS: dict[str, str | Promise] = {
    OVERDUE: gettext_lazy("Lewat janji"),
    RETURNED: gettext_lazy("Diajukan kembali atau bukti berubah"),
    ASKED: gettext_lazy("Menunggu jawaban OPD"),
    KNOWN: gettext_lazy("Memakai dokumen yang sudah dinilai"),
    HELD: gettext_lazy("Sedang dibuka"),
}


def queue(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    tab = request.GET.get("tab", QUEUE)
    if tab in TABS and tab != QUEUE:
        return _settled(request, tab)
    views = list(SavedView.objects.filter(person_id=actor_of(request).person_id))
    if not request.GET:
        default = next((view for view in views if view.is_default), None)
        if default is not None:
            return redirect(f"{here(request, 'home')}?{default.query}")
    found = queue_for(request, actor_of(request), as_reviewer=True, absences=False)
    page = found.page()
    lines = found.lines(page)
    present = query_of(request.GET.urlencode())
    return render(
        request,
        "innovations/desk/queue.html",
        {
            **_tabs(request, found, tab=QUEUE),
            **filter_context(found),
            "page": page,
            "lines": lines,
            "next_one": next((line for line in lines if _is_free(line, found)), None),
            "desk": found.desk,
            "views": views,
            "present": present,
            "present_view": next((view for view in views if view.query == present and present), None),
            "default_sort": "janji",
        },
    )


def filter_context(found: QueueOf) -> dict[str, Any]:
    """What the form of filters shows: the choices, and what is chosen."""
    given = found.request.GET if found.request is not None else {}
    return {
        "chosen": {
            key: given.get(key, "").strip() for key in ("cari", "opd", "urusan", "penelaah", "keadaan")
        },
        "is_filtered": found.filters.any,
        "opds": opd_choices(list(found.opds.values()), empty=_("Semua OPD")),
        "urusan": reference.urusan(),
        "readers": [
            (NOBODY, _("Belum dibagikan")),
            *((str(entry.person_id), entry.name) for entry in found.reviewers),
        ],
        "mine": MINE,
        "conditions": [(key, CONDITION_WORDS[key]) for key in CONDITIONS],
        "zone": str(found.desk.region_period.region.time_zone),
        "deadline": found.desk.deadline,
    }


def _is_free(line: Line, found: QueueOf) -> bool:
    """May this reviewer begin with it: no conflict, nobody has it open, and it is theirs or nobody's."""
    return (
        not line.blocked
        and not line.is_held_by_other
        and line.reader_id in {None, found.actor.person_id}
        and not line.asked
    )


def _tabs(request: HttpRequest, found: QueueOf, *, tab: str) -> dict[str, Any]:
    states = state_counts(found.desk.region_period)
    counts = {key: sum(states.get(state, 0) for state in TABS[key]) for key in TABS}
    return {
        "tab": tab,
        "tabs": [(key, name, counts[key]) for key, (name, _when) in TAB_WORDS.items()],
        "rows": ROWS,
        "queue_url": here(request, "home"),
    }


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One innovation that does not wait: where it stands since when."""

    innovation: Innovation
    urusan: str
    judged: int
    waits: Waited


def _settled(request: HttpRequest, tab: str) -> HttpResponse:
    """What was returned, verified, declined or sent, the latest first."""
    found = queue_for(request, actor_of(request), as_reviewer=True, absences=False)
    order = sorting(request, allowed=SORTS, default="-menunggu")
    filters = found.filters
    rows = listed(
        period=found.desk.region_period.period,
        states=TABS[tab],
        search=filters.search,
        opd_id=filters.opd_id,
        urusan=filters.urusan,
        order_by=order.order_by,
    )
    page = page_of(request, rows)
    now = timezone.now()
    lines = [
        SettledLine(
            innovation=entry,
            urusan=reference.urusan_names().get(entry.urusan, ""),
            judged=ROWS - entry.open_rows,
            waits=waited(entry.since, now=now),
        )
        for entry in page.object_list
    ]
    return render(
        request,
        "innovations/desk/settled.html",
        {
            **_tabs(request, found, tab=tab),
            **filter_context(found),
            "page": page,
            "lines": lines,
            "when_label": TAB_WORDS[tab][1],
            "default_sort": "-menunggu",
        },
    )


# Taking and giving back ----------------------------------------------------------------------------------------------


@require_POST
def take_some(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The chosen innovations become this reviewer's, or stop being theirs."""
    ids, now, actor = chosen_ids(request), timezone.now(), actor_of(request)
    gives_back = request.POST.get("langkah") == "lepas"
    if gives_back:
        outcome = tried(lambda: release(ids, actor=actor, now=now))
    else:
        outcome = tried(lambda: take(ids, reviewer=actor, now=now))
    if isinstance(outcome, Shared):
        count = len(outcome.done)
        done = (
            ngettext("%(count)d inovasi dilepas.", "%(count)d inovasi dilepas.", count)
            if gives_back
            else ngettext("%(count)d inovasi Anda ambil.", "%(count)d inovasi Anda ambil.", count)
        )
        tell_shared(request, outcome, done=done)
    else:
        tell_refused(request, outcome)
    return redirect(back_to(request, "home"))


def chosen_ids(request: HttpRequest) -> list[int]:
    """The innovations ticked in a list, by id; anything else in the form is passed over."""
    wanted = []
    for text in request.POST.getlist("inovasi")[:1000]:
        try:
            wanted.append(UUID(text))
        except ValueError:
            continue
    return (
        list(Innovation.objects.filter(public_id__in=wanted).values_list("pk", flat=True)) if wanted else []
    )


def tell_shared(request: HttpRequest, shared: Shared, *, done: str) -> None:
    """Say what was done, and of each that was not, why."""
    count = len(shared.done)
    if count:
        messages.success(request, done % {"count": count})
    for innovation, reason in shared.refused[:8]:
        messages.warning(request, f"{innovation.name}: {reason}")
    if len(shared.refused) > 8:
        rest = len(shared.refused) - 8
        messages.warning(
            request, ngettext("dan %(count)d lagi.", "dan %(count)d lagi.", rest) % {"count": rest}
        )
    if not count and not shared.refused:
        messages.info(request, _("Tidak ada yang berubah. Pilih dulu inovasinya di daftar."))


def tell_refused(request: HttpRequest, refusal: Any) -> None:
    for text in [refusal.message] if isinstance(refusal, Refused) else refusal.messages:
        messages.error(request, text)


def back_to(request: HttpRequest, page: str) -> str:
    """The list as it was filtered when the button was pressed."""
    query = query_of(request.POST.get("saringan", ""))
    number = request.POST.get("halaman", "")
    if number.isascii() and number.isdecimal():
        query = "&".join(filter(None, [query, urlencode({"halaman": number[:6]})]))
    return f"{here(request, page)}?{query or 'semua=1'}"


# Saved views -----------------------------------------------------------------------------------------------------------


def views(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The reviewer's own views; POST keeps the filters of the queue under a name."""
    actor = actor_of(request)
    if request.method == "POST":
        address = request.POST.get("saringan", "")
        outcome = tried(lambda: save_view(actor=actor, name=request.POST.get("nama", ""), address=address))
        if isinstance(outcome, SavedView):
            messages.success(request, _("Tampilan “%(name)s” disimpan.") % {"name": outcome.name})
        else:
            tell_refused(request, outcome)
        return redirect(back_to(request, "home"))
    return render(
        request,
        "innovations/desk/views.html",
        {
            "views": SavedView.objects.filter(person_id=actor.person_id),
            "queue_url": here(request, "home"),
            "crumbs": [Crumb(_("Antrean"), here(request, "home")), Crumb(_("Tampilan tersimpan"))],
        },
    )


@require_POST
def view_change(request: HttpRequest, view_id: int, **kwargs: object) -> HttpResponse:
    """Rename or delete a view, make it the one with which the queue opens, or stop doing so."""
    actor, step = actor_of(request), request.POST.get("langkah", "")
    acts = {
        "nama": (lambda: rename_view(view_id, actor=actor, name=request.POST.get("nama", "")), _("Nama disimpan.")),
        "hapus": (lambda: delete_view(view_id, actor=actor), _("Tampilan dihapus.")),
        "awal": (
            lambda: set_default_view(view_id, actor=actor),
            _("Antrean sekarang dibuka dengan tampilan ini."),
        ),
        "bukan-awal": (
            lambda: set_default_view(None, actor=actor),
            _("Antrean kembali dibuka dengan semua yang menunggu."),
        ),
    }  # fmt: skip
    if step not in acts:
        messages.error(request, _("Langkah ini tidak ada."))
        return redirect(here(request, "views"))
    act, told = acts[step]
    outcome = tried(act)
    if isinstance(outcome, Exception):
        tell_refused(request, outcome)
    else:
        messages.success(request, told)
    return redirect(here(request, "views"))
