"""Two instruments beside each other, in words: what was added, taken away or changed, row by row. Pure.

Words of the guideline stay as they are printed; the labels are the page's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from iga_portal.web.formats import day, number
from scoring.core.exact import HUNDREDTH_PLACES, as_decimal
from scoring.core.model import Band, EvidenceRule, Instrument, Level, Measure, Row


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: "" before is new, "" after is gone. `is_official` marks words of the guideline."""

    label: str
    before: str
    after: str
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    code: str
    title: str
    aspect: str
    kind: Kind
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    general: tuple[Change, ...]
    rows: tuple[RowChange, ...]
    same_rows: int
    """How many rows are the same to the letter."""


def compare(old: Instrument, new: Instrument) -> Comparison:
    """What `new` does otherwise than `old`; rows in the order of the new one, those taken away last."""
    rows = list(_rows(old, new))
    kept = sum(code in old.rows_by_code for code in new.rows_by_code)
    changed = sum(row.kind is Kind.CHANGED for row in rows)
    return Comparison(
        tuple(_differing(_general(old), _general(new), official=_official_general(old, new))),
        tuple(rows),
        kept - changed,
    )


def points(hundredths: int) -> str:
    return number(as_decimal(hundredths, places=HUNDREDTH_PLACES))


def _differing(
    old: Mapping[str, str], new: Mapping[str, str], *, official: Iterable[str] = ()
) -> Iterator[Change]:
    words = set(official)
    for label in dict.fromkeys([*new, *old]):
        before, after = old.get(label, ""), new.get(label, "")
        if before != after:
            yield Change(label, before, after, label in words)


def _general(instrument: Instrument) -> dict[str, str]:
    parameters, maxima, rule = instrument.formula.parameters, instrument.maxima, instrument.eligibility
    window = {"start": day(rule.window_from), "end": day(rule.window_to)}
    return {
        _("Judul"): instrument.title,
        _("Rumus"): instrument.formula.name,
        _("Pembagi paling sedikit"): number(parameters.divisor_minimum),
        _("Bobot jumlah inovasi"): points(parameters.count_weight_hundredths),
        _("Jumlah inovasi yang dihitung paling banyak"): number(parameters.count_cap),
        _("Urusan yandas paling sedikit"): number(parameters.yandas_minimum),
        _("Skor maksimum SPD"): points(maxima.spd_hundredths),
        _("Skor kematangan maksimum"): points(maxima.maturity_hundredths),
        _("Skor jumlah inovasi maksimum"): points(maxima.count_hundredths),
        _("Skor maksimum"): points(maxima.total_hundredths),
        **{
            _("Predikat %(name)s") % {"name": entry.name}: _("%(low)s sampai %(high)s")
            % {"low": points(entry.low_hundredths), "high": points(entry.high_hundredths)}
            for entry in instrument.predicates
        },
        _("Tahap yang dihitung"): rule.stage,
        _("Jendela waktu"): _("%(start)s sampai %(end)s") % window,
        _("Rancang bangun paling sedikit (kata)"): number(rule.design_minimum_words),
        _("Pengembangan wajib bila diterapkan sebelum"): day(rule.development_required_before),
        **{_("Nama urusan %(code)s") % {"code": entry.code}: entry.name for entry in instrument.urusan},
    }


def _official_general(*instruments: Instrument) -> set[str]:
    """Of what `_general` compares, the labels of words of the guideline."""
    urusan = {entry.code for instrument in instruments for entry in instrument.urusan}
    return {
        _("Judul"),
        _("Tahap yang dihitung"),
        *(_("Nama urusan %(code)s") % {"code": code} for code in urusan),
    }


def _rows(old: Instrument, new: Instrument) -> Iterator[RowChange]:
    for row in new.rows:
        before = old.rows_by_code.get(row.code)
        if before is None:
            yield RowChange(
                row.code,
                row.title,
                row.aspect,
                Kind.ADDED,
                tuple(_differing({}, _facts(row), official=_official(row))),
            )
            continue
        official = {*_official(before), *_official(row)}
        changes = tuple(_differing(_facts(before), _facts(row), official=official))
        if changes:
            yield RowChange(row.code, row.title, row.aspect, Kind.CHANGED, changes)
    for row in old.rows:
        if row.code not in new.rows_by_code:
            gone = (Change(_("Bobot"), points(row.weight_hundredths), ""),)
            yield RowChange(row.code, row.title, row.aspect, Kind.REMOVED, gone)  # fmt: skip


def _official(row: Row) -> set[str]:
    """Labels under which the guideline's own words stand."""
    plain = {_("Bobot"), _("Skor paling tinggi"), _("Wajib"), _("Aspek"), _("Format bukti"), _("Waktu bukti")}
    return {label for label in _facts(row) if label not in plain and not label.startswith(_("Rentang"))}


def _facts(row: Row) -> dict[str, str]:
    """Everything of a row that a person may be judged by, by label."""
    found = {
        _("Bobot"): points(row.weight_hundredths),
        _("Skor paling tinggi"): points(row.maximum_hundredths),
        _("Aspek"): row.aspect,
        _("Wajib"): _("ya") if row.mandatory else _("tidak"),
        _("Variabel"): row.variable,
        _("Nama"): row.title,
        _("Definisi"): row.definition,
        **_levels(row.levels),
        **_measure(row.measure),
        **_evidence(row.evidence),
    }
    for basis in row.bases:
        name = basis.name
        parts = {
            _("Definisi"): basis.definition,
            **_levels(basis.levels),
            **_measure(basis.measure),
            **_evidence(basis.evidence),
        }
        found |= {f"{label} · {name}": words for label, words in parts.items()}
    if row.bases_rule:
        found[_("Aturan pilihan")] = row.bases_rule
    return {label: words for label, words in found.items() if words}


def _levels(levels: Sequence[Level]) -> dict[str, str]:
    return {
        _("Parameter tingkat %(level)d") % {"level": entry.level}: " ".join(filter(None, [entry.text, entry.example]))
        for entry in levels
    }  # fmt: skip


def _evidence(rule: EvidenceRule) -> dict[str, str]:
    return {
        _("Panduan bukti"): " ".join(rule.guidance),
        _("Format bukti"): ", ".join(rule.formats),
        _("Waktu bukti"): rule.time,
    }


def _measure(measure: Measure | None) -> dict[str, str]:
    if measure is None:
        return {}
    return {_("Rentang (%(unit)s)") % {"unit": measure.unit}: "; ".join(map(_band, measure.bands))}


def _band(band: Band) -> str:
    words = {
        "at_least": _("mulai %(bound)s: tingkat %(level)d"),
        "above": _("di atas %(bound)s: tingkat %(level)d"),
        "at_most": _("sampai %(bound)s: tingkat %(level)d"),
        "otherwise": _("selain itu: tingkat %(level)d"),
    }[band.comparator]
    return words % {"bound": points(band.bound_hundredths), "level": band.level}
