"""The desk of a demonstration region on its last day: two who share the work, and a question that waits for its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from innovations.domain.assignments import assign
from innovations.domain.questions import ask_question
from innovations.domain.sharing import add_rule
from innovations.enums import State
from innovations.models import Answer, Innovation
from regions.access import Actor
from regions.models import Opd

ASKED_ROW = 17
QUESTION = "Jumlah anggota tim di SK berbeda dengan yang diisikan. Mana yang berlaku tahun ini?"


def share_the_work(
    *, admin: Actor, reviewers: Sequence[Actor], opds: Mapping[str, Opd], ruled: Sequence[str]
) -> None:
    """A rule for some agencies, and half of what waits given by hand; the other half is left for whoever looks.

    Runs in the region's scope, in the admin's name.
    """
    first, second = reviewers
    now = timezone.now()
    for key in ruled:
        add_rule(admin=admin, reviewer_id=second.person_id, opd_id=opds[key].pk, urusan="", now=now)
    waiting = list(
        Innovation.objects.filter(state=State.SUBMITTED)
        .order_by("submitted_at", "pk")
        .values_list("pk", flat=True)
    )
    for number, innovation_id in enumerate(waiting[: len(waiting) // 2]):
        assign(
            [innovation_id],
            admin=admin,
            reviewer_id=(first, second)[number % 2].person_id,
            now=now,
        )


def ask_about_one_row(*, reviewer: Actor, opd_id: int) -> None:
    """One open question, on what an agency submitted last. Runs in the region's scope, in the reviewer's name."""
    latest = Innovation.objects.filter(state=State.SUBMITTED, opd_id=opd_id).latest("submitted_at", "pk")
    ask_question(Answer.objects.get(innovation=latest, row=ASKED_ROW).pk, reviewer=reviewer, text=QUESTION)
