"""The rows of the nation, region by region, as text for COPY."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from iga_portal.demo import words
from iga_portal.demo.agencies import Agency, typical
from iga_portal.demo.nation.levels import (
    Figures,
    Profile,
    draw_profile,
    highest,
    lowest,
    points_of,
    spd_figures,
)
from iga_portal.demo.nation.shape import SEED, RegionShape
from innovations.enums import Classification, Form, Initiator, Kind, Stage, State
from innovations.reference import NON_PKPN, urusan
from regions.models import Period, Region
from scoring.core.model import Instrument

PROFILES_OF_A_MATURITY = 12
"""So many different profiles per maturity: enough variety, and little to draw for 36,742 innovations."""
ASSESSED = 0.7
"""Share of the counted innovations whose quality control is closed; of these every third was sampled."""

# Where the innovations that do not count stand, in turn.
ELSEWHERE = (
    (State.SENT, "window"), (State.SENT, "stage"), (State.VERIFIED, ""), (State.SUBMITTED, ""), (State.DRAFT, ""),
    (State.RETURNED, ""), (State.SENT, "window"), (State.VERIFIED, ""), (State.WITHDRAWN, ""), (State.DECLINED, ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbering:
    """First ids of the rows that others refer to, and who entered and confirmed the SPD rows."""

    agency: int
    innovation: int
    entered_by: int
    confirmed_by: int


@dataclass
class NationRows:
    """Draws the rows of each region once, and gives them out table by table. Memory: the text of the answers is built while
    it is sent, never held."""

    instrument: Instrument
    period: Period
    shapes: Sequence[RegionShape]
    regions: dict[int, Region]
    region_periods: dict[int, int]
    numbering: Numbering
    _profiles: dict[tuple[int, str, int], tuple[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = self.instrument.sid_rows
        self.titles = words.titles()
        self.opened = self.period.input_opens
        self.first_agency: dict[int, int] = {}
        self.first_innovation: dict[int, int] = {}
        agency, innovation = self.numbering.agency, self.numbering.innovation
        for shape in self.shapes:
            self.first_agency[shape.region_id], agency = agency, agency + shape.agencies
            self.first_innovation[shape.region_id], innovation = innovation, innovation + shape.innovations

    # Agencies

    AGENCY_COLUMNS = ("id", "region_id", "name", "short_name", "is_desk", "is_active")

    def agencies(self) -> Iterator[str]:
        for shape in self.shapes:
            first = self.first_agency[shape.region_id]
            yield from (
                line(first + place, shape.region_id, agency.name, agency.short_name, agency.is_desk, True)
                for place, agency in enumerate(typical(shape.agencies))
            )

    # Innovations and their rows

    INNOVATION_COLUMNS = (
        "id", "public_id", "region_id", "opd_id", "region_period_id", "name", "stage", "initiator", "initiator_name",
        "classification", "latitude", "longitude", "kind", "form", "asta_cita", "pkpn_cluster", "pkpn_main",
        "pkpn_overlapping", "urusan", "urusan_overlapping", "trial_date", "implemented_on", "developed_on", "development_note",
        "design", "aim", "benefit", "result", "state", "version", "autosaves", "created_at", "changed_at", "submitted_at", "verified_at", "sent_at",
    )  # fmt: skip

    def innovations(self) -> Iterator[str]:
        for shape in self.shapes:
            region = self.regions[shape.region_id]
            agencies = typical(shape.agencies)
            chance = random.Random(f"{SEED}/innovations/{shape.region_id}")
            for place, (state, flaw) in enumerate(states_of(shape)):
                yield self._innovation(
                    shape, region, agencies, place=place, state=state, flaw=flaw, chance=chance
                )

    def _innovation(
        self,
        shape: RegionShape,
        region: Region,
        agencies: Sequence[Agency],
        *,
        place: int,
        state: State,
        flaw: str,
        chance: random.Random,
    ) -> str:
        affair = affair_of(shape, place, chance)
        owner = next(
            (n for n, agency in enumerate(agencies) if agency.urusan == affair), place % len(agencies)
        )
        title = self.titles[(shape.region_id * 7 + place) % len(self.titles)]
        name = f"{title.name[:180]} · contoh {place + 1}"
        implemented = date(2024, 1, 1) + timedelta(days=chance.randrange(731))
        if flaw == "window":
            implemented = date(2021, 1, 1) + timedelta(days=chance.randrange(900))
        people = chance.randint(150, 9_000)
        created = self.opened + timedelta(hours=chance.randrange(1, 400))
        at_desk = state in (
            State.SUBMITTED,
            State.RETURNED,
            State.VERIFIED,
            State.SENT,
            State.ASSESSED,
            State.DECLINED,
        )
        verified = state in (State.VERIFIED, State.SENT, State.ASSESSED)
        return line(
            self.first_innovation[shape.region_id] + place,
            uuid.UUID(int=chance.getrandbits(128), version=4),
            shape.region_id,
            self.first_agency[shape.region_id] + owner,
            self.region_periods[shape.region_id],
            name,
            Stage.UJI_COBA if flaw == "stage" else Stage.PENERAPAN,
            Initiator.OPD,
            agencies[owner].name,
            Classification.PERANGKAT_DAERAH,
            region.latitude,
            region.longitude,
            chance.choice(Kind.values),
            chance.choice(Form.values),
            1 + place % 8,
            NON_PKPN,
            "",
            "{}",
            affair,
            "{}",
            implemented - timedelta(days=chance.randrange(20, 120)),
            implemented,
            # An old one that was never developed further is kept as an archive entry.
            None,
            "",
            words.design(name=name, opd=agencies[owner].name, region=region.name),
            words.aim(name),
            words.benefit(people),
            words.result(people),
            state,
            7 if verified else 3 if at_desk else 2,
            0,
            created,
            created + timedelta(days=10),
            created + timedelta(days=3) if at_desk else None,
            created + timedelta(days=6) if verified else None,
            created + timedelta(days=9) if state in (State.SENT, State.ASSESSED) else None,
        )  # fmt: skip

    ANSWER_COLUMNS = (
        "region_id", "innovation_id", "row", "basis", "claimed_level", "verified_level", "final_level", "note",
        "is_unlocked", "changed_at",
    )  # fmt: skip

    def answers(self) -> Iterator[str]:
        """The 20 rows of each innovation in one piece."""
        for shape in self.shapes:
            yield from self._answers_of(shape)

    def _answers_of(self, shape: RegionShape) -> Iterator[str]:
        chance = random.Random(f"{SEED}/answers/{shape.region_id}")
        first = self.first_innovation[shape.region_id]
        mean = mean_maturity(shape, self.instrument)
        low, high = lowest(self.rows), highest(self.rows)
        wanted = reached = 0.0
        for place, (state, flaw) in enumerate(states_of(shape)):
            counts = _counts(state, flaw)
            aim = mean + chance.gauss(0, 1100)
            if counts:
                # What the innovations before missed is made good here, so that the mean of the region comes out.
                wanted += mean
                aim = wanted - reached + chance.gauss(0, 600)
            points = round(min(max(aim, low), high))
            text, real = self._profile(
                points, _kind_of(state, place), chance.randrange(PROFILES_OF_A_MATURITY)
            )
            reached += real if counts else 0
            prefix = f"{shape.region_id}\t{first + place}\t"
            yield prefix + text.replace("\n", f"\n{prefix}") + "\n"

    def _profile(self, points: int, kind: str, variant: int) -> tuple[str, int]:
        """20 rows as text without region and innovation, and the points that count in the final basis."""
        key = (points // 100, kind, variant)
        if key not in self._profiles:
            chance = random.Random(f"{SEED}/{key}")
            profile = draw_profile(
                self.rows, points_hundredths=key[0] * 100, chance=chance, assessed=kind == "sampled"
            )
            self._profiles[key] = (self._text(profile, kind), points_of(self.rows, _final(profile)))
        return self._profiles[key]

    def _text(self, profile: Profile, kind: str) -> str:
        moment = self.opened + timedelta(days=12)
        judged = kind != "open"
        return "\n".join(
            line(
                row.code,
                "a" if row.code == "33" and claimed else "",
                claimed or None,
                verified if judged else None,
                final if judged else None,
                "",
                False,
                moment,
            ).rstrip("\n")
            for row, claimed, verified, final in zip(
                self.rows, profile.claimed, profile.verified, profile.final, strict=True
            )
        )

    # SPD

    SPD_COLUMNS = (
        "region_id", "region_period_id", "row", "level", "previous", "latest", "note", "entered_by_id", "entered_at",
        "confirmed_by_id", "confirmed_at", "final_level", "version",
    )  # fmt: skip

    def spd(self) -> Iterator[str]:
        entered, confirmed = self.opened + timedelta(days=4), self.opened + timedelta(days=8)
        for shape in self.shapes:
            for code, figures in spd_of(shape, self.instrument).items():
                answered = figures.level is not None
                yield line(
                    shape.region_id,
                    self.region_periods[shape.region_id],
                    code,
                    figures.level,
                    figures.previous,
                    figures.latest,
                    "",
                    self.numbering.entered_by if answered else None,
                    entered if answered else None,
                    self.numbering.confirmed_by if answered else None,
                    confirmed if answered else None,
                    None,
                    3 if answered else 1,
                )


def spd_of(shape: RegionShape, instrument: Instrument) -> dict[str, Figures]:
    """What a region answers on the SPD rows, by row code."""
    chance = random.Random(f"{SEED}/spd/{shape.region_id}")
    return spd_figures(instrument.spd_rows, points=shape.spd_points, chance=chance)


def mean_maturity(shape: RegionShape, instrument: Instrument) -> float:
    """The mean maturity, in hundredths, that brings a region to the index aimed at."""
    parameters = instrument.formula.parameters
    total = shape.index / 100 * instrument.maxima.total_hundredths
    levels = [figures.level or 0 for figures in spd_of(shape, instrument).values()]
    count = 0
    if yandas_of(shape) >= parameters.yandas_minimum:
        count = min(shape.counted, parameters.count_cap) * parameters.count_weight_hundredths
    divisor = max(shape.counted, parameters.divisor_minimum)
    spd = points_of(instrument.spd_rows, levels)
    return max(0.0, total - spd - count) * divisor / shape.counted


def states_of(shape: RegionShape) -> list[tuple[State, str]]:
    """State and flaw (`window`, `stage`, "") of each innovation of a region, those that count first."""
    assessed = round(shape.counted * ASSESSED)
    counted = [(State.ASSESSED if place < assessed else State.SENT, "") for place in range(shape.counted)]
    others = [
        ELSEWHERE[(shape.region_id + place) % len(ELSEWHERE)]
        for place in range(shape.innovations - shape.counted)
    ]
    return counted + others


def _counts(state: State, flaw: str) -> bool:
    return state in (State.SENT, State.ASSESSED) and not flaw


def _kind_of(state: State, place: int) -> str:
    """Which levels the rows carry: `open` (claims only), `judged` by the desk, `sampled` by an evaluator too."""
    if state == State.ASSESSED and place % 3 == 0:
        return "sampled"
    return "judged" if state in (State.VERIFIED, State.SENT, State.ASSESSED) else "open"


def _final(profile: Profile) -> list[int]:
    return [
        verified if final is None else final
        for verified, final in zip(profile.verified, profile.final, strict=True)
    ]


BASIC = tuple(entry.code for entry in urusan() if entry.is_yandas)
OTHERS = tuple(entry.code for entry in urusan() if not entry.is_yandas)


def affair_of(shape: RegionShape, place: int, chance: random.Random) -> str:
    """The main urusan: the first innovations spread over the basic services, over all six or over four of them."""
    spread = BASIC if shape.covers_yandas else BASIC[:4]
    if place < len(spread):
        return spread[place]
    return chance.choice(spread if chance.random() < 0.45 else OTHERS)


def yandas_of(shape: RegionShape) -> int:
    """How many of the six the counted innovations of a region cover."""
    return min(shape.counted, len(BASIC) if shape.covers_yandas else 4)


def line(*values: Any) -> str:
    """One row in the text format of COPY."""
    return "\t".join(map(_cell, values)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, datetime):
        return value.isoformat()
    # Four replacements are ten times as fast as one translation table on texts that hold few of them.
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def blocks(lines: Iterable[str], *, size: int = 200_000) -> Iterator[str]:
    """Join lines to pieces of some 200 kB: fewer calls into the driver."""
    held: list[str] = []
    length = 0
    for text in lines:
        held.append(text)
        length += len(text)
        if length >= size:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)
