"""Published innovations for everybody: a gallery to search, the page of one, and participation in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from iga_portal.web.formats import number, share
from iga_portal.web.frame import Crumb
from iga_portal.web.official import official
from iga_portal.web.parts import Bar
from iga_portal.web.public import public_page, public_url
from iga_portal.web.tables import PAGE_PARAMETER
from innovations.enums import Form, Kind
from regions.enums import IgaRegional, RegionKind
from reports.queries.face import KINDS, REGIONALS
from reports.queries.face_gallery import (
    Wish,
    form_label,
    gallery,
    kind_label,
    participation,
    published_innovation,
    regions_of,
    urusan_of,
)
from reports.views.face_common import (
    PER_PAGE,
    PUBLICATION,
    is_worth_keeping,
    led_to_known,
    reading,
    rules_of,
    show,
)
from reports.views.face_ranking import Option
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal

FILTERS = ("cari", "urusan", "jenis", "bentuk", "daerah", PUBLICATION, PAGE_PARAMETER)


@public_page(parameters=FILTERS, stored=is_worth_keeping)
def gallery_page(request: HttpRequest) -> HttpResponse:
    """Innovations of a publication, by words and by urusan, kind, form and region."""
    read = reading(request)
    title = _("Galeri inovasi daerah")
    description = _(
        "Inovasi pemerintah daerah yang terbit: cari menurut kata, urusan, jenis, bentuk, dan daerah."
    )
    crumbs = [Crumb(_("Galeri inovasi"))]
    if read is None:
        return show(
            request, "nothing", title=title, description=description, crumbs=crumbs, context={"what": title}
        )
    affairs, regions = urusan_of(read.publication), regions_of(read.publication)
    wish = _wish(request, affairs, {code for code, _name in regions})
    understood = {"urusan": wish.urusan, "jenis": wish.kind, "bentuk": wish.form, "daerah": wish.region}
    elsewhere = led_to_known(request, understood)
    if elsewhere is not None:
        return elsewhere
    page = Paginator(gallery(read.publication, wish), PER_PAGE).get_page(request.GET.get(PAGE_PARAMETER))
    return show(
        request,
        "gallery",
        title=title,
        description=description,
        crumbs=crumbs,
        is_indexed=wish.is_whole and page.number == 1 and not read.is_named,
        context={
            "read": read,
            "wish": wish,
            "page": page,
            "rows": [
                {**row, "kind_label": kind_label(row["kind"]), "form_label": form_label(row["form"])}
                for row in page.object_list
            ],
            "affairs": [Option(name, name, name == wish.urusan) for name in affairs],
            "kinds": [Option(kind.value, str(kind.label), kind.value == wish.kind) for kind in Kind],
            "forms": [Option(form.value, str(form.label), form.value == wish.form) for form in Form],
            "regions": [Option(code, name, code == wish.region) for code, name in regions],
            "reset_url": public_url("face_gallery") + read.tail,
        },
    )


def _wish(request: HttpRequest, affairs: Sequence[str], regions: set[str]) -> Wish:
    query = request.GET
    urusan, kind, form = query.get("urusan", ""), query.get("jenis", ""), query.get("bentuk", "")
    region = query.get("daerah", "")
    return Wish(
        search=query.get("cari", "").strip()[:100],
        urusan=urusan if urusan in affairs else "",
        kind=kind if kind in Kind.values else "",
        form=form if form in Form.values else "",
        region=region if region in regions else "",
    )


@public_page(parameters=(PUBLICATION,), stored=False)
def innovation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The public part of one innovation: what it is, for whom, with what result, how mature."""
    read = reading(request)
    row = published_innovation(public_id, publication=read.publication) if read is not None else None
    if read is None or row is None:
        raise Http404("no such innovation in the publication")
    region = row.published_region
    return show(
        request,
        "innovation",
        title=f"{row.name}, {region.name}",
        description=(row.aim or f"{row.name}. {row.opd}, {region.name}.")[:160],
        crumbs=[
            Crumb(_("Galeri inovasi"), public_url("face_gallery") + read.tail),
            Crumb(region.name, public_url("face_region", code=region.code) + read.tail),
            Crumb(row.name),
        ],
        is_indexed=not read.is_named,
        context={
            "read": read,
            "row": row,
            "region": region,
            "kind": kind_label(row.kind),
            "form": form_label(row.form),
            "most": as_decimal(
                rules_of(read.publication).maxima.maturity_hundredths, places=HUNDREDTH_PLACES
            ),
        },
    )


@public_page(parameters=(PUBLICATION,), stored=is_worth_keeping)
def participation_page(request: HttpRequest) -> HttpResponse:
    """Who took part and with what, in numbers."""
    read = reading(request)
    title = _("Partisipasi dalam angka")
    description = _(
        "Berapa daerah ikut serta, dengan inovasi apa, menurut urusan, jenis, bentuk, dan regional."
    )
    crumbs = [Crumb(_("Partisipasi"))]
    if read is None:
        return show(
            request, "nothing", title=title, description=description, crumbs=crumbs, context={"what": title}
        )
    found = participation(read.publication)
    gallery_url = public_url("face_gallery")
    join = f"{read.tail}&" if read.tail else "?"
    return show(
        request,
        "participation",
        title=f"{title} {read.publication.period.year}",
        description=description,
        crumbs=crumbs,
        is_indexed=not read.is_named,
        context={
            "read": read,
            "summary": read.publication.summary,
            "whole": sum(count for _name, count in found.by_urusan),
            "affairs": [Bar(label=official(name), value=Decimal(count)) for name, count in found.by_urusan],
            "kinds": [
                Bar(label=kind_label(kind), value=Decimal(count)) for kind, count in found.by_kind.items()
            ],
            "forms": [
                Bar(label=form_label(form), value=Decimal(count)) for form, count in found.by_form.items()
            ],
            "regionals": _attended(
                found.by_regional, [(code, str(IgaRegional(code).label)) for code in REGIONALS]
            ),
            "region_kinds": _attended(
                found.by_region_kind, [(kind, str(RegionKind(kind).label)) for kind in KINDS]
            ),
            "busiest": [
                (name, public_url("face_region", code=code) + read.tail, count)
                for code, name, count in found.busiest
            ],
            "gallery_url": gallery_url,
            "join": join,
        },
    )


def _attended(
    found: Mapping[str, tuple[int, int]], entries: Sequence[tuple[str, str]]
) -> list[tuple[str, str, str, str]]:
    """(label, took part, all, share) for each entry there is."""
    return [
        (label, number(found[key][0]), number(found[key][1]), share(*found[key]))
        for key, label in entries
        if key in found
    ]
