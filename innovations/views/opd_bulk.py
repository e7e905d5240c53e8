"""The workbook in an operator's place: download it, take it in, see what it would change, apply it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from iga_portal.files.domain import megabytes
from iga_portal.files.serving import serve
from iga_portal.jobs.models import JobState
from iga_portal.jobs.progress import progress_of
from iga_portal.refusals import Refused
from iga_portal.web.here import here
from iga_portal.web.parts import Progress
from iga_portal.web.tables import page_of
from innovations.bulk.exports import AT_ONCE, MEDIA_TYPES, XLSX, order_export
from innovations.bulk.holdings import holdings_of
from innovations.bulk.imports import order_apply, take_in_workbook
from innovations.bulk.report import Entry, Kind, Report, loaded
from innovations.bulk.template import NEW_PLACES, template
from innovations.models import BulkImport, BulkState
from innovations.queries.opd import own_innovations
from innovations.views.opd_common import crumbs, grant_of, input_is_open, owners_of, period_or_404, tried
from regions.access import actor_of

ENTRIES = 20
"""Innovations of a report on one page."""
MOST_CHANGES = 12
"""Changes of one innovation shown at once; the others are folded away."""

MOVING = frozenset({BulkState.CHECKING, BulkState.APPLYING, BulkState.STALE})
STATES: dict[str, tuple[str | Promise, str]] = {
    BulkState.CHECKING: (gettext_lazy("sedang diperiksa"), "wait"),
    BulkState.FAULTY: (gettext_lazy("perlu diperbaiki"), "bad"),
    BulkState.READY: (gettext_lazy("siap diterapkan"), "warn"),
    BulkState.APPLYING: (gettext_lazy("sedang diterapkan"), "wait"),
    BulkState.APPLIED: (gettext_lazy("diterapkan"), "good"),
    BulkState.STALE: (gettext_lazy("diperiksa lagi"), "wait"),
}
KINDS: dict[str, tuple[str | Promise, str]] = {
    Kind.FAULTY: (gettext_lazy("perlu diperbaiki"), "bad"),
    Kind.NEW: (gettext_lazy("baru"), "good"),
    Kind.CHANGED: (gettext_lazy("berubah"), "warn"),
    Kind.SAME: (gettext_lazy("tetap"), ""),
}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of the list of imports."""

    found: BulkImport
    url: str
    state: str | Promise
    tone: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One innovation of a report. `first` changes are shown, `more` are folded away."""

    entry: Entry
    label: str | Promise
    tone: str
    url: str

    @property
    def first(self) -> list[Any]:
        return self.entry.changes[:MOST_CHANGES]

    @property
    def more(self) -> list[Any]:
        return self.entry.changes[MOST_CHANGES:]


class TemplateForm(forms.Form):
    """What the workbook is to hold."""

    isi = forms.ChoiceField(
        label=pgettext_lazy("kata benda", "Isi"),
        choices=[
            ("terisi", gettext_lazy("Terisi inovasi tahun ini, untuk diubah atau ditambah")),
            ("kosong", gettext_lazy("Kosong, untuk inovasi baru")),
        ],
        initial="terisi",
        required=False,
        widget=forms.RadioSelect,
    )
    tempat = forms.TypedChoiceField(
        label=gettext_lazy("Tempat untuk inovasi baru"),
        choices=[(number, number) for number in NEW_PLACES],
        coerce=int,
        empty_value=NEW_PLACES[0],  # type: ignore[arg-type]  # what an empty choice becomes, already coerced
        initial=NEW_PLACES[0],
        required=False,
    )


class UploadForm(forms.Form):
    """A filled workbook."""

    berkas = forms.FileField(
        label=gettext_lazy("Lembar kerja yang sudah diisi"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": gettext_lazy("Pilih berkas .xlsx yang sudah diisi.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from django.conf import settings

        super().__init__(*args, **kwargs)
        self.fields["berkas"].help_text = _("Berkas .xlsx dari portal ini, paling besar %(limit)s MB.") % {
            "limit": megabytes(settings.BULK_MAX_BYTES)
        }


@require_safe
def bulk(request: HttpRequest, **place: int) -> HttpResponse:
    """Both ways, and what was taken in before."""
    return _page(request, upload=UploadForm())


def _page(request: HttpRequest, *, upload: UploadForm, status: int = 200) -> HttpResponse:
    grant = grant_of(request)
    period = period_or_404(request)
    found = (
        BulkImport.objects.filter(opd_id=_opd_id(request), region_period__period=period)
        .select_related("file", "created_by")
        .defer("report")
    )
    page = page_of(request, found, per_page=10)
    return render(
        request,
        "innovations/opd/bulk.html",
        {
            "template_form": TemplateForm(),
            "upload": upload,
            "page": page,
            "lines": [_line(request, entry) for entry in page.object_list],
            "zone": grant.region.time_zone,
            "opd": grant.opd,
            "period": period,
            "is_open": input_is_open(request, period),
            "crumbs": crumbs(request, (_("Inovasi"), here(request, "innovations")), _("Lembar kerja")),
        },
        status=status,
    )


def _line(request: HttpRequest, found: BulkImport) -> ImportLine:
    label, tone = STATES[found.state]
    return ImportLine(found, here(request, "bulk_import", public_id=found.public_id), label, tone)


@require_POST
def bulk_template(request: HttpRequest, **place: int) -> HttpResponseBase:
    """The workbook; a large one is written by a worker and waits among the downloads."""
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return redirect(here(request, "bulk"))
    actor, period = actor_of(request), period_or_404()
    is_filled, places = form.cleaned_data["isi"] != "kosong", form.cleaned_data["tempat"]
    if is_filled and own_innovations(actor).filter(region_period__period=period).count() > AT_ONCE:
        order_export(
            actor=actor, opd_id=_opd_id(request), period=period, form=XLSX, language=get_language() or "id",
            places=places,
        )  # fmt: skip
        messages.info(request, _("Lembar kerja sedang ditulis; halaman ini boleh ditutup."))
        return redirect(here(request, "export"))
    holdings = holdings_of(actor, period=period, owners=owners_of(request))
    content = template(holdings, places=places, filled=is_filled, made_at=timezone.now())
    return file_response(
        content, name=f"lembar-kerja-inovasi-{period.year}.xlsx", media_type=MEDIA_TYPES[XLSX]
    )


def file_response(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file of the portal's own making, to be saved and not shown."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
def bulk_upload(request: HttpRequest, **place: int) -> HttpResponse:
    """Take a workbook in. What can be told at once is told at the field; the rest a worker looks through."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, upload=form, status=422)
    taken = tried(
        lambda: take_in_workbook(
            form.cleaned_data["berkas"],
            actor=actor_of(request),
            opd_id=_opd_id(request),
            period=period_or_404(request),
            language=get_language() or "id",
        )
    )
    if isinstance(taken, tuple):
        return redirect(here(request, "bulk_import", public_id=taken[0].public_id))
    form.add_error("berkas", taken.message if isinstance(taken, Refused) else taken)
    return _page(request, upload=form, status=422)


@require_safe
def bulk_import(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """What a workbook would change and what is wrong with it, worst first; or how far the worker is."""
    found = _find(request, public_id)
    grant = grant_of(request)
    report = loaded(found.report)
    shown = request.GET.get("tampil", "")
    kinds = [shown] if shown in Kind._value2member_map_ else list(Kind)
    entries = [entry for entry in report.entries if entry.kind in kinds]
    page = page_of(request, entries, per_page=ENTRIES)
    label, tone = STATES[found.state]
    failed = found.job is not None and found.job.state == JobState.FAILED
    return render(
        request,
        "innovations/opd/bulk_import.html",
        {
            "found": found,
            "report": report,
            "state": label,
            "tone": tone,
            "page": page,
            "entries": [_entry(request, entry) for entry in page.object_list],
            "filters": _filters(report, shown=shown),
            "shown": shown,
            "progress": _progress(request, found),
            "failed": found.job.message if failed and found.job and found.state in MOVING else "",
            "is_moving": found.state in MOVING and not failed,
            "can_apply": found.state == BulkState.READY and not report.is_idle,
            "can_retry": failed and found.state == BulkState.APPLYING,
            "again": bool(found.report.get("again")),
            "marked_url": here(request, "bulk_marked", public_id=public_id) if _has_marked(found) else "",
            "fault_count": found.report.get("fault_count", 0),
            "change_count": found.report.get("change_count", 0),
            "consequence": _consequence(report),
            "zone": grant.region.time_zone,
            "opd": grant.opd,
            "crumbs": crumbs(
                request,
                (_("Inovasi"), here(request, "innovations")),
                (_("Lembar kerja"), here(request, "bulk")),
                found.file.name,
            ),
        },
    )


def _consequence(report: Report) -> str:
    """What the button does, in one sentence with its numbers."""
    new, changed = report.counts.get(Kind.NEW, 0), report.counts.get(Kind.CHANGED, 0)
    parts = []
    if new:
        parts.append(
            ngettext("%(n)d inovasi baru dibuat sebagai draf", "%(n)d inovasi baru dibuat sebagai draf", new)
            % {"n": new}
        )
    if changed:
        parts.append(ngettext("%(n)d inovasi diubah", "%(n)d inovasi diubah", changed) % {"n": changed})
    return _(" dan ").join(parts)


def _entry(request: HttpRequest, entry: Entry) -> EntryView:
    label, tone = KINDS[entry.kind]
    url = here(request, "innovation", public_id=entry.public_id) if entry.public_id else ""
    return EntryView(entry, label, tone, url)


def _filters(report: Report, *, shown: str) -> list[dict[str, Any]]:
    counts = report.counts
    every = {"value": "", "label": _("Semua"), "count": sum(counts.values()), "current": not shown}
    return [every] + [
        {
            "value": kind.value,
            "label": KINDS[kind][0],
            "count": counts[kind.value],
            "current": shown == kind.value,
        }
        for kind in Kind
        if counts.get(kind.value)
    ]


@require_safe
def bulk_progress(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """The part that renews itself; once the worker is done the whole page is shown anew."""
    found = _find(request, public_id)
    failed = found.job is not None and found.job.state == JobState.FAILED
    if found.state not in MOVING or failed:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "innovations/opd/_bulk_job.html", {"progress": _progress(request, found)})


def _progress(request: HttpRequest, found: BulkImport) -> Progress | None:
    if found.job is None:
        return None
    progress = progress_of(
        found.job,
        fragment_url=here(request, "bulk_progress", public_id=found.public_id),
        page_url=here(request, "bulk_import", public_id=found.public_id),
    )
    if found.state not in MOVING or progress.moving:
        return progress
    # Between two jobs, or just before the row is written: still moving for whoever looks.
    return Progress(
        title=progress.title,
        state=JobState.QUEUED if found.job.state != JobState.FAILED else JobState.FAILED,
        message=progress.message,
        fragment_url=progress.fragment_url,
        page_url=progress.page_url,
    )


@require_POST
def bulk_apply(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponse:
    """Apply it, all or nothing. Pressed twice, it is applied once."""
    _find(request, public_id)
    outcome = tried(
        lambda: order_apply(
            public_id, actor=actor_of(request), opd_id=_opd_id(request), language=get_language() or "id"
        )
    )
    if isinstance(outcome, Refused):
        messages.error(request, outcome.message)
    return redirect(here(request, "bulk_import", public_id=public_id))


@require_safe
def bulk_marked(request: HttpRequest, public_id: UUID, **place: int) -> HttpResponseBase:
    """The workbook with its faults marked, made by the worker that looked it through."""
    found = _find(request, public_id)
    if not _has_marked(found) or found.job is None or found.job.result_file is None:
        raise Http404("nothing was marked")
    return serve(request, found.job.result_file, download=True)


def _has_marked(found: BulkImport) -> bool:
    return (
        found.state == BulkState.FAULTY
        and found.job is not None
        and found.job.state == JobState.DONE
        and found.job.result_file_id is not None
    )


def _find(request: HttpRequest, public_id: UUID) -> BulkImport:
    """An import of this OPD, or 404."""
    found = (
        BulkImport.objects.filter(opd_id=_opd_id(request), public_id=public_id)
        .select_related("file", "created_by", "job__result_file")
        .first()
    )
    if found is None:
        raise Http404("no such import here")
    return found


def _opd_id(request: HttpRequest) -> int:
    opd_id = grant_of(request).opd_id
    assert opd_id is not None
    return opd_id
