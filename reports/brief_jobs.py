"""What a worker does for the one page. Imported by `reports.tasks` and by the addresses, so that pages know what the job is called."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.files.domain import store_bytes
from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from iga_portal.web.formats import moment
from regions.models import RegionPeriod
from reports.domain.brief import BRIEF, brief_snapshot, printed_brief
from reports.domain.documents import PDF, bring_up_to_date
from reports.domain.fault_words import faults_told


def _title(job: Job) -> str:
    return _("Lembar satu halaman")


@does(BRIEF, title=_title, results_page="brief", results_title=gettext_lazy("Lembar satu halaman"))
def print_brief(job: Job, progress: Progress) -> Outcome:
    """Print the page from the numbers of this moment."""
    with translation.override(job.arguments.get("language") or "id"):
        return _print(job)


def _print(job: Job) -> Outcome:
    period_id, role = int(job.arguments["period"]), str(job.arguments["role"])
    bring_up_to_date(job.region_id, period_id=period_id)
    with scope({job.region_id}, actor_id=job.requested_by_id, role=role):
        row = (
            RegionPeriod.objects.locked()
            .select_related("period", "region__parent")
            .get(region_id=job.region_id, period_id=period_id)
        )
        try:
            snapshot = brief_snapshot(row, now=timezone.now())
        except Refused as refusal:
            raise JobRefused(refusal.message) from refusal
    with faults_told(f"the page of region {job.region_id}"):
        content = printed_brief(snapshot)
    with scope({job.region_id}, actor_id=job.requested_by_id, role=role):
        stored = store_bytes(
            content,
            region_id=job.region_id,
            person_id=job.requested_by_id,
            name=f"indeks-{snapshot.region.code}-{snapshot.stood_at:%Y-%m-%d-%H%M}.pdf",
            media_type=PDF,
        )
    when = moment(snapshot.stood_at, zone=row.region.time_zone)
    return Outcome(_("Keadaan %(when)s.") % {"when": when}, stored)
