"""What must agree inside an instrument. A file that contradicts itself is refused before it can score anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scoring.core.errors import InstrumentError
from scoring.core.exact import HUNDRED, HUNDREDTH_PLACES, format_scaled
from scoring.core.model import TOP_LEVEL, Instrument, Measure

_TOP_INDEX_HUNDREDTHS = 100 * HUNDRED


def _print(hundredths: int) -> str:
    return format_scaled(hundredths, places=HUNDREDTH_PLACES)


def check_instrument(instrument: Instrument) -> None:
    """Raise InstrumentError when parts of the instrument contradict each other."""
    _check_unique((row.code for row in instrument.rows), path="rows", what="code")
    _check_unique((entry.code for entry in instrument.urusan), path="urusan", what="code")
    _check_unique((entry.name for entry in instrument.urusan), path="urusan", what="name")
    _check_unique((entry.name for entry in instrument.predicates), path="predicates", what="name")
    _check_rows(instrument)
    _check_maxima(instrument)
    _check_predicates(instrument)
    _check_yandas(instrument)


def _check_unique(values: Iterable[str], *, path: str, what: str) -> None:
    counts = Counter(values)
    for position, (value, count) in enumerate(counts.items()):
        if count > 1:
            raise InstrumentError(f"{path}[{position}].{what}", f'"{value}" stands {count} times')


def _check_rows(instrument: Instrument) -> None:
    for position, row in enumerate(instrument.rows):
        path = f"rows[{position}]"
        if row.measure is not None and (row.aspect == "SPD") == (row.measure.kind == "value"):
            raise InstrumentError(
                f"{path}.measure.kind",
                "an SPD row is measured by years; an SID row only by a value, as a help to choose",
            )
        if row.aspect == "SPD" and row.bases:
            raise InstrumentError(f"{path}.bases", "only an SID row may be answered on several bases")
        for basis_position, basis in enumerate(row.bases):
            if basis.measure is not None and basis.measure.kind != "value":
                raise InstrumentError(
                    f"{path}.bases.choices[{basis_position}].measure.kind", "a basis is measured by a value"
                )
    if not instrument.spd_rows or not instrument.sid_rows:
        raise InstrumentError("rows", "both aspects, SPD and SID, need rows")


def _check_maxima(instrument: Instrument) -> None:
    """The printed maxima are the guideline's own proof of its weights."""
    maxima, parameters = instrument.maxima, instrument.formula.parameters
    for name, rows, printed in (
        ("spd", instrument.spd_rows, maxima.spd_hundredths),
        ("maturity", instrument.sid_rows, maxima.maturity_hundredths),
    ):
        reached = sum(row.maximum_hundredths for row in rows)
        if reached != printed:
            raise InstrumentError(
                f"maxima.{name}",
                f"printed {_print(printed)}, but the weights x {TOP_LEVEL} add up to {_print(reached)}",
            )
    count = parameters.count_weight_hundredths * parameters.count_cap
    if count != maxima.count_hundredths:
        raise InstrumentError(
            "maxima.count", f"printed {_print(maxima.count_hundredths)}, but weight x cap is {_print(count)}"
        )
    total = maxima.spd_hundredths + maxima.maturity_hundredths + maxima.count_hundredths
    if total != maxima.total_hundredths:
        raise InstrumentError(
            "maxima.total",
            f"printed {_print(maxima.total_hundredths)}, but the three maxima add up to {_print(total)}",
        )


def _check_predicates(instrument: Instrument) -> None:
    """From the top: 100.00 down to 0.00 in steps of 0.01, each index in exactly one predicate."""
    expected_top = _TOP_INDEX_HUNDREDTHS
    for position, predicate in enumerate(instrument.predicates):
        path = f"predicates[{position}]"
        if predicate.high_hundredths != expected_top:
            fault = (
                "overlaps the one above" if predicate.high_hundredths > expected_top else "leaves a gap above"
            )
            raise InstrumentError(f"{path}.to", f"{fault}: {_print(expected_top)} was expected")
        if predicate.low_hundredths > predicate.high_hundredths:
            raise InstrumentError(f"{path}.from", "lies above its own end")
        expected_top = predicate.low_hundredths - 1
    if expected_top != -1:
        last = len(instrument.predicates) - 1
        raise InstrumentError(f"predicates[{last}].from", "the lowest predicate must begin at 0.00")


def _check_yandas(instrument: Instrument) -> None:
    known = len(instrument.yandas)
    if instrument.formula.parameters.yandas_minimum > known:
        raise InstrumentError(
            "formula.yandas_minimum", f"asks for more than the {known} yandas that are listed"
        )


def check_measure(measure: Measure, *, path: str) -> None:
    """Raise InstrumentError unless bands and printed ranges are sound and agree.

    Bands must step down and end in `otherwise`, so that every value has a level. Wherever the guideline prints a range,
    the band must give the highest level printed there (the border rule); a row that is scored by its measure may have
    no unprinted gap; and where ranges overlap or leave gaps, the file must own up to a decision.
    """
    _check_bands(measure, path=path)
    levels = [printed.level for printed in measure.printed]
    if sorted(levels) != list(range(1, TOP_LEVEL + 1)):
        raise InstrumentError(f"{path}.printed", f"must print each level 1..{TOP_LEVEL} once")
    for position, printed in enumerate(measure.printed):
        low, high = printed.low_hundredths, printed.high_hundredths
        if low is not None and high is not None and low > high:
            raise InstrumentError(f"{path}.printed[{position}].to", "lies below its own start")
    decided = _check_agreement(measure, path=path)
    if decided and measure.decision is None:
        raise InstrumentError(
            f"{path}.decided",
            "is missing: the printed ranges overlap or leave a gap, and the portal decides what holds",
        )


def _check_bands(measure: Measure, *, path: str) -> None:
    bands = measure.bands
    for position, band in enumerate(bands):
        is_last = position == len(bands) - 1
        if (band.comparator == "otherwise") != is_last:
            raise InstrumentError(
                f"{path}.bands[{position}]",
                "the bands do not cover: the last one, and only it, holds otherwise",
            )
        if is_last:
            continue
        following = bands[position + 1]
        if following.level >= band.level:
            raise InstrumentError(
                f"{path}.bands[{position + 1}].level", "must be lower than the level of the band above"
            )
        if following.comparator == "otherwise":
            continue
        falls = band.comparator in ("at_least", "above")
        if falls != (following.comparator in ("at_least", "above")):
            raise InstrumentError(
                f"{path}.bands[{position + 1}]", "all bounds of a measure must point the same way"
            )
        if (following.bound_hundredths >= band.bound_hundredths) == falls:
            raise InstrumentError(
                f"{path}.bands[{position + 1}]", "can never hold: the band above takes all its values"
            )
    if bands[0].level != TOP_LEVEL:
        raise InstrumentError(f"{path}.bands[0].level", f"the first band must give level {TOP_LEVEL}")


def _check_agreement(measure: Measure, *, path: str) -> bool:
    """Compare bands with print at every printed end and just beside it; true when an overlap or a gap was met."""
    ends = {
        end
        for printed in measure.printed
        for end in (printed.low_hundredths, printed.high_hundredths)
        if end is not None
    }
    decided = False
    for value in sorted({end + beside for end in ends for beside in (-1, 0, 1)}):
        printed_levels = [printed.level for printed in measure.printed if printed.contains(value)]
        level = next(band.level for band in measure.bands if band.holds(value))
        if not printed_levels and measure.kind != "value":
            raise InstrumentError(f"{path}.printed", f"the ranges do not cover {_print(value)}")
        if printed_levels and level != max(printed_levels):
            raise InstrumentError(
                f"{path}.bands",
                f"give {_print(value)} level {level}, but level {max(printed_levels)} is printed",
            )
        decided = decided or len(printed_levels) != 1
    return decided
