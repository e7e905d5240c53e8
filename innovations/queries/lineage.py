"""Where an innovation comes from: what an earlier year can still be copied, and what became of it on the way here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from iga_portal.web.formats import day
from innovations.domain.completeness import evidence_rule, format_fits
from innovations.domain.evidence_time import Timing, timing_of
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.models import Answer, Citation, Document, Innovation
from innovations.queries.opd import Window, own_innovations, window_of
from innovations.rules import can_cite_document
from regions.access import Actor
from regions.models import Period
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument, Row

# What can be copied ------------------------------------------------------------------------------------------------


def copyable(actor: Actor, *, period: Period, search: str = "") -> QuerySet[Innovation]:
    """Innovations of the actor's OPD of earlier periods that are not in this one yet; the latest year first."""
    here = Innovation.objects.filter(copied_from=OuterRef("pk"), region_period__period=period)
    # Of a line that was carried from year to year, the youngest innovation is the one to carry on.
    later = Innovation.objects.filter(copied_from=OuterRef("pk"), region_period__period__year__lt=period.year)
    found = (
        own_innovations(actor)
        .filter(region_period__period__year__lt=period.year)
        .exclude(Exists(here) | Exists(later))
        .select_related("opd", "region_period__period")
        .order_by("-region_period__period__year", "name", "pk")
    )
    for word in search.split():
        found = found.filter(name__icontains=word)
    return found


def copied_count(actor: Actor, *, period: Period) -> int:
    return own_innovations(actor).filter(region_period__period=period, copied_from__isnull=False).count()


@dataclass(frozen=True)
class Candidate:
    """One line of the list: where it stood, and what copying would bring. Points 0 to 111; None where nothing was judged."""

    innovation: Innovation
    claimed: Decimal
    verified: Decimal | None
    window: Window
    kept: int
    left: int

    @property
    def year(self) -> int:
        return self.innovation.region_period.period.year


def candidates(actor: Actor, innovations: Sequence[Innovation], *, period: Period) -> list[Candidate]:
    """Lines of one page of the list, in two queries however many."""
    rules = instrument_of(period).eligibility
    answers: dict[int, list[Answer]] = {innovation.pk: [] for innovation in innovations}
    for answer in Answer.objects.filter(innovation_id__in=answers):
        answers[answer.innovation_id].append(answer)
    seen = Q(document__opd_id__in=actor.opd_ids) | Q(document__is_region_wide=True)
    cited = {
        row["answer__innovation_id"]: row
        for row in Citation.objects.filter(answer__innovation_id__in=answers)
        .order_by()
        .values("answer__innovation_id")
        .annotate(
            every=Count("document_id", distinct=True),
            kept=Count("document_id", distinct=True, filter=Q(document__is_current=True) & seen),
        )
    }
    found = []
    for innovation in innovations:
        documents = cited.get(innovation.pk, {"every": 0, "kept": 0})
        own = instrument_of(innovation.region_period.period)
        found.append(
            Candidate(
                innovation,
                claimed=_points(own, answers[innovation.pk], "claimed_level") or Decimal(0),
                verified=_points(own, answers[innovation.pk], "verified_level"),
                window=window_of(innovation, rules),
                kept=documents["kept"],
                left=documents["every"] - documents["kept"],
            )
        )
    return found


def _points(instrument: Instrument, answers: Sequence[Answer], level: str) -> Decimal | None:
    judged = [answer for answer in answers if getattr(answer, level) is not None]
    if not judged:
        return None
    return sum(
        (instrument.row(str(answer.row)).weight * getattr(answer, level) for answer in judged),
        start=Decimal(0),
    )


# What became of it -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CarriedRow:
    """One row then and now: the level claimed then, what the desk made of it, and what to look at this year."""

    row: Row
    claimed: int | None
    verified: int | None
    remarks: Sequence[str] = ()
    words: Sequence[tuple[int, str, str]] = ()
    """(level, words then, words now) of every level whose official wording changed."""

    @property
    def is_reworded(self) -> bool:
        return bool(self.words)

    @property
    def was_lowered(self) -> bool:
        return self.verified is not None and self.verified < (self.claimed or 0)


@dataclass(frozen=True)
class Lineage:
    """An innovation and the one it was copied from. `left` are documents that were cited then and are not now."""

    innovation: Innovation
    source: Innovation
    window: Window
    rows: Sequence[CarriedRow]
    left: Sequence[Document] = field(default_factory=tuple)

    @property
    def year(self) -> int:
        return self.source.region_period.period.year

    @property
    def asks_note(self) -> bool:
        """The explanation of what was developed since is asked of every copy and still missing."""
        return not self.innovation.development_note.strip()

    @property
    def reworded(self) -> list[CarriedRow]:
        return [row for row in self.rows if row.is_reworded]

    @property
    def judged(self) -> int:
        """Rows that the desk had decided then."""
        return sum(row.verified is not None for row in self.rows)


def lineage_of(innovation: Innovation, *, actor: Actor) -> Lineage | None:
    """The lineage of a copy, None for an innovation that is none. Four queries; `region_period.period` is at hand."""
    if innovation.copied_from_id is None:
        return None
    source = Innovation.objects.select_related("region_period__period").get(pk=innovation.copied_from_id)
    answers = {answer.row: answer for answer in Answer.objects.filter(innovation=source)}
    now, then = (instrument_of(entry.region_period.period) for entry in (innovation, source))
    cited = _citations(innovation)
    gone = _gone(source, innovation, actor=actor)
    rows = [
        _carried(
            row, answers.get(int(row.code)), cited.get(int(row.code), ()), innovation, now=now, then=then
        )
        for row in now.sid_rows
    ]
    return Lineage(innovation, source, window_of(innovation, now.eligibility), rows, gone)


def _citations(innovation: Innovation) -> dict[int, list[Citation]]:
    found: dict[int, list[Citation]] = {}
    citations = Citation.objects.filter(answer__innovation=innovation).select_related(
        "answer", "document__file"
    )
    for citation in citations.order_by("pk"):
        found.setdefault(citation.answer.row, []).append(citation)
    return found


def _gone(source: Innovation, innovation: Innovation, *, actor: Actor) -> list[Document]:
    """Documents of the source that may no longer be cited: replaced since, or no longer shared."""
    attached = [pk for name in DOCUMENT_FIELDS if (pk := getattr(source, f"{name}_id"))]
    documents = Document.objects.filter(
        Q(pk__in=attached)
        | Q(pk__in=Citation.objects.filter(answer__innovation=source).values("document_id"))
    )
    return [document for document in documents.order_by("pk") if not can_cite_document(actor, document)]


def _carried(
    row: Row,
    answer: Answer | None,
    cited: Sequence[Citation],
    innovation: Innovation,
    *,
    now: Instrument,
    then: Instrument,
) -> CarriedRow:
    basis = answer.basis if answer else ""
    rule = evidence_rule(row, basis=basis, kind=innovation.kind)
    remarks = []
    for citation in cited:
        document = citation.document
        judged = timing_of(rule, dated=document.dated, instrument=now)
        words = {"name": document.subject, "first": judged.first, "last": judged.last}
        if judged.timing is Timing.OUTSIDE:
            assert document.dated is not None
            remarks.append(
                _("“%(name)s”, %(day)s: di luar waktu yang diminta (%(first)d–%(last)d).")
                % {**words, "day": day(document.dated)}
            )
        elif judged.timing is Timing.UNDATED:
            remarks.append(
                _("“%(name)s” tanpa tanggal: yang diminta %(first)d–%(last)d, periksa sendiri.") % words
            )
        if not format_fits(document, rule.formats):
            remarks.append(
                _("“%(name)s” bukan dalam format yang disebut pedoman (%(formats)s).")
                % {"name": document.subject, "formats": ", ".join(rule.formats)}
            )
    if cited and rule.time and timing_of(rule, dated=None, instrument=now).timing is Timing.UNDECIDED:
        remarks.append(
            _("Waktu yang diminta “%(time)s” tidak dapat dinilai dari tanggal dokumen; periksa sendiri.")
            % {"time": rule.time}
        )
    return CarriedRow(
        row,
        answer.claimed_level if answer else None,
        answer.verified_level if answer else None,
        remarks,
        _reworded(row, basis or innovation.kind, now=now, then=then),
    )


def _reworded(row: Row, code: str, *, now: Instrument, then: Instrument) -> list[tuple[int, str, str]]:
    """Levels whose official words differ between the two instruments, on the basis in use or, before one is chosen, on all."""
    if now.fingerprint == then.fingerprint:
        return []
    old = then.rows_by_code.get(row.code)
    before, after = (_level_words(old, code) if old else {}), _level_words(row, code)
    return [
        (level, before.get((basis, level), "–"), words)
        for (basis, level), words in after.items()
        if before.get((basis, level)) != words
    ]


def _level_words(row: Row, code: str) -> Mapping[tuple[str, int], str]:
    bases = [entry.code for entry in row.bases]
    wanted = [code] if code in bases else bases or [""]
    return {(basis, level.level): level.text for basis in wanted for level in row.levels_of(basis)}
