"""Version 1 of the JSON interface. Reads only; published rows from the snapshot tables, a region's own results with its token.

A list costs three statements at any length: the publication, the count, the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Schema

from iga_portal.tenancy.scope import scope
from iga_portal.web.limits import address_of, count_use
from regions.enums import Basis
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from reports.api import problems, schemas
from reports.api.answers import OpenApi
from reports.api.door import integration_of
from reports.api.operations import OPERATIONS
from reports.api.problems import Problem
from reports.models import ApiToken, Publication, PublishedAward, PublishedRegion
from reports.opendata.columns import CATEGORIES, Column
from reports.opendata.facts import public_facts
from reports.opendata.sets import AWARDS, INNOVATIONS, PUBLICATIONS, REGIONS, Source, paths_of, whole_row
from reports.queries.face import latest_publication
from reports.queries.face_gallery import Wish, gallery
from reports.queries.open_data import publication_with_successor
from reports.queries.verification import document_of_code, tidy_code
from reports.scopes import Scope
from reports.views.public import ASKED, WINDOW
from scoring.core.score import score
from scoring.models import CurrentFacts
from scoring.queries.results import current_region_period, current_results, leading_basis

LATEST = "latest"
api = OpenApi(version="1", urls_namespace="api_v1", openapi_url=None, docs_url=None, title="Portal IGA")


def operation(name: str, path: str, response: Any) -> Any:
    """GET at a path; its name and words stand in `operations`."""
    words = OPERATIONS[name]
    return api.get(
        path,
        response=response,
        url_name=f"api_{name}",
        operation_id=name,
        summary=words.title.en,
        description=words.words.en,
        tags=[words.tag],
    )


# Publications ------------------------------------------------------------------------------------------------------


@operation("publications", "/publications", schemas.PublicationPage)
def publications(request: HttpRequest, asked: Query[schemas.PublicationsAsked]) -> Any:
    published(request, schemas.PublicationsAsked)
    rows = Publication.objects.order_by("-number")
    if asked.year is not None:
        rows = rows.filter(period__year=asked.year)
    if asked.in_force is not None:
        rows = rows.filter(superseded_by__isnull=asked.in_force)
    return listed(request, rows, PUBLICATIONS.columns, {}, asked)


@operation("publication", "/publications/{number}", schemas.PublicationOut)
def publication(request: HttpRequest, number: str) -> Any:
    published(request)
    rows = Publication.objects.filter(number=source_of(number).publication.number)
    return as_row(PUBLICATIONS.columns, rows.values_list(*paths_of(PUBLICATIONS.columns))[0], {})


@operation("regions", "/publications/{number}/regions", schemas.RegionPage)
def regions(request: HttpRequest, number: str, asked: Query[schemas.RegionsAsked]) -> Any:
    published(request, schemas.RegionsAsked)
    source = source_of(number)
    rows = PublishedRegion.objects.filter(
        publication=source.publication, **_equal(asked, "kind", "regional", "predicate")
    )
    if asked.province is not None:
        rows = rows.filter(Q(code=asked.province) | Q(code__startswith=f"{asked.province}."))
    if asked.is_assessed is not None:
        rows = rows.filter(is_assessed=asked.is_assessed)
    if asked.search:
        rows = rows.filter(name__icontains=asked.search)
    order = [F("place_nation").asc(nulls_last=True), "code"] if asked.order == "place" else ["code"]
    return listed(request, rows.order_by(*order), REGIONS.columns, source.constants, asked)


@operation("region", "/publications/{number}/regions/{code}", schemas.RegionTraceOut)
def region(request: HttpRequest, number: str, code: str) -> Any:
    published(request)
    source = source_of(number)
    rows = PublishedRegion.objects.filter(publication=source.publication, code=code[:8])
    found = rows.values_list(*paths_of(REGIONS.columns), "facts").first()
    if found is None:
        raise Problem(problems.NOT_FOUND)
    *values, facts = found
    row = as_row(REGIONS.columns, values, source.constants)
    if facts is None:
        return {"region": row, "agrees": None, "result": None, "facts": None}
    result = score(facts, instrument_of(source.publication.period)).as_document()
    agrees = (result["index"], result["facts_hash"]) == (row["index"], row["facts_hash"])
    return {"region": row, "agrees": agrees, "result": result, "facts": public_facts(facts)}


@operation("innovations", "/publications/{number}/innovations", schemas.InnovationPage)
def innovations(request: HttpRequest, number: str, asked: Query[schemas.InnovationsAsked]) -> Any:
    published(request, schemas.InnovationsAsked)
    source = source_of(number)
    wish = Wish(
        search=(asked.search or "").strip(),
        **{name: getattr(asked, name) or "" for name in ("urusan", "kind", "form", "region")},
    )
    return listed(request, gallery(source.publication, wish), INNOVATIONS.columns, source.constants, asked)


@operation("innovation", "/publications/{number}/innovations/{id}", schemas.InnovationOut)
def innovation(request: HttpRequest, number: str, id: Path[UUID]) -> Any:
    published(request)
    source = source_of(number)
    rows = (
        gallery(source.publication, Wish()).filter(public_id=id).values_list(*paths_of(INNOVATIONS.columns))
    )
    return as_row(INNOVATIONS.columns, _first(rows), source.constants)


@operation("awards", "/publications/{number}/awards", schemas.AwardPage)
def awards(request: HttpRequest, number: str, asked: Query[schemas.AwardsAsked]) -> Any:
    published(request, schemas.AwardsAsked)
    source = source_of(number)
    rows = PublishedAward.objects.filter(publication=source.publication, **_equal(asked, "category"))
    if asked.region is not None:
        rows = rows.filter(published_region__code=asked.region)
    return listed(request, rows.order_by("category", "place", "id"), AWARDS.columns, source.constants, asked)


@operation("categories", "/publications/{number}/categories", schemas.CategoryList)
def categories(request: HttpRequest, number: str) -> Any:
    published(request)
    source = source_of(number)
    rows = (
        PublishedAward.objects.filter(publication=source.publication)
        .values("category", "category_name")
        .annotate(awards=Count("id"))
        .order_by("category")
        .values_list("category", "category_name", "awards")
    )
    return {"items": [as_row(CATEGORIES, values, {}) for values in rows]}


# Documents ---------------------------------------------------------------------------------------------------------


@operation("document", "/documents/{code}", schemas.DocumentOut)
def document(request: HttpRequest, response: HttpResponse, code: str) -> Any:
    published(request)
    # Like the page of the check: no cache may go on saying "valid" of what was revoked.
    response.headers["Cache-Control"] = "private, no-store"
    # One count with the page of the check: whoever guesses codes has no second door here, with a token neither.
    use = count_use(address_of(request), action="document", amount=ASKED, seconds=WINDOW)
    if not use.allowed:
        raise Problem(problems.TOO_MANY, seconds=use.begins_anew)
    found = document_of_code(tidy_code(code[:300]))
    if found is None:
        raise Problem(problems.NOT_FOUND)
    return {
        "number": found.number,
        "kind": found.kind,
        "region": found.region,
        "region_code": found.region_code,
        "category": found.category,
        "index": found.index,
        "predicate": found.predicate,
        "issued_on": found.issued_on,
        "standing": found.standing,
        "end_reason": found.end_reason,
        "ended_at": found.ended_at,
        "replaced_by": found.replaced_by,
        "publication": found.publication,
        "publication_superseded_by": found.corrected_by,
        "awaits_comparison": found.awaits_comparison,
        "signer": found.signer,
        "signed_at": found.signed_at,
        "is_demo": found.demo,
        "facts_hash": found.facts_hash,
        "file_hash": found.file_hash,
    }


# With a token ------------------------------------------------------------------------------------------------------


@operation("token", "/token", schemas.TokenOut)
def token(request: HttpRequest) -> Any:
    known_only(request)
    found = _token(request)
    return {
        "name": found.name,
        "prefix": found.prefix,
        "scopes": found.scopes,
        "region": found.region.code if found.region else None,
        "expires_at": found.expires_at,
    }


@operation("current", "/regions/{code}/current", schemas.CurrentOut)
def current(request: HttpRequest, code: str, asked: Query[schemas.CurrentAsked]) -> Any:
    known_only(request, schemas.CurrentAsked)
    found = _token(request)
    if Scope.OWN_RESULTS not in found.scopes:
        raise Problem(problems.SCOPE, needed=Scope.OWN_RESULTS.value)
    # Whether or not there is such a region: the token says which one it is for, and nothing is told of any other.
    if found.region is None or found.region.code != code:
        raise Problem(problems.OTHER_REGION)
    with scope({found.region.pk}, role="integration"):
        region_period = current_region_period(found.region.pk)
        if region_period is None:
            raise Problem(problems.NOT_FOUND)
        return _current(region_period, asked.basis)


def _current(region_period: RegionPeriod, wanted: str | None) -> dict[str, Any]:
    """The region's numbers with their trace, worked out from the facts of the current result."""
    results = current_results(region_period)
    basis = Basis(wanted) if wanted else leading_basis(results)
    facts = CurrentFacts.objects.filter(region_period=region_period, basis=basis).first()
    if basis not in results or facts is None:
        raise Problem(problems.NOT_FOUND)
    return {
        "code": region_period.region.code,
        "name": region_period.region.name,
        "year": region_period.period.year,
        "basis": basis.value,
        "is_current": region_period.is_scored,
        "computed_at": results[basis].computed_at,
        "result": score(facts.facts, instrument_of(region_period.period)).as_document(),
        "facts": public_facts(facts.facts),
    }


# What they share ---------------------------------------------------------------------------------------------------


def known_only(request: HttpRequest, asked: type[Schema] | None = None) -> None:
    """Refuse parameters that there are none of: a misspelled filter would answer with everything."""
    known = set(asked.model_fields) if asked is not None else set()
    unknown = sorted(set(request.GET) - known)
    if unknown:
        raise Problem(
            problems.INVALID,
            errors=[
                {
                    "parameter": name[:40],
                    "message": "tidak dikenal; periksa ejaannya",
                    "message_en": "is not known; check the spelling",
                }
                for name in unknown[:10]
            ],
        )


def published(request: HttpRequest, asked: type[Schema] | None = None) -> None:
    """What is published is for everybody; a token that is for something else is told so instead of being overlooked."""
    known_only(request, asked)
    found = integration_of(request)
    if found is not None and Scope.PUBLICATIONS not in found.scopes:
        raise Problem(problems.SCOPE, needed=Scope.PUBLICATIONS.value)


def _token(request: HttpRequest) -> ApiToken:
    found = integration_of(request)
    if found is None:
        raise Problem(problems.TOKEN_NEEDED)
    return found


def source_of(number: str) -> Source:
    """The publication of an address: its number, or "latest" for the one in force of the latest year."""
    if number == LATEST:
        latest = latest_publication()
        if latest is not None:
            return Source(latest, None, latest.published_at)
    elif number.isascii() and number.isdigit() and len(number) < 10:
        found = publication_with_successor(int(number))
        if found is not None:
            return Source(*found)
    raise Problem(problems.NOT_FOUND)


def listed(
    request: HttpRequest,
    rows: QuerySet[Any, Any],
    columns: Sequence[Column],
    constants: Mapping[str, Any],
    asked: schemas.Paging,
) -> dict[str, Any]:
    """One page. A page beyond the last is an empty one, as the count says."""
    count = rows.count()
    pages = max(1, -(-count // asked.page_size))
    start = (asked.page - 1) * asked.page_size
    found = rows.values_list(*paths_of(columns))[start : start + asked.page_size] if start < count else []
    query = request.GET.copy()
    query["page"] = str(asked.page + 1)
    return {
        "count": count,
        "page": asked.page,
        "pages": pages,
        "next": f"{request.path}?{query.urlencode()}" if asked.page < pages else None,
        "items": [as_row(columns, values, constants) for values in found],
    }


def as_row(columns: Sequence[Column], values: Sequence[Any], constants: Mapping[str, Any]) -> dict[str, Any]:
    return dict(zip((column.name for column in columns), whole_row(columns, values, constants), strict=True))


def _first(rows: QuerySet[Any, Any]) -> Any:
    found = rows.first()
    if found is None:
        raise Problem(problems.NOT_FOUND)
    return found


def _equal(asked: Schema, *names: str) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(asked, name)) is not None}
