"""Publications: what was published when, in a chain of hashes; and what search engines are told."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from iga_portal.web.frame import Crumb
from iga_portal.web.public import in_language, language_of, public_page, public_url
from reports.awards import positions
from reports.models import Publication, PublishedInnovation, PublishedRegion
from reports.queries.face import latest_publication, publication_numbered, releases, successor_of
from reports.views.face_common import AwardShown, award_shown, show
from reports.views.face_open import sets_of

SITEMAP_PAGE = 10_000
"""Addresses a file of innovations; the protocol allows 50,000 with all their languages."""
SITEMAP_MOST = 10_000
"""Parts that a site map can have at all; a number beyond it is one that somebody made up."""
PAGES = (
    "home", "face_ranking", "face_map", "face_gallery", "face_participation", "face_method", "face_publications",
    "face_open_data", "face_dictionary", "face_interface",
)  # fmt: skip


@public_page()
def publications(request: HttpRequest) -> HttpResponse:
    """All publications, newest first; what was superseded stays readable."""
    return show(
        request,
        "publications",
        title=_("Publikasi"),
        description=_(
            "Semua publikasi Indeks Inovasi Daerah dengan sidik isinya, juga yang sudah digantikan."
        ),
        crumbs=[Crumb(_("Publikasi"))],
        context={"releases": releases()},
    )


@public_page()
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """One publication: when, on what rules, with which hashes, and what came before and after it."""
    found = publication_numbered(number)
    if found is None:
        raise Http404("no such publication")
    before = Publication.objects.filter(number__lt=found.number).order_by("-number").first()
    return show(
        request,
        "publication",
        title=_("Publikasi %(number)s: %(title)s") % {"number": found.number, "title": found.title},
        description=_("Isi, sidik, dan riwayat publikasi Indeks Inovasi Daerah %(year)s.")
        % {"year": found.period.year},
        crumbs=[Crumb(_("Publikasi"), public_url("face_publications")), Crumb(str(found.number))],
        context={
            "publication": found,
            "successor": successor_of(found),
            "before": before,
            "summary": found.summary,
            "assessed": found.regions.filter(is_assessed=True).count(),
            "awards": _awards(found),
            "sets": sets_of(found.number, language_of(request.path_info)),
            "number_label": _("Publikasi %(number)s") % {"number": found.number},
            "tail": f"?publikasi={found.number}",
        },
    )


def _awards(publication: Publication) -> list[tuple[str, list[AwardShown]]]:
    """By category, in the order of the guideline's list; one that it does not know comes after."""
    stored = (
        publication.awards.select_related("published_region")
        .defer("published_region__facts", "published_region__assessment")
        .order_by("category", "place", "id")
    )
    known = positions(publication.period.year)
    awards = sorted(stored, key=lambda award: known.get(award.category, len(known)))
    shown = [award_shown(award, award.published_region) for award in awards]
    return [(name, list(lines)) for name, lines in groupby(shown, key=lambda award: award.category)]


# Search engines ----------------------------------------------------------------------------------------------------


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """What may be read by machines that collect. A demonstration is nothing to be found: it may not be read at all."""
    if settings.DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = [
            "User-agent: *",
            "Disallow: /d/",
            "Disallow: /pusat/",
            "Disallow: /akun/",
            "Disallow: /*?*cari=",
            # For programs that know what they ask; what stands there stands on the pages too.
            "Disallow: /api/",
            f"Sitemap: {settings.PORTAL_ADDRESS}{reverse('face_sitemap')}",
        ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of the site maps: pages and regions, and the innovations in parts."""
    latest = latest_publication()
    count = PublishedInnovation.objects.filter(publication=latest).count() if latest is not None else 0
    parts = range(1, (count + SITEMAP_PAGE - 1) // SITEMAP_PAGE + 1)
    addresses = [
        reverse("face_sitemap_pages"),
        *(reverse("face_sitemap_innovations", kwargs={"part": part}) for part in parts),
    ]
    return _xml(
        "sitemap_index", {"addresses": [f"{settings.PORTAL_ADDRESS}{address}" for address in addresses]}
    )


@public_page()
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Pages, regions of the publication in force, publications."""
    latest = latest_publication()
    paths = [reverse(name) for name in PAGES]
    if latest is not None:
        codes = (
            PublishedRegion.objects.filter(publication=latest).order_by("code").values_list("code", flat=True)
        )
        paths += [reverse("face_region", kwargs={"code": code}) for code in codes]
        numbers = Publication.objects.order_by("number").values_list("number", flat=True)
        paths += [reverse("face_publication", kwargs={"number": number}) for number in numbers]
    return _xml("sitemap", {"entries": _entries(paths)})


@public_page()
def sitemap_innovations(request: HttpRequest, part: int) -> HttpResponse:
    """One part of the innovations of the publication in force; 404 beyond the last."""
    latest = latest_publication()
    ids: list[UUID] = []
    if latest is not None and 0 < part <= SITEMAP_MOST:
        rows = PublishedInnovation.objects.filter(publication=latest).order_by("id")
        ids = list(rows.values_list("public_id", flat=True)[(part - 1) * SITEMAP_PAGE : part * SITEMAP_PAGE])
    if not ids:
        raise Http404("no such part")
    return _xml(
        "sitemap",
        {"entries": _entries(reverse("face_innovation", kwargs={"public_id": entry}) for entry in ids)},
    )


def _entries(paths: Iterable[str]) -> list[dict[str, str]]:
    address = settings.PORTAL_ADDRESS
    return [
        {code: f"{address}{in_language(path, code)}" for code, _name in settings.LANGUAGES} for path in paths
    ]


def _xml(template: str, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(
        render_to_string(f"public/{template}.xml", context), content_type="application/xml; charset=utf-8"
    )
