"""The claims of many rows of one innovation in one step: what `answers.set_answer` does row by row, for whoever brings a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.refusals import Refused
from innovations.domain.answers import Claim, claim_of, clean_note, refuse_locked, refuse_unknown
from innovations.domain.locking import counts_somewhere, lock_innovation, touch_scores
from innovations.enums import VerdictStage
from innovations.models import Answer
from regions.access import Actor

WRITE_CLAIMS = """
WITH innovation AS (
    UPDATE innovations_innovation SET version = version + 1, changed_at = %(now)s
     WHERE id = %(innovation)s AND region_id = %(region)s
), fallen AS (
    UPDATE innovations_verdict SET stands = false, fell_at = %(now)s, fell_because = %(because)s
     WHERE answer_id = ANY(%(answers)s) AND region_id = %(region)s AND stage = %(desk)s AND stands
)
UPDATE innovations_answer answer
   SET claimed_level = claim.level, basis = claim.basis, measured = claim.measured, note = claim.note,
       verified_level = NULL, changed_at = %(now)s
  FROM unnest(%(answers)s::bigint[], %(levels)s::smallint[], %(bases)s::text[], %(measured)s::numeric[], %(notes)s::text[])
       AS claim(id, level, basis, measured, note)
 WHERE answer.id = claim.id AND answer.region_id = %(region)s
"""
"""As `answers.WRITE_CLAIM`, for several rows; the version need not be compared, because the innovation is locked."""


def set_answers(innovation_id: int, *, actor: Actor, claims: Mapping[int, Claim]) -> int:
    """Write claims by row under one lock; returns how many rows were written.

    The rules are those of `answers.set_answer`, and a verdict on a row that is written falls. Rows that say the same already are
    left alone. The caller has read the rows in this transaction. Raises Refused as `set_answer` does; then nothing is written.
    """
    innovation = lock_innovation(innovation_id)
    answers = {
        answer.row: answer
        for answer in Answer.objects.locked().filter(innovation=innovation, row__in=claims).order_by("pk")
    }
    moved: list[tuple[Answer, Claim]] = []
    for row, claim in claims.items():
        answer = answers.get(row)
        if answer is None:
            raise Refused("row", _("Baris %(row)s tidak ada.") % {"row": row})
        refuse_locked(innovation, answer, actor=actor)
        wanted = replace(claim, note=clean_note(claim.note))
        refuse_unknown(innovation, row, wanted)
        if wanted != claim_of(answer):
            moved.append((answer, wanted))
    if not moved:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE_CLAIMS,
            {
                "now": timezone.now(),
                "because": gettext_noop("isian berubah"),
                "desk": VerdictStage.DESK,
                "innovation": innovation.pk,
                "region": innovation.region_id,
                "answers": [answer.pk for answer, _claim in moved],
                "levels": [claim.level for _answer, claim in moved],
                "bases": [claim.basis for _answer, claim in moved],
                "measured": [claim.measured for _answer, claim in moved],
                "notes": [claim.note for _answer, claim in moved],
            },
        )
    if counts_somewhere(innovation.state):
        touch_scores(innovation)
    return len(moved)
