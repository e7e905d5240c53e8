"""Last year's ranking, in the demonstration: published by two people, so that the public pages have something to show.

Invented like everything else: what each region has is drawn as `seed_nation` draws the nation, but far smaller, and only as it
leaves the portal. The facts of each region are scored by the core, and the publication is written by the ministry's own step: its
hashes hold, and `./portal score` gives every index again. The few innovations that last year's period really holds stay in it.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from iga_portal.demo import words
from iga_portal.demo.agencies import Agency, typical
from iga_portal.demo.nation.levels import Figures, draw_levels, highest, lowest, points_of
from iga_portal.demo.nation.rows import affair_of, mean_maturity, spd_of
from iga_portal.demo.nation.shape import REGIONS, Known, RegionShape, shape_nation
from iga_portal.demo.people import DOMAIN
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations import reference
from innovations.domain.spd import inputs_of
from innovations.enums import Form, Kind, Stage
from regions.enums import Basis
from regions.models import Period, Person, Region
from regions.queries.instruments import instrument_of
from reports.awards import Arrival, Standing, decide
from reports.domain.publishing import publish
from reports.domain.publishing_awards import award_lines
from reports.domain.publishing_content import Draft, give_places
from reports.domain.publishing_gather import NUMBERS, gather
from reports.models import Publication, PublishedInnovation, PublishedRegion
from reports.queries.standings import plan_for
from scoring.core.model import Instrument
from scoring.core.score import Result, score

INNOVATIONS = 6_400
"""Some twelve a region: enough to look around in, and written in seconds."""
NAMESPACE = uuid.UUID("6c0c1c9e-2f0e-5a60-9c8a-2d2f6a3a2025")


def publish_last_year(period: Period, *, say: Callable[[str], None]) -> None:
    """Publish last year's period of the demonstration, once; without such a period nothing is done."""
    last = Period.objects.filter(year=period.year - 1, is_demo=True).first()
    if last is None or Publication.objects.filter(period=last).exists():
        return
    preparer, publisher = (Person.objects.get(email=f"{name}@{DOMAIN}") for name in ("rina", "laras"))
    with scope(region_ids(), actor_id=publisher.pk, role="demo"):
        draft = last_year(last)
        publication = publish(
            draft,
            period=last,
            prepared_by_id=preparer.pk,
            published_by_id=publisher.pk,
            now=last.closed_at or last.quality_control_ends,
        )
    say(f"publication {publication.number}: {publication.title}, {len(draft.awards)} awards")


def last_year(last: Period) -> Draft:
    """What is published: the results that the period holds, and for the other regions what is drawn for them."""
    real = gather(last)
    there = [row for row in real.regions if row.is_assessed]
    shapes = shape_nation(
        [row.region_id for row in real.regions],
        regions=REGIONS,
        innovations=INNOVATIONS,
        known=Known(
            [row.region_id for row in there],
            innovations=sum(map(len, real.innovations.values())),
            index_sum=float(sum(row.index or 0 for row in there)),
        ),
    )
    made = {shape.region_id: _Made(shape, last, instrument_of(last)) for shape in shapes}
    regions = Region.objects.in_bulk(made)
    innovations = dict(real.innovations)
    for row in real.regions:
        if row.region_id in made:
            made[row.region_id].fill(row)
            innovations[row.code] = made[row.region_id].innovations(regions[row.region_id])
    give_places(real.regions)
    standings = [_standing(row, made.get(row.region_id)) for row in real.regions]
    awards = award_lines(decide(standings, plan_for(last, None), candidates=[]), real.regions)
    return Draft(real.heading, real.regions, innovations, awards)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One innovation: its urusan, when it began, its levels by row, and when its region sent it."""

    public_id: str
    urusan: str
    implemented: date
    levels: dict[str, int]
    sent_at: datetime
    agency: Agency
    title: str
    people: int
    kind: Kind
    form: Form


class _Made:
    """One region that is drawn: its innovations, its facts, its result."""

    def __init__(self, shape: RegionShape, period: Period, instrument: Instrument) -> None:
        self.shape, self.period, self.instrument = shape, period, instrument
        self.names = reference.urusan_names()
        self.drawn = list(self._draw())

    def _draw(self) -> Iterator[_Drawn]:
        shape, rows = self.shape, self.instrument.sid_rows
        chance = random.Random(f"published/{self.period.year}/{shape.region_id}")
        agencies, titles = typical(30), words.titles()
        mean, low, high = mean_maturity(shape, self.instrument), lowest(rows), highest(rows)
        wanted = reached = 0.0
        for place in range(shape.innovations):
            counts = place < shape.counted
            wanted += mean
            aim = wanted - reached + chance.gauss(0, 600)
            levels = draw_levels(rows, points_hundredths=round(min(max(aim, low), high)), chance=chance)
            reached += points_of(rows, levels) if counts else mean
            affair = affair_of(shape, place, chance)
            owners = [agency for agency in agencies if agency.urusan == affair] or list(agencies[4:])
            yield _Drawn(
                public_id=str(uuid.uuid5(NAMESPACE, f"{shape.region_id}/{place}")),
                urusan=affair,
                implemented=self._day(chance, counts=counts),
                levels={row.code: level for row, level in zip(rows, levels, strict=True) if level},
                sent_at=self.period.input_opens + timedelta(days=12, minutes=chance.randrange(40_000)),
                agency=chance.choice(owners),
                title=titles[(shape.region_id * 5 + place) % len(titles)].name[:180],
                people=chance.randint(150, 9_000),
                kind=chance.choice(list(Kind)),
                form=chance.choice(list(Form)),
            )

    def _day(self, chance: random.Random, *, counts: bool) -> date:
        """Inside the window, or years before it."""
        rule = self.instrument.eligibility
        if not counts:
            return rule.window_from - timedelta(days=chance.randrange(100, 900))
        return rule.window_from + timedelta(
            days=chance.randrange((rule.window_to - rule.window_from).days + 1)
        )

    def facts(self, code: str) -> dict[str, Any]:
        """The core's document of the final basis."""
        return {
            "instrument": self.instrument.year,
            "region": {"code": code},
            "basis": Basis.FINAL.value,
            "spd": {
                row: _entry(self.instrument, row, figures)
                for row, figures in spd_of(self.shape, self.instrument).items()
                if figures.level
            },
            "innovations": [
                {
                    "id": entry.public_id,
                    "stage": Stage.PENERAPAN.value,
                    "urusan": self.names[entry.urusan],
                    "implemented": entry.implemented.isoformat(),
                    "developed": None,
                    "levels": entry.levels,
                }
                for entry in self.drawn
            ],
        }

    def fill(self, row: PublishedRegion) -> None:
        """Give the row the numbers that the core works out of the facts."""
        facts = self.facts(row.code)
        self.result: Result = score(facts, self.instrument)
        for name in NUMBERS:
            setattr(row, name, getattr(self.result.numbers, name))
        row.is_assessed, row.facts, row.facts_hash = True, facts, self.result.facts_hash

    def innovations(self, region: Region) -> Sequence[PublishedInnovation]:
        """In the order of their public ids, as a publication holds them."""
        maturities = {entry.id: entry.maturity for entry in self.result.innovations}
        return [
            PublishedInnovation(
                public_id=uuid.UUID(entry.public_id),
                name=f"{entry.title} (contoh)",
                opd=entry.agency.name,
                urusan=self.names[entry.urusan],
                form=entry.form,
                kind=entry.kind,
                aim=words.aim(entry.title),
                result=words.result(entry.people),
                levels=entry.levels,
                maturity=maturities.get(entry.public_id),
            )
            for entry in sorted(self.drawn, key=lambda drawn: drawn.public_id)
        ]

    def counted(self) -> Iterator[_Drawn]:
        return (entry for place, entry in enumerate(self.drawn) if place < self.shape.counted)


def _entry(instrument: Instrument, row: str, figures: Figures) -> Any:
    """A level, or the figures of a measured row, as the facts format writes them."""
    inputs: Mapping[str, str] | None = inputs_of(
        instrument.row(row), previous=figures.previous, latest=figures.latest
    )
    return dict(sorted(inputs.items())) if inputs is not None else figures.level


def _standing(row: PublishedRegion, made: _Made | None) -> Standing:
    """The region as the awards see it. What it had the year before is not known."""
    basic = {entry.code for entry in reference.urusan() if entry.is_yandas}
    rivals = {entry.code for entry in reference.urusan() if entry.is_konkuren}
    counted = list(made.counted()) if made else []
    return Standing(
        id=row.region_id,
        code=row.code,
        name=row.name,
        kind=row.kind,
        regional=row.regional,
        index=Decimal(row.index) if row.index is not None else None,
        predicate=row.predicate,
        arrivals=tuple(
            sorted(
                (Arrival(entry.sent_at, entry.urusan) for entry in counted if entry.urusan in basic),
                key=lambda arrival: (arrival.at, arrival.urusan),
            )
        ),
        konkuren=frozenset(entry.urusan for entry in counted) & rivals,
    )
