"""Reads of publications for the ministry's pages, and the one that stands, for everybody's.

Published tables stand outside row-level security and are read without a scope; preparations are the ministry's (region 0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from iga_portal.jobs.models import Job, JobState
from iga_portal.tenancy.scope import NATION
from regions.models import Period, Region
from reports.domain.publishing_orders import PREPARE, PUBLISH
from reports.models import PreparedPublication, Publication, PublishedRegion


def publications() -> QuerySet[Publication]:
    """All of them, the newest first, with their people and what superseded them."""
    return Publication.objects.select_related(
        "period", "prepared_by", "published_by", "supersedes", "superseded_by"
    ).order_by("-number")


def preparations(period: Period) -> list[PreparedPublication]:
    """The preparations of a period, without their content, the newest first."""
    return list(_preparations().filter(period=period))


def _preparations() -> QuerySet[PreparedPublication]:
    return (
        PreparedPublication.objects.filter(region_id=NATION)
        .select_related("prepared_by", "ended_by", "publication", "supersedes", "period")
        .defer("content")
        .order_by("-prepared_at", "-pk")
    )


def open_job() -> Job | None:
    """The preparing or publishing that is under way."""
    return (
        Job.objects.filter(
            region_id=NATION, kind__in=[PREPARE, PUBLISH], state__in=[JobState.QUEUED, JobState.RUNNING]
        )
        .order_by("-pk")
        .first()
    )


def published_places(region: Region) -> list[PublishedRegion]:
    """The region as the standing publication of each period has it, the latest period first."""
    return list(
        PublishedRegion.objects.filter(region=region, publication__superseded_by__isnull=True)
        .select_related("publication__period")
        .defer("facts", "assessment")
        .order_by("-publication__period__year")
    )


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """One region of a content that is not published yet, for a page."""

    line: Mapping[str, Any]
    tied: bool


def rows_of(content: Mapping[str, Any], *, kind: str = "", search: str = "") -> list[PreparedRow]:
    """The regions of a content in the order of their places (of the kind where one is given); those without a place last."""
    lines: Sequence[Mapping[str, Any]] = content["regions"]
    if kind:
        lines = [line for line in lines if line["kind"] == kind]
    place = "place" if kind else "place_nation"
    places = [line[place] for line in lines if line[place] is not None]
    wanted = search.casefold()
    found = [
        line for line in lines if not wanted or wanted in line["name"].casefold() or line["code"] == search
    ]
    found.sort(key=lambda line: (line[place] is None, line[place] or 0, line["code"]))
    shared = {entry for entry in places if places.count(entry) > 1}
    return [PreparedRow(line, line[place] in shared) for line in found]
