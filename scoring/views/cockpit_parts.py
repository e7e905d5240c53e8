"""What the cockpit shows, in words and addresses: distances, place, levers, lights. Numbers come from `scoring.board` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from iga_portal.web.here import here
from iga_portal.web.official import official
from innovations import reference
from innovations.guide import effort_of
from regions.enums import Basis
from regions.queries.regions import participants
from scoring.board import Board, Step
from scoring.cockpit_words import lever_words, step_words
from scoring.core.explain import Distance, distance_to
from scoring.levers import Lever
from scoring.models import Result
from scoring.queries.past import Needed, bands_of_year, index_for_rank
from scoring.queries.results import stands
from scoring.views.place import Place
from scoring.words import BASIS_WORDS

FIRST_LEVERS = 5


def found(place: Place, name: str, **kwargs: Any) -> str:
    """The address of a page of another room in this place; "" where it has none."""
    try:
        return here(place.request, name, **kwargs)
    except NoReverseMatch:
        return ""


def list_url(place: Place, basis: Basis, **query: str | int) -> str:
    """The list behind a figure of a basis, filtered."""
    wanted = {key: value for key, value in query.items() if value != ""}
    return f"{place.url('cockpit_list')}?{urlencode({'dasar': BASIS_WORDS[basis], **wanted})}"


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool


def tabs(place: Place, basis: Basis) -> list[Tab]:
    """The pages of the cockpit, carrying the basis along."""
    query = urlencode({"dasar": BASIS_WORDS[basis]})
    pages = [
        (_("Ringkasan"), place.front_url),
        (_("Dua puluh baris"), place.url("cockpit_rows")),
        (_("Klaim dan hasil desk"), place.url("cockpit_difference")),
    ]
    return [Tab(label, f"{url}?{query}", url == place.request.path) for label, url in pages]


def switch(place: Place, basis: Basis) -> list[dict[str, Any]]:
    """The choice of the basis on a page of the cockpit, everything else in its address kept."""
    choices = []
    for entry in Basis:
        query = place.request.GET.copy()
        query["dasar"] = BASIS_WORDS[entry]
        query.pop("halaman", None)
        choices.append({"label": entry.label, "url": f"?{query.urlencode()}", "current": entry is basis})
    return choices


# Distances ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Border:
    """A value of the scale, and for each basis how far it is: None where the basis has no index, else (reached, distance)."""

    label: str
    value: Decimal
    is_official: bool
    cells: list[tuple[str, bool, Distance | None] | None]


def borders(place: Place, results: Mapping[Basis, Result], boards: Mapping[Basis, Board]) -> list[Border]:
    """Each predicate above the lowest one, and the target."""
    lowest = sorted(entry.low_hundredths for entry in place.instrument.predicates)[1]
    values = [
        (entry.name, entry.low_hundredths, True)
        for entry in sorted(place.instrument.predicates, key=lambda entry: entry.low_hundredths)
        if entry.low_hundredths > lowest
    ]
    target = place.region_period.target_index
    if target is not None:
        values.append((_("Sasaran daerah"), int(target * 100), False))
    made = []
    for label, hundredths, is_official in sorted(values, key=lambda entry: entry[1]):
        cells: list[tuple[str, bool, Distance | None] | None] = []
        for basis in Basis:
            if not stands(results.get(basis)):
                cells.append(None)
                continue
            distance = distance_to(boards[basis].sums, place.instrument, index_hundredths=hundredths)
            cells.append((str(basis.label), distance is None, distance))
        made.append(Border(label, Decimal(hundredths) / 100, is_official, cells))
    return made


@dataclass(frozen=True, slots=True)
class Standing:
    """The place of the region as far as it may be told: its own running one, and what a wanted one took in an earlier year."""

    running: int | None
    group: str
    size: int
    target: int | None
    needed: Needed | None
    missing: Decimal | None
    bands: list[tuple[str, Decimal]]


def standing(place: Place, index: Decimal) -> Standing | None:
    """None where there is neither a running place to show nor a target rank. At most one query."""
    region_period, period = place.region_period, place.region_period.period
    running = region_period.running_place if period.shows_running_place else None
    target = region_period.target_rank
    if running is None and target is None:
        return None
    kind = place.region.kind
    needed = index_for_rank(target, kind=kind, before=period.year) if target else None
    return Standing(
        running=running,
        group=str(place.region.get_kind_display()).lower(),
        size=participants().filter(kind=kind).count(),
        target=target,
        needed=needed,
        missing=max(Decimal(0), needed.index - index) if needed else None,
        bands=list(bands_of_year(needed.year).items()) if needed else [],
    )


# Levers ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownLever:
    """One lever in words. `gain` and `after` are printed indices; `url` leads to the list behind it, "" where there is none."""

    title: str | SafeString
    text: str
    gain: Decimal
    after: Decimal
    url: str
    effort: str = ""


def shown_levers(place: Place, levers: Sequence[Lever], *, basis: Basis) -> list[ShownLever]:
    return [_shown(place, lever, basis=basis) for lever in levers]


def _shown(place: Place, lever: Lever, *, basis: Basis) -> ShownLever:
    words = lever_words(lever)
    effort = effort_of(lever.row.code) if lever.row is not None else None
    return ShownLever(
        official(words.title) if words.is_official else words.title,
        words.text,
        lever.gain,
        lever.change.after.index,
        _lever_url(place, lever, basis=basis),
        str(effort.label) if effort else "",
    )


def _lever_url(place: Place, lever: Lever, *, basis: Basis) -> str:
    """Where somebody goes on from a lever: the list behind it, or the page on which it is pulled."""
    if lever.kind == "row" and lever.row is not None:
        return list_url(place, basis, baris=lever.row.code, tingkat=0)
    if lever.kind == "spd" and lever.row is not None:
        trace = f"{place.basis_url('index_trace', basis)}#baris-{lever.row.code}"
        return found(place, "spd_row", row=lever.row.code) or trace
    if lever.kind == "gate":
        return f"{place.front_url}?{urlencode({'dasar': BASIS_WORDS[basis]})}#yandas"
    if lever.kind == "verify":
        return list_url(place, Basis.CLAIMED, keadaan="menunggu")
    if lever.kind == "send":
        return found(place, "portfolio")
    return found(place, "spd") or place.basis_url("index_trace", Basis.CLAIMED)


# Yandas, and the way from claimed to verified ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YandasLight:
    """One of the six; `url` leads to the innovations that carry it."""

    name: str
    count: int
    url: str

    @property
    def lit(self) -> bool:
        return self.count > 0


def lights(place: Place, board: Board) -> list[YandasLight]:
    codes = {entry.name: entry.code for entry in reference.urusan()}
    return [
        YandasLight(name, count, list_url(place, board.basis, yandas=codes[name]) if count else "")
        for name, count in board.yandas_counts.items()
    ]


@dataclass(frozen=True, slots=True)
class ShownStep:
    label: str
    text: str
    difference: Decimal
    after: Decimal
    url: str


def shown_way(place: Place, steps: Sequence[Step]) -> list[ShownStep]:
    """The three steps from the claimed to the verified index, each with the list behind it."""
    urls = {
        "lowered": list_url(place, Basis.VERIFIED, selisih="beda"),
        "waiting": list_url(place, Basis.CLAIMED, keadaan="menunggu"),
        "unconfirmed": found(place, "spd"),
    }
    made = []
    for step in steps:
        label, text = step_words(step)
        url = urls[step.kind] if step.number else ""
        made.append(ShownStep(label, text, step.change.printed_gain, step.change.after.index, url))
    return made
