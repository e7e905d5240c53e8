"""The head of an OPD confirms the OPD's list in one act: what stood on the page is what is confirmed.

The guideline does not ask for it, so nothing waits for it: an innovation can be submitted and sent without. It is the head's own
record, shown to the operator, the desk and the regional admin.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.notices.domain import tell
from iga_portal.notices.words import plural
from iga_portal.refusals import Refused, StaleVersion
from innovations.domain.items import DOCUMENT_FIELDS, PROPOSAL_FIELDS
from innovations.domain.seen import field_hash
from innovations.domain.verdicts import claimed_row
from innovations.models import Answer, Citation, Innovation, OpdConfirmation
from innovations.rules import can_confirm_list
from regions.access import Actor
from regions.enums import Role
from regions.models import Opd, RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.people import standing
from scoring.core.canonical import fingerprint as canonical_hash

MARK = 12
"""Hexadecimal digits that tell one state of a field or a row from another: against accident, as nothing secret hangs on it."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`changed` is False when the head had confirmed exactly this list already: a second press."""

    confirmation: OpdConfirmation
    changed: bool


def list_mark(innovations: Collection[tuple[Any, int]]) -> str:
    """What a head's page showed, as a hash over (public id, version) of every innovation on the list, in any order.

    Every change of a proposal, a row, its evidence or its state raises the version of its innovation.
    """
    return canonical_hash(sorted([str(public_id), version] for public_id, version in innovations))


def confirm_list(
    *, actor: Actor, opd_id: int, region_period: RegionPeriod, seen: str, now: datetime
) -> Confirmed:
    """Record that the head has read the list of an OPD and its units as it stands, and agrees.

    `seen` is the `list_mark` of the page. Raises Refused for anybody but the head of that OPD and for an empty list, StaleVersion
    when the list is another by now: nobody confirms what they did not see. The operators are told. Confirming the same list
    again writes nothing.
    """
    ruling = can_confirm_list(actor, opd_id)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    # Two presses take turns here: the second finds what the first wrote.
    Opd.objects.locked().get(pk=opd_id)
    # Locked, so that what is written down below is of the versions that are compared here.
    innovations = list(
        Innovation.objects.locked()
        .filter(opd_id__in=actor.opd_ids, region_period=region_period)
        .order_by("pk")
    )
    if not innovations:
        raise Refused("empty", _("Belum ada inovasi pada daftar ini, jadi belum ada yang disetujui."))
    if list_mark([(entry.public_id, entry.version) for entry in innovations]) != seen:
        raise StaleVersion(
            _(
                "Daftar ini berubah sejak halaman dibuka. Belum ada yang disetujui; baca dulu keadaannya sekarang."
            ),
            current=0,
        )
    latest = OpdConfirmation.objects.filter(opd_id=opd_id, region_period=region_period).first()
    content = list_content(innovations, region_period=region_period, before=latest)
    content_hash = canonical_hash(content)
    if latest and latest.content_hash == content_hash and latest.confirmed_by_id == actor.person_id:
        return Confirmed(latest, changed=False)
    confirmation = OpdConfirmation.objects.create(
        region_id=region_period.region_id,
        opd_id=opd_id,
        region_period=region_period,
        content=content,
        content_hash=content_hash,
        confirmed_by_id=actor.person_id,
        confirmed_at=now,
    )
    _tell_operators(confirmation, actor=actor)
    return Confirmed(confirmation, changed=True)


def list_content(
    innovations: Sequence[Innovation], *, region_period: RegionPeriod, before: OpdConfirmation | None
) -> list[dict[str, Any]]:
    """What is confirmed of each innovation: name, state, version, claimed points (hundredths), and a mark of every part.

    What `before` holds of a version that still stands is taken over, so that a long list is not read as a whole each time.
    """
    known = {entry["public_id"]: entry for entry in (before.content if before else ())}
    kept: dict[int, dict[str, Any]] = {}
    for innovation in innovations:
        entry = known.get(str(innovation.public_id))
        if entry is not None and entry["version"] == innovation.version:
            kept[innovation.pk] = entry
    fresh = contents_of([entry for entry in innovations if entry.pk not in kept], region_period=region_period)
    return [kept.get(innovation.pk) or fresh[innovation.pk] for innovation in innovations]


def contents_of(
    innovations: Sequence[Innovation], *, region_period: RegionPeriod
) -> dict[int, dict[str, Any]]:
    """Entries of a list by innovation id. Two queries, however many; none for none."""
    answers: dict[int, list[Answer]] = {innovation.pk: [] for innovation in innovations}
    cited: dict[int, list[Citation]] = {}
    if innovations:
        for answer in Answer.objects.filter(innovation_id__in=answers).order_by("row"):
            answers[answer.innovation_id].append(answer)
        citations = Citation.objects.filter(answer__innovation_id__in=answers)
        for citation in citations.select_related("document__file"):
            cited.setdefault(citation.answer_id, []).append(citation)
    weights = weights_of(region_period)
    return {
        innovation.pk: entry_of(innovation, answers[innovation.pk], cited=cited, weights=weights)
        for innovation in innovations
    }


def weights_of(region_period: RegionPeriod) -> dict[int, int]:
    """Weights of the 20 rows in hundredths of a point."""
    return {int(row.code): row.weight_hundredths for row in instrument_of(region_period.period).sid_rows}


def entry_of(
    innovation: Innovation,
    answers: Sequence[Answer],
    *,
    cited: Mapping[int, Sequence[Citation]],
    weights: Mapping[int, int],
) -> dict[str, Any]:
    """One innovation as a list states it. Pure over what is handed in."""
    parts = {
        field: field_hash(getattr(innovation, f"{field}_id" if field in DOCUMENT_FIELDS else field))[:MARK]
        for field in PROPOSAL_FIELDS
    }
    for answer in answers:
        mark = canonical_hash(claimed_row(answer, cited.get(answer.pk, ())))[:MARK]
        # The level stands in front: that it moved, and from where, is what a head asks first.
        parts[str(answer.row)] = f"{'-' if answer.claimed_level is None else answer.claimed_level}:{mark}"
    return {
        "public_id": str(innovation.public_id),
        "name": innovation.name,
        "state": str(innovation.state),
        "version": innovation.version,
        "claimed": sum(weights[answer.row] * (answer.claimed_level or 0) for answer in answers),
        "parts": parts,
    }


def _tell_operators(confirmation: OpdConfirmation, *, actor: Actor) -> None:
    operators = dict(
        standing(confirmation.region_id)
        .filter(role=Role.OPERATOR, opd_id__in=actor.opd_ids)
        .values_list("person_id", "opd_id")
    )
    operators.pop(actor.person_id, None)
    tell(
        region_id=confirmation.region_id,
        person_ids=operators,
        kind="list_confirmed",
        message=gettext_noop("Kepala OPD telah membaca dan menyetujui daftar inovasi (%(count)s)."),
        values={"count": plural("%(count)s inovasi", "%(count)s inovasi", len(confirmation.content))},
        path={
            person_id: reverse("opd:innovations", args=[confirmation.region_id, opd_id])
            for person_id, opd_id in operators.items()
        },
    )
