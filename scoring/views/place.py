"""Where an index page stands: the region it speaks of, who looks, and how its pages are addressed from there.

The same pages serve a region (`/d/6202/daerah/indeks/...`) and the ministry (`/pusat/daerah/6202/...`). In the ministry's
addresses the region is called `daerah_id`: `region_id` is where somebody acts, and the ministry acts at the centre.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.models import Document, Innovation
from regions.access import Actor, actor_of
from regions.enums import OPD_ROLES, Basis, Role
from regions.models import Region, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument
from scoring.queries.results import current_region_period
from scoring.words import BASIS_WORDS

FRONT_PAGES = {"desk": "index", "kepala_daerah": "index", "pusat": "region"}
"""The page name of the region's index by namespace; everywhere else it is the first page."""


@dataclass(frozen=True)
class Place:
    request: HttpRequest
    region_period: RegionPeriod
    actor: Actor

    @property
    def region(self) -> Region:
        return self.region_period.region

    @property
    def instrument(self) -> Instrument:
        return instrument_of(self.region_period.period)

    @property
    def is_ministry(self) -> bool:
        """Ministry and evaluator read numbers and what was sent, nothing that is still the region's own."""
        return self.actor.role in {Role.MINISTRY_ADMIN, Role.EVALUATOR}

    @property
    def is_regions_own(self) -> bool:
        """The region's own people above the OPDs, in a place that has the cockpit's pages."""
        return not self.is_ministry and self.actor.role not in OPD_ROLES

    def url(self, name: str, **kwargs: Any) -> str:
        """The address of an index page of this region. Raises NoReverseMatch where the place has none."""
        if self.actor.is_ministry:
            kwargs["daerah_id"] = self.region.pk
        return here(self.request, name, **kwargs)

    def basis_url(self, name: str, basis: Basis, **kwargs: Any) -> str:
        return self.url(name, basis=BASIS_WORDS[basis], **kwargs)

    @property
    def front_url(self) -> str:
        return self.url(FRONT_PAGES.get(self.namespace, "home"))

    @property
    def namespace(self) -> str:
        match = self.request.resolver_match
        return match.namespace if match else ""

    def may_have_facts(self, basis: Basis) -> bool:
        """The facts of the first two bases hold what the region has not sent: not for the ministry's eyes."""
        return basis is Basis.FINAL or not self.is_ministry

    def crumbs(self, *below: Crumb) -> list[Crumb]:
        """From the ministry's ranking, or from the region's index, down to the page."""
        front = self.region.name if self.actor.is_ministry else _("Indeks daerah")
        crumbs = [Crumb(_("Peringkat"), here(self.request, "home"))] if self.actor.is_ministry else []
        return [*crumbs, Crumb(front, self.front_url if below else None), *below]

    def innovation_crumbs(self, basis: Basis, innovation: Innovation) -> list[Crumb]:
        """From the index down to an innovation's trace; for an OPD, from its innovation: the region's index is not its own."""
        if self.actor.role in OPD_ROLES:
            return [Crumb(innovation.name, self.innovation_url(innovation)), Crumb(_("Perhitungan"))]
        trace = Crumb(_("Perhitungan"), self.basis_url("index_trace", basis))
        return self.crumbs(trace, Crumb(innovation.name))

    def innovation_url(self, innovation: Innovation) -> str:
        """The innovation's own page in this place; "" where it has none."""
        try:
            return here(self.request, "innovation", public_id=innovation.public_id)
        except NoReverseMatch:
            return ""

    def document_url(self, document: Document) -> str:
        """Where the document opens: its link, or the file through the permission check; "" where this place serves none."""
        if document.link:
            return document.link
        try:
            return here(self.request, "file", document_id=document.pk)
        except NoReverseMatch:
            return ""


def find_place(request: HttpRequest, where: Mapping[str, int]) -> Place:
    """The region of an address in the current period. Raises Http404 for one that takes no part in it."""
    region_period = current_region_period(where.get("daerah_id", where.get("region_id", 0)))
    if region_period is None:
        raise Http404("the region takes no part in the current period")
    return Place(request, region_period, actor_of(request))
