"""Keeping the ranking of the final basis as it stands at one moment. Rows of the nation."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import NATION
from innovations.domain.texts import clean_line
from regions.access import Actor
from regions.models import Period
from reports.models import RankingDraft
from reports.queries.drafts import final_rows
from reports.rules import can_award
from scoring.core.canonical import fingerprint

LONGEST_DRAFT_NOTE = 300


def make_draft(period: Period, *, actor: Actor, now: datetime, note: str = "") -> tuple[RankingDraft, bool]:
    """Keep the ranking as it stands. Gives the draft, and whether it is a new one.

    When nothing has changed since the latest draft, that one is given and nothing written: a second press makes no second draft.
    Raises Refused without the right, before any region has a final index, and for a note that is too long.
    """
    ruling = can_award(actor)
    if not ruling:
        raise Refused(ruling.code, ruling.reason)
    note = clean_line(note, longest=LONGEST_DRAFT_NOTE)
    rows = final_rows(period)
    if not rows:
        raise Refused(
            "empty",
            _("Belum ada daerah dengan indeks final. Draf dapat dibuat setelah ada daerah yang mengirim."),
        )
    document = {str(region): row.as_text() for region, row in sorted(rows.items())}
    rows_hash = fingerprint({region: _without_version(row) for region, row in document.items()})
    latest = RankingDraft.objects.filter(period=period).order_by("-number").defer("rows").first()
    if latest is not None and latest.rows_hash == rows_hash:
        return latest, False
    try:
        with transaction.atomic():
            draft = RankingDraft.objects.create(
                region_id=NATION,
                period=period,
                number=latest.number + 1 if latest else 1,
                rows=document,
                rows_hash=rows_hash,
                note=note,
                made_by_id=actor.person_id,
                made_at=now,
            )
    except IntegrityError:
        # Somebody else made the draft of this number in the same moment; theirs stands.
        return RankingDraft.objects.filter(period=period).defer("rows").latest("number"), False
    return draft, True


def _without_version(row: dict[str, str]) -> dict[str, str]:
    """A region computed again to the same numbers has not changed."""
    return {key: value for key, value in row.items() if key != "content_version"}
