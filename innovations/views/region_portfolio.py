"""The portfolio: deciding which verified innovations go, and seeing what the decision comes to before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.parts import Light
from iga_portal.web.tables import page_of, sorting
from innovations.domain.portfolio import Conflict, Decided, Wish, decide
from innovations.enums import State
from innovations.queries.portfolio import (
    Candidate,
    Choice,
    Portfolio,
    Worth,
    portfolio_of,
    reason_words,
    urusan_name,
)
from innovations.queries.sendings import declined, sendings_of, state_counts
from innovations.queries.spd import spd_sheet
from innovations.views.desk_common import zone_of
from innovations.views.opd_common import period_or_404, tried
from innovations.workflow import Action, actions_for
from regions.access import actor_of
from regions.enums import Role
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.periods import region_period as region_period_of
from scoring.core.formula import Numbers

CONFLICT = 409
PER_PAGE = 60
MOST_READ = 2_000
"""Fields of a form that are read; no page has more than a few hundred."""

WORDS: Mapping[str, bool | None] = {"ya": True, "tidak": False, "belum": None}
KEYS: Mapping[bool | None, str] = {value: word for word, value in WORDS.items()}
FIELD = re.compile(r"putusan-([0-9]{1,18})$")


@dataclass(frozen=True, slots=True)
class Line:
    """One innovation on the page; `worth` in the choice as it is stored, None when it does not count."""

    entry: Candidate
    urusan: str
    why_not: str
    worth: Worth | None

    @property
    def decision(self) -> str:
        return KEYS[self.entry.chosen]

    @property
    def margin(self) -> Fraction:
        """Maturity less break-even, in points: how safely it helps."""
        return (
            Fraction(self.entry.maturity_hundredths, 100) - self.worth.break_even
            if self.worth
            else Fraction(0)
        )


SORTS: Mapping[str, Callable[[Line], Any]] = {
    "opd": lambda line: (line.entry.innovation.opd.name, line.entry.innovation.name),
    "nama": lambda line: line.entry.innovation.name.casefold(),
    "urusan": lambda line: (line.urusan, line.entry.innovation.name),
    "kematangan": lambda line: line.entry.maturity_hundredths,
    "dampak": lambda line: line.worth.gain if line.worth else Fraction(-1000),
    "putusan": lambda line: ["belum", "ya", "tidak"].index(line.decision),
}


def found_portfolio(region_id: int) -> tuple[RegionPeriod, Portfolio]:
    """The region's row of the current period and its portfolio; six queries."""
    period = period_or_404()
    region_period = region_period_of(region_id, period=period)
    region_period.period = period  # at hand already
    instrument = instrument_of(period)
    sheet = spd_sheet(region_period, instrument=instrument, with_documents=False)
    return region_period, portfolio_of(region_period, instrument=instrument, sheet=sheet)


@require_http_methods(["GET", "HEAD", "POST"])
def portfolio(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The candidates with what each brings. POST stores decisions; what a colleague decided meanwhile is shown, not overwritten."""
    region_period, found = found_portfolio(region_id)
    conflicts: Sequence[Conflict] = ()
    if request.method == "POST":
        wishes = wishes_of(request.POST)
        outcome = tried(lambda: _decided(request, region_period, wishes))
        if isinstance(outcome, Decided):
            _tell(request, outcome)
            if not outcome.conflicts:
                return redirect(request.get_full_path())
            conflicts = outcome.conflicts
        else:
            messages.error(
                request, outcome.message if isinstance(outcome, Refused) else " ".join(outcome.messages)
            )
            return redirect(request.get_full_path())
        region_period, found = found_portfolio(region_id)
    return _page(request, region_period, found, conflicts=conflicts)


def wishes_of(data: QueryDict) -> dict[int, Wish]:
    """What the form says of each innovation: `putusan-<id>` and what it had shown, `terlihat-<id>`. Nonsense is passed over."""
    wishes: dict[int, Wish] = {}
    for name in list(data)[:MOST_READ]:
        match = FIELD.match(name)
        if match is None:
            continue
        wanted, seen = str(data[name]), str(data.get(f"terlihat-{match[1]}", "belum"))
        if wanted in WORDS and seen in WORDS:
            wishes[int(match[1])] = Wish(wanted=WORDS[wanted], seen=WORDS[seen])
    return wishes


def _decided(request: HttpRequest, region_period: RegionPeriod, wishes: Mapping[int, Wish]) -> Decided:
    """Store the wishes; with the press "choose all that help" also the best of what is undecided then."""
    actor = actor_of(request)
    decided = decide(region_period.pk, actor=actor, wishes=wishes)
    if request.POST.get("aksi") != "semua" or decided.conflicts:
        return decided
    _period, now = found_portfolio(region_period.region_id)
    helpful = now.best(keep=now.chosen, free=now.undecided)
    more = decide(
        region_period.pk, actor=actor, wishes={key: Wish(wanted=True, seen=None) for key in helpful}
    )
    return Decided(decided.written + more.written, more.conflicts)


def _tell(request: HttpRequest, outcome: Decided) -> None:
    if outcome.written:
        messages.success(
            request,
            ngettext(
                "%(count)d putusan disimpan.", "%(count)d putusan disimpan.", outcome.written
            )
            % {"count": outcome.written},
        )  # fmt: skip
    elif not outcome.conflicts:
        messages.info(request, _("Tidak ada putusan yang berubah."))


def _page(
    request: HttpRequest, region_period: RegionPeriod, found: Portfolio, *, conflicts: Sequence[Conflict]
) -> HttpResponse:
    choice = found.choice(found.chosen)
    wanted = {key: request.GET.get(key, "") for key in ("cari", "putusan", "yandas", "opd")}
    lines = _sorted(request, _filtered([line_of(entry, choice) for entry in found.open], wanted))
    best = found.best(keep=found.chosen, free=found.undecided)
    counts = state_counts(region_period)
    chosen_counts = {word: sum(line.chosen is value for line in found.open) for word, value in WORDS.items()}
    return render(
        request,
        "innovations/region/portfolio.html",
        {
            "page": page_of(request, lines, per_page=PER_PAGE),
            "default_sort": "opd",
            "wanted": wanted,
            "is_filtered": any(wanted.values()),
            "opds": sorted({(line.innovation.opd_id, line.innovation.opd.name) for line in found.open}, key=lambda opd: opd[1]),
            "open_count": len(found.open),
            "counts": chosen_counts,
            "columns": columns_of(found, chosen=found.chosen),
            "best_count": len(best),
            "best_index": found.numbers(found.chosen | best).index if best else None,
            "parameters": found.instrument.formula.parameters,
            "lights": lights_of(found, found.chosen),
            "conflicts": conflicts,
            "sendings": list(sendings_of(region_period)),
            "declined_count": counts.get(State.DECLINED, 0),
            # Still with the desk or the OPD: not sent with this portfolio.
            "waiting_count": counts.get(State.SUBMITTED, 0) + counts.get(State.RETURNED, 0),
            "tab": "pilih",
            "zone": zone_of(request),
        },
        status=CONFLICT if conflicts else 200,
    )  # fmt: skip


def line_of(entry: Candidate, choice: Choice) -> Line:
    return Line(
        entry=entry,
        urusan=urusan_name(entry.innovation),
        why_not=reason_words(entry.reasons, instrument=choice.instrument),
        worth=choice.worth(entry),
    )


def _filtered(lines: Sequence[Line], wanted: Mapping[str, str]) -> list[Line]:
    words = wanted["cari"].casefold().split()
    kept = []
    for line in lines:
        text = f"{line.entry.innovation.name} {line.entry.innovation.opd.name}".casefold()
        if not all(word in text for word in words):
            continue
        if wanted["putusan"] in WORDS and line.decision != wanted["putusan"]:
            continue
        if wanted["putusan"] == "merugikan" and not (line.worth and line.worth.gain < 0):
            continue
        if wanted["yandas"] and not line.entry.yandas:
            continue
        if wanted["opd"] and str(line.entry.innovation.opd_id) != wanted["opd"]:
            continue
        kept.append(line)
    return kept


def _sorted(request: HttpRequest, lines: Sequence[Line]) -> list[Line]:
    order = sorting(request, allowed=dict.fromkeys(SORTS, "pk"), default="opd")
    by_key = sorted(lines, key=lambda line: (line.entry.innovation.name, line.entry.key))
    return sorted(by_key, key=SORTS[order.key], reverse=order.descending)


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the portfolio in the strip of numbers; `before` is the index it is compared with."""

    label: str
    numbers: Numbers
    before: Numbers | None = None
    is_preview: bool = False

    @property
    def change(self) -> Any:
        return None if self.before is None else self.numbers.index - self.before.index


def columns_of(
    found: Portfolio, *, chosen: frozenset[int], shown: frozenset[int] | None = None
) -> list[Column]:
    """What was sent, what is stored, and (`shown`) what the marks on the screen would make of it."""
    sent, stored = found.numbers(()), found.numbers(chosen)
    columns = [
        Column(_("Yang sudah terkirim") if found.sent else _("Tanpa inovasi: baris SPD saja"), sent),
        Column(_("Dengan pilihan tersimpan"), stored, before=sent),
    ]
    if shown is not None and shown != chosen:
        columns.append(
            Column(_("Bila tanda di layar disimpan"), found.numbers(shown), before=stored, is_preview=True)
        )
    return columns


def lights_of(found: Portfolio, chosen: frozenset[int]) -> list[Light]:
    return [
        Light(name=name, lit=bool(count), count=count) for name, count in found.yandas_counts(chosen).items()
    ]


@require_POST
def portfolio_preview(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """The strip of numbers for the marks on the screen. Nothing is stored."""
    _region_period, found = found_portfolio(region_id)
    shown = set(found.chosen)
    open_ids = {entry.key for entry in found.open}
    for key, wish in wishes_of(request.POST).items():
        if key in open_ids:
            shown.discard(key)
            if wish.wanted:
                shown.add(key)
    return render(
        request,
        "innovations/region/_numbers.html",
        {"columns": columns_of(found, chosen=found.chosen, shown=frozenset(shown))},
    )


@require_safe
def declined_list(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """What the desk declined, with its reasons; the admin may open it again."""
    period = region_period_of(region_id, period=period_or_404())
    rows = list(declined(period))
    reopening: list[Any] = [
        step
        for step in actions_for(Role(actor_of(request).role), state=State.DECLINED)
        if step.action is Action.REOPEN
    ]
    return render(
        request,
        "innovations/region/declined.html",
        {
            "rows": rows,
            "step": reopening[0] if reopening else None,
            "declined_count": len(rows),
            "tab": "tidak-dilanjutkan",
            "zone": zone_of(request),
        },
    )
