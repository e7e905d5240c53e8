"""What a worker does for the list of a meeting. Imported by `reports.tasks` and by the addresses, so that pages know what the job is
called."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.files.domain import store_bytes
from iga_portal.jobs.domain import Progress, request_job
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from iga_portal.web.formats import moment
from innovations.queries import participation as reads
from innovations.queries.opd_home import DUTY
from regions.access import Grant, grant_for
from regions.models import Person, RegionPeriod
from regions.queries.deadlines import deadlines_of
from reports.domain.documents import PDF
from reports.domain.fault_words import faults_told
from reports.printing.meeting import MeetingRow, MeetingSnapshot
from reports.printing.render import render_meeting

MEETING: Final = "reports.meeting"
LONGEST_QUERY: Final = 1000
READERS: Final = frozenset({"daerah", "kepala-daerah"})


def order_meeting(grant: Grant, *, query: str) -> Job:
    """Ask for the list with the filters of the page; pressed twice while one waits or runs, it is one job.

    Raises Refused for a query that no page makes.
    """
    if len(query) > LONGEST_QUERY:
        raise Refused("query", _("Saringan terlalu panjang. Kurangi saringannya, lalu cetak lagi."))
    mark = hashlib.sha256(query.encode()).hexdigest()[:32]
    job, _new = request_job(
        region_id=grant.region.pk,
        kind=MEETING,
        arguments={"acting": grant.acting, "query": query},
        once=f"{MEETING}/{grant.acting}/{grant.person.pk}/{mark}",
        person_id=grant.person.pk,
    )
    return job


@does(
    MEETING,
    title=lambda job: _("Daftar rapat partisipasi OPD"),
    results_page="participation",
    results_title=gettext_lazy("Partisipasi"),
)
def print_meeting(job: Job, progress: Progress) -> Outcome:
    """Print the list as it stands now, for somebody who may still read it."""
    now, acting = timezone.now(), str(job.arguments["acting"])
    with scope({job.region_id}, actor_id=job.requested_by_id, role="printing"):
        person = Person.objects.filter(pk=job.requested_by_id or 0).first()
        place = {"acting": acting, "region_id": job.region_id}
        grant = grant_for(person, place) if person is not None and acting in READERS else None
        if grant is None:
            raise JobRefused(_("Peran Anda di tempat ini sudah berakhir; daftar tidak dibuat."))
        snapshot = meeting_snapshot(grant, query=str(job.arguments["query"]), now=now)
    with faults_told(f"the list for a meeting of region {job.region_id}"):
        content = render_meeting(snapshot)
    name = f"daftar-rapat-{slugify(snapshot.region)}-{snapshot.stood_at:%Y-%m-%d}.pdf"
    with scope({job.region_id}, actor_id=job.requested_by_id, role="printing"):
        stored = store_bytes(
            content,
            region_id=job.region_id,
            person_id=job.requested_by_id,
            name=f"CONTOH-{name}" if snapshot.demo else name,
            media_type=PDF,
        )
    return Outcome(_("Dicetak %(when)s.") % {"when": moment(now, zone=snapshot.zone)}, stored)


def meeting_snapshot(grant: Grant, *, query: str, now: datetime) -> MeetingSnapshot:
    """Participation as the page shows it with these filters; printed in Indonesian whatever language was read. In the scope."""
    found = RegionPeriod.objects.select_related("region", "period").get(
        region_id=grant.region.pk, period__is_current=True
    )
    took_part = reads.participation_of(found)
    chosen = reads.read_chosen(QueryDict(query))
    zone = grant.region.time_zone
    with translation.override("id"):
        return MeetingSnapshot(
            region=grant.region.name,
            period=found.period.name,
            deadline=moment(deadlines_of(found).local or found.input_until, zone=zone),
            choice=_choice(chosen),
            duty=DUTY,
            met=took_part.met,
            begun=took_part.begun,
            total=took_part.total,
            rows=tuple(_row(line) for line in reads.chosen_lines(took_part, chosen)),
            stood_at=now.astimezone(grant.region.zone),
            zone=zone,
            demo=settings.DEMO or found.period.is_demo,
        )


def _choice(chosen: reads.Chosen) -> str:
    words = []
    if chosen.progress == reads.UNMET:
        words.append(_("kewajiban belum terpenuhi"))
    elif chosen.progress:
        words.append(str(reads.PROGRESS_WORDS[reads.Progress(chosen.progress)]))
    if chosen.search:
        words.append(_("nama memuat “%(text)s”") % {"text": chosen.search})
    return ", ".join(words)


def _row(line: reads.OpdLine) -> MeetingRow:
    counts = line.counts
    return MeetingRow(
        name=line.opd.name,
        progress=str(line.word),
        is_met=line.progress is reads.Progress.MET,
        drafts=counts.drafts,
        submitted=counts.submitted,
        returned=counts.returned,
        verified=counts.verified,
        sent=counts.sent,
    )
