"""From the rows of a region to the snapshot that a document is a pure function of.

Runs inside the region's scope, with the (region, period) row locked: every change of a fact takes that row last, so the
numbers, the facts and the words beside them are of one version. Texts of documents are Indonesian whatever language is active.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from iga_portal.refusals import Refused
from innovations import reference
from innovations.enums import State
from innovations.models import Innovation, RegionAnswer
from regions.enums import Basis, RegionKind
from regions.models import Region, RegionPeriod
from regions.queries.instruments import instrument_of
from reports.printing import snapshot as printed
from reports.printing.assemble import InnovationInfo, SpdHandling, assemble_report
from reports.printing.codec import dump
from reports.printing.errors import FactsDisagree
from reports.printing.kinds import Snapshot
from reports.queries.decisions import row_decisions
from scoring.core.canonical import fingerprint
from scoring.core.model import Instrument
from scoring.core.score import Result as Scored
from scoring.core.score import score
from scoring.models import CurrentFacts, Result
from scoring.queries.innovations import state_words
from scoring.queries.results import current_results, stands
from scoring.reading import STATES_OF_BASIS

ISSUER = "Kementerian Dalam Negeri Republik Indonesia"
PLACE = "Jakarta"
SIGNATORY_TITLE = "Menteri Dalam Negeri"
DEMO_SIGNATORY = "(nama pejabat)"
NOTHING_TO_ASSESS = "Tidak Dapat Dinilai"
TOP_PREDICATES = {"Sangat Inovatif": "Daerah Sangat Inovatif", "Inovatif": "Daerah Inovatif"}
PARTICIPANT = "Peserta Pengukuran Indeks Inovasi Daerah"

_UNNUMBERED = "-"
_UNDATED = date(1, 1, 1)


@dataclass(frozen=True)
class Standing:
    """The current numbers of a region with their facts, the whole of one version."""

    region_period: RegionPeriod
    instrument: Instrument
    results: Mapping[Basis, Result]
    facts: Mapping[Basis, CurrentFacts]

    @property
    def region(self) -> Region:
        return self.region_period.region

    @property
    def year(self) -> int:
        return self.region_period.period.year

    def scored(self, basis: Basis) -> Scored:
        """The core's result on the stored facts. Raises FactsDisagree when it is not the stored one."""
        result = score(self.facts[basis].facts, self.instrument)
        stored = self.results[basis]
        if (result.index, result.facts_hash) != (stored.index, stored.facts_hash):
            raise FactsDisagree(
                f"region {self.region.code}, {basis}: the stored result is not that of its facts"
            )
        return result


def standing_of(region_period: RegionPeriod) -> Standing:
    """Read the current results and facts of a locked (region, period) row. Raises Refused while they lag."""
    if not region_period.is_scored:
        raise Refused("computing", _("Indeks daerah ini sedang dihitung. Pesan lagi beberapa saat kemudian."))
    results = current_results(region_period)
    if not results:
        raise Refused("no_result", no_result_words(Basis.CLAIMED))
    facts = {Basis(row.basis): row for row in CurrentFacts.objects.filter(region_period=region_period)}
    return Standing(region_period, instrument_of(region_period.period), results, facts)


def no_result_words(basis: Basis) -> str:
    """Why there is nothing to print on a basis."""
    if basis is Basis.FINAL:
        return _("Belum ada indeks final: daerah ini belum mengirim inovasi ke Kemendagri.")
    return _("Belum ada indeks: daerah ini belum mengajukan inovasi atau mengisi baris SPD.")


def nothing_to_assess_words() -> str:
    """Why there is no certificate for the lowest predicate."""
    return _("Predikatnya “Tidak Dapat Dinilai”; untuk itu tidak ada piagam.")


def report_snapshot(standing: Standing, *, basis: Basis) -> printed.RegionReportSnapshot:
    """The report of a region on a basis, still without number, date and address. Raises Refused without such an index."""
    if not stands(standing.results.get(basis)):
        raise Refused("no_result", no_result_words(basis))
    alive = [entry for entry in Basis if stands(standing.results.get(entry))]
    with translation.override("id"):
        return assemble_report(
            number=_UNNUMBERED,
            issued_on=_UNDATED,
            region=region_identity(standing.region),
            period=award_name(standing.year),
            basis=printed.Basis(basis.value),
            results={printed.Basis(entry.value): standing.scored(entry) for entry in alive},
            innovations=_innovations(standing, basis=basis),
            handling=_handling(standing, basis=basis),
            row_decisions=row_decisions(standing.region_period, basis=basis, instrument=standing.instrument),
            demo=settings.DEMO,
        )


def certificate_snapshot(standing: Standing) -> printed.CertificateSnapshot:
    """The certificate of a region on the final basis, still without number, date and address.

    Raises Refused without a final index, and for the predicate that says that nothing could be assessed.
    """
    final = standing.results.get(Basis.FINAL)
    if final is None or not stands(final):
        raise Refused("no_result", no_result_words(Basis.FINAL))
    if final.predicate == NOTHING_TO_ASSESS:
        raise Refused("predicate", nothing_to_assess_words())
    return printed.CertificateSnapshot(
        number=_UNNUMBERED,
        issued_on=_UNDATED,
        place=PLACE,
        issuer=ISSUER,
        region=region_identity(standing.region),
        category=TOP_PREDICATES.get(final.predicate, PARTICIPANT),
        period=award_name(standing.year),
        predicate=final.predicate,
        index=standing.scored(Basis.FINAL).index,
        basis=printed.Basis.FINAL,
        instrument_label=f"Instrumen IGA {standing.instrument.year}",
        signatory_title=SIGNATORY_TITLE,
        signatory_name=signatory_name(),
        demo=settings.DEMO,
        verification_url="",
        facts_hash=final.facts_hash,
    )


def signatory_name() -> str:
    """Who signs certificates: CERTIFICATE_SIGNATORY of the settings; in a demonstration nobody's name."""
    return DEMO_SIGNATORY if settings.DEMO else str(getattr(settings, "CERTIFICATE_SIGNATORY", "")).strip()


def finished(snapshot: Snapshot, *, number: str, issued_on: date, address: str) -> Snapshot:
    """The snapshot as it is printed."""
    return replace(snapshot, number=number, issued_on=issued_on, verification_url=address)


def content_hash(snapshot: Snapshot) -> str:
    """SHA-256 of what the document says, number, date and address left out: by it an unchanged document is recognised."""
    plain = finished(snapshot, number=_UNNUMBERED, issued_on=_UNDATED, address="")
    return fingerprint({"snapshot": dump(plain)})


def award_name(year: int) -> str:
    return f"Innovative Government Award {year}"


def region_identity(region: Region) -> printed.RegionIdentity:
    """The region with its kind written out: Provinsi Aceh, Kabupaten Kotawaringin Timur."""
    with translation.override("id"):
        kind = str(RegionKind(region.kind).label)
    name = region.name if region.name.startswith(f"{kind} ") else f"{kind} {region.name}"
    return printed.RegionIdentity(
        code=region.code, name=name, kind=kind, province=region.parent.name if region.parent else None
    )


def _innovations(standing: Standing, *, basis: Basis) -> list[InnovationInfo]:
    """What a report lists: on the final basis what was sent, and nothing else, because the ministry reads it too; on the
    others all that was submitted, with the reason where it is not in the basis."""
    listed = STATES_OF_BASIS[Basis.FINAL if basis is Basis.FINAL else Basis.CLAIMED]
    rows = (
        Innovation.objects.filter(region_period=standing.region_period, state__in=listed)
        .select_related("opd")
        .order_by("pk")
    )
    return [
        InnovationInfo(
            id=str(row.public_id),
            name=row.name,
            opd=row.opd.name,
            urusan=reference.urusan_names()[row.urusan],
            state=str(State(row.state).label),
            absent_reason=None
            if row.state in STATES_OF_BASIS[basis]
            else state_words(State(row.state), basis=basis),
        )
        for row in rows
    ]


def _handling(standing: Standing, *, basis: Basis) -> dict[str, SpdHandling]:
    """Roles, not names: the paper is public sooner or later."""
    return {
        row.row: SpdHandling(
            entered_by="admin daerah" if row.entered_by_id else None,
            confirmed_by="evaluator Kemendagri"
            if basis is Basis.FINAL and row.final_level is not None
            else "admin daerah kedua"
            if row.confirmed_by_id
            else None,
        )
        for row in RegionAnswer.objects.filter(region_period=standing.region_period)
    }
