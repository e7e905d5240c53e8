"""Who presents: proposed from the draft ranking, added and withdrawn by hand with a reason, recommended for the incentive."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from innovations.domain.texts import LONGEST_NOTE, clean_text
from regions.access import Actor
from regions.models import Period, Region
from regions.queries.regions import participants
from reports.awards import Category, Standing, competes
from reports.awards.drafts import DraftRow
from reports.domain.plan import open_plan, permit
from reports.models import AwardPlan, Nominee, RankingDraft
from reports.queries.drafts import rows_of
from reports.queries.standings import plan_for
from scoring.ranking import ranked


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal did: nominees new, nominees with a further category, and those left out because they were withdrawn."""

    new: int
    widened: int
    withdrawn: int


def propose_nominees(period: Period, *, actor: Actor, now: datetime) -> Proposed:
    """The best of the latest draft for each category with a presentation: as many places as the category's setting says.

    Equals at the last place all come in. Who stands already stays, whoever was withdrawn is not brought back. Raises Refused
    without a draft.
    """
    plan = open_plan(period, actor=actor)
    AwardPlan.objects.locked().get(pk=plan.pk)
    draft = RankingDraft.objects.filter(period=period).order_by("-number").first()
    if draft is None:
        raise Refused("no_draft", _("Buat dulu draf peringkat; nomine diusulkan dari draf yang terbaru."))
    wanted = proposals(period, plan, rows_of(draft))
    standing = {entry.candidate_id: entry for entry in Nominee.objects.locked().filter(plan=plan)}
    fresh, widened, withdrawn = [], 0, 0
    for region_id, categories in sorted(wanted.items()):
        nominee = standing.get(region_id)
        if nominee is None:
            fresh.append(
                Nominee(
                    region_id=NATION,
                    plan=plan,
                    candidate_id=region_id,
                    categories=sorted(categories),
                    nominated_by_id=actor.person_id,
                    nominated_at=now,
                )
            )
        elif nominee.withdrawn_at is not None:
            withdrawn += 1
        elif categories - set(nominee.categories):
            nominee.categories = sorted({*nominee.categories, *categories})
            _saved(nominee)
            widened += 1
    Nominee.objects.bulk_create(fresh)
    return Proposed(len(fresh), widened, withdrawn)


def proposals(period: Period, plan: AwardPlan | None, rows: dict[int, DraftRow]) -> dict[int, set[str]]:
    """Region -> the categories it is proposed for, from a draft's rows. A border category only once its list is confirmed."""
    settings = plan_for(period, plan)
    regions = [_standing(region, rows[region.pk]) for region in participants() if region.pk in rows]
    found: dict[int, set[str]] = {}
    for category in settings.categories:
        if not category.is_presented or not category.is_awarded:
            continue
        border = settings.border if settings.border_confirmed else frozenset()
        group = {region.id: region for region in regions if competes(region, category, border=border)}
        for place in ranked((key, rows[key].index, region.code) for key, region in group.items()):
            if place.rank <= category.nominees:
                found.setdefault(place.key, set()).add(category.code)
    return found


def _standing(region: Region, row: DraftRow | None = None) -> Standing:
    index = row.index if row is not None else None
    return Standing(region.pk, region.code, region.name, region.kind, region.iga_regional, index)


def open_to(region: Region, *, period: Period, plan: AwardPlan | None) -> list[Category]:
    """The categories with a presentation in which a region may stand at all."""
    settings = plan_for(period, plan)
    found = _standing(region)
    return [
        category
        for category in settings.categories
        if category.is_presented and competes(found, category, border=settings.border)
    ]


def nominate(
    period: Period, *, actor: Actor, region_id: int, categories: Collection[str], reason: str, now: datetime
) -> Nominee:
    """Nominate a region by hand, or take up again one that was withdrawn; with a reason.

    Raises Refused: region, category (none, or one that it does not belong to), reason.
    """
    plan = open_plan(period, actor=actor)
    region = participants().filter(pk=region_id).first()
    if region is None:
        raise Refused("region", _("Pilih daerah dari daftar peserta."))
    allowed = {category.code for category in open_to(region, period=period, plan=plan)}
    if not categories or set(categories) - allowed:
        raise Refused("category", _("Pilih kategori yang sesuai dengan jenis dan regional daerah ini."))
    reason = _reason(reason)
    nominee, created = Nominee.objects.get_or_create(
        region_id=NATION,
        plan=plan,
        candidate=region,
        defaults={
            "categories": sorted(set(categories)),
            "nominated_by_id": actor.person_id,
            "nominated_at": now,
            "reason": reason,
        },
    )
    if created:
        return nominee
    nominee = Nominee.objects.locked().get(pk=nominee.pk)
    nominee.categories, nominee.withdrawn_at, nominee.reason = sorted(set(categories)), None, reason
    return _saved(nominee)


def withdraw_nominee(period: Period, *, actor: Actor, region_id: int, reason: str, now: datetime) -> Nominee:
    """Take a region out of the running, with a reason; what the panel gave it is kept. One that is withdrawn stays as it was."""
    nominee = _locked(period, actor=actor, region_id=region_id)
    reason = _reason(reason)
    if nominee.withdrawn_at is not None:
        return nominee
    nominee.withdrawn_at, nominee.reason = now, reason
    return _saved(nominee)


def recommend(period: Period, *, actor: Actor, region_id: int, is_recommended: bool, reason: str) -> Nominee:
    """Recommend a nominee for the fiscal incentive, with the reason, or take that back. Raises Refused (withdrawn, reason)."""
    nominee = _locked(period, actor=actor, region_id=region_id)
    if is_recommended and nominee.withdrawn_at is not None:
        raise Refused("withdrawn", _("Nomine ini sudah ditarik; usulkan kembali dulu."))
    text = _reason(reason) if is_recommended else ""
    nominee.is_recommended, nominee.recommendation = is_recommended, text
    return _saved(nominee)


def _locked(period: Period, *, actor: Actor, region_id: int) -> Nominee:
    permit(actor, period)
    nominee = Nominee.objects.locked().filter(plan__period=period, candidate_id=region_id).first()
    if nominee is None:
        raise Refused("nominee", _("Daerah ini bukan nomine."))
    return nominee


def _reason(text: str) -> str:
    cleaned = clean_text(text, longest=LONGEST_NOTE)
    if not cleaned:
        raise Refused("reason", _("Tuliskan alasannya."))
    return cleaned


def _saved(nominee: Nominee) -> Nominee:
    nominee.version += 1
    nominee.save()
    return nominee
