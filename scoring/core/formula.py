"""The published formulas, by name.

A formula that has scored a period is never edited: a change is a new function under a new name, and the instrument of
the new year names that one. So an index worked out again years later is the same index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from scoring.core.exact import HUNDRED, HUNDREDTH_PLACES, as_decimal, half_up
from scoring.core.model import FormulaParameters, Instrument

MEAN_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Sums:
    """All that a formula needs of one region: two sums in hundredths, the number that counts, the distinct yandas."""

    spd_hundredths: int
    maturity_hundredths: int
    counted: int
    yandas: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The exact results, in points; `index` runs 0..100. Nothing here is rounded."""

    divisor: int
    spd: Fraction
    maturity_mean: Fraction
    count_score: Fraction
    sid: Fraction
    total: Fraction
    index: Fraction
    index_per_point: Fraction
    """What one point of the total is worth in the index."""


FormulaFunction = Callable[[Sums, FormulaParameters, int], Totals]


def iid_2026(sums: Sums, parameters: FormulaParameters, total_maximum_hundredths: int) -> Totals:
    """Indeks Inovasi Daerah, Pedoman Umum IGA 2026, chapter XI.B.

    SID = sum of maturities / MAX(minimum, n) + count score; the count score is MIN(n, cap) x weight when the innovations
    cover enough urusan wajib pelayanan dasar, else 0. Index = (SPD + SID) / maximum x 100.
    """
    # XI.B.1.a: the divisor is the number of innovations sent, and never below the minimum.
    divisor = max(parameters.divisor_minimum, sums.counted)
    mean = Fraction(sums.maturity_hundredths, HUNDRED * divisor)
    count = Fraction(0)
    if sums.yandas >= parameters.yandas_minimum:
        count = Fraction(
            min(sums.counted, parameters.count_cap) * parameters.count_weight_hundredths, HUNDRED
        )
    spd = Fraction(sums.spd_hundredths, HUNDRED)
    sid = mean + count
    total = spd + sid
    per_point = Fraction(100 * HUNDRED, total_maximum_hundredths)
    return Totals(
        divisor=divisor,
        spd=spd,
        maturity_mean=mean,
        count_score=count,
        sid=sid,
        total=total,
        index=total * per_point,
        index_per_point=per_point,
    )


FORMULAS: Final[Mapping[str, FormulaFunction]] = MappingProxyType({"iid-2026": iid_2026})


def totals_of(sums: Sums, instrument: Instrument) -> Totals:
    """Apply the instrument's own formula with its own parameters."""
    function = FORMULAS[instrument.formula.name]
    return function(sums, instrument.formula.parameters, instrument.maxima.total_hundredths)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The printed numbers of a result: two decimals for `spd`, `maturity_sum`, `count_score` and `index`, four for
    `maturity_mean`, `sid` and `total`; each rounded once, half up, from the exact value."""

    spd: Decimal
    innovations_counted: int
    divisor: int
    maturity_sum: Decimal
    maturity_mean: Decimal
    yandas: int
    count_score: Decimal
    sid: Decimal
    total: Decimal
    index: Decimal
    predicate: str

    def as_document(self) -> dict[str, str | int]:
        """The numbers under the contract's keys: decimals as strings, counts as integers."""
        return {
            "spd": str(self.spd),
            "innovations_counted": self.innovations_counted,
            "divisor": self.divisor,
            "maturity_sum": str(self.maturity_sum),
            "maturity_mean": str(self.maturity_mean),
            "yandas": self.yandas,
            "count_score": str(self.count_score),
            "sid": str(self.sid),
            "total": str(self.total),
            "index": str(self.index),
            "predicate": self.predicate,
        }


def numbers_of(sums: Sums, totals: Totals, instrument: Instrument) -> Numbers:
    """Round and name: the predicate follows the printed index."""
    index_hundredths = half_up(totals.index, places=HUNDREDTH_PLACES)
    return Numbers(
        spd=as_decimal(sums.spd_hundredths, places=HUNDREDTH_PLACES),
        innovations_counted=sums.counted,
        divisor=totals.divisor,
        maturity_sum=as_decimal(sums.maturity_hundredths, places=HUNDREDTH_PLACES),
        maturity_mean=_rounded(totals.maturity_mean, places=MEAN_PLACES),
        yandas=sums.yandas,
        count_score=_rounded(totals.count_score, places=HUNDREDTH_PLACES),
        sid=_rounded(totals.sid, places=MEAN_PLACES),
        total=_rounded(totals.total, places=MEAN_PLACES),
        index=as_decimal(index_hundredths, places=HUNDREDTH_PLACES),
        predicate=instrument.predicate_of(index_hundredths).name,
    )


def _rounded(value: Fraction, *, places: int) -> Decimal:
    return as_decimal(half_up(value, places=places), places=places)
