"""How a period awards: weights, criteria, categories, the border list and its confirmation. One row a period, the nation's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused, StaleVersion
from iga_portal.tenancy.scope import NATION
from iga_portal.web.formats import number
from innovations.domain.texts import clean_line
from regions.access import Actor
from regions.enums import RegionKind
from regions.models import Period, Region
from regions.queries.regions import participants
from reports.awards.categories import categories_for, with_settings
from reports.awards.model import HUNDRED, AwardsInvalid, Criterion, Part
from reports.awards.plans import border_proposal, read_criteria, stored_criteria
from reports.awards.preset import PRESET
from reports.models import AwardPlan, PanelScore
from reports.rules import can_award

BORDER_KINDS = (RegionKind.KABUPATEN, RegionKind.KOTA)
LONGEST_CRITERION = 120
MOST_CRITERIA = 12


def open_plan(period: Period, *, actor: Actor) -> AwardPlan:
    """The plan of a period; begun with the guideline's categories and the preset criteria where there is none yet."""
    permit(actor, period)
    plan, _created = AwardPlan.objects.get_or_create(
        region_id=NATION,
        period=period,
        defaults={"criteria": {str(part): stored_criteria(entries) for part, entries in PRESET.items()}},
    )
    return plan


def permit(actor: Actor, period: Period) -> None:
    """Raises Refused for anybody but the ministry's admins, and once the period is closed."""
    ruling = can_award(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    if period.closed_at is not None:
        raise Refused("closed", _("Periode ini sudah ditutup; pengaturan penghargaannya tidak berubah lagi."))


def set_weights(
    period: Period, *, actor: Actor, seen: int, index: Decimal, presentation: Decimal, field: Decimal
) -> AwardPlan:
    """Weights of the final score in percent. Raises Refused (sum, range), StaleVersion."""
    plan = _locked(period, actor=actor, seen=seen)
    for value in (index, presentation, field):
        if not 0 <= value <= HUNDRED or value != round(value, 2):
            raise Refused(
                "range", _("Setiap bobot harus dari 0 sampai 100, dengan paling banyak dua desimal.")
            )
    total = index + presentation + field
    if total != HUNDRED:
        raise Refused(
            "sum",
            _("Bobot indeks, presentasi, dan validasi lapangan harus berjumlah 100; sekarang %(total)s.")
            % {"total": number(total)},
        )
    plan.index_weight, plan.presentation_weight, plan.field_weight = index, presentation, field
    return _saved(plan)


def set_criteria(
    period: Period, *, actor: Actor, seen: int, part: Part, criteria: Sequence[tuple[str, str, Decimal]]
) -> AwardPlan:
    """The criteria of a part as (code or "" for a new one, name, weight in percent).

    Raises Refused: sum, range, name, twice, many; scored for a criterion that is left out though the panel has scored it.
    """
    plan = _locked(period, actor=actor, seen=seen)
    found = _named(criteria)
    total = sum((entry.weight for entry in found), Decimal(0))
    if total != HUNDRED:
        raise Refused(
            "sum",
            _("Bobot kriteria harus berjumlah 100; sekarang %(total)s.") % {"total": number(total)},
        )
    kept = {entry.code for entry in found}
    for before in read_criteria(plan.criteria)[part]:
        if before.code not in kept and _is_scored(plan, part, before.code):
            raise Refused(
                "scored",
                _(
                    "Kriteria “%(name)s” sudah dinilai dan tidak dapat dihapus. Beri bobot 0 bila tidak dipakai lagi."
                )
                % {"name": before.name},
            )
    plan.criteria = {**plan.criteria, str(part): stored_criteria(found)}
    return _saved(plan)


def _named(criteria: Sequence[tuple[str, str, Decimal]]) -> list[Criterion]:
    if not criteria or len(criteria) > MOST_CRITERIA:
        raise Refused("many", _("Isi 1 sampai %(most)d kriteria.") % {"most": MOST_CRITERIA})
    found: list[Criterion] = []
    names: set[str] = set()
    codes: set[str] = set()
    for code, typed, weight in criteria:
        name = clean_line(typed, longest=LONGEST_CRITERION)
        if not name:
            raise Refused("name", _("Setiap kriteria memerlukan nama."))
        if not 0 <= weight <= HUNDRED or weight != round(weight, 2):
            raise Refused(
                "range", _("Setiap bobot harus dari 0 sampai 100, dengan paling banyak dua desimal.")
            )
        own = code or slugify(name)[:40] or f"kriteria-{len(found) + 1}"
        if name.casefold() in names or own in codes:
            raise Refused("twice", _("Kriteria “%(name)s” tertulis dua kali.") % {"name": name})
        names.add(name.casefold())
        codes.add(own)
        found.append(Criterion(own, name, weight))
    return found


def _is_scored(plan: AwardPlan, part: Part, code: str) -> bool:
    return PanelScore.objects.filter(nominee__plan=plan, part=part, criterion=code).exists()


def set_categories(
    period: Period, *, actor: Actor, seen: int, settings: Mapping[str, Mapping[str, Any]]
) -> AwardPlan:
    """What differs from the guideline's list, by category. Raises Refused for numbers out of range, StaleVersion."""
    plan = _locked(period, actor=actor, seen=seen)
    try:
        with_settings(categories_for(period.year), settings)
    except AwardsInvalid as error:
        raise Refused(
            error.code, _("Jumlah pemenang dan nomine harus bilangan bulat mulai dari 1.")
        ) from error
    plan.categories = {code: dict(own) for code, own in settings.items()}
    return _saved(plan)


# The border list ---------------------------------------------------------------------------------------------------


def set_border(period: Period, *, actor: Actor, seen: int, region_ids: Collection[int]) -> AwardPlan:
    """The border regions of the period. Raises Refused for a list that is confirmed, or a region that is no kabupaten or kota."""
    plan = _locked(period, actor=actor, seen=seen)
    if plan.border_confirmed_at is not None:
        raise Refused(
            "confirmed", _("Daftar ini sudah ditetapkan. Buka dulu penetapannya, lalu ubah daftarnya.")
        )
    allowed = set(participants().filter(kind__in=BORDER_KINDS).values_list("pk", flat=True))
    if set(region_ids) - allowed:
        raise Refused("region", _("Daftar perbatasan hanya memuat kabupaten dan kota peserta."))
    plan.border_regions = sorted(set(region_ids))
    return _saved(plan)


def confirm_border(period: Period, *, actor: Actor, seen: int, now: datetime) -> AwardPlan:
    """Confirm the list as it was seen: only now the cluster can be awarded. Raises Refused (empty), StaleVersion."""
    plan = _locked(period, actor=actor, seen=seen)
    if not plan.border_regions:
        raise Refused("empty", _("Daftar masih kosong. Susun dan simpan dulu daftarnya."))
    if plan.border_confirmed_at is None:
        plan.border_confirmed_at, plan.border_confirmed_by_id = now, actor.person_id
        _saved(plan)
    return plan


def reopen_border(period: Period, *, actor: Actor, seen: int) -> AwardPlan:
    """Take the confirmation back, so that the list can be changed; the cluster cannot be awarded meanwhile."""
    plan = _locked(period, actor=actor, seen=seen)
    if plan.border_confirmed_at is not None:
        plan.border_confirmed_at, plan.border_confirmed_by = None, None
        _saved(plan)
    return plan


def proposed_border() -> list[Region]:
    """The regions that sources name; the portal proposes them and confirms nothing."""
    return list(
        participants().filter(code__in=border_proposal().codes, kind__in=BORDER_KINDS).order_by("code")
    )


def _locked(period: Period, *, actor: Actor, seen: int) -> AwardPlan:
    """The plan, locked and unchanged since the person saw it."""
    open_plan(period, actor=actor)
    plan = AwardPlan.objects.locked().get(period=period)
    if plan.version != seen:
        raise StaleVersion(
            _("Pengaturan ini baru saja diubah orang lain. Muat ulang halaman, lalu ulangi perubahan Anda."),
            current=plan.version,
        )
    return plan


def _saved(plan: AwardPlan) -> AwardPlan:
    plan.version += 1
    plan.save()
    return plan
