"""Regions with something to print, and a worker that is the test itself."""

from __future__ import annotations

from decimal import Decimal

from iga_portal.jobs.models import Job
from iga_portal.jobs.tasks import run_job
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import State
from innovations.models import Innovation
from regions.enums import Basis
from regions.models import RegionPeriod
from reports import tasks
from reports.models import IssuedDocument
from tests.cast import KOTIM, Cast, region_period
from tests.scoring.support import compute, spd_row, standing

SITE = "http://portal.contoh/"
assert tasks.print_one  # registers the work


def everywhere():  # type: ignore[no-untyped-def]
    """The scope of the ministry."""
    return scope(region_ids(), role="test")


def with_numbers(cast: Cast) -> dict[str, Innovation]:
    """Kotawaringin Timur with a sent innovation, one at the desk, a draft, and two SPD rows; computed."""
    with scope({KOTIM}):
        found = {
            "sent": standing(cast, name="Terkirim Sudah", state=State.SENT, level=3, desk_level=2),
            "waiting": standing(cast, name="Menunggu Desk", level=1, urusan="A01"),
            "draft": standing(cast, name="Masih Draf", state=State.DRAFT),
        }
        spd_row(cast, "1", confirmed=True, level=3)
        spd_row(cast, "5a", confirmed=False, previous=Decimal("4.46"), latest=Decimal("4.10"))
    compute(cast)
    return found


def kotim(cast: Cast) -> RegionPeriod:
    with scope({KOTIM}):
        return RegionPeriod.objects.select_related("period", "region__parent").get(pk=region_period(cast).pk)


def work(job: Job) -> Job:
    """Run a job as a worker does, and read it again."""
    run_job(region_id=job.region_id, job_id=job.pk)
    with scope({job.region_id}):
        return Job.objects.select_related("result_file").get(pk=job.pk)


def documents(**filters: object) -> list[IssuedDocument]:
    with everywhere():
        return list(IssuedDocument.objects.select_related("file").filter(**filters).order_by("pk"))


__all__ = ["SITE", "Basis", "documents", "everywhere", "kotim", "with_numbers", "work"]
