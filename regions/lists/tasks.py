"""What the workers do of this room. Found by them and by the addresses."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from iga_portal.files.domain import store_bytes
from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.jobs.telling import telling
from iga_portal.tenancy.scope import scope
from regions.access import ACTING_ROLES, Grant, grant_for
from regions.lists.orders import EXPORT, XLSX, done_words, kind_for, make_list, title_of
from regions.models import Period, Person


@does(EXPORT, title=title_of, personal=True)
def write(job: Job, progress: Progress) -> Outcome:
    """Write a list as the person who asked for it, in the role in which they asked."""
    language = job.arguments.get("language") or "id"
    role = ACTING_ROLES.get(str(job.arguments.get("acting")), "")
    place = scope({job.region_id}, actor_id=job.requested_by_id, role=role, request_id=f"job-{job.pk}")
    with translation.override(language), telling(progress) as teller, place:
        grant = _grant(job)
        kind = kind_for(str(job.arguments["list"]), grant=grant)
        if kind is None:
            raise JobRefused(_("Daftar ini tidak lagi tersedia bagi peran Anda."))
        made = make_list(
            kind,
            grant=grant,
            period=Period.objects.get(pk=job.arguments["period"]),
            query=str(job.arguments["query"]),
            now=timezone.now(),
            step=teller.step,
        )
        stored = store_bytes(
            made.content,
            region_id=job.region_id,
            person_id=job.requested_by_id,
            name=made.name,
            media_type=XLSX,
        )
        return Outcome(done_words(made), stored)


def _grant(job: Job) -> Grant:
    """Where the person acts, if they still do. Raises JobRefused when the role has ended meanwhile."""
    person = Person.objects.filter(pk=job.requested_by_id or 0).first()
    address = {"acting": job.arguments["acting"], "region_id": job.region_id}
    if job.arguments.get("opd"):
        address["opd_id"] = job.arguments["opd"]
    grant = grant_for(person, address) if person is not None else None
    if grant is None:
        raise JobRefused(_("Peran Anda di tempat ini sudah berakhir; daftar tidak dibuat."))
    return grant
