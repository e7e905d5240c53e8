"""One sentence for each award, with the numbers that decided it, in Indonesian and English."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from reports.awards.assess import rounded
from reports.awards.model import Category, Contender, Part, Plan, Rule
from reports.awards.words import (
    PART_WORDS,
    index_text,
    moment,
    moment_en,
    number,
    number_en,
    place_words,
    span,
    span_en,
)

Pair = tuple[str, str]


def sentences_of(category: Category, contender: Contender, *, plan: Plan, among: int) -> Pair:
    """(Indonesian, English) for a winner. `among`: how many competed in the category."""
    makers: dict[Rule, Callable[[Category, Contender, Plan], Pair]] = {
        Rule.BEST: _best,
        Rule.BORDER: _best,
        Rule.PREDICATE: _predicate,
        Rule.RISE: _rise,
        Rule.EARLIEST: _earliest,
        Rule.SPREAD: _spread,
    }
    text, text_en = makers[category.rule](category, contender, plan)
    if category.rule is Rule.PREDICATE:
        return f"{contender.region.name} {text}.", f"{contender.region.name} {text_en}."
    place, place_en = place_words(contender.place, among=among, tied=contender.tied)
    return f"{contender.region.name} {text}: {place}.", f"{contender.region.name} {text_en}: {place_en}."


def _best(category: Category, contender: Contender, plan: Plan) -> Pair:
    numbers = contender.numbers
    index = Decimal(numbers["index"])
    if "score" not in numbers:
        return f"mencapai indeks {index_text(index)}", f"reached an index of {index:.2f}"
    terms = [f"indeks {index_text(index)} × {number(plan.weights.index)} %"]
    terms_en = [f"index {index:.2f} × {number_en(plan.weights.index)}%"]
    for part, weight in plan.weights.parts.items():
        value, value_en = _part_value(numbers[str(part)])
        name, name_en = _part_names(part)
        terms.append(f"{name} {value} × {number(weight)} %")
        terms_en.append(f"{name_en} {value_en} × {number_en(weight)}%")
    score = Decimal(numbers["score"])
    return (
        f"mencapai nilai akhir {f'{score:.4f}'.replace('.', ',')} ({' + '.join(terms)})",
        f"reached a final score of {score:.4f} ({' + '.join(terms_en)})",
    )


def _part_value(text: str) -> Pair:
    """A part's exact value for reading, with four decimals at most; "≈" where that is not all of it."""
    exact = Fraction(text)
    shown = rounded(exact)
    mark = "" if Fraction(shown) == exact else "≈ "
    return f"{mark}{number(shown)}", f"{mark}{number_en(shown)}"


def _part_names(part: Part) -> Pair:
    name, name_en = PART_WORDS[part]
    return name.lower(), name_en.lower()


def _predicate(category: Category, contender: Contender, plan: Plan) -> Pair:
    index = Decimal(contender.numbers["index"])
    text = f"berpredikat {category.predicate} dengan indeks {index_text(index)}"
    text_en = f"holds the predicate {category.predicate} with an index of {index:.2f}"
    start = plan.predicate_from.get(category.predicate)
    if start is not None:
        text += f" (predikat ini mulai dari {index_text(start)})"
        text_en += f" (the predicate begins at {start:.2f})"
    return text, text_en


def _rise(category: Category, contender: Contender, plan: Plan) -> Pair:
    rise, index, last = (Decimal(contender.numbers[key]) for key in ("rise", "index", "last_index"))
    before = plan.year - 1
    compared = contender.numbers["compared"]
    return (
        f"menaikkan indeksnya {index_text(rise)} poin, dari {index_text(last)} ({before}) menjadi {index_text(index)} "
        f"({plan.year}), di antara {compared} daerah yang kedua indeksnya diketahui",
        f"raised its index by {rise:.2f} points, from {last:.2f} ({before}) to {index:.2f} ({plan.year}), "
        f"among {compared} regions whose two indices are known",
    )


def _earliest(category: Category, contender: Contender, plan: Plan) -> Pair:
    at = datetime.fromisoformat(contender.numbers["at"])
    needed = category.needed
    return (
        f"sudah mengirim {needed} inovasi dengan {needed} urusan wajib pelayanan dasar yang berbeda pada {moment(at)}, "
        f"{span(at - plan.opens_at)} sesudah penjaringan dibuka",
        f"had sent {needed} innovations in {needed} different compulsory basic services (yandas) on {moment_en(at)}, "
        f"{span_en(at - plan.opens_at)} after the input phase opened",
    )


def _spread(category: Category, contender: Contender, plan: Plan) -> Pair:
    count = contender.numbers["urusan"]
    return (
        f"mempunyai inovasi dalam {count} dari {plan.konkuren_total} urusan pemerintahan konkuren",
        f"has innovations in {count} of the {plan.konkuren_total} concurrent urusan (affairs)",
    )
