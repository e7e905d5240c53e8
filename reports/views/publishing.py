"""The ministry's pages of publications: the chain, preparing, what is prepared, publishing, correcting, putting away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.models import Period
from regions.queries.instruments import instrument_of
from regions.queries.periods import current_period
from reports.awards import positions
from reports.domain.publishing_checks import NEEDED_TO_PREPARE, TICKS, checks_of
from reports.domain.publishing_differences import differences
from reports.domain.publishing_orders import order_preparation, order_publication
from reports.domain.publishing_prepared import content_of_publication, discard_prepared, standing_publication
from reports.forms import FIRST, PublishForm, ReasonForm
from reports.models import PreparationState, PreparedPublication
from reports.queries import publications as read
from reports.rules import can_publish
from scoring.queries.ranking import KINDS

MOST_DIFFERENCES = 100


@require_GET
def publications(request: HttpRequest) -> HttpResponse:
    """The chain, what is prepared, and whether the next can be prepared."""
    period = _period(request)
    preparations = read.preparations(period)
    waiting = next((row for row in preparations if row.state == PreparationState.PREPARED), None)
    standing = standing_publication(period)
    checks = [] if waiting or standing else checks_of(period, now=timezone.now())
    return render(
        request,
        "reports/publications.html",
        {
            "period": period,
            "standing": standing,
            "page": page_of(request, read.publications()),
            "open": waiting,
            "discarded": [row for row in preparations if row.state == PreparationState.DISCARDED],
            "checks": checks,
            "is_ready": all(check.is_met for check in checks if check.code in NEEDED_TO_PREPARE),
            "job_url": _job_url(request),
            "prepare_url": f"{here(request, 'publication_prepare')}?tahun={period.year}",
            "first": FIRST,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """Look at what is needed and have it prepared; where something is published already it is a correction."""
    period = _period(request)
    standing = standing_publication(period)
    hint = _("Terbaca oleh umum pada publikasi yang baru dan di samping yang digantikannya.")
    form = ReasonForm(request.POST or None, hint=hint) if standing is not None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            job = order_preparation(
                period,
                actor=actor_of(request),
                reason=form.cleaned_data["reason"] if form is not None else "",
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(f"{here(request, 'publications')}?tahun={period.year}")
        return redirect(here(request, "job", public_id=job.public_id))
    checks = checks_of(period, now=timezone.now())
    return render(
        request,
        "reports/publication_prepare.html",
        {
            "period": period,
            "standing": standing,
            "form": form,
            "checks": checks,
            "is_ready": all(check.is_met for check in checks),
            "crumbs": _crumbs(request, _("Koreksi") if standing is not None else _("Siapkan")),
            "back_url": here(request, "publications"),
        },
        status=422 if form is not None and form.errors else 200,
    )


@require_GET
def prepared(request: HttpRequest, prepared_id: int) -> HttpResponse:
    """What is prepared, whole: figures, places, awards, what differs from what stands, the check list, and the press."""
    found = _find(prepared_id)
    return _prepared_page(request, found, PublishForm(initial={"seen": found.content_hash}))


@require_POST
def publish(request: HttpRequest, prepared_id: int) -> HttpResponse:
    """Order the publication of exactly what the page showed."""
    found = _find(prepared_id)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _prepared_page(request, found, form, status=422)
    try:
        job = order_publication(
            found,
            actor=actor_of(request),
            seen_hash=form.cleaned_data["seen"],
            ticked=form.ticked,
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(here(request, "publication_prepared", prepared_id=prepared_id))
    return redirect(here(request, "job", public_id=job.public_id))


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, prepared_id: int) -> HttpResponse:
    """Put a preparation away; the reason stays with it."""
    found = _find(prepared_id)
    form = ReasonForm(request.POST or None, hint=_("Terbaca oleh admin Kemendagri pada halaman Publikasi."))
    if request.method == "POST" and form.is_valid():
        try:
            discard_prepared(
                found.pk, actor=actor_of(request), reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Persiapan dibatalkan. Tidak ada yang terbit."))
        return redirect(here(request, "publications"))
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Batalkan persiapan"),
            "lead": found.period.name,
            "consequences": [
                _("Isi yang disiapkan tidak diterbitkan; tidak ada yang berubah bagi daerah dan umum."),
                _("Publikasi dapat disiapkan lagi kapan saja."),
            ],
            "form": form,
            "confirm_label": _("Batalkan persiapan ini"),
            "cancel_url": here(request, "publication_prepared", prepared_id=found.pk),
            "danger": True,
            "crumbs": _crumbs(request, _("Batalkan")),
        },
        status=422 if form.errors else 200,
    )


@require_GET
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """One publication: who, when, its hashes, and the check list as it was answered."""
    found = read.publications().filter(number=number).first()
    if found is None:
        raise Http404("no such publication")
    preparation = PreparedPublication.objects.filter(publication=found).defer("content").first()
    last = standing_publication(found.period)
    return render(
        request,
        "reports/publication.html",
        {
            "publication": found,
            "superseding": getattr(found, "superseded_by", None),
            "computed": (preparation.checks if preparation else {}).get("computed", []),
            "ticked": [
                words
                for code, words in TICKS.items()
                if preparation and code in preparation.checks.get("ticked", [])
            ],
            "predicates": _predicates(found.period, found.summary),
            "correct_url": f"{here(request, 'publication_prepare')}?tahun={found.period.year}"
            if last == found
            else "",
            "crumbs": _crumbs(request, _("Publikasi nomor %(number)s") % {"number": found.number}),
        },
    )


def _prepared_page(
    request: HttpRequest, found: PreparedPublication, form: PublishForm, *, status: int = 200
) -> HttpResponse:
    kind = request.GET.get("jenis", "")
    kind = kind if kind in {str(entry) for entry in KINDS} else ""
    search = " ".join(request.GET.get("cari", "").split())[:80]
    ruling = can_publish(actor_of(request), found)
    changed = _differences(found)
    known = positions(found.period.year)
    return render(
        request,
        "reports/publication_prepared.html",
        {
            "prepared": found,
            "content": found.content,
            # In the order of the guideline's list, as the public reads them; the content keeps its own for the hash.
            "awards": sorted(
                found.content["awards"], key=lambda award: known.get(award["category"], len(known))
            ),
            "summary": found.content["summary"],
            "predicates": _predicates(found.period, found.content["summary"]),
            "is_open": found.state == PreparationState.PREPARED,
            "checks": checks_of(found.period, now=timezone.now(), content=found.content)
            if found.state == PreparationState.PREPARED
            else [],
            "may_publish": bool(ruling),
            "why_not": ruling.reason,
            "form": form,
            "first": found.content_hash[:FIRST],
            "differences": changed[:MOST_DIFFERENCES],
            "more_differences": max(len(changed) - MOST_DIFFERENCES, 0),
            "kind": kind,
            "kinds": [(str(entry), entry.label) for entry in KINDS],
            "search": search,
            "names": {line["code"]: line["name"] for line in found.content["regions"]},
            "page": page_of(request, read.rows_of(found.content, kind=kind, search=search)),
            "crumbs": _crumbs(request, _("Isi yang disiapkan")),
            "publish_url": here(request, "publication_publish", prepared_id=found.pk),
            "discard_url": here(request, "publication_discard", prepared_id=found.pk),
        },
        status=status,
    )


def _differences(found: PreparedPublication) -> list[Any]:
    """Against the publication that is corrected; nothing for a first one."""
    if found.supersedes is None:
        return []
    return differences(content_of_publication(found.supersedes), found.content)


def _predicates(period: Period, summary: dict[str, Any]) -> list[tuple[str, int]]:
    """(predicate, how many regions), highest first."""
    ordered = sorted(instrument_of(period).predicates, key=lambda entry: -entry.low_hundredths)
    return [(entry.name, summary["predicates"].get(entry.name, 0)) for entry in ordered]


def _find(prepared_id: int) -> PreparedPublication:
    found = (
        PreparedPublication.objects.select_related(
            "period__instrument", "prepared_by", "ended_by", "supersedes"
        )
        .filter(pk=prepared_id)
        .first()
    )
    if found is None:
        raise Http404("nothing like that is prepared")
    return found


def _period(request: HttpRequest) -> Period:
    """The period of `?tahun=`, else the current one."""
    year = request.GET.get("tahun", "")
    period = (
        Period.objects.select_related("instrument").filter(year=int(year)).first()
        if year.isascii() and year.isdigit() and len(year) == 4
        else current_period()
    )
    if period is None:
        raise Http404("no such period")
    if period.is_current:
        request.period = period  # type: ignore[attr-defined]  # the frame need not ask again
    return period


def _crumbs(request: HttpRequest, title: str) -> list[Crumb]:
    return [Crumb(_("Publikasi"), here(request, "publications")), Crumb(title)]


def _job_url(request: HttpRequest) -> str:
    job = read.open_job()
    return here(request, "job", public_id=job.public_id) if job is not None else ""
