"""Preparing and publishing, as jobs of the ministry: they read the whole nation, which no page should wait for."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.jobs.domain import Progress
from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, Outcome, does
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION, scope
from iga_portal.tenancy.tasks import region_ids
from iga_portal.web import formats
from regions.access import Actor
from regions.enums import Role
from regions.models import Period
from regions.queries.people import members_with_role
from reports.domain.outdated import end_outdated
from reports.domain.publishing_news import tell_prepared, tell_published
from reports.domain.publishing_orders import PREPARE, PUBLISH
from reports.domain.publishing_prepared import prepare_publication, publish_prepared
from reports.models import PreparationState, PreparedPublication, Publication

PUBLICATIONS = gettext_lazy("Publikasi")


@does(
    PREPARE,
    title=lambda job: _("Menyiapkan publikasi"),
    results_page="publications",
    results_title=PUBLICATIONS,
)
def prepare(job: Job, progress: Progress) -> Outcome:
    """Work the content out and keep it; tell the others that it waits."""
    with scope(region_ids(), actor_id=job.requested_by_id, role="publication"):
        try:
            prepared = prepare_publication(
                Period.objects.select_related("instrument").get(pk=job.arguments["period"]),
                actor=_actor(job),
                reason=job.arguments["reason"],
                now=timezone.now(),
            )
        except Refused as refusal:
            raise JobRefused(refusal.message) from refusal
        tell_prepared(prepared)
    return Outcome(_("Publikasi disiapkan. Orang kedua memeriksa dan menerbitkannya dari halaman Publikasi."))


@does(
    PUBLISH,
    title=lambda job: _("Menerbitkan publikasi"),
    results_page="publications",
    results_title=PUBLICATIONS,
)
def publish(job: Job, progress: Progress) -> Outcome:
    """Publish, and tell the regions. Run again after it was lost on the way, it goes on with what a correction ends, and the telling."""
    publication = _published_by(job)
    if publication is None:
        try:
            with scope(region_ids(), actor_id=job.requested_by_id, role="publication"):
                publication = publish_prepared(
                    job.arguments["prepared"],
                    actor=_actor(job),
                    seen_hash=job.arguments["seen"],
                    ticked=job.arguments["ticked"],
                    now=timezone.now(),
                )
        except Refused as refusal:
            raise JobRefused(refusal.message) from refusal
    end_outdated(publication, now=timezone.now(), person_id=job.requested_by_id)
    progress.tell(1)
    told = tell_published(publication)
    return Outcome(
        _("Publikasi nomor %(number)s terbit; %(told)s orang di daerah diberi tahu.")
        % {"number": publication.number, "told": formats.number(told)}
    )


def _published_by(job: Job) -> Publication | None:
    """What an earlier try of this very job published."""
    with scope({NATION}, role="publication"):
        prepared = (
            PreparedPublication.objects.select_related("publication__period")
            .filter(
                pk=job.arguments["prepared"],
                state=PreparationState.PUBLISHED,
                ended_by_id=job.requested_by_id,
                ended_at__gte=job.created_at,
            )
            .first()
        )
    return prepared.publication if prepared else None


def _actor(job: Job) -> Actor:
    """Who asked, as long as they are still an admin of the ministry."""
    person_id = job.requested_by_id
    if person_id is None or person_id not in members_with_role(NATION, role=Role.MINISTRY_ADMIN):
        raise Refused("role", _("Yang memesan bukan lagi admin Kemendagri."))
    return Actor(person_id, Role.MINISTRY_ADMIN, NATION)
