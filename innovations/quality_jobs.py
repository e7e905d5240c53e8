"""Closing quality control of the nation, as a job of the ministry: region after region, each by itself, which no page should wait for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from iga_portal.jobs.domain import Progress, request_job
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from iga_portal.web.formats import number
from innovations.domain.quality.closing import Closing, close_region, regions_to_close
from regions.access import Actor
from regions.enums import Role
from regions.models import Period
from regions.queries.people import members_with_role

CLOSE = "innovations.close_quality"


def order_closing(period: Period, *, actor: Actor, reason: str) -> Job:
    """Have a worker close every region that can be closed now; pressed twice it is one job. Raises as `regions_to_close` does."""
    waiting, _still_sending = regions_to_close(period, actor=actor, reason=reason)
    job, _new = request_job(
        region_id=NATION,
        kind=CLOSE,
        arguments={"period": period.pk, "reason": reason},
        once=f"quality/close/{period.pk}",
        person_id=actor.person_id,
        total=len(waiting),
    )
    return job


@does(
    CLOSE,
    title=lambda job: _("Menutup quality control seluruh daerah"),
    results_page="quality",
    results_title=gettext_lazy("Quality control"),
)
def close(job: Job, progress: Progress) -> Outcome:
    """Each region in a transaction of its own: what is closed stays closed, and run again it goes on with the others."""
    reason = job.arguments["reason"]
    try:
        with scope(region_ids(), actor_id=job.requested_by_id, role="quality"):
            actor = _actor(job)
            period = Period.objects.get(pk=job.arguments["period"])
            waiting, still_sending = regions_to_close(period, actor=actor, reason=reason)
    except Refused as refusal:
        raise JobRefused(refusal.message) from refusal
    progress.total = len(waiting)
    done: list[Closing] = []
    refused: list[str] = []
    for place, row in enumerate(waiting, start=1):
        try:
            with scope({row.region_id}, actor_id=actor.person_id, role="quality"):
                done.append(close_region(row.pk, actor=actor, reason=reason))
        except Refused as refusal:  # reopened or given back in the meantime: the others are not kept waiting
            refused.append(refusal.message)
        progress.tell(place)
    return Outcome(_told(done, refused=refused, still_sending=still_sending))


def _told(done: list[Closing], *, refused: list[str], still_sending: int) -> str:
    regions = sum(entry.regions for entry in done)
    words = [
        ngettext(
            "Quality control %(regions)s daerah ditutup: %(count)s inovasi dinilai.",
            "Quality control %(regions)s daerah ditutup: %(count)s inovasi dinilai.",
            regions,
        )
        % {"regions": number(regions), "count": number(sum(entry.innovations for entry in done))}
    ]
    if still_sending:
        words.append(
            ngettext(
                "%(regions)s daerah masih dapat mengirim dan belum ditutup.",
                "%(regions)s daerah masih dapat mengirim dan belum ditutup.",
                still_sending,
            )
            % {"regions": number(still_sending)}
        )
    return " ".join([*words, *refused[:1]])


def _actor(job: Job) -> Actor:
    """Who asked, as long as they are still an admin of the ministry."""
    person_id = job.requested_by_id
    if person_id is None or person_id not in members_with_role(NATION, role=Role.MINISTRY_ADMIN):
        raise Refused("role", _("Yang memesan bukan lagi admin Kemendagri."))
    return Actor(person_id, Role.MINISTRY_ADMIN, NATION)
