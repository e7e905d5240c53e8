"""The awards of a period from its regions, its plan and what the panel gave. Pure: the same input gives the same awards.

Order among equals, documented: equal numbers share a place and the places after them are left out (1, 2, 2, 4); within a place
regions stand by code. `winners` counts places, so that all who share an awarded place win.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from reports.awards.assess import assess
from reports.awards.model import (
    Assessment,
    Award,
    AwardsInvalid,
    Candidate,
    Category,
    Contender,
    Decision,
    NotAwarded,
    Note,
    Plan,
    Recommended,
    Rule,
    Standing,
)
from reports.awards.reasons import Because, gaps_note, say
from reports.awards.sentences import sentences_of
from scoring.ranking import ranked

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class _Measured(NamedTuple):
    """A region, the number it is ranked by (highest first), and what its sentence needs."""

    region: Standing
    number: Decimal
    numbers: Mapping[str, str]


class _Refusal(Exception):
    def __init__(self, because: Because, **words: object) -> None:
        super().__init__(because)
        self.because, self.words = because, words


def decide(regions: Iterable[Standing], plan: Plan, *, candidates: Iterable[Candidate] = ()) -> Decision:
    """Awards, the categories that cannot be awarded with the reason, and the final assessment of every nominee.

    Raises AwardsInvalid when a region or a candidate comes twice, or a candidate is no region of these.
    """
    ground = _Ground(plan, regions, candidates)
    awards: list[Award] = []
    refused: list[NotAwarded] = []
    notes: list[Note] = []
    contenders: dict[str, tuple[Contender, ...]] = {}
    for category in plan.categories:
        try:
            found = ground.contenders(category)
        except _Refusal as refusal:
            refused.append(say(category, refusal.because, **refusal.words))
            continue
        contenders[category.code] = found
        awards.extend(ground.awards(category, found))
        if category.rule is Rule.RISE and ground.unknown_last:
            notes.append(gaps_note(category, year=plan.year - 1, count=ground.unknown_last))
    return Decision(
        awards=tuple(awards),
        not_awarded=tuple(refused),
        notes=tuple(notes),
        contenders=contenders,
        assessments=ground.assessments,
        recommended=ground.recommended(),
    )


def assessments_of(
    regions: Iterable[Standing], plan: Plan, *, candidates: Iterable[Candidate]
) -> dict[int, Assessment]:
    """The final assessments alone, by region: of every nominee that stands."""
    return _Ground(plan, regions, candidates).assessments


class _Ground:
    """What all categories of one decision look at."""

    def __init__(self, plan: Plan, regions: Iterable[Standing], candidates: Iterable[Candidate]) -> None:
        self.plan = plan
        self.regions: dict[int, Standing] = {}
        for region in regions:
            if region.id in self.regions:
                raise AwardsInvalid("twice", f"region {region.code} comes twice")
            self.regions[region.id] = region
        self.candidates: dict[int, Candidate] = {}
        for candidate in candidates:
            if candidate.region in self.candidates or candidate.region not in self.regions:
                raise AwardsInvalid(
                    "candidate", f"candidate {candidate.region} twice, or none of the regions"
                )
            self.candidates[candidate.region] = candidate
        self.assessments = {
            region: assess(candidate, index=self.regions[region].index, plan=plan)
            for region, candidate in self.candidates.items()
            if not candidate.is_withdrawn
        }
        self.unknown_last = sum(
            1 for region in self.regions.values() if region.index is not None and not region.last_known
        )

    def recommended(self) -> tuple[Recommended, ...]:
        standing = sorted(
            (entry for entry in self.candidates.values() if entry.is_recommended and not entry.is_withdrawn),
            key=lambda entry: self.regions[entry.region].code,
        )
        return tuple(Recommended(entry.region, entry.recommendation) for entry in standing)

    def contenders(self, category: Category) -> tuple[Contender, ...]:
        """Everybody who competes in a category with their place. Raises _Refusal."""
        if not category.is_awarded:
            raise _Refusal(Because.OFF)
        measured = {region.region.id: region for region in self._measured(category)}
        places = ranked((key, entry.number, entry.region.code) for key, entry in measured.items())
        return tuple(
            Contender(measured[place.key].region, place.rank, place.tied, measured[place.key].numbers)
            for place in places
        )

    def awards(self, category: Category, contenders: tuple[Contender, ...]) -> list[Award]:
        found = []
        for contender in contenders:
            if category.winners is not None and contender.place > category.winners:
                break
            text, text_en = sentences_of(category, contender, plan=self.plan, among=len(contenders))
            candidate = self.candidates.get(contender.region.id)
            found.append(
                Award(
                    category=category.code,
                    name=category.name,
                    name_en=category.name_en,
                    region=contender.region.id,
                    place=contender.place,
                    tied=contender.tied,
                    sentence=text,
                    sentence_en=text_en,
                    numbers=contender.numbers,
                    is_recommended=bool(
                        candidate and candidate.is_recommended and not candidate.is_withdrawn
                    ),
                )
            )
        return found

    def _measured(self, category: Category) -> list[_Measured]:
        by_rule = {
            Rule.BEST: self._presented,
            Rule.BORDER: self._border,
            Rule.PREDICATE: self._predicate,
            Rule.RISE: self._rise,
            Rule.EARLIEST: self._earliest,
            Rule.SPREAD: self._spread,
        }
        return by_rule[category.rule](category)

    @property
    def _placed(self) -> list[Standing]:
        return [region for region in self.regions.values() if region.index is not None]

    def _border(self, category: Category) -> list[_Measured]:
        if not self.plan.border:
            raise _Refusal(Because.BORDER_EMPTY)
        if not self.plan.border_confirmed:
            raise _Refusal(Because.BORDER_OPEN, count=len(self.plan.border))
        return self._presented(category)

    def _presented(self, category: Category) -> list[_Measured]:
        group = [region for region in self._placed if competes(region, category, border=self.plan.border)]
        if not group:
            raise _Refusal(Because.NOBODY)
        if not self.plan.weights.parts:
            # The index alone decides: everybody competes, save whom the ministry has withdrawn.
            free = [region for region in group if not self._withdrawn(region)]
            if not free:
                raise _Refusal(Because.ALL_WITHDRAWN)
            return [_Measured(region, _index(region), {"index": str(region.index)}) for region in free]
        nominated = [region for region in group if self._nominated(region, category)]
        if not nominated:
            raise _Refusal(Because.NO_NOMINEES)
        without = [region for region in nominated if not self.assessments[region.id].has_panel]
        if without:
            raise _Refusal(Because.NO_PANEL, names=_names(without))
        waiting = [region for region in nominated if not self.assessments[region.id].is_complete]
        if waiting:
            missing = sum(len(self.assessments[region.id].missing) for region in waiting)
            raise _Refusal(Because.INCOMPLETE, count=missing, names=_names(waiting))
        return [self._final(region) for region in nominated]

    def _withdrawn(self, region: Standing) -> bool:
        candidate = self.candidates.get(region.id)
        return candidate is not None and candidate.is_withdrawn

    def _nominated(self, region: Standing, category: Category) -> bool:
        candidate = self.candidates.get(region.id)
        return candidate is not None and not candidate.is_withdrawn and category.code in candidate.categories

    def _final(self, region: Standing) -> _Measured:
        assessment = self.assessments[region.id]
        assert assessment.score is not None
        numbers = {"score": str(assessment.score), "index": str(region.index)}
        numbers |= {str(part.part): str(part.value) for part in assessment.parts}
        return _Measured(region, assessment.score, numbers)

    def _predicate(self, category: Category) -> list[_Measured]:
        holders = [region for region in self._placed if region.predicate == category.predicate]
        if not holders:
            raise _Refusal(Because.NO_HOLDER, predicate=category.predicate)
        return [_Measured(region, _index(region), {"index": str(region.index)}) for region in holders]

    def _rise(self, category: Category) -> list[_Measured]:
        last = self.plan.year - 1
        both = [region for region in self._placed if region.last_known and region.last_index is not None]
        if not both:
            raise _Refusal(Because.NO_LAST, year=last)
        if self.unknown_last and not category.accepts_gaps:
            raise _Refusal(Because.GAPS, year=last, count=self.unknown_last)
        risen = [region for region in both if _risen(region) > 0]
        if not risen:
            raise _Refusal(Because.NO_RISE, year=last)
        return [
            _Measured(
                region,
                _risen(region),
                {
                    "rise": str(_risen(region)),
                    "index": str(region.index),
                    "last_index": str(region.last_index),
                }
                | {"compared": str(len(both))},
            )
            for region in risen
        ]

    def _earliest(self, category: Category) -> list[_Measured]:
        found = []
        for region in self._placed:
            at = reached_at(region, needed=category.needed)
            if at is not None:
                since = (at - _EPOCH) // _MICROSECOND
                found.append(_Measured(region, Decimal(-since), {"at": at.astimezone(UTC).isoformat()}))
        if not found:
            raise _Refusal(Because.NONE_REACHED, needed=category.needed)
        return found

    def _spread(self, category: Category) -> list[_Measured]:
        found = [region for region in self._placed if region.konkuren]
        if not found:
            raise _Refusal(Because.NO_SPREAD)
        return [
            _Measured(region, Decimal(len(region.konkuren)), {"urusan": str(len(region.konkuren))})
            for region in found
        ]


def competes(region: Standing, category: Category, *, border: frozenset[int]) -> bool:
    """Whether a region belongs to the group of a category whose candidates present themselves."""
    if category.kinds and region.kind not in category.kinds:
        return False
    if category.rule is Rule.BORDER:
        return region.id in border
    return region.regional == category.regional


def reached_at(region: Standing, *, needed: int) -> datetime | None:
    """When innovations in so many different yandas had been sent; None where it never came to that."""
    seen: set[str] = set()
    for arrival in sorted(region.arrivals, key=lambda entry: (entry.at, entry.urusan)):
        seen.add(arrival.urusan)
        if len(seen) == needed:
            return arrival.at
    return None


def _index(region: Standing) -> Decimal:
    assert region.index is not None
    return region.index


def _risen(region: Standing) -> Decimal:
    assert region.index is not None and region.last_index is not None
    return region.index - region.last_index


def _names(regions: list[Standing]) -> str:
    """The first three by code, and how many more."""
    ordered = sorted(regions, key=lambda entry: entry.code)
    names = ", ".join(region.name for region in ordered[:3])
    return f"{names} (+{len(ordered) - 3})" if len(ordered) > 3 else names
