"""The dossier of one innovation: its proposal, its 20 rows, its evidence, as one PDF that a worker prints.

A paper for the OPD's own use: no number, no place among issued documents. The same content gives the same bytes, so that asking again
stores nothing twice. Texts are Indonesian whatever language is active.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from iga_portal.jobs.domain import request_job
from iga_portal.jobs.models import Job
from iga_portal.web.formats import number as written
from innovations.bulk.columns import as_text
from innovations.bulk.resources import proposal_columns
from innovations.domain.innovations import KIND_ROW
from innovations.domain.items import DOCUMENT_FIELDS, LONG_TEXTS
from innovations.enums import Decision, State, VerdictStage
from innovations.models import Answer, Citation, Document, Innovation, Verdict
from innovations.queries.opd import Sheet, Window, sheet_of, window_of
from regions.models import Region
from reports.domain.snapshots import award_name, region_identity
from reports.printing.assemble import instrument_identity
from reports.printing.dossier_snapshot import (
    DossierCitation,
    DossierDocument,
    DossierGroup,
    DossierItem,
    DossierOrigin,
    DossierRow,
    DossierSnapshot,
)
from reports.printing.formats import date_text
from scoring.core.model import Row

DOSSIER: Final = "reports.dossier"
NAMESPACES: Final = {"opd": "opd", "kepala-opd": "kepala_opd"}
"""Word of the address -> namespace of the places where a dossier is asked for."""
WINDOWS: Final = {
    Window.INSIDE: "di dalam jendela waktu penilaian",
    Window.OUTSIDE: "di luar jendela waktu penilaian; tersimpan sebagai arsip",
    Window.NEEDS_DEVELOPMENT: "diterapkan sebelum jendela waktu; tanggal pengembangan terbaru belum diisi",
    Window.NO_DATE: "tanggal penerapan awal belum diisi",
    Window.NOT_APPLIED: "belum tahap Penerapan; didata saja",
}
MEDIA: Final = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "video/mp4": "MP4",
}
_FIRST_PAGE = re.compile(r"\d{1,5}")
_SAYS_PAGE = re.compile(r"^\s*(hlm|hal|halaman)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the dossier is read: the addresses in it lead there. `site` is the address of the portal."""

    site: str
    acting: str
    region_id: int
    opd_id: int

    def address(self, name: str, **values: Any) -> str:
        path = reverse(
            f"{NAMESPACES[self.acting]}:{name}",
            kwargs={"region_id": self.region_id, "opd_id": self.opd_id, **values},
        )
        return urljoin(self.site, path)


def order_dossier(innovation: Innovation, *, place: Place, person_id: int) -> Job:
    """Ask for the dossier of an innovation that the person may read. Pressed twice, it is one job."""
    job, _new = request_job(
        region_id=place.region_id,
        kind=DOSSIER,
        arguments={
            "innovation": str(innovation.public_id),
            "name": innovation.name,
            "opd": place.opd_id,
            "acting": place.acting,
            "site": place.site,
            "language": get_language() or "id",
        },
        once=f"{DOSSIER}/{place.acting}/{place.opd_id}/{innovation.pk}",
        person_id=person_id,
    )
    return job


def printed(snapshot: DossierSnapshot) -> bytes:
    """The PDF, a pure function of the snapshot. Raises FontMissing, PrintError."""
    # The printer (WeasyPrint, Pango) is loaded by the process that prints, when it first does.
    from reports.printing.render import render_dossier

    return render_dossier(snapshot)


def dossier_snapshot(innovation: Innovation, *, place: Place) -> DossierSnapshot:
    """Everything the dossier says, read in the running scope. Six queries; `opd` and `region_period.period` are at hand."""
    with translation.override("id"):
        sheet = sheet_of(innovation)
        verdicts = _verdicts(sheet.answers)
        documents = _documents(sheet, innovation, place=place)
        return DossierSnapshot(
            public_id=str(innovation.public_id),
            name=innovation.name,
            opd=innovation.opd.name,
            region=region_identity(_region(innovation)),
            period=award_name(innovation.region_period.period.year),
            instrument=instrument_identity(sheet.instrument),
            state=str(State(innovation.state).label),
            window=WINDOWS[window_of(innovation, sheet.instrument.eligibility)],
            items=_items(innovation, documents),
            groups=_groups(sheet, verdicts, documents, place=place),
            documents=tuple(documents.values()),
            claimed=_plain(sheet.maturity("claimed_level")),
            verified=_plain(sheet.maturity("verified_level")) if sheet.is_judged else None,
            maximum=_plain(sheet.maturity_maximum),
            address=place.address("innovation", public_id=innovation.public_id),
            demo=settings.DEMO,
            origin=_origin(innovation),
            development_note=innovation.development_note if innovation.copied_from_id else "",
            **_stood(innovation),
        )


def _region(innovation: Innovation) -> Region:
    return Region.objects.select_related("parent").get(pk=innovation.region_id)


def last_change(innovation: Innovation) -> datetime:
    """When anything that a dossier says of an innovation last changed: its items, rows, citations, or a verdict. One query."""
    latest = Verdict.objects.filter(answer__innovation=innovation).aggregate(
        given=Max("created_at"), fell=Max("fell_at")
    )
    return max(moment for moment in (innovation.changed_at, *latest.values()) if moment is not None)


def _stood(innovation: Innovation) -> dict[str, Any]:
    """That moment in the region's own time."""
    moment = last_change(innovation)
    region = Region.objects.get(pk=innovation.region_id)
    return {"stood_at": moment.astimezone(region.zone).replace(microsecond=0), "zone": region.time_zone}


def _origin(innovation: Innovation) -> DossierOrigin | None:
    if innovation.copied_from_id is None:
        return None
    source = Innovation.objects.select_related("region_period__period").get(pk=innovation.copied_from_id)
    return DossierOrigin(name=source.name, year=source.region_period.period.year)


def _plain(points: Decimal) -> Decimal:
    return points.quantize(Decimal("0.01"))


# Proposal ----------------------------------------------------------------------------------------------------------


def _items(innovation: Innovation, documents: Mapping[int, DossierDocument]) -> tuple[DossierItem, ...]:
    """The items in official order, as the workbook words them; a document by its place in the list of evidence."""
    found = []
    for column in proposal_columns():
        if column.attribute == "development_note":
            continue
        if column.attribute in DOCUMENT_FIELDS:
            document = documents.get(getattr(innovation, f"{column.attribute}_id"))
            text = f"Bukti {document.number}: {document.subject}" if document else ""
        else:
            value = column.export(innovation)
            text = date_text(value) if hasattr(value, "isoformat") else as_text(value)
        is_long = column.attribute in LONG_TEXTS
        parts = tuple(line.strip() for line in text.splitlines() if line.strip())
        found.append(
            DossierItem(number=column.number, label=column.header, paragraphs=parts, is_long=is_long)
        )
    return tuple(found)


# Rows --------------------------------------------------------------------------------------------------------------


def _verdicts(answers: Sequence[Answer]) -> dict[int, Verdict]:
    """The desk's standing verdicts by answer id."""
    found = Verdict.objects.filter(
        answer_id__in=[answer.pk for answer in answers], stage=VerdictStage.DESK, stands=True
    )
    return {verdict.answer_id: verdict for verdict in found if verdict.answer_id is not None}


def _groups(
    sheet: Sheet,
    verdicts: Mapping[int, Verdict],
    documents: Mapping[int, DossierDocument],
    *,
    place: Place,
) -> tuple[DossierGroup, ...]:
    groups: dict[str, list[DossierRow]] = {}
    for answer in sheet.answers:
        row = sheet.instrument.row(str(answer.row))
        printed_row = _row(row, answer, kind=sheet.innovation.kind, verdict=verdicts.get(answer.pk))
        cited = tuple(_citation(citation, documents, place=place) for citation in sheet.evidence_of(answer))
        groups.setdefault(row.variable, []).append(replace(printed_row, citations=cited))
    return tuple(DossierGroup(variable=name, rows=tuple(rows)) for name, rows in groups.items())


def _row(row: Row, answer: Answer, *, kind: str, verdict: Verdict | None) -> DossierRow:
    code = kind if answer.row == KIND_ROW else answer.basis
    basis = next((entry for entry in row.bases if entry.code == code), None)
    levels = row.levels_of(code) if not row.bases or basis else ()
    measure = row.measure_of(code) if not row.bases or basis else None
    claimed, verified = answer.claimed_level, answer.verified_level
    return DossierRow(
        code=row.code,
        name=row.title,
        mandatory=row.mandatory,
        basis=basis.name if basis else "",
        words=next((level.text for level in levels if level.level == claimed), ""),
        claimed=claimed,
        claimed_points=None if claimed is None else _plain(row.weight * claimed),
        verified=verified,
        verified_points=None if verified is None else _plain(row.weight * verified),
        measured=""
        if answer.measured is None
        else f"{written(answer.measured.normalize() + 0)} {measure.unit if measure else ''}".strip(),
        note=answer.note,
        reason=verdict.reason if verdict and verdict.decision != Decision.ACCEPT else "",
    )


# Evidence ----------------------------------------------------------------------------------------------------------


def _documents(sheet: Sheet, innovation: Innovation, *, place: Place) -> dict[int, DossierDocument]:
    """Documents by id, numbered in the order in which they are first named: rows, then attachments."""
    used: dict[int, list[str]] = {}
    found: dict[int, Document] = {}
    for answer in sheet.answers:
        for citation in sheet.evidence_of(answer):
            found[citation.document_id] = citation.document
            used.setdefault(citation.document_id, []).append(str(answer.row))
    attached = {pk: name for name in DOCUMENT_FIELDS if (pk := getattr(innovation, f"{name}_id")) is not None}
    missing = set(attached) - set(found)
    found |= {
        document.pk: document
        for document in Document.objects.filter(pk__in=missing).select_related("file").order_by("pk")
    }
    labels = {column.attribute: column.header for column in proposal_columns()}
    return {
        pk: _document(
            number, document, rows=used.get(pk, ()), item=labels.get(attached.get(pk, ""), ""), place=place
        )
        for number, (pk, document) in enumerate(found.items(), start=1)
    }


def _document(
    number: int, document: Document, *, rows: Sequence[str], item: str, place: Place
) -> DossierDocument:
    file = document.file
    used = [f"baris {', '.join(rows)}"] if rows else []
    return DossierDocument(
        number=number,
        subject=document.subject,
        letter=document.number,
        dated=date_text(document.dated) if document.dated else "",
        kind=MEDIA.get(file.media_type, file.media_type) if file else "tautan",
        name=file.name if file else "",
        size=file.size if file else None,
        sha256=file.sha256 if file else "",
        link=document.link,
        address=document.link or place.address("file", document_id=document.pk),
        used_for="Untuk " + "; ".join([*used, *([item.lower()] if item else [])]),
    )


def _citation(
    citation: Citation, documents: Mapping[int, DossierDocument], *, place: Place
) -> DossierCitation:
    """The address opens the file at the first page named, where browsers can do that."""
    document = documents[citation.document_id]
    first = _FIRST_PAGE.search(citation.pages)
    anchor = f"#page={int(first[0])}" if first and citation.document.file_id else ""
    return DossierCitation(
        document=document.number,
        pages=_SAYS_PAGE.sub("", citation.pages),
        address=f"{document.address}{anchor}",
    )
