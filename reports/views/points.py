"""Where each point of a published index comes from: the receipt as pages, for the region itself and the ministry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from iga_portal.refusals import Refused
from iga_portal.web.formats import day
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from regions.access import Actor, actor_of
from regions.models import Region
from reports.domain.order_receipt import order_receipt
from reports.domain.paper_receipt import receipt_snapshot
from reports.models import Publication
from reports.printing.full_receipt import level_way
from reports.printing.receipt_snapshot import CitedFile, ReceiptInnovation, ReceiptLine, ReceiptSnapshot
from reports.queries.face import publication_numbered, successor_of
from reports.queries.paper_receipt import DESK, EVALUATOR, OFFICE, SECOND
from reports.rules import can_read_points


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation for a page: the words of the document and its pages."""

    words: str
    pages: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """A row with its official title and the words of the level that counts."""

    line: ReceiptLine
    title: str
    weight: str
    way: str
    official: str
    judge: str
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class _Place:
    """Who reads, of which region, in which publication, and how pages are addressed from here."""

    request: HttpRequest
    actor: Actor
    region: Region
    publication: Publication

    def url(self, name: str, **more: Any) -> str:
        if self.actor.is_ministry:
            more["daerah_id"] = self.region.pk
        return here(self.request, name, **more)

    def page(self, name: str, **more: Any) -> str:
        return self.url(name, number=self.publication.number, **more)

    def crumbs(self, *below: Crumb) -> list[Crumb]:
        found = [Crumb(_("Dokumen terbit"), here(self.request, "issued"))]
        if self.actor.is_ministry:
            found.append(Crumb(self.region.name, self.url("issued_region")))
        year = self.publication.period.year
        title = _("Rincian nilai %(year)s") % {"year": year}
        return [*found, Crumb(title, self.page("points") if below else None), *below]


@require_GET
def points(request: HttpRequest, number: int, **where: int) -> HttpResponse:
    """The SPD rows and the innovations of a published region, with the sum that the index is."""
    place = _place(request, number, where)
    snapshot = _snapshot(place, with_innovations=False)
    ordered = sorted(snapshot.innovations, key=lambda entry: (-(entry.maturity or 0), entry.name, entry.id))
    return render(
        request,
        "reports/points.html",
        {
            **_context(place, snapshot),
            "crumbs": place.crumbs(),
            "rows": _lines(snapshot, snapshot.spd),
            "counted": [
                (entry, place.page("points_innovation", public_id=entry.id))
                for entry in ordered
                if entry.maturity is not None
            ],
            "excluded": [
                (entry, place.page("points_innovation", public_id=entry.id))
                for entry in ordered
                if entry.maturity is None
            ],
            "order_url": "" if hasattr(place.publication, "superseded_by") else place.page("points_order"),
        },
    )


@require_GET
def innovation(request: HttpRequest, number: int, public_id: UUID, **where: int) -> HttpResponse:
    """The twenty rows of one published innovation."""
    place = _place(request, number, where)
    snapshot = _snapshot(place)
    found: ReceiptInnovation | None = snapshot.innovation(str(public_id))
    if found is None:
        raise Http404("the publication does not hold this innovation of the region")
    return render(
        request,
        "reports/points_innovation.html",
        {
            **_context(place, snapshot),
            "crumbs": place.crumbs(Crumb(found.name)),
            "innovation": found,
            "rows": _lines(snapshot, found.lines),
        },
    )


@require_POST
def order(request: HttpRequest, number: int, **where: int) -> HttpResponse:
    """Have the full receipt printed, and go to its job."""
    place = _place(request, number, where)
    try:
        job = order_receipt(
            place.publication,
            region_id=place.region.pk,
            actor=place.actor,
            site=request.build_absolute_uri("/"),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(place.page("points"))
    return redirect(here(request, "job", public_id=job.public_id))


def _place(request: HttpRequest, number: int, where: dict[str, int]) -> _Place:
    """Find and permit. A publication, a region or a right that is not there answers alike: 404."""
    actor = actor_of(request)
    region_id = where.get("daerah_id", where.get("region_id", 0))
    publication = publication_numbered(number)
    region = Region.objects.filter(pk=region_id).first()
    if publication is None or region is None or not can_read_points(actor, region_id):
        raise Http404("no such receipt here")
    return _Place(request, actor, region, publication)


def _snapshot(place: _Place, *, with_innovations: bool = True) -> ReceiptSnapshot:
    found = receipt_snapshot(place.publication, place.region.pk, with_innovations=with_innovations)
    if found is None:
        raise Http404("the region has no index in this publication")
    return found


def _context(place: _Place, snapshot: ReceiptSnapshot) -> dict[str, Any]:
    return {
        "region": place.region,
        "publication": place.publication,
        "successor": successor_of(place.publication),
        "snapshot": snapshot,
        "zone": "WIB",
    }


def _lines(snapshot: ReceiptSnapshot, lines: Sequence[ReceiptLine]) -> list[LineShown]:
    rules = {rule.code: rule for rule in snapshot.rules}
    roles = {
        DESK: _("petugas desk daerah"),
        EVALUATOR: _("evaluator Kemendagri"),
        OFFICE: _("admin daerah"),
        SECOND: _("admin daerah kedua"),
    }
    shown = []
    for line in lines:
        rule = rules[line.code]
        words = rule.words.get(line.variant, rule.words.get("", ()))
        shown.append(
            LineShown(
                line=line,
                title=rule.title,
                weight=rule.weight,
                way=level_way(line),
                official=words[line.level - 1] if 0 < line.level <= len(words) else "",
                judge=roles.get(line.judge, ""),
                evidence=[
                    Evidence(_words(file), cited.pages, file.sha256)
                    for cited in line.evidence
                    for file in (snapshot.files[cited.file],)
                ],
            )
        )
    return shown


def _words(file: CitedFile) -> str:
    told = [
        file.subject,
        file.number,
        day(file.dated) if file.dated else "",
        _("tautan") if file.is_link else "",
    ]
    return ", ".join(word for word in told if word)
