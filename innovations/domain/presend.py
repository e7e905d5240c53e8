"""The look before a sending: what keeps it back, and what only costs points. The page and the sending itself ask the same list.

What blocks is what could not be mended afterwards, or would send something else than what the desk judged: the time, the integrity
form, mandatory SPD rows without an answer (0 is one), files that were refused, wait for the scanner or are not in the store, rows
without a standing verdict. Everything else is told and left to the region: a link may be down for an hour, an innovation before the
window may go as an archive entry, and a question that stayed open on the last evening must not hold up a whole portfolio.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innovations.domain.integrity import standing_form, why_form_blocks
from innovations.domain.presend_evidence import evidence
from innovations.domain.presend_parts import Cure, Finding, cut, of_rows
from innovations.enums import FINAL_STATES, State
from innovations.models import (
    Answer,
    Innovation,
    RegionAnswer,
    RegionCitation,
    RowQuestion,
)
from regions.enums import Phase
from regions.models import RegionPeriod
from regions.queries.deadlines import still_taken
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument


def presend(
    region_period: RegionPeriod, *, chosen: Sequence[Innovation], now: datetime, is_sending: bool = False
) -> Sequence[Finding]:
    """Everything that is looked at before these verified innovations go, in the order of the form. Nothing is written.

    A page says when the input is over; `is_sending`, the sending itself, still takes for the silent grace what was begun before.
    The number of queries does not depend on how many were chosen; each distinct file is asked for in the store.
    """
    instrument = instrument_of(region_period.period)
    is_open = still_taken(region_period, now) if is_sending else region_period.phase_at(now) is Phase.INPUT
    found = [_time(is_open), *_closing(region_period), _form(region_period)]
    if region_period.sent_at is None:  # locked with the first sending: nothing to cure any more
        found += _spd(region_period, instrument=instrument)
    found += evidence(chosen)
    found += [
        _open_rows(chosen),
        _questions(chosen),
        *_portfolio(region_period, chosen=chosen, instrument=instrument),
    ]
    return found


def first_block(findings: Iterable[Finding]) -> Finding | None:
    """What keeps the sending back, the first in order; None when nothing does."""
    return next((entry for entry in findings if entry.required and not entry.done), None)


def _time(is_open: bool) -> Finding:
    return Finding(
        "closed",
        _("Penjaringan sedang dibuka"),
        ""
        if is_open
        else _("Penjaringan sedang tidak dibuka; portofolio hanya dapat dikirim selama penjaringan."),
    )


def _closing(region_period: RegionPeriod) -> list[Finding]:
    """Told only where it holds: what came after the closing would be assessed by nobody."""
    if region_period.assessed_at is None:
        return []
    return [
        Finding(
            "assessed",
            _("Quality control daerah ini masih dibuka"),
            _("Kemendagri sudah menutup quality control daerah ini; tidak ada lagi yang dapat dikirim."),
        )
    ]


def _form(region_period: RegionPeriod) -> Finding:
    code, words = why_form_blocks(standing_form(region_period))
    return Finding(
        code or "integrity_form",
        _("Form integritas bermeterai diterima orang kedua"),
        words,
        cures=[Cure(_("Form integritas"), "integrity", {})] if words else (),
    )


# SPD --------------------------------------------------------------------------------------------------------------


def _spd(region_period: RegionPeriod, *, instrument: Instrument) -> list[Finding]:
    answers = {entry.row: entry for entry in RegionAnswer.objects.filter(region_period=region_period)}
    cited = set(
        RegionCitation.objects.filter(answer__region_period=region_period)
        .order_by()
        .values_list("answer_id", flat=True)
    )
    rows = [(row, answers.get(row.code)) for row in instrument.spd_rows]
    empty = [row.code for row, answer in rows if row.mandatory and (answer is None or answer.level is None)]
    waiting = [
        row.code
        for row, answer in rows
        if answer is not None and answer.level is not None and answer.confirmed_by_id is None
    ]
    bare = [
        row.code for row, answer in rows if answer is not None and answer.level and answer.pk not in cited
    ]
    return [
        Finding(
            "spd_mandatory",
            _("Baris SPD wajib sudah dijawab"),
            _("Baris SPD wajib belum dijawab: %(rows)s. Isi, atau nyatakan “Belum ada” (tingkat 0).")
            % {"rows": ", ".join(empty)}
            if empty
            else "",
            cures=_spd_cures(empty),
        ),
        Finding(
            "spd_waiting",
            _("Baris SPD yang terisi sudah dikonfirmasi orang kedua"),
            _(
                "Belum dikonfirmasi: %(rows)s. Tanpa konfirmasi barisnya bernilai 0 dalam indeks final, dan terkunci begitu terkirim."
            )
            % {"rows": ", ".join(waiting)}
            if waiting
            else "",
            required=False,
            cures=_spd_cures(waiting),
        ),
        Finding(
            "spd_bare",
            _("Baris SPD yang terisi berbukti"),
            _("Tanpa bukti: %(rows)s. Evaluator dapat menurunkannya menjadi 0.") % {"rows": ", ".join(bare)}
            if bare
            else "",
            required=False,
            cures=_spd_cures(bare),
        ),
    ]


def _spd_cures(rows: Sequence[str]) -> list[Cure]:
    return [Cure(_("Baris %(row)s") % {"row": row}, "spd_row", {"row": row}) for row in rows]


# Verdicts, questions, names, window ------------------------------------------------------------------------------


def _open_rows(chosen: Sequence[Innovation]) -> Finding:
    """Rows of verified innovations whose verdict fell (or is not there): a level is kept exactly while its verdict stands."""
    rows = list(
        Answer.objects.filter(innovation__in=chosen, verified_level__isnull=True)
        .order_by("innovation_id", "row")
        .values_list("innovation_id", "row")
    )
    return of_rows(
        "open_rows",
        _("Setiap baris punya keputusan desk yang berlaku"),
        rows,
        chosen=chosen,
        words=lambda number: (
            ngettext(
                "%(count)d baris tidak (lagi) punya keputusan desk yang berlaku. Mintalah desk memeriksanya.",
                "%(count)d baris tidak (lagi) punya keputusan desk yang berlaku. Mintalah desk memeriksanya.",
                number,
            )
            % {"count": number}
        ),
        required=True,
    )


def _questions(chosen: Sequence[Innovation]) -> Finding:
    rows = list(
        RowQuestion.objects.filter(answer__innovation__in=chosen, closed_at__isnull=True)
        .order_by("answer__innovation_id", "answer__row")
        .values_list("answer__innovation_id", "answer__row")
    )
    return of_rows(
        "questions_open",
        _("Tidak ada pertanyaan desk yang masih terbuka"),
        rows,
        chosen=chosen,
        words=lambda number: (
            ngettext(
                "%(count)d pertanyaan desk masih terbuka; setelah terkirim OPD tidak dapat menjawabnya lagi.",
                "%(count)d pertanyaan desk masih terbuka; setelah terkirim OPD tidak dapat menjawabnya lagi.",
                number,
            )
            % {"count": number}
        ),
        required=False,
    )


def _portfolio(
    region_period: RegionPeriod, *, chosen: Sequence[Innovation], instrument: Instrument
) -> list[Finding]:
    sent = Innovation.objects.filter(region_period=region_period, state__in=FINAL_STATES).only(
        "pk", "name", "public_id", "state", "stage", "urusan", "implemented_on", "developed_on"
    )
    together = [*sent, *chosen]
    window = instrument.eligibility
    outside = [
        entry
        for entry in chosen
        if window.reasons(stage=entry.stage, implemented=entry.implemented_on, developed=entry.developed_on)
    ]
    counted = [
        entry
        for entry in together
        if not window.reasons(
            stage=entry.stage, implemented=entry.implemented_on, developed=entry.developed_on
        )
    ]
    yandas = {entry.code for entry in instrument.urusan if entry.is_yandas}
    covered = len({entry.urusan for entry in counted} & yandas)
    needed = instrument.formula.parameters.yandas_minimum
    return [
        Finding(
            "yandas",
            _("Sedikitnya %(needed)d yandas tercakup") % {"needed": needed},
            _("Baru %(covered)d; skor jumlah inovasi tetap 0 sampai %(needed)d.")
            % {"covered": covered, "needed": needed}
            if covered < needed
            else "",
            required=False,
            cures=[Cure(_("Portofolio"), "portfolio", {})] if covered < needed else (),
        ),
        cut(
            "outside",
            _("Semua yang dipilih masuk hitungan (tahap dan waktu)"),
            ngettext(
                "%(count)d pilihan hanya menjadi arsip: bukan tahap Penerapan, atau di luar jendela %(start)d–%(end)d.",
                "%(count)d pilihan hanya menjadi arsip: bukan tahap Penerapan, atau di luar jendela %(start)d–%(end)d.",
                len(outside),
            )
            % {"count": len(outside), "start": window.window_from.year, "end": window.window_to.year}
            if outside
            else "",
            [Cure(entry.name, "innovation", {"public_id": entry.public_id}) for entry in outside],
            required=False,
        ),
        _twins(together, chosen=chosen),
    ]


def _twins(together: Sequence[Innovation], *, chosen: Sequence[Innovation]) -> Finding:
    groups: dict[str, list[Innovation]] = {}
    for entry in together:
        groups.setdefault(normal_name(entry.name), []).append(entry)
    fresh = {entry.pk for entry in chosen}
    twins = [
        entry
        for group in groups.values()
        if len(group) > 1 and any(one.pk in fresh for one in group)
        for entry in group
    ]
    words = _("Nama yang sama, huruf besar-kecil dan tanda baca tidak dihitung: %(names)s. Pastikan bukan inovasi yang sama.") % {
        "names": ", ".join(dict.fromkeys(f"“{entry.name}”" for entry in twins[:6]))
    }  # fmt: skip
    cures = [Cure(entry.name, "innovation", {"public_id": entry.public_id}) for entry in twins]
    return cut("twins", _("Tidak ada nama inovasi yang sama"), words if twins else "", cures, required=False)


def normal_name(name: str) -> str:
    """A name for comparing: letters and digits in lower case, one space between words; "Si-CEPAT!" is "si cepat"."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def still_verified(innovations: Iterable[Innovation]) -> Innovation | None:
    """The first that is no longer verified, None when all are."""
    return next((entry for entry in innovations if entry.state != State.VERIFIED), None)
