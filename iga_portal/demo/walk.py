"""One region of the demonstration, walked as people walk it: by the domain functions, at the moments it shows.

Whatever changes a state is the domain's own step with its guards, everywhere. The 20 rows of an innovation and their verdicts
go one by one where a scene says so; elsewhere they are written at once, exactly as the domain would have left them (tested
against it), or a first start would spend a minute on 20,000 statements.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from iga_portal.demo import clock
from iga_portal.demo.desk import ask_about_one_row, share_the_work
from iga_portal.demo.library import CITED, SPD_CITED, Library
from iga_portal.demo.nation.levels import figures_for
from iga_portal.demo.people import Staff, since_of
from iga_portal.demo.planning import RETURNS, Plan, Row
from iga_portal.demo.post import forget_mails
from iga_portal.demo.rows import answer_rows, answer_rows_at_once, judge_rows, judge_rows_at_once, sample
from iga_portal.demo.scenes import Scene
from iga_portal.notices.models import Notice
from iga_portal.tenancy.scope import scope
from innovations.domain.innovations import change_proposal, create_innovation
from innovations.domain.integrity import add_integrity_form, check_integrity_form
from innovations.domain.sending import send_portfolio
from innovations.domain.spd import cite_for_region, confirm_region_answer, set_region_answer
from innovations.domain.transitions import take_step
from innovations.models import Document, Innovation, RegionAnswer
from innovations.workflow import Action
from regions.access import Actor
from regions.domain.opds import add_opd
from regions.models import Opd, Period, Region, RegionPeriod
from scoring.core.model import Instrument

FIRST_SENDING, SECOND_SENDING, CLOSING, NOW = 23.0, 26.0, 28.0, 30.0
"""Days after input opened. A demonstration begins 30 days after (`regions.domain.reference.DEMO_DAYS`)."""
NOBODY_ASKS = timedelta(days=400)


class Walk:
    """Writes one region inside an open scope and transaction of that region."""

    def __init__(
        self,
        scene: Scene,
        *,
        region: Region,
        period: Period,
        instrument: Instrument,
        taken: Callable[[str], None],
    ) -> None:
        self.scene, self.region, self.period, self.instrument = scene, region, period, instrument
        self.region_period = RegionPeriod.objects.select_related("period").get(
            region_id=region.pk, period=period
        )
        self.library = Library(
            region_name=region.name,
            region_id=region.pk,
            head=scene.head,
            owners=list(scene.innovations),
            taken=taken,
        )
        self.opds: dict[str, Opd] = {}
        self.operators: dict[str, Actor] = {}

    def write(self, plans: Sequence[Plan]) -> None:
        """Everything of the region, in the order of its days."""
        self._hold_back_nudges()
        with clock.at(self.moment(0)):
            self.staff = Staff(self.region.pk, since_of(self.period))
        self._agencies()
        self._spd()
        made = {plan.number: self._innovation(plan) for plan in plans}
        self._sendings(plans, made)
        self._closings(plans, made)
        self._desk()
        self._settle()

    def moment(self, day: float) -> datetime:
        """A moment in office hours (8 to 16, WIB) so many days after input opened."""
        whole = int(day)
        return self.period.input_opens + timedelta(days=whole, hours=8 + 8 * (day - whole))

    @contextmanager
    def as_(self, actor: Actor, day: float) -> Iterator[None]:
        """Act as somebody, at a moment: the audit history names them, the rows carry the moment."""
        with (
            clock.at(self.moment(day)),
            scope({self.region.pk}, actor_id=actor.person_id, role=actor.role),
        ):
            yield

    def _hold_back_nudges(self) -> None:
        # The region is scored right after it is written; hundreds of messages to a worker would say nothing new.
        RegionPeriod.objects.filter(pk=self.region_period.pk).update(
            nudged_at=self.period.quality_control_ends + NOBODY_ASKS, target_index=self.scene.target_index
        )

    # The region's own things

    def _agencies(self) -> None:
        with self.as_(self.staff.admin, 0.1):
            for agency in self.scene.agencies:
                key = agency.short_name or agency.name
                self.opds[key] = add_opd(
                    actor=self.staff.admin,
                    name=agency.name,
                    short_name=agency.short_name,
                    latitude=self.region.latitude,
                    longitude=self.region.longitude,
                    is_desk=agency.is_desk,
                )
            for parent, units in self.scene.units.items():
                for unit in units:
                    self.opds[unit] = add_opd(
                        actor=self.staff.admin, name=unit, parent_id=self.opds[parent].pk
                    )
        for key, opd in self.opds.items():
            unit_ids = [self.opds[unit].pk for unit in self.scene.units.get(key, ())]
            operator = self.staff.join_agency(
                key, opd, units=unit_ids, needs_operator=key in self.scene.innovations
            )
            if operator is not None:
                self.operators[key] = operator

    def _spd(self) -> None:
        rows = self.instrument.spd_rows
        chance = random.Random(f"spd/{self.region.pk}")
        figures = figures_for(rows, levels=[self.scene.spd[row.code] for row in rows], chance=chance)
        answers = []
        with self.as_(self.staff.admin, 2):
            for row in rows:
                entry = figures[row.code]
                if entry.level is None:
                    continue
                document = self.library.of_region(SPD_CITED[row.code], admin=self.staff.admin)
                given = entry.level if entry.latest is None else None
                answer = set_region_answer(
                    self.region_period, row=row.code, actor=self.staff.admin, seen_version=1,
                    level=given, previous=entry.previous, latest=entry.latest,
                )  # fmt: skip
                cite_for_region(answer.pk, actor=self.staff.admin, document_id=document.pk, pages="2")
                answers.append(answer.pk)
        with self.as_(self.staff.second_admin, 5):
            for answer in RegionAnswer.objects.filter(pk__in=answers).order_by("pk"):
                if answer.row not in self.scene.spd_waiting:
                    confirm_region_answer(
                        answer.pk, actor=self.staff.second_admin, seen_version=answer.version
                    )
        if self.scene.integrity_form:
            with self.as_(self.staff.admin, 6):
                # The guideline has the head of the agency for innovation sign, not the head of the region.
                desk = next(agency for agency in self.scene.agencies if agency.is_desk)
                document = self.library.of_region("integritas", admin=self.staff.admin)
                form = add_integrity_form(
                    self.region_period,
                    actor=self.staff.admin,
                    document_id=document.pk,
                    signed_by=f"Kepala {desk.short_name} (contoh)",
                    signed_on=timezone.localdate(),
                )
            with self.as_(self.staff.second_admin, 7):
                check_integrity_form(form.pk, actor=self.staff.second_admin, is_accepted=True)

    # Innovations

    def _innovation(self, plan: Plan) -> Innovation:
        operator = self.operators[plan.owner]
        opd = self.opds[plan.owner]
        day = self._first_day(plan)
        with self.as_(operator, day):
            innovation = create_innovation(
                actor=operator, opd_id=opd.pk, name=plan.name, period=self.period, now=timezone.now()
            )
            innovation = change_proposal(
                innovation.pk, actor=operator, changes=plan.proposal, seen=None
            ).innovation
        with self.as_(operator, day + 1):
            self._fill(innovation, plan, operator)
        if plan.path in "DC":
            return innovation
        if plan.path == "W" and plan.number % 2:
            return self._step(innovation, Action.WITHDRAW, operator, day + 3, reason=WITHDRAWN)
        innovation = self._step(innovation, Action.SUBMIT, operator, day + 2)
        return self._at_desk(innovation, plan, operator, day + 4)

    @staticmethod
    def _first_day(plan: Plan) -> float:
        """When a draft is begun: what is still under way began lately, what is settled began early."""
        return 11 + plan.number % 13 if plan.path in "DCSIR" else 1 + plan.number % 11

    def _fill(self, innovation: Innovation, plan: Plan, operator: Actor) -> None:
        rows = [_as_first_claimed(row, plan) for row in plan.rows]
        documents = {row.number: self._document(row.number, plan, operator) for row in rows if row.level}
        write = answer_rows if plan.owner in self.scene.one_by_one else answer_rows_at_once
        write(innovation, actor=operator, rows=rows, documents=documents)

    def _document(self, row: int, plan: Plan, operator: Actor) -> Document:
        kind = CITED[row]
        opd_id = self.opds[plan.owner].pk
        if kind in ("sk", "rkpd"):
            # Written by the region's admin, long before; the audit history tells so.
            with self.as_(self.staff.admin, 1):
                return self.library.of_region(kind, admin=self.staff.admin)
        if kind == "laporan":
            return self.library.of_innovation(plan.number, name=plan.name, opd_id=opd_id, operator=operator)
        return self.library.of_agency(kind, owner=plan.owner, opd_id=opd_id, operator=operator)

    def _at_desk(self, innovation: Innovation, plan: Plan, operator: Actor, day: float) -> Innovation:
        match plan.path:
            case "S":
                return innovation
            case "W":
                return self._step(innovation, Action.WITHDRAW, operator, day, reason=WITHDRAWN)
            case "X" | "O":
                innovation = self._step(innovation, Action.DECLINE, self.staff.reviewer, day, reason=DECLINED)
                if plan.path == "O":
                    innovation = self._step(
                        innovation, Action.REOPEN, self.staff.admin, day + 2, reason=REOPENED
                    )
                return innovation
            case "I":
                self._judge(innovation, plan, day, rows=plan.rows[:8])
                return innovation
            case "R" | "M":
                return self._returned(innovation, plan, operator, day)
        self._judge(innovation, plan, day, rows=plan.rows)
        return self._step(innovation, Action.VERIFY, self.staff.reviewer, day + 0.5)

    def _returned(self, innovation: Innovation, plan: Plan, operator: Actor, day: float) -> Innovation:
        before = [row for row in plan.rows if row.number < plan.returned_rows[0]]
        self._judge(innovation, plan, day, rows=before)
        reasons: dict[int | None, str] = {
            row: RETURNS[(row + plan.number) % len(RETURNS)] for row in plan.returned_rows
        }
        innovation = self._step(
            innovation, Action.RETURN, self.staff.reviewer, day + 0.5, row_reasons=reasons
        )
        if plan.path == "R":
            return innovation
        mended = [row for row in plan.rows if row.number in plan.returned_rows]
        with self.as_(operator, day + 2):
            report = self.library.of_innovation(
                plan.number, name=plan.name, opd_id=self.opds[plan.owner].pk, operator=operator, suffix="-2"
            )
            # Few rows, and only these are open: always by the domain.
            answer_rows(
                innovation, actor=operator, rows=mended, documents={row.number: report for row in mended}
            )
        return self._step(innovation, Action.RESUBMIT, operator, day + 2.5)

    def _judge(self, innovation: Innovation, plan: Plan, day: float, *, rows: Sequence[Row]) -> None:
        judge = judge_rows if plan.owner in self.scene.one_by_one else judge_rows_at_once
        verdicts = {
            row.number: (row.verdict, row.reason) for row in (_as_first_claimed(row, plan) for row in rows)
        }
        with self.as_(self.staff.reviewer, day):
            judge(innovation, reviewer=self.staff.reviewer, verdicts=verdicts)

    def _step(
        self,
        innovation: Innovation,
        action: Action,
        actor: Actor,
        day: float,
        *,
        reason: str = "",
        row_reasons: Mapping[int | None, str] | None = None,
    ) -> Innovation:
        with self.as_(actor, day):
            version = Innovation.objects.values_list("version", flat=True).get(pk=innovation.pk)
            return take_step(
                innovation.pk,
                action=action,
                actor=actor,
                seen_version=version,
                reason=reason,
                row_reasons=row_reasons,
            ).innovation

    # The ministry

    def _sendings(self, plans: Sequence[Plan], made: Mapping[int, Innovation]) -> None:
        for paths, day in (("KAQ", FIRST_SENDING), ("L", SECOND_SENDING)):
            chosen = {made[plan.number].pk: made[plan.number].version for plan in plans if plan.path in paths}
            if chosen:
                with self.as_(self.staff.admin, day):
                    send_portfolio(self.region_period.pk, actor=self.staff.admin, chosen=chosen)

    def _closings(self, plans: Sequence[Plan], made: Mapping[int, Innovation]) -> None:
        for plan in plans:
            if plan.path == "Q":
                with (
                    clock.at(self.moment(CLOSING - 1)),
                    scope({self.region.pk}, actor_id=self.staff.evaluator_id, role="evaluator"),
                ):
                    sample(made[plan.number], evaluator_id=self.staff.evaluator_id)
            if plan.path in "AQ":
                self._step(made[plan.number], Action.ASSESS, self.staff.ministry, CLOSING)

    def _desk(self) -> None:
        """Where two people read, they share the work; a region with one has nothing to share."""
        if len(self.staff.reviewers) < 2:
            return
        with self.as_(self.staff.admin, NOW - 1):
            share_the_work(
                admin=self.staff.admin, reviewers=self.staff.reviewers, opds=self.opds, ruled=self.scene.ruled
            )
        with self.as_(self.staff.reviewer, NOW - 0.9):
            ask_about_one_row(reviewer=self.staff.reviewer, opd_id=self.opds[self.scene.asked].pk)

    def _settle(self) -> None:
        """Older notices have been read, and no mail of a past that was made up goes out."""
        old = self.moment(NOW - 12)
        Notice.objects.filter(created_at__lt=old).update(read_at=F("created_at") + timedelta(days=1))
        forget_mails()


def _as_first_claimed(row: Row, plan: Plan) -> Row:
    """What a mended row said at first: one level less, which the desk asked about."""
    if plan.path != "M" or row.number not in plan.returned_rows:
        return row
    return Row(row.number, row.level - 1, row.measured, row.basis, row.level - 1, "")


WITHDRAWN = "Digabung dengan inovasi lain dari OPD ini."
DECLINED = "Inovasi ini sama dengan inovasi OPD lain yang sudah diajukan; tidak dilanjutkan tahun ini."
REOPENED = "OPD menunjukkan kebaruan yang belum tertulis; dibuka kembali untuk dilengkapi."
