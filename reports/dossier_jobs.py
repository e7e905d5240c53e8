"""What a worker does for a dossier. Imported by `reports.tasks` and by the addresses, so that pages know what the job is called."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from iga_portal.files.domain import store_bytes
from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.tenancy.scope import scope
from iga_portal.web.formats import moment
from innovations.queries.opd import own_innovation
from regions.access import ACTING_ROLES, grant_for
from regions.models import Person, Region
from reports.domain.documents import PDF
from reports.domain.dossier import DOSSIER, Place, dossier_snapshot, printed
from reports.domain.fault_words import faults_told


def _title(job: Job) -> str:
    return _("Berkas lengkap “%(name)s”") % {"name": job.arguments["name"]}


@does(DOSSIER, title=_title)
def print_dossier(job: Job, progress: Progress) -> Outcome:
    """Print the dossier of an innovation for the person who asked, as they may read it now."""
    with translation.override(job.arguments.get("language") or "id"):
        return _print(job)


def _print(job: Job) -> Outcome:
    place = Place(
        site=str(job.arguments["site"]),
        acting=str(job.arguments["acting"]),
        region_id=job.region_id,
        opd_id=int(job.arguments["opd"]),
    )
    role = ACTING_ROLES[place.acting]
    with scope({job.region_id}, actor_id=job.requested_by_id, role=role):
        person = Person.objects.filter(pk=job.requested_by_id or 0).first()
        where = {"acting": place.acting, "region_id": place.region_id, "opd_id": place.opd_id}
        grant = grant_for(person, where) if person is not None else None
        found = own_innovation(grant.actor, public_id=job.arguments["innovation"]) if grant else None
        if found is None:
            raise JobRefused(_("Inovasi ini tidak lagi dapat Anda baca di OPD ini."))
        snapshot = dossier_snapshot(found, place=place)
    with faults_told(f"the dossier of innovation {job.arguments['innovation']}"):
        content = printed(snapshot)
    with scope({job.region_id}, actor_id=job.requested_by_id, role=role):
        stored = store_bytes(
            content,
            region_id=job.region_id,
            person_id=job.requested_by_id,
            name=f"berkas-inovasi-{snapshot.name[:80]}.pdf".replace("/", "-"),
            media_type=PDF,
        )
    zone = Region.objects.get(pk=job.region_id).time_zone
    return Outcome(_("Dicetak %(when)s.") % {"when": moment(timezone.now(), zone=zone)}, stored)
