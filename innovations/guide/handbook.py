"""The handbook: each guide beside the official words, points and evidence rule of an instrument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from iga_portal.web.formats import day, number
from innovations.guide.guides import Guide, guide_of
from innovations.guide.loading import handbook_of, indicators
from scoring.core.model import TOP_LEVEL, EvidenceRule, Instrument, Note, Row


@dataclass(frozen=True, slots=True)
class LevelCard:
    """A level of a row: the official words, the points they are worth, and what proves them in our words."""

    level: int
    words: str
    example: str
    points: Decimal
    proof: str


@dataclass(frozen=True, slots=True)
class Part:
    """A row, or a basis of a row, with everything the guideline says of it. `code` and `name` are "" for a whole row."""

    code: str
    name: str
    definition: str
    cards: tuple[LevelCard, ...]
    rule: EvidenceRule
    notes: tuple[Note, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator in the list of the handbook."""

    key: str
    number: int
    name: str
    name_en: str
    aspect: str
    """SPD, SID, or "" for the count."""
    variable: str
    mandatory: bool
    weights: tuple[Decimal, ...]
    maximum: Decimal
    rows: tuple[Row, ...]
    pages: tuple[int, ...]

    @property
    def chosen(self) -> Row | None:
        """The row whose bases one chooses from, where there is one: it has official words of its own."""
        return next((row for row in self.rows if row.bases), None)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(row.code for row in self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """Entries that stand together: those of a variable, or a whole group, whose `variable` is ""."""

    id: str
    variable: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """SPD, SID or the count. `id` is where links lead."""

    id: str
    title: str
    sections: tuple[Section, ...]


def entries_of(instrument: Instrument) -> tuple[Entry, ...]:
    """The indicators that both the guide and this instrument know, in the order of the guideline."""
    found = []
    for key, indicator in indicators().items():
        rows = tuple(
            instrument.rows_by_code[code] for code in indicator.rows if code in instrument.rows_by_code
        )
        if not indicator.rows:
            found.append(_count_entry(key, indicator.name_en, instrument))
        elif rows:
            first = rows[0]
            found.append(
                Entry(
                    key,
                    first.indicator,
                    name=first.name,
                    name_en=indicator.name_en,
                    aspect=first.aspect,
                    variable=first.variable,
                    mandatory=any(row.mandatory for row in rows),
                    weights=tuple(row.weight.normalize() for row in rows),
                    maximum=sum((row.weight * TOP_LEVEL for row in rows), Decimal(0)).normalize(),
                    rows=rows,
                    pages=tuple(sorted({page for row in rows for page in row.pages})),
                )
            )
    return tuple(found)


def _count_entry(key: str, name_en: str, instrument: Instrument) -> Entry:
    count = instrument.count_indicator
    weight = Decimal(instrument.formula.parameters.count_weight_hundredths) / 100
    return Entry(
        key,
        count.indicator,
        name=count.name,
        name_en=name_en,
        aspect="",
        variable=count.variable,
        mandatory=False,
        weights=(weight,),
        maximum=(Decimal(instrument.maxima.count_hundredths) / 100).normalize(),
        rows=(),
        pages=count.pages,
    )


def groups_of(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """SPD as a whole, SID by variable in the order of first appearance, the count at the end."""
    spd, sid, count = (tuple(e for e in entries if e.aspect == aspect) for aspect in ("SPD", "SID", ""))
    by_variable: dict[str, list[Entry]] = {}
    for entry in sid:
        by_variable.setdefault(entry.variable, []).append(entry)
    variables = tuple(
        Section(f"sid-{place}", variable, tuple(members))
        for place, (variable, members) in enumerate(by_variable.items(), 1)
    )
    groups = (
        Group("spd", _("Satuan Pemerintahan Daerah (SPD)"), (Section("spd-0", "", spd),)),
        Group("sid", _("Satuan Inovasi Daerah (SID)"), variables),
        Group("jumlah", _("Jumlah Inovasi"), (Section("jumlah-0", "", count),)),
    )
    return tuple(group for group in groups if any(section.entries for section in group.sections))


def parts_of(entry: Entry, guide: Guide, *, language: str) -> tuple[Part, ...]:
    """The rows or bases of an indicator, each level with its official words beside what proves it."""
    proofs = {group.code: dict(group.texts) for group in guide.levels}
    found = []
    for row in entry.rows:
        if row.bases:
            for basis in row.bases:
                found.append(
                    Part(
                        basis.code,
                        basis.name,
                        definition=basis.definition,
                        cards=_cards(row, basis.code, proofs.get(basis.code, {})),
                        rule=basis.evidence,
                        notes=basis.notes,
                        decisions=_decisions(row, basis.code, language),
                    )
                )
            continue
        code = row.code if len(entry.rows) > 1 else ""
        found.append(
            Part(
                code,
                row.part,
                definition=row.definition,
                cards=_cards(row, "", proofs.get(code, {})),
                rule=row.evidence,
                notes=row.notes,
                decisions=_decisions(row, "", language),
            )
        )
    return tuple(found)


def _cards(row: Row, basis: str, proofs: dict[int, str]) -> tuple[LevelCard, ...]:
    return tuple(
        LevelCard(
            entry.level,
            entry.text,
            entry.example,
            points=(row.weight * entry.level).normalize(),
            proof=proofs.get(entry.level, ""),
        )
        for entry in row.levels_of(basis)
    )


def _decisions(row: Row, basis: str, language: str) -> tuple[str, ...]:
    """What the portal decided where the guideline is silent or contradicts itself, each once."""
    measure = row.measure_of(basis)
    decided = [row.evidence_of(basis).decision, measure.decision if measure else None]
    told = [decision.reason_en if language == "en" else decision.reason for decision in decided if decision]
    return tuple(dict.fromkeys(told))


def steps_of(instrument: Instrument, *, language: str) -> tuple[str, ...]:
    """How the index is worked out, in a few sentences with the figures of an instrument."""
    parameters, maxima = instrument.formula.parameters, instrument.maxima

    def points(hundredths: int) -> str:
        return number((Decimal(hundredths) / 100).normalize())

    figures = {
        "spd_rows": number(len(instrument.spd_rows)),
        "sid_rows": number(len(instrument.sid_rows)),
        "spd_max": points(maxima.spd_hundredths),
        "maturity_max": points(maxima.maturity_hundredths),
        "count_max": points(maxima.count_hundredths),
        "total": points(maxima.total_hundredths),
        "divisor": number(parameters.divisor_minimum),
        "weight": points(parameters.count_weight_hundredths),
        "cap": number(parameters.count_cap),
        "yandas": number(parameters.yandas_minimum),
        "yandas_all": number(len(instrument.yandas)),
        "window_from": day(instrument.eligibility.window_from),
        "window_to": day(instrument.eligibility.window_to),
        "predicates": "; ".join(f"{entry.name} {entry.printed}" for entry in instrument.predicates),
    }
    return tuple(step.format_map(figures) for step in handbook_of(language).steps)


def guide_to(entry: Entry, *, instrument: Instrument, language: str) -> Guide:
    """The guide of an entry, with the years of the instrument."""
    return guide_of(entry.key, lang=language, year=instrument.years["T-0"])
