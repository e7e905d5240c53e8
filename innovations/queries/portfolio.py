"""Reads of the portfolio: what may be sent, what was decided, and what a choice comes to. All numbers by `scoring.core`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from django.utils.translation import gettext as _

from innovations import reference
from innovations.enums import FINAL_STATES, State
from innovations.models import Answer, Innovation, PortfolioChoice
from innovations.queries.spd import SpdSheet
from regions.models import RegionPeriod
from scoring.core.explain import with_innovation, without_innovation
from scoring.core.formula import Numbers, Sums, Totals, numbers_of, totals_of
from scoring.core.model import Instrument


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verified or sent innovation. `maturity_hundredths` on the final basis: the evaluator's level, else the desk's.

    `reasons` say why it does not count (`stage`, `window`); `yandas` names its yandas, "" when its urusan is none.
    `chosen` is what the region decided, None while nobody did; by whom and when stand beside it.
    """

    innovation: Innovation
    maturity_hundredths: int
    reasons: tuple[str, ...]
    yandas: str
    chosen: bool | None = None
    chosen_by: str = ""
    chosen_at: datetime | None = None

    @property
    def key(self) -> int:
        return self.innovation.pk

    @property
    def counts(self) -> bool:
        return not self.reasons

    @property
    def is_sent(self) -> bool:
        return self.innovation.state in FINAL_STATES

    @property
    def maturity(self) -> Decimal:
        return Decimal(self.maturity_hundredths) / 100


@dataclass(frozen=True, slots=True)
class Worth:
    """What one innovation brings in a choice as it stands: the index with it less the index without it, all else unchanged.

    `gain` is exact, in index points, and the sum of `by_mean` (through the mean of the maturities) and `by_count` (through the
    count score). `break_even` is the exact maturity in points, 0..111, from which on it lowers nothing. `opens_gate`: with it
    the count score counts, without it not.
    """

    gain: Fraction
    by_mean: Fraction
    by_count: Fraction
    break_even: Fraction
    opens_gate: bool

    @property
    def index_points(self) -> Decimal:
        """The gain rounded to three decimals."""
        return _rounded(self.gain, places=3)

    @property
    def break_even_printed(self) -> Decimal:
        """The break-even rounded up to hundredths: a maturity printed as so much does help."""
        return Decimal(math.ceil(self.break_even * 100)) / 100


class Choice:
    """The innovations that would count with a choice (ids): everything sent, and of the rest what is chosen."""

    def __init__(self, portfolio: Portfolio, chosen: Collection[int]) -> None:
        self.instrument = portfolio.instrument
        self.counted = [
            entry for entry in portfolio.candidates if entry.counts and (entry.is_sent or entry.key in chosen)
        ]
        self.yandas = Counter(entry.yandas for entry in self.counted if entry.yandas)
        self.sums = Sums(
            spd_hundredths=portfolio.spd_hundredths,
            maturity_hundredths=sum(entry.maturity_hundredths for entry in self.counted),
            counted=len(self.counted),
            yandas=len(self.yandas),
        )
        self._keys = {entry.key for entry in self.counted}

    @cached_property
    def totals(self) -> Totals:
        return totals_of(self.sums, self.instrument)

    @cached_property
    def numbers(self) -> Numbers:
        """The final index with this choice, before quality control."""
        return numbers_of(self.sums, self.totals, self.instrument)

    def worth(self, entry: Candidate) -> Worth | None:
        """What a candidate brings here, whether it is in the choice or not; None when it does not count or was sent."""
        if not entry.counts or entry.is_sent:
            return None
        is_in = entry.key in self._keys
        alone = bool(entry.yandas) and self.yandas[entry.yandas] == int(is_in)
        without = (
            without_innovation(self.sums, maturity_hundredths=entry.maturity_hundredths, last_of_yandas=alone)
            if is_in
            else self.sums
        )
        return worth_beside(
            without,
            maturity_hundredths=entry.maturity_hundredths,
            new_yandas=alone,
            instrument=self.instrument,
        )


def worth_beside(
    without: Sums, *, maturity_hundredths: int, new_yandas: bool, instrument: Instrument
) -> Worth:
    """What an innovation of this maturity brings beside `without`, exact by the instrument's own formula.

    The index is linear in the maturity of one innovation, so that two evaluations give the break-even.
    """
    before = totals_of(without, instrument)

    def after(hundredths: int) -> Totals:
        sums = with_innovation(without, maturity_hundredths=hundredths, new_yandas=new_yandas)
        return totals_of(sums, instrument)

    now, at_nothing = after(maturity_hundredths), after(0)
    slope = after(100).index - at_nothing.index
    lost = before.index - at_nothing.index
    return Worth(
        gain=now.index - before.index,
        by_mean=(now.maturity_mean - before.maturity_mean) * now.index_per_point,
        by_count=(now.count_score - before.count_score) * now.index_per_point,
        break_even=max(Fraction(0), lost / slope),
        opens_gate=not before.count_score and bool(now.count_score),
    )


@dataclass(frozen=True)
class Portfolio:
    """What was sent and what may be sent, with the numbers that a choice would come to."""

    candidates: Sequence[Candidate]
    spd_hundredths: int
    instrument: Instrument

    @property
    def open(self) -> list[Candidate]:
        return [entry for entry in self.candidates if not entry.is_sent]

    @property
    def sent(self) -> list[Candidate]:
        return [entry for entry in self.candidates if entry.is_sent]

    @property
    def chosen(self) -> frozenset[int]:
        """Ids of the open ones that the region decided to send."""
        return frozenset(entry.key for entry in self.open if entry.chosen)

    @property
    def undecided(self) -> frozenset[int]:
        return frozenset(entry.key for entry in self.open if entry.chosen is None)

    def choice(self, chosen: Collection[int]) -> Choice:
        return Choice(self, frozenset(chosen))

    def numbers(self, chosen: Collection[int]) -> Numbers:
        return self.choice(chosen).numbers

    def yandas_counts(self, chosen: Collection[int]) -> dict[str, int]:
        """Each yandas with the number of counted innovations in it."""
        found = self.choice(chosen).yandas
        return {name: found[name] for name in self.instrument.yandas}

    def best(self, *, keep: Collection[int], free: Collection[int]) -> frozenset[int]:
        """Of the open ids in `free`, those that together with `keep` and what was sent give the highest index there is.

        Exact: for a given number the highest maturities are best, unless the gate of the yandas asks for others; so each way of
        opening the gate is tried with each number. Of equal ones the larger choice.
        """
        base = [entry for entry in self.candidates if entry.counts and (entry.is_sent or entry.key in keep)]
        pool = sorted(
            (entry for entry in self.open if entry.counts and entry.key in free and entry.key not in keep),
            key=lambda entry: (-entry.maturity_hundredths, entry.key),
        )
        needed = self.instrument.formula.parameters.yandas_minimum
        covered = {entry.yandas for entry in base if entry.yandas}
        best_index, best_keys = self._index(base), frozenset[int]()
        for wanted in ((), *combinations(self.instrument.yandas, needed)):
            named = [_first_of(name, pool) for name in wanted if name not in covered]
            if None in named:
                continue
            first = [entry for entry in named if entry is not None]
            taken = {entry.key for entry in first}
            for size, keys, index in self._grown(base, first, [e for e in pool if e.key not in taken]):
                if size and (index, size) > (best_index, len(best_keys)):
                    best_index, best_keys = index, keys
        return best_keys

    def _index(self, entries: Sequence[Candidate]) -> Fraction:
        return totals_of(self._sums(entries), self.instrument).index

    def _sums(self, entries: Sequence[Candidate]) -> Sums:
        return Sums(
            spd_hundredths=self.spd_hundredths,
            maturity_hundredths=sum(entry.maturity_hundredths for entry in entries),
            counted=len(entries),
            yandas=len({entry.yandas for entry in entries} - {""}),
        )

    def _grown(
        self, base: Sequence[Candidate], first: Sequence[Candidate], more: Sequence[Candidate]
    ) -> Iterable[tuple[int, frozenset[int], Fraction]]:
        """`first`, then one of `more` after the other beside `base`: (number, ids, exact index) of each step."""
        sums = self._sums([*base, *first])
        yandas = {entry.yandas for entry in (*base, *first)} - {""}
        keys = [entry.key for entry in first]
        yield len(keys), frozenset(keys), totals_of(sums, self.instrument).index
        for entry in more:
            is_new = bool(entry.yandas) and entry.yandas not in yandas
            yandas |= {entry.yandas} - {""}
            sums = with_innovation(sums, maturity_hundredths=entry.maturity_hundredths, new_yandas=is_new)
            keys.append(entry.key)
            yield len(keys), frozenset(keys), totals_of(sums, self.instrument).index


def _first_of(yandas: str, pool: Sequence[Candidate]) -> Candidate | None:
    return next((entry for entry in pool if entry.yandas == yandas), None)


def _rounded(value: Fraction, *, places: int) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-places))


def portfolio_of(region_period: RegionPeriod, *, instrument: Instrument, sheet: SpdSheet) -> Portfolio:
    """Three queries, however many innovations."""
    innovations = list(
        Innovation.objects.filter(region_period=region_period, state__in=[State.VERIFIED, *FINAL_STATES])
        .select_related("opd")
        .defer("design", "aim", "benefit", "result", "development_note")
        .order_by("opd__name", "name", "pk")
    )
    maturities = _maturities(innovations, instrument=instrument)
    decided = {
        entry.innovation_id: entry
        for entry in PortfolioChoice.objects.filter(innovation__region_period=region_period).select_related(
            "chosen_by"
        )
    }
    yandas = {entry.code: entry.name for entry in instrument.urusan if entry.is_yandas}
    candidates = []
    for entry in innovations:
        choice = decided.get(entry.pk)
        candidates.append(
            Candidate(
                entry,
                maturities.get(entry.pk, 0),
                instrument.eligibility.reasons(
                    stage=entry.stage, implemented=entry.implemented_on, developed=entry.developed_on
                ),
                yandas.get(entry.urusan, ""),
                chosen=choice.is_chosen if choice else None,
                chosen_by=str(choice.chosen_by) if choice else "",
                chosen_at=choice.chosen_at if choice else None,
            )
        )
    return Portfolio(candidates, sheet.final_hundredths, instrument)


def _maturities(innovations: Sequence[Innovation], *, instrument: Instrument) -> dict[int, int]:
    """Hundredths of points by innovation id, on the final basis."""
    weights = {int(row.code): row.weight_hundredths for row in instrument.sid_rows}
    found: dict[int, int] = {}
    levels = Answer.objects.filter(innovation__in=innovations).values_list(
        "innovation_id", "row", "verified_level", "final_level"
    )
    for innovation_id, row, verified, final in levels.order_by():
        level = verified if final is None else final
        found[innovation_id] = found.get(innovation_id, 0) + weights[row] * (level or 0)
    return found


def reason_words(reasons: Iterable[str], *, instrument: Instrument) -> str:
    """Why an innovation does not count, in a sentence; "" when it does."""
    window = instrument.eligibility
    words = {
        "stage": _("bukan tahap Penerapan"),
        "window": _("di luar jendela waktu %(start)d–%(end)d")
        % {"start": window.window_from.year, "end": window.window_to.year},
    }
    return ", ".join(words[reason] for reason in reasons)


def urusan_name(innovation: Innovation) -> str:
    return reference.urusan_names().get(innovation.urusan, "")
