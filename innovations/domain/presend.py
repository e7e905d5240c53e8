"""The look before a sending: what keeps it back, and what only costs points. The page and the sending itself ask the same list.

What blocks is what could not be mended afterwards, or would send something else than what the desk judged: the time, the integrity
form, mandatory SPD rows without an answer (0 is one), files that were refused, wait for the scanner or are not in the store, rows
without a standing verdict. Everything else is told and left to the region: a link may be down for an hour, an innovation before the
window may go as an archive entry, and a question that stayed open on the last evening must not hold up a whole portfolio.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iga_portal.files.models import FileState
from innovations.domain.integrity import standing_form, why_form_blocks
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.enums import FINAL_STATES, State
from innovations.models import (
    Answer,
    Citation,
    Document,
    Innovation,
    RegionAnswer,
    RegionCitation,
    RowQuestion,
)
from innovations.models.documents import LinkState
from regions.enums import Phase
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument

logger = logging.getLogger(__name__)

DEAD_LINKS = frozenset({LinkState.BROKEN, LinkState.CLOSED, LinkState.REFUSED})
MOST_NAMED = 20
"""Places of one finding that are told by name; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Cure:
    """Where a finding is cured: a page by name with its arguments, and what stands on the link."""

    label: str
    page: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the list. `words` say what is wrong and what to do, "" when `done`; they are also what a refusal says."""

    code: str
    label: str
    words: str = ""
    required: bool = True
    cures: Sequence[Cure] = ()
    more: int = 0
    """Places beyond those in `cures`."""

    @property
    def done(self) -> bool:
        return not self.words


def presend(region_period: RegionPeriod, *, chosen: Sequence[Innovation], now: datetime) -> Sequence[Finding]:
    """Everything that is looked at before these verified innovations go, in the order of the form. Nothing is written.

    The number of queries does not depend on how many were chosen; each distinct file is asked for in the store.
    """
    instrument = instrument_of(region_period.period)
    found = [_time(region_period, now=now), _form(region_period)]
    if region_period.sent_at is None:  # locked with the first sending: nothing to cure any more
        found += _spd(region_period, instrument=instrument)
    found += _evidence(chosen)
    found += [
        _open_rows(chosen),
        _questions(chosen),
        *_portfolio(region_period, chosen=chosen, instrument=instrument),
    ]
    return found


def first_block(findings: Iterable[Finding]) -> Finding | None:
    """What keeps the sending back, the first in order; None when nothing does."""
    return next((entry for entry in findings if entry.required and not entry.done), None)


def _time(region_period: RegionPeriod, *, now: datetime) -> Finding:
    is_open = region_period.period.phase_at(now) is Phase.INPUT
    return Finding(
        "closed",
        _("Penjaringan sedang dibuka"),
        ""
        if is_open
        else _("Penjaringan sedang tidak dibuka; portofolio hanya dapat dikirim selama penjaringan."),
    )


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


# Evidence -----------------------------------------------------------------------------------------------------------


def _evidence(chosen: Sequence[Innovation]) -> list[Finding]:
    """Files and links of everything that goes along: attachments, the rows' evidence, the SPD's."""
    attached = {
        number
        for innovation in chosen
        for field in DOCUMENT_FIELDS
        if (number := getattr(innovation, f"{field}_id"))
    }
    region_period_ids = {innovation.region_period_id for innovation in chosen}
    cited = Citation.objects.filter(answer__innovation__in=chosen).order_by().values("document_id")
    of_region = (
        RegionCitation.objects.filter(answer__region_period_id__in=region_period_ids)
        .order_by()
        .values("document_id")
    )
    documents = list(
        Document.objects.filter(Q(pk__in=attached) | Q(pk__in=cited) | Q(pk__in=of_region))
        .select_related("file")
        .order_by("subject", "pk")
    )
    refused = [entry for entry in documents if entry.file and entry.file.state == FileState.REFUSED]
    waiting = [entry for entry in documents if entry.file and entry.file.state == FileState.WAITING]
    lost = missing_bytes(entry for entry in documents if entry not in refused)
    dead = [entry for entry in documents if entry.link and entry.link_state in DEAD_LINKS]
    places = _places({entry.pk for entry in (*refused, *waiting, *lost, *dead)}, chosen=chosen)
    bare = list(
        Answer.objects.filter(innovation__in=chosen, verified_level__gt=0)
        .exclude(Exists(Citation.objects.filter(answer=OuterRef("pk"))))
        .order_by("innovation_id", "row")
        .values_list("innovation_id", "row")
    )
    return [
        _of_documents(
            "files_refused",
            _("Tidak ada berkas yang ditolak pemindaian virus"),
            _("Ditolak pemindaian virus: %(what)s. Minta pemiliknya mengganti berkas itu."),
            refused,
            places=places,
        ),
        _of_documents(
            "files_waiting",
            _("Semua berkas sudah dipindai"),
            _("Masih dipindai: %(what)s. Tunggu beberapa menit, lalu muat ulang halaman ini."),
            waiting,
            places=places,
        ),
        _of_documents(
            "files_lost",
            _("Semua berkas ada di penyimpanan"),
            _("Tidak ditemukan di penyimpanan: %(what)s. Minta pemiliknya mengunggah lagi."),
            lost,
            places=places,
        ),
        _of_documents(
            "links_dead",
            _("Semua tautan dapat dibuka"),
            _("Tidak dapat dibuka: %(what)s. Pastikan tautannya terbuka untuk umum."),
            dead,
            places=places,
            required=False,
        ),
        _of_rows(
            "rows_bare",
            _("Setiap baris yang dinilai desk berbukti"),
            bare,
            chosen=chosen,
            words=lambda number: (
                ngettext(
                    "%(count)d baris dinilai desk tanpa satu pun bukti.",
                    "%(count)d baris dinilai desk tanpa satu pun bukti.",
                    number,
                )
                % {"count": number}
            ),
            required=False,
        ),
    ]


def missing_bytes(documents: Iterable[Document]) -> list[Document]:
    """Documents whose file has a row and no bytes. A store that does not answer is no proof of a loss: told in the log only."""
    known: dict[str, bool] = {}
    lost = []
    for document in documents:
        if document.file is None:
            continue
        key = document.file.key
        if key not in known:
            try:
                known[key] = default_storage.exists(key)
            except OSError:
                logger.exception("the store does not answer for %s", key)
                known[key] = True
        if not known[key]:
            lost.append(document)
    return lost


def _places(document_ids: Collection[int], *, chosen: Sequence[Innovation]) -> dict[int, Cure]:
    """Where each of these documents is used: its first place among what goes along. Two queries, none without documents."""
    if not document_ids:
        return {}
    places: dict[int, Cure] = {}
    names = {innovation.pk: innovation for innovation in chosen}
    citations = Citation.objects.filter(document_id__in=document_ids, answer__innovation__in=chosen)
    for document_id, innovation_id, row in citations.order_by(
        "answer__innovation_id", "answer__row"
    ).values_list("document_id", "answer__innovation_id", "answer__row"):
        places.setdefault(document_id, row_cure(names[innovation_id], row))
    of_region = RegionCitation.objects.filter(document_id__in=document_ids)
    for document_id, code in of_region.order_by("answer_id").values_list("document_id", "answer__row"):
        places.setdefault(document_id, Cure(_("Baris SPD %(row)s") % {"row": code}, "spd_row", {"row": code}))
    for innovation in chosen:
        for field in DOCUMENT_FIELDS:
            document_id = getattr(innovation, f"{field}_id")
            if document_id in document_ids:
                places.setdefault(
                    document_id, Cure(innovation.name, "innovation", {"public_id": innovation.public_id})
                )
    return places


def row_cure(innovation: Innovation, row: int) -> Cure:
    label = _("%(name)s, baris %(row)s") % {"name": innovation.name, "row": row}
    return Cure(label, "row", {"public_id": innovation.public_id, "row": row})


def _of_documents(
    code: str,
    label: str,
    words: str,
    documents: Sequence[Document],
    *,
    places: Mapping[int, Cure],
    required: bool = True,
) -> Finding:
    if not documents:
        return Finding(code, label, required=required)
    named = ", ".join(f"“{entry.subject}”" for entry in documents[:3])
    if len(documents) > 3:
        named = _("%(names)s dan %(count)d lainnya") % {"names": named, "count": len(documents) - 3}
    cures = {places[entry.pk].label: places[entry.pk] for entry in documents if entry.pk in places}
    return _cut(code, label, words % {"what": named}, list(cures.values()), required=required)


def _of_rows(
    code: str,
    label: str,
    rows: Sequence[tuple[int, int]],
    *,
    chosen: Sequence[Innovation],
    words: Any,
    required: bool,
) -> Finding:
    """A finding on rows, given as (innovation id, row)."""
    if not rows:
        return Finding(code, label, required=required)
    names = {innovation.pk: innovation for innovation in chosen}
    cures = [row_cure(names[innovation_id], row) for innovation_id, row in rows]
    return _cut(code, label, words(len(rows)), cures, required=required)


def _cut(code: str, label: str, words: str, cures: list[Cure], *, required: bool) -> Finding:
    return Finding(
        code, label, words, required, cures=cures[:MOST_NAMED], more=max(0, len(cures) - MOST_NAMED)
    )


# Verdicts, questions, names, window ------------------------------------------------------------------------------


def _open_rows(chosen: Sequence[Innovation]) -> Finding:
    """Rows of verified innovations whose verdict fell (or is not there): a level is kept exactly while its verdict stands."""
    rows = list(
        Answer.objects.filter(innovation__in=chosen, verified_level__isnull=True)
        .order_by("innovation_id", "row")
        .values_list("innovation_id", "row")
    )
    return _of_rows(
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
    return _of_rows(
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
        _cut(
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
    return _cut("twins", _("Tidak ada nama inovasi yang sama"), words if twins else "", cures, required=False)


def normal_name(name: str) -> str:
    """A name for comparing: letters and digits in lower case, one space between words; "Si-CEPAT!" is "si cepat"."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def still_verified(innovations: Iterable[Innovation]) -> Innovation | None:
    """The first that is no longer verified, None when all are."""
    return next((entry for entry in innovations if entry.state != State.VERIFIED), None)
