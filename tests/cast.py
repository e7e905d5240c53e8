"""The cast of every test: who is who, in two regions and the ministry, and how an innovation of theirs comes about."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from iga_portal.files.domain import take_in
from iga_portal.tenancy.scope import scope
from innovations import reference
from innovations.domain.answers import Claim
from innovations.domain.claims import set_answers
from innovations.domain.documents import add_document
from innovations.domain.innovations import change_proposal, create_innovation
from innovations.domain.integrity import add_integrity_form, check_integrity_form
from innovations.domain.transitions import take_step
from innovations.domain.verdicts import citations_of, judge_row, judged_content
from innovations.enums import Decision, VerdictStage
from innovations.models import Answer, Citation, Document, Innovation, RegionAnswer, RowQuestion, Verdict
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import Membership, Opd, Period, Person, Region, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.canonical import fingerprint

KOTIM, BENGKULU, JAYAPURA = 6202, 1771, 9171
PASSWORD = "rahasia-untuk-uji"

DAY = date(2026, 7, 7)
NOON = datetime(2026, 7, 7, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
"""Frozen time of tests: inside the input phase that `freeze_period` sets."""


@dataclass(frozen=True)
class Cast:
    """People with one membership each; `nobody` has an account and no role."""

    sari: Person  # operator of the health agency, Kotawaringin Timur
    dewi: Person  # operator of another agency there
    joko: Person  # head of Sari's agency
    budi: Person  # desk reviewer there
    hendra: Person  # regional admin there
    indah: Person  # second regional admin there, who confirms what Hendra enters
    tiur: Person  # head of that region
    wati: Person  # operator in Kota Bengkulu: the outsider
    yosef: Person  # regional admin in Kota Jayapura (WIT)
    arif: Person  # evaluator assigned to Kotawaringin Timur
    rina: Person  # Kemendagri admin
    nobody: Person
    health: Opd
    education: Opd
    clinic: Opd  # UPTD of the health agency
    bengkulu_opd: Opd
    period: Period

    def actor(self, name: str) -> Actor:
        person: Person = getattr(self, name)
        membership = Membership.objects.get(person=person)
        opd_ids: frozenset[int] = frozenset()
        if membership.opd_id:
            with scope({membership.region_id}):
                units = Opd.objects.filter(parent_id=membership.opd_id).values_list("pk", flat=True)
                opd_ids = frozenset({membership.opd_id, *units})
        return Actor(person.pk, Role(membership.role), membership.region_id, opd_ids)


def make_cast() -> Cast:
    """Two regions, the ministry, and everybody in them; the period is open for input around NOON."""
    period = Period.objects.get(is_current=True)
    Period.objects.filter(pk=period.pk).update(
        input_opens=NOON - timedelta(days=30),
        input_closes=NOON + timedelta(days=45),
        measurement_ends=NOON + timedelta(days=75),
        quality_control_ends=NOON + timedelta(days=105),
        publishes_at=None,
    )
    period.refresh_from_db()
    with scope({KOTIM, BENGKULU, JAYAPURA}):
        health = Opd.objects.create(region_id=KOTIM, name="Dinas Kesehatan")
        education = Opd.objects.create(region_id=KOTIM, name="Dinas Pendidikan")
        clinic = Opd.objects.create(region_id=KOTIM, name="Puskesmas Baamang", parent=health)
        Opd.objects.create(region_id=KOTIM, name="Bapperida", is_desk=True)
        bengkulu_opd = Opd.objects.create(region_id=BENGKULU, name="Dinas Kesehatan")
        Opd.objects.create(region_id=JAYAPURA, name="Bappeda", is_desk=True)
    people = {
        "sari": (Role.OPERATOR, KOTIM, health),
        "dewi": (Role.OPERATOR, KOTIM, education),
        "joko": (Role.OPD_HEAD, KOTIM, health),
        "budi": (Role.REVIEWER, KOTIM, None),
        "hendra": (Role.REGIONAL_ADMIN, KOTIM, None),
        "indah": (Role.REGIONAL_ADMIN, KOTIM, None),
        "tiur": (Role.REGION_HEAD, KOTIM, None),
        "wati": (Role.OPERATOR, BENGKULU, bengkulu_opd),
        "yosef": (Role.REGIONAL_ADMIN, JAYAPURA, None),
        "arif": (Role.EVALUATOR, KOTIM, None),
        "rina": (Role.MINISTRY_ADMIN, 0, None),
        "nobody": None,
    }
    made: dict[str, Person] = {}
    for name, place in people.items():
        made[name] = Person(email=f"{name}@contoh.go.id", name=name.capitalize())
        made[name].password = password_hash()
        made[name].save()
        if place is not None:
            role, region_id, opd = place
            Membership.objects.create(
                person=made[name],
                role=role,
                region=Region(pk=region_id),
                opd=opd,
                valid_from=date(2025, 1, 1),
            )
    return Cast(
        **made, health=health, education=education, clinic=clinic, bengkulu_opd=bengkulu_opd, period=period
    )


@cache
def password_hash() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


PROPOSAL = {
    "stage": "penerapan",
    "initiator": "opd",
    "initiator_name": "Dinas Kesehatan",
    "classification": "perangkat_daerah",
    "latitude": "-2.53000",
    "longitude": "112.95000",
    "kind": "digital",
    "form": "pelayanan_publik",
    "asta_cita": 4,
    "pkpn_cluster": "D",
    "pkpn_main": "D03",
    "urusan": "A02",
    "trial_date": date(2024, 1, 10),
    "implemented_on": date(2024, 5, 6),
    "design": "kata " * 300,
    "aim": "Mempercepat layanan.",
    "benefit": "Waktu tunggu turun 40 menit.",
    "result": "Satu aplikasi antrean.",
}


def pdf_bytes(text: str = "contoh") -> bytes:
    """A small PDF that opens, different for each text."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Title"] = text
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def make_document(
    actor: Actor, *, opd: Opd | None, subject: str = "SK Bupati", region_wide: bool = False
) -> Document:
    upload = SimpleUploadedFile(f"{subject}.pdf", pdf_bytes(subject), content_type="application/pdf")
    stored = take_in(upload, region_id=actor.region_id, person_id=actor.person_id)
    return add_document(
        actor=actor,
        opd_id=opd.pk if opd else None,
        subject=subject,
        number="188/1/2025",
        dated=date(2025, 1, 2),
        file=stored,
        is_region_wide=region_wide,
    )


def make_draft(
    actor: Actor, *, opd: Opd, period: Period, name: str = "Antrean Daring", now: datetime | None = None
) -> Innovation:
    return create_innovation(actor=actor, opd_id=opd.pk, name=name, period=period, now=now or NOON)


def make_complete(
    actor: Actor,
    *,
    opd: Opd,
    period: Period,
    name: str = "Antrean Daring",
    level: int = 2,
    now: datetime | None = None,
    **proposal: object,
) -> Innovation:
    """A draft with every required item, every row claimed at `level`, one document cited for all of them.

    What `set_answer` and `cite_document` leave row by row, in a tenth of the statements (tests/test_cast.py holds them equal).
    """
    from decimal import Decimal

    innovation = make_draft(actor, opd=opd, period=period, name=name, now=now)
    changes: dict[str, object] = {**PROPOSAL, **proposal}
    for field in ("latitude", "longitude"):
        changes[field] = Decimal(str(changes[field]))
    innovation = change_proposal(innovation.pk, actor=actor, seen=None, changes=changes).innovation
    document = make_document(actor, opd=opd, subject=f"SK {name}")
    claims = {row: Claim(level=level, basis="a" if row == 33 else "") for row in range(16, 36)}
    set_answers(innovation.pk, actor=actor, claims=claims)
    Citation.objects.bulk_create(
        Citation(region_id=actor.region_id, answer=answer, document=document, pages="1")
        for answer in Answer.objects.filter(innovation=innovation).order_by("row")
    )
    innovation.refresh_from_db()
    innovation.version += 1
    innovation.save(update_fields=["version", "changed_at"])
    return innovation


def submit(innovation: Innovation, actor: Actor) -> Innovation:
    innovation.refresh_from_db()
    return take_step(
        innovation.pk, action=Action.SUBMIT, actor=actor, seen_version=innovation.version
    ).innovation


def judge_all(
    innovation: Innovation, reviewer: Actor, *, level: int | None = None, reason: str = "Bukti kurang."
) -> None:
    """The desk's verdict on every row: the claim, or at most `level` with the reason.

    On rows that nobody has judged, what `judge_row` leaves row by row, the rules asked once (tests/test_cast.py holds them equal).
    """
    answers = list(Answer.objects.filter(innovation=innovation))
    fresh = not Verdict.objects.filter(answer__in=answers).exists()
    asked = RowQuestion.objects.filter(answer__in=answers, closed_at__isnull=True).exists()
    by_hand = answers[:1] if fresh and not asked else answers
    for answer in by_hand:
        _judge(answer, reviewer, level=level, reason=reason)
    _judge_at_once(answers[len(by_hand) :], reviewer, level=level, reason=reason)


def _judge(answer: Answer, reviewer: Actor, *, level: int | None, reason: str) -> None:
    claimed = answer.claimed_level or 0
    wanted = claimed if level is None else min(level, claimed)
    judge_row(
        answer.pk,
        reviewer=reviewer,
        level=wanted,
        seen_hash=fingerprint(judged_content(answer, citations_of(answer))),
        reason="" if wanted == answer.claimed_level else reason,
    )


def _judge_at_once(answers: list[Answer], reviewer: Actor, *, level: int | None, reason: str) -> None:
    cited: dict[int, list[Citation]] = {}
    for citation in Citation.objects.filter(answer__in=answers).select_related("document__file"):
        cited.setdefault(citation.answer_id, []).append(citation)
    verdicts = []
    for answer in answers:
        claimed = answer.claimed_level or 0
        answer.verified_level = claimed if level is None else min(level, claimed)
        judged = judged_content(answer, cited.get(answer.pk, []))
        verdicts.append(
            Verdict(
                region_id=answer.region_id,
                answer=answer,
                stage=VerdictStage.DESK,
                decision=decision_on(level=answer.verified_level, claimed=claimed),
                level=answer.verified_level,
                reason="" if answer.verified_level == answer.claimed_level else reason,
                reviewer_id=reviewer.person_id,
                judged=judged,
                judged_hash=fingerprint(judged),
            )
        )
    Verdict.objects.bulk_create(verdicts)
    Answer.objects.bulk_update(answers, ["verified_level"])


def decision_on(*, level: int, claimed: int) -> Decision:
    if level == claimed:
        return Decision.ACCEPT
    return Decision.REJECT if level == 0 else Decision.LOWER


def verify(innovation: Innovation, reviewer: Actor, **judging: object) -> Innovation:
    judge_all(innovation, reviewer, **judging)  # type: ignore[arg-type]
    innovation.refresh_from_db()
    return take_step(
        innovation.pk, action=Action.VERIFY, actor=reviewer, seen_version=innovation.version
    ).innovation


def make_sendable(cast: Cast, *, rows: bool = True) -> None:
    """What every first sending of Kotawaringin Timur asks for: an accepted form, and mandatory SPD rows answered with "nothing" (0)."""
    hendra, indah = cast.actor("hendra"), cast.actor("indah")
    period = region_period(cast)
    document = make_document(hendra, opd=None, subject="Form integritas")
    form = add_integrity_form(
        period,
        actor=hendra,
        document_id=document.pk,
        signed_by="Drs. Ahmad",
        signed_on=date(cast.period.year, 7, 1),
    )
    check_integrity_form(form.pk, actor=indah, is_accepted=True)
    if rows:
        answered = set(RegionAnswer.objects.filter(region_period=period).values_list("row", flat=True))
        RegionAnswer.objects.bulk_create(
            RegionAnswer(
                region_id=period.region_id,
                region_period=period,
                row=row.code,
                level=0,
                entered_by=cast.hendra,
                entered_at=timezone.now(),
            )
            for row in instrument_of(cast.period).spd_rows
            if row.mandatory and row.code not in answered
        )


def region_period(cast: Cast, region_id: int = KOTIM) -> RegionPeriod:
    return RegionPeriod.objects.select_related("period").get(region_id=region_id, period=cast.period)


__all__ = [
    "BENGKULU",
    "DAY",
    "JAYAPURA",
    "KOTIM",
    "NOON",
    "PASSWORD",
    "Cast",
    "make_cast",
    "reference",
    "timezone",
]
