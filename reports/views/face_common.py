"""What all public pages share: which publication they read, their head, their way about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from iga_portal.web.formats import is_indonesian
from iga_portal.web.frame import Crumb
from iga_portal.web.public import in_language, language_of, public_url
from iga_portal.web.tables import PAGE_PARAMETER
from regions.queries.instruments import instrument_of
from reports.models import Publication, PublishedAward, PublishedRegion
from reports.queries.face import latest_publication, publication_numbered, successor_of
from scoring.core.model import Instrument

PUBLICATION = "publikasi"
NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}")
"""A publication's number in the one way in which links write it: each page has one address."""
PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """The publication a page reads. `tail` keeps a named one in links; `successor` is what supersedes it."""

    publication: Publication
    successor: Publication | None
    tail: str

    @property
    def is_named(self) -> bool:
        return bool(self.tail)


def reading(request: HttpRequest) -> Reading | None:
    """The publication named in the address, else the latest in force; None while there is none. An unknown number is a 404."""
    named = request.GET.get(PUBLICATION, "")
    if not named:
        latest = latest_publication()
        return Reading(latest, None, "") if latest is not None else None
    found = publication_numbered(int(named)) if NUMBER.fullmatch(named) else None
    if found is None:
        raise Http404("no such publication")
    return Reading(found, successor_of(found), f"?{PUBLICATION}={found.number}")


def led_to_known(request: HttpRequest, understood: Mapping[str, str]) -> HttpResponse | None:
    """Where this page stands without the filters whose value is not `understood`; None when all are. An invented word asks for
    nothing: it must not be a further address of the same page, of which caches keep a copy each.
    """
    query = request.GET.copy()
    for name, value in understood.items():
        if name in query and query[name] != value:
            del query[name]
    if len(query) == len(request.GET):
        return None
    tail = query.urlencode()
    return HttpResponseRedirect(f"{request.path}?{tail}" if tail else request.path)


def is_worth_keeping(request: HttpRequest) -> bool:
    """Whether a page is one of some hundreds that many ask for: no search, no further page, no publication by its number, and
    beside the kind of region or innovation no more than one filter."""
    asked = set(request.GET)
    return not asked & {"cari", PAGE_PARAMETER, PUBLICATION} and len(asked - {"jenis"}) <= 1


def rules_of(publication: Publication) -> Instrument:
    """The instrument by which the publication was worked out."""
    return instrument_of(publication.period)


@dataclass(frozen=True, slots=True)
class AwardShown:
    """An award in the reader's language; `language` marks a sentence that is there in Indonesian only."""

    category: str
    name: str
    url: str
    place: int
    sentence: str
    language: str


def award_shown(award: PublishedAward, row: PublishedRegion) -> AwardShown:
    in_english = bool(award.sentence_en) and not is_indonesian()
    return AwardShown(
        award.category_name,
        row.name,
        public_url("face_region", code=row.code),
        award.place,
        award.sentence_en if in_english else award.sentence,
        "" if in_english or is_indonesian() else "id",
    )


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the public navigation."""

    label: str
    url: str
    current: bool


def _doors(path: str) -> list[Door]:
    entries = [
        (_("Peringkat"), "face_ranking"),
        (_("Peta"), "face_map"),
        (_("Galeri inovasi"), "face_gallery"),
        (_("Partisipasi"), "face_participation"),
        (_("Cara hitung"), "face_method"),
        (_("Publikasi"), "face_publications"),
        (_("Data terbuka"), "face_open_data"),
    ]
    return [Door(label, url := public_url(name), path.startswith(url)) for label, name in entries]


def region_base() -> str:
    """What stands before a region's code and a closing slash in the address of its page."""
    return public_url("face_region", code="0").removesuffix("0/")


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    description: str,
    context: Mapping[str, Any],
    crumbs: Sequence[Crumb] = (),
    is_indexed: bool = True,
) -> HttpResponse:
    """Answer with a public page. `description` is for search engines; a search result page itself is not indexed.

    Absolute addresses come from the settings, not from the request, so that nobody can put another name into a kept page.
    """
    tail = request.GET.urlencode()
    here = f"{request.path}?{tail}" if tail else request.path
    language = language_of(request.path_info)
    addresses = {
        code: f"{settings.PORTAL_ADDRESS}{in_language(here, code)}" for code, _name in settings.LANGUAGES
    }
    return render(
        request,
        f"public/{template}.html",
        {
            "title": title,
            "description": description,
            "canonical": addresses[language],
            "alternates": addresses,
            "languages": [
                (code, name, in_language(here, code), code == language) for code, name in settings.LANGUAGES
            ],
            "doors": _doors(request.path_info),
            "home_url": public_url("home"),
            # Five hundred addresses on a page: the way to them is worked out once.
            "region_base": region_base(),
            "crumbs": [Crumb("Portal IGA", public_url("home")), *crumbs] if crumbs else [],
            "is_indexed": is_indexed and not settings.DEMO,
            "zone": "WIB",
            **context,
        },
    )
