"""The desk's queue as XLSX: what the page shows with its filters, in its order, all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iga_portal.web.formats import day
from iga_portal.web.tables import SORT_PARAMETER, Sorting
from innovations import reference
from innovations.queries.queue import DEFAULT_SORT, MINE, NOBODY, SORTS
from innovations.views.desk_queue import CONDITION_WORDS
from innovations.views.queue_lines import QueueOf, queue_at
from regions.enums import Role
from regions.lists.kinds import DATE, MOMENT, NUMBER, WHOLE, Asked, Column, ListKind, register
from regions.queries.periods import region_period

AT_ONCE = 200
"""Lines whose details are read together."""


def _queue(asked: Asked) -> QueueOf:
    return asked.once("queue", lambda: _read(asked))


def _read(asked: Asked) -> QueueOf:
    wanted = asked.filters.get(SORT_PARAMETER, DEFAULT_SORT)
    key = wanted.removeprefix("-")
    order = Sorting(key, wanted.startswith("-"), ()) if key in SORTS else Sorting(DEFAULT_SORT, False, ())
    found = region_period(asked.region.pk, period=asked.period)
    found.period = asked.period
    return queue_at(
        found,
        asked.actor,
        query=asked.filters,
        as_reviewer=asked.actor.role is Role.REVIEWER,
        now=asked.now,
        order=order,
    )


def _rows(asked: Asked) -> Iterator[Sequence[object]]:
    queue = _queue(asked)
    for start in range(0, len(queue.chosen), AT_ONCE):
        for line in queue.lines(queue.chosen[start : start + AT_ONCE]):
            yield (
                line.name, line.opd, line.urusan, line.since, line.age, line.promise,
                _("ya") if line.overdue else "", line.mark, _("ya") if line.asked else "", line.rows, line.points,
                line.rows_known, line.reader, line.reader_note, line.holder,
            )  # fmt: skip


def _about(asked: Asked) -> Iterator[str]:
    queue = _queue(asked)
    filters = queue.filters
    yield _("Batas pemeriksaan desk: %(day)s") % {
        "day": day(queue.desk.deadline, zone=asked.region.time_zone)
    }
    if filters.search:
        yield _("Dicari: %(words)s") % {"words": filters.search}
    if filters.opd_id is not None and filters.opd_id in queue.opds:
        yield _("OPD: %(name)s") % {"name": queue.opds[filters.opd_id].name}
    if filters.urusan:
        yield _("Urusan: %(name)s") % {"name": reference.urusan_names()[filters.urusan]}
    if filters.reader:
        names = {MINE: _("yang meminta daftar ini"), NOBODY: _("belum dibagikan")}
        known = {str(entry.person_id): entry.name for entry in queue.reviewers}
        yield _("Penelaah: %(name)s") % {"name": names.get(filters.reader) or known.get(filters.reader, "–")}
    if filters.condition:
        yield _("Keadaan: %(name)s") % {"name": CONDITION_WORDS[filters.condition]}


register(
    ListKind(
        name="antrean",
        title=gettext_lazy("Antrean desk"),
        roles=frozenset({Role.REVIEWER, Role.REGIONAL_ADMIN}),
        columns=(
            Column(gettext_lazy("Inovasi"), width=44),
            Column(gettext_lazy("OPD"), width=32),
            Column(gettext_lazy("Urusan"), width=28),
            Column(gettext_lazy("Masuk ke desk"), width=18, type=MOMENT),
            Column(gettext_lazy("Umur (hari)"), width=10, type=WHOLE),
            Column(gettext_lazy("Janji"), width=12, type=DATE),
            Column(gettext_lazy("Lewat janji"), width=10),
            Column(gettext_lazy("Diajukan lagi"), width=18),
            Column(gettext_lazy("Menunggu jawaban OPD"), width=14),
            Column(gettext_lazy("Baris terbuka"), width=10, type=WHOLE),
            Column(gettext_lazy("Poin terbuka"), width=10, type=NUMBER),
            Column(gettext_lazy("Baris dengan dokumen yang sudah dinilai"), width=16, type=WHOLE),
            Column(gettext_lazy("Penelaah"), width=24),
            Column(gettext_lazy("Catatan penelaah"), width=24),
            Column(gettext_lazy("Sedang dibuka"), width=24),
        ),
        rows=_rows,
        count=lambda asked: len(_queue(asked).chosen),
        about=_about,
    )
)
