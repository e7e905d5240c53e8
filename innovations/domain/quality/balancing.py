"""Who reads which region, such that the work is even. No database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bundle:
    """The samples of one region that nobody looks at yet. `keeper` reads there already, if somebody does."""

    region_id: int
    samples: int
    keeper: int | None = None


def balance(
    bundles: Iterable[Bundle],
    *,
    loads: Mapping[int, int],
    admitted: Callable[[int, int], bool],
) -> dict[int, int]:
    """Region id -> evaluator id, such that loads (open samples by evaluator) end up even.

    A region stays in one hand: its innovations are measured with one yardstick, and no more people than needed see it. Whoever
    reads there already goes on; else the largest region goes first, to whoever has least among those `admitted(person, region)`.
    A region for which nobody is admitted is left out.
    """
    load = dict(loads)
    given: dict[int, int] = {}
    for bundle in sorted(bundles, key=lambda entry: (entry.keeper is None, -entry.samples, entry.region_id)):
        able = [person for person in load if admitted(person, bundle.region_id)]
        if not able:
            continue
        person = (
            bundle.keeper if bundle.keeper in able else min(able, key=lambda number: (load[number], number))
        )
        assert person is not None
        given[bundle.region_id] = person
        load[person] += bundle.samples
    return given
