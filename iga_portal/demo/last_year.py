"""The year before, in the demonstration: a closed period with a few innovations that can be carried into this one.

Invented like everything else here, and walked by the domain's own steps at last year's moments: submitted, judged, sent, assessed.
The period rests on this year's rows with its time window moved back by a year, because the official instrument of that year is not
at hand; its name and title say that it is an example.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from iga_portal.demo import clock, evidence
from iga_portal.demo.nation.levels import figures_for
from iga_portal.demo.people import DOMAIN
from iga_portal.demo.planning import Plan, plan_region
from iga_portal.demo.post import forget_mails
from iga_portal.demo.rows import answer_rows_at_once, judge_rows_at_once
from iga_portal.demo.scenes import SCENES
from iga_portal.files.domain import take_in
from iga_portal.files.models import StoredFile
from iga_portal.tenancy.scope import NATION, scope
from innovations.domain.documents import add_document, replace_document
from innovations.domain.innovations import change_proposal, create_innovation
from innovations.domain.integrity import add_integrity_form, check_integrity_form
from innovations.domain.sending import send_portfolio
from innovations.domain.spd import cite_for_region, confirm_region_answer, set_region_answer
from innovations.domain.transitions import take_step
from innovations.models import Document, Innovation, RegionAnswer
from innovations.workflow import Action
from regions.access import Actor
from regions.enums import Role
from regions.models import Instrument, Membership, Opd, Period, Person, Region, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.instrument import parse_instrument
from scoring.recompute import recompute_region

YEAR = timedelta(days=365)
NAMES: Mapping[int, Mapping[str, str]] = {
    6202: {
        "Dinkes": "Posyandu Apung Sungai Mentaya",
        "Puskesmas Baamang I": "Antar Rujukan Tanpa Antre",
        "Disdik": "Perpustakaan Perahu",
    },
    1771: {"Dinkes": "Kelas Ibu Hamil Daring"},
}
"""Region -> agency or unit -> its innovation of last year."""
TEAM_ROWS, PERDA_ROW = (17, 23), 16


def load_last_year(period: Period, *, say: Callable[[str], None]) -> None:
    """Write last year's period and innovations where they are not there yet; a region that was not loaded is left out."""
    last = _last_period(period)
    for region_id in NAMES:
        region = Region.objects.get(pk=region_id)
        with scope({region_id}, role="demo"):
            is_loaded = Opd.objects.exists()
            is_there = Innovation.objects.filter(region_period__period=last).exists()
        if is_loaded and not is_there:
            _write(region, period=period, last=last)
            recompute_region(region_id, period_id=last.pk)
            say(f"{region}: {len(NAMES[region_id])} innovations of {last.year}")


def _last_period(period: Period) -> Period:
    moments = {
        field: getattr(period, field) - YEAR
        for field in ("input_opens", "input_closes", "measurement_ends", "quality_control_ends")
    }
    last, _new = Period.objects.get_or_create(
        year=period.year - 1,
        defaults={
            "name": f"IGA {period.year - 1} (contoh)",
            "instrument": _last_instrument(period),
            "is_demo": True,
            "is_current": False,
            # Over, so that nothing in it can be changed any more.
            "closed_at": moments["quality_control_ends"] + timedelta(days=30),
            **moments,
        },
    )
    return last


def _last_instrument(period: Period) -> Instrument:
    """This year's instrument with every year of its time rules a year earlier."""
    document = deepcopy(period.instrument.document)
    year = period.year - 1
    document |= {"year": year, "status": "prognosis", "title": f"Indeks Inovasi Daerah {year} (contoh)"}
    document["years"] = {word: number - 1 for word, number in document["years"].items()}
    rule = document["eligibility"]
    rule["window"] = {end: _year_before(day) for end, day in rule["window"].items()}
    rule["development_required_before"] = _year_before(rule["development_required_before"])
    fingerprint = parse_instrument(document).fingerprint
    found, _new = Instrument.objects.get_or_create(
        fingerprint=fingerprint,
        defaults={"year": year, "status": "prognosis", "document": document, "frozen_at": timezone.now()},
    )
    return found


def _year_before(day: str) -> str:
    return f"{int(day[:4]) - 1}{day[4:]}"


def _write(region: Region, *, period: Period, last: Period) -> None:
    taken: list[str] = []
    try:
        with scope({region.pk}, role="demo"):
            _Year(region, period=period, last=last, taken=taken).write()
            forget_mails()
    except BaseException:
        for key in taken:
            default_storage.delete(key)
        raise


@dataclass
class _Year:
    """One region's last year, inside an open scope and transaction."""

    region: Region
    period: Period
    last: Period
    taken: list[str]

    def write(self) -> None:
        self.region_period, _new = RegionPeriod.objects.get_or_create(
            region_id=self.region.pk, period=self.last
        )
        # Scored right after it is written; messages to a worker would say nothing new.
        RegionPeriod.objects.filter(pk=self.region_period.pk).update(nudged_at=timezone.now() + YEAR)
        self.admin = self._actor(Role.REGIONAL_ADMIN)
        self.second_admin = self._actor(Role.REGIONAL_ADMIN, besides=self.admin)
        self.reviewer = self._actor(Role.REVIEWER)
        self.perda = Document.objects.filter(
            opd=None, subject__startswith="Penyelenggaraan inovasi", is_current=True
        ).first()
        made = [self._innovation(plan) for plan in self._plans()]
        self._send(made)
        self._replace_one(made[0])

    def _plans(self) -> list[Plan]:
        names = NAMES[self.region.pk]
        scene = next(scene for scene in SCENES if scene.region_id == self.region.pk)
        quiet = replace(
            scene, innovations=dict.fromkeys(names, "A"), titles=names, claimed=70, claimed_sum=None
        )
        places = list(Region.objects.values_list("short_name", flat=True))
        return plan_region(quiet, region=self.region, instrument=instrument_of(self.last), places=places)

    def _innovation(self, plan: Plan) -> Innovation:
        opd = Opd.objects.filter(name=plan.owner).first() or Opd.objects.get(short_name=plan.owner)
        operator = self._operator(opd)
        with self.as_(operator, 3 + plan.number):
            made = create_innovation(
                actor=operator, opd_id=opd.pk, name=plan.name, period=self.last, now=timezone.now()
            )
            change_proposal(made.pk, actor=operator, changes=_items(plan), seen=None)
            made.refresh_from_db()
            papers = self._papers(plan, opd, operator)
            documents = {row.number: papers.get(row.number, papers[0]) for row in plan.rows if row.level}
            answer_rows_at_once(made, actor=operator, rows=plan.rows, documents=documents)
        self._step(made, Action.SUBMIT, operator, 5 + plan.number)
        with self.as_(self.reviewer, 10 + plan.number):
            verdicts = {row.number: (row.verdict, row.reason) for row in plan.rows}
            judge_rows_at_once(made, reviewer=self.reviewer, verdicts=verdicts)
        return self._step(made, Action.VERIFY, self.reviewer, 12 + plan.number)

    def _papers(self, plan: Plan, opd: Opd, operator: Actor) -> dict[int, Document]:
        """Row -> document; at 0 the report that proves all the others. The team's letter is older than this year asks for."""
        number = f"{plan.number + 1:03d}"
        report = self._paper(
            operator, opd, f"Laporan {plan.name} 2024", f"045/{number}/LAP/2024", date(2024, 10, 9)
        )
        team = self._paper(
            operator, opd, f"Tim pelaksana {plan.name}", f"800/{number}/SPT/2023", date(2023, 2, 6)
        )
        found = {0: report} | dict.fromkeys(TEAM_ROWS, team)
        return found | ({PERDA_ROW: self.perda} if self.perda else {})

    def _paper(self, actor: Actor, opd: Opd | None, subject: str, number: str, dated: date) -> Document:
        return add_document(
            actor=actor,
            opd_id=opd.pk if opd else None,
            subject=subject[:300],
            number=number,
            dated=dated,
            file=self._file(actor, subject, number, dated),
        )

    def _file(self, actor: Actor, subject: str, number: str, dated: date) -> StoredFile:
        content = evidence.document(
            title=subject,
            number=number,
            dated=f"{dated:%d-%m-%Y}",
            subject=subject,
            region=self.region.name,
            pages=3,
        )
        name = f"CONTOH {subject}"[:80].replace("/", "-") + ".pdf"
        stored = take_in(ContentFile(content, name=name), region_id=self.region.pk, person_id=actor.person_id)
        self.taken.append(stored.key)
        return stored

    def _send(self, made: list[Innovation]) -> None:
        with self.as_(self.admin, 30):
            form = self._paper(self.admin, None, "Form integritas tahun lalu", "", date(self.last.year, 7, 1))
            answers = self._spd()
            signed = add_integrity_form(
                self.region_period,
                actor=self.admin,
                document_id=form.pk,
                signed_by=f"Kepala Bappeda {self.region.short_name} (contoh)",
                signed_on=timezone.localdate(),
            )
        with self.as_(self.second_admin, 31):
            check_integrity_form(signed.pk, actor=self.second_admin, is_accepted=True)
            for answer in RegionAnswer.objects.filter(pk__in=answers).order_by("pk"):
                confirm_region_answer(answer.pk, actor=self.second_admin, seen_version=answer.version)
        with self.as_(self.admin, 31.5):
            chosen = dict(
                Innovation.objects.filter(pk__in=[entry.pk for entry in made]).values_list("pk", "version")
            )
            send_portfolio(self.region_period.pk, actor=self.admin, chosen=chosen)
        rina = Person.objects.get(email=f"rina@{DOMAIN}")
        ministry = Actor(rina.pk, Role.MINISTRY_ADMIN, NATION)
        for entry in made:
            self._step(entry, Action.ASSESS, ministry, 60)

    def _spd(self) -> list[int]:
        """The SPD rows on the levels that the scene has this year, proved by one report; the ids of the answers."""
        scene = next(scene for scene in SCENES if scene.region_id == self.region.pk)
        rows = instrument_of(self.last).spd_rows
        number = f"000/LKPJ/{self.last.year - 1}"
        report = self._paper(
            self.admin, None, "Laporan keterangan pertanggungjawaban", number, date(self.last.year, 3, 20)
        )
        figures = figures_for(
            rows,
            levels=[scene.spd[row.code] for row in rows],
            chance=random.Random(f"spd/{self.last.year}/{self.region.pk}"),
        )
        answers = []
        for row in rows:
            entry = figures[row.code]
            if entry.level is None:
                continue
            answer = set_region_answer(
                self.region_period, row=row.code, actor=self.admin, seen_version=1,
                level=entry.level if entry.latest is None else None, previous=entry.previous, latest=entry.latest,
            )  # fmt: skip
            cite_for_region(answer.pk, actor=self.admin, document_id=report.pk, pages="2")
            answers.append(answer.pk)
        return answers

    def _replace_one(self, first: Innovation) -> None:
        """The team's letter of one innovation has a successor meanwhile: a copy does not cite the old one."""
        old = Document.objects.filter(
            citations__answer__innovation=first, subject__startswith="Tim pelaksana"
        ).first()
        assert old is not None
        owner = first.opd
        operator = self._operator(owner)
        number = old.number.replace("2023", "2026")
        with scope({self.region.pk}, actor_id=operator.person_id, role=operator.role):
            file = self._file(operator, old.subject, number, date(2026, 1, 12))
            replace_document(old.pk, actor=operator, file=file)

    def _operator(self, opd: Opd) -> Actor:
        """Who writes for an agency: its own operator, or its parent's."""
        found = Membership.objects.filter(role=Role.OPERATOR, region_id=self.region.pk)
        membership = found.filter(opd=opd).first() or found.filter(opd_id=opd.parent_id or 0).first()
        assert membership is not None, opd
        return Actor(membership.person_id, Role.OPERATOR, self.region.pk, frozenset({opd.pk}))

    def _actor(self, role: Role, *, besides: Actor | None = None) -> Actor:
        members = Membership.objects.filter(role=role, region_id=self.region.pk)
        if besides is not None:
            members = members.exclude(person_id=besides.person_id)
        membership = members.order_by("pk").first()
        assert membership is not None, role
        return Actor(membership.person_id, role, self.region.pk)

    def _step(self, innovation: Innovation, action: Action, actor: Actor, day: float) -> Innovation:
        with self.as_(actor, day):
            version = Innovation.objects.values_list("version", flat=True).get(pk=innovation.pk)
            return take_step(innovation.pk, action=action, actor=actor, seen_version=version).innovation

    @contextmanager
    def as_(self, actor: Actor, day: float) -> Iterator[None]:
        moment: datetime = self.last.input_opens + timedelta(days=day, hours=9)
        with clock.at(moment), scope({self.region.pk}, actor_id=actor.person_id, role=actor.role):
            yield


def _items(plan: Plan) -> dict[str, object]:
    """The plan's proposal by items; every second one lay in last year's window and, not developed since, not in this year's."""
    proposal = dict(plan.proposal)
    if "latitude" in proposal:
        proposal["coordinates"] = (proposal.pop("latitude"), proposal.pop("longitude"))
    applied = date(2024, 3, 4) if plan.number % 2 == 0 else date(2023, 5, 8)
    return proposal | {
        "trial_date": applied - timedelta(days=60), "implemented_on": applied, "developed_on": None,
    }  # fmt: skip
