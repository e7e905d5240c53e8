"""Which innovations quality control looks at: rules, a seed, and nothing else. No database, no clock.

Chance is the SHA-256 of seed, rule and the innovation's public id: the same seed over the same population chooses the same, on
every machine and whatever the order of the rows; and an innovation that joins later moves nobody else's number.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from scoring.core.canonical import fingerprint


class Rule(StrEnum):
    """How an innovation comes to be looked at. An innovation may be chosen by several."""

    SHARE = "share"
    """A share of each region's innovations, by chance."""
    CLAIMS = "claims"
    """The highest claims of each region."""
    DIFFERENCE = "difference"
    """The largest difference between claim and desk in each region; none where the desk changed nothing."""
    RANDOM = "random"
    """By chance over the whole nation."""
    SPD = "spd"
    """The SPD rows of every region that sent."""


ROWS_OF_ONE: Final = 20
"""Rows to look at in an innovation, and in the SPD of a region: the unit in which work is shared out."""
MOST_SHARE, MOST_EACH, MOST_RANDOM = 100, 50, 5000
LONGEST_SEED: Final = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """How much each rule takes: percent of a region's innovations, innovations of each region (twice), of the whole nation."""

    share: int = 5
    claims: int = 1
    difference: int = 1
    random: int = 100

    def as_rules(self) -> dict[str, int]:
        return asdict(self)

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> Settings:
        return cls(**{name: int(rules.get(name, 0)) for name in ("share", "claims", "difference", "random")})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sent innovation that counts in its region's index. Maturities in hundredths of points, 0..11100."""

    region_id: int
    innovation_id: int
    public_id: str
    claimed: int
    verified: int


@dataclass(frozen=True, slots=True)
class Selection:
    """What a drawing comes to. `chosen`: by innovation id the rules that chose it, in the order of `Rule`."""

    population: int
    population_hash: str
    chosen: Mapping[int, tuple[Rule, ...]]

    def count(self, rule: Rule) -> int:
        return sum(rule in rules for rules in self.chosen.values())


def draw(population: Iterable[Candidate], *, settings: Settings, seed: str) -> Selection:
    """Choose by every rule. Raises ValueError for an empty seed."""
    if not seed:
        raise ValueError("a drawing without a seed cannot be repeated")
    everybody = sorted(population, key=lambda entry: entry.public_id)
    by_region: dict[int, list[Candidate]] = defaultdict(list)
    for entry in everybody:
        by_region[entry.region_id].append(entry)
    taken: dict[Rule, set[int]] = {rule: set() for rule in Rule if rule is not Rule.SPD}
    for own in by_region.values():
        share = -(-len(own) * settings.share // 100)  # rounded up: a small region is looked at as well
        taken[Rule.SHARE] |= _first(own, share, by=lambda entry: chance(seed, Rule.SHARE, entry))
        taken[Rule.CLAIMS] |= _first(
            own, settings.claims, by=lambda entry: (-entry.claimed, chance(seed, Rule.CLAIMS, entry))
        )
        differing = [entry for entry in own if entry.claimed != entry.verified]
        taken[Rule.DIFFERENCE] |= _first(
            differing,
            settings.difference,
            by=lambda entry: (
                -abs(entry.claimed - entry.verified), chance(seed, Rule.DIFFERENCE, entry),
            ),
        )  # fmt: skip
    taken[Rule.RANDOM] = _first(everybody, settings.random, by=lambda entry: chance(seed, Rule.RANDOM, entry))
    chosen = {
        entry.innovation_id: rules
        for entry in everybody
        if (rules := tuple(rule for rule in taken if entry.innovation_id in taken[rule]))
    }
    return Selection(len(everybody), population_hash(everybody), chosen)


def chance(seed: str, rule: Rule, entry: Candidate) -> str:
    """The number by which chance orders an innovation for a rule, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}\n{rule}\n{entry.public_id}".encode()).hexdigest()


def population_hash(population: Iterable[Candidate]) -> str:
    """The fingerprint of what there was to choose from."""
    return fingerprint(
        sorted([entry.public_id, entry.region_id, entry.claimed, entry.verified] for entry in population)
    )


def _first(entries: Sequence[Candidate], count: int, *, by: Callable[[Candidate], Any]) -> set[int]:
    return {entry.innovation_id for entry in sorted(entries, key=by)[: max(0, count)]}
