"""What stands in a package: the region's rows, the chosen or sent innovations, and every document with its place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from iga_portal.files.domain import EXTENSIONS
from iga_portal.files.models import FileState, StoredFile
from iga_portal.web.formats import exact_moment
from innovations.bulk.columns import as_text
from innovations.bulk.resources import proposal_columns
from innovations.domain.content import plain
from innovations.domain.integrity import standing_form
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.domain.spd import decimal_text, inputs_of
from innovations.enums import FINAL_STATES, State
from innovations.models import (
    Answer,
    Citation,
    Document,
    Innovation,
    IntegrityForm,
    PortfolioChoice,
    RegionAnswer,
    RegionCitation,
    Sending,
)
from innovations.package.names import Paths, file_name, folder_name, spans
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.core.model import Instrument

FORMAT: Final = "portal-iga/portofolio"
VERSION: Final = 1
CHOSEN, SENT = "pilihan", "terkirim"
WHICH: Final = (CHOSEN, SENT)
"""Before the sending: what was decided to go, with what has gone. After it: what Kemendagri has."""
ATTACHMENTS: Final = dict(zip(DOCUMENT_FIELDS, (19, 20, 21, 22), strict=True))
"""Field of an attachment -> its item in the official form."""
OMITTED: Final = {FileState.REFUSED: "ditolak pemindaian", FileState.WAITING: "belum dipindai"}


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of the ZIP: its path there, and the stored bytes. Size in bytes."""

    path: str
    key: str
    sha256: str
    size: int


@dataclass
class Package:
    """`document` is the JSON; `files` the evidence in the order of the form; `omitted` documents that could not go along."""

    document: dict[str, Any]
    files: list[PackedFile] = field(default_factory=list)
    omitted: int = 0


def gather(region_period: RegionPeriod, *, which: str) -> Package:
    """Read everything of a package, in a fixed number of queries. Inside the region's scope."""
    return _Gathering(region_period, which=which).package()


def packed_innovations(region_period: RegionPeriod, *, which: str) -> list[Innovation]:
    """The innovations of a package in its order: OPD, name."""
    wanted = [*FINAL_STATES, State.VERIFIED] if which == CHOSEN else [*FINAL_STATES]
    found = Innovation.objects.filter(region_period=region_period, state__in=wanted)
    decided = set(
        PortfolioChoice.objects.filter(innovation__region_period=region_period, is_chosen=True)
        .order_by()
        .values_list("innovation_id", flat=True)
    )
    return [
        entry
        for entry in found.select_related("opd").order_by("opd__name", "name", "pk")
        if entry.state != State.VERIFIED or entry.pk in decided
    ]


class _Gathering:
    def __init__(self, region_period: RegionPeriod, *, which: str) -> None:
        self.region_period, self.which = region_period, which
        self.region, self.period = region_period.region, region_period.period
        self.instrument: Instrument = instrument_of(self.period)
        self.files: list[PackedFile] = []
        self.paths = Paths()
        self.documents: dict[int, dict[str, Any]] = {}
        """Document id -> its entry, numbered in the order of first use."""
        self.omitted: set[int] = set()

    def package(self) -> Package:
        form = self._form(standing_form(self.region_period))
        spd = self._spd()
        innovations = packed_innovations(self.region_period, which=self.which)
        told = self._innovations(innovations)
        document = {
            "format": FORMAT,
            "version": VERSION,
            "which": self.which,
            "region": {"code": self.region.code, "name": self.region.name},
            "period": {"year": self.period.year, "name": self.period.name},
            "instrument": {"year": self.instrument.year, "fingerprint": self.instrument.fingerprint},
            "sendings": self._sendings(),
            "integrity_form": form,
            "spd": spd,
            "innovations": told,
            "documents": list(self.documents.values()),
            "facts": self._facts(innovations),
        }
        return Package(document, self.files, omitted=len(self.omitted))

    def _sendings(self) -> list[dict[str, Any]]:
        return [
            {
                "number": entry.number,
                "sent_at": entry.sent_at.isoformat(),
                "sent_at_local": exact_moment(entry.sent_at, zone=self.region.time_zone),
                "receipt": entry.receipt,
            }
            for entry in Sending.objects.filter(region_period=self.region_period).order_by("number")
        ]

    def _form(self, form: IntegrityForm | None) -> dict[str, Any] | None:
        if form is None:
            return None
        return {
            "signed_by": form.signed_by,
            "signed_on": form.signed_on.isoformat(),
            "accepted": bool(form.is_accepted),
            **self._cited(form.document, folder="form-integritas", label="Form"),
        }

    # SPD

    def _spd(self) -> list[dict[str, Any]]:
        self.answers = {
            entry.row: entry for entry in RegionAnswer.objects.filter(region_period=self.region_period)
        }
        cited: dict[int, list[RegionCitation]] = {}
        rows_of: dict[int, list[str]] = {}
        found = RegionCitation.objects.filter(answer__region_period=self.region_period)
        codes = {entry.pk: entry.row for entry in self.answers.values()}
        for citation in found.select_related("document__file").order_by("answer_id", "id"):
            cited.setdefault(citation.answer_id, []).append(citation)
            rows_of.setdefault(citation.document_id, []).append(codes[citation.answer_id])
        place: dict[int, dict[str, Any]] = {}
        return [
            self._spd_row(row.code, cited=cited, rows_of=rows_of, place=place)
            for row in self.instrument.spd_rows
        ]

    def _spd_row(
        self,
        code: str,
        *,
        cited: Mapping[int, Sequence[RegionCitation]],
        rows_of: Mapping[int, Sequence[str]],
        place: dict[int, dict[str, Any]],
    ) -> dict[str, Any]:
        row, answer = self.instrument.row(code), self.answers.get(code)
        evidence = []
        for citation in cited.get(answer.pk, ()) if answer else ():
            if citation.document_id not in place:
                order = [entry.code for entry in self.instrument.spd_rows]
                label = "-".join(sorted(set(rows_of[citation.document_id]), key=order.index))
                place[citation.document_id] = self._cited(citation.document, folder="spd", label=label)
            evidence.append({**place[citation.document_id], "pages": citation.pages})
        return {
            "row": code,
            "name": row.title,
            "mandatory": row.mandatory,
            "level": answer.level if answer else None,
            "previous": _figure(answer.previous) if answer else None,
            "latest": _figure(answer.latest) if answer else None,
            "unit": row.measure.unit if row.measure else "",
            "confirmed": bool(answer and answer.confirmed_by_id),
            "note": answer.note if answer else "",
            "evidence": evidence,
        }

    # Innovations

    def _innovations(self, innovations: Sequence[Innovation]) -> list[dict[str, Any]]:
        ids = [entry.pk for entry in innovations]
        self.rows: dict[int, list[Answer]] = {}
        for answer in Answer.objects.filter(innovation_id__in=ids).order_by("innovation_id", "row"):
            self.rows.setdefault(answer.innovation_id, []).append(answer)
        cited: dict[int, list[Citation]] = {}
        citations = Citation.objects.filter(answer__innovation_id__in=ids).select_related("document__file")
        for citation in citations.order_by("answer_id", "id"):
            cited.setdefault(citation.answer_id, []).append(citation)
        attached = Document.objects.select_related("file").in_bulk(
            [
                number
                for entry in innovations
                for name in DOCUMENT_FIELDS
                if (number := getattr(entry, f"{name}_id"))
            ]
        )
        return [
            self._innovation(number, entry, cited=cited, attached=attached)
            for number, entry in enumerate(innovations, start=1)
        ]

    def _innovation(
        self,
        number: int,
        entry: Innovation,
        *,
        cited: Mapping[int, Sequence[Citation]],
        attached: Mapping[int, Document],
    ) -> dict[str, Any]:
        folder = f"inovasi/{folder_name(number, entry.name)}"
        attachments = {
            name: self._cited(attached[document_id], folder=folder, label=f"profil {item}")
            for name, item in ATTACHMENTS.items()
            if (document_id := getattr(entry, f"{name}_id"))
        }
        answers = self.rows.get(entry.pk, [])
        rows_of: dict[int, list[int]] = {}
        for answer in answers:
            for citation in cited.get(answer.pk, ()):
                rows_of.setdefault(citation.document_id, []).append(answer.row)
        place: dict[int, dict[str, Any]] = {}
        rows = []
        for answer in answers:
            evidence = []
            for citation in cited.get(answer.pk, ()):
                if citation.document_id not in place:
                    label = f"baris {spans(rows_of[citation.document_id])}"
                    place[citation.document_id] = self._cited(citation.document, folder=folder, label=label)
                evidence.append({**place[citation.document_id], "pages": citation.pages})
            rows.append(self._row(answer, evidence))
        return {
            "number": number,
            "id": str(entry.public_id),
            "opd": entry.opd.name,
            "state": entry.state,
            "folder": folder,
            "proposal": self._proposal(entry, attachments),
            "rows": rows,
        }

    def _proposal(
        self, entry: Innovation, attachments: Mapping[str, Mapping[str, Any]]
    ) -> list[dict[str, Any]]:
        """The items in official order: what is stored, and the words that stand on the form."""
        told = []
        for column in proposal_columns():
            name = column.attribute
            if name in ATTACHMENTS:
                found = attachments.get(name)
                value, stored = "", found["document"] if found else None
            else:
                value = as_text(column.export(entry, documents={}))
                stored = (
                    [plain(entry.latitude), plain(entry.longitude)]
                    if name == "coordinates"
                    else plain(getattr(entry, name))
                )
            told.append(
                {
                    "item": column.number,
                    "name": name,
                    "label": column.header,
                    "value": value,
                    "stored": stored,
                    "evidence": [attachments[name]] if name in attachments else [],
                }
            )
        return told

    def _row(self, answer: Answer, evidence: list[dict[str, Any]]) -> dict[str, Any]:
        row = self.instrument.row(str(answer.row))
        return {
            "row": answer.row,
            "name": row.title,
            "basis": answer.basis,
            "measured": _figure(answer.measured),
            "claimed": answer.claimed_level,
            "verified": answer.verified_level,
            "final": answer.final_level,
            "note": answer.note,
            "evidence": evidence,
        }

    # Documents

    def _cited(self, document: Document, *, folder: str, label: str) -> dict[str, Any]:
        """A reference to a document: its number in the list, and its path here ("" for a link, or what could not go along)."""
        if document.pk not in self.documents:
            self.documents[document.pk] = self._described(document, len(self.documents) + 1)
        path = ""
        stored = document.file
        if stored is not None and stored.state == FileState.READY:
            ending = EXTENSIONS.get(stored.media_type, "bin")
            path = self.paths.free(folder, file_name(label, document.subject, ending=ending))
            self.files.append(PackedFile(path, stored.key, stored.sha256, stored.size))
        elif stored is not None:
            self.omitted.add(document.pk)
        return {"document": self.documents[document.pk]["id"], "file": path}

    def _described(self, document: Document, number: int) -> dict[str, Any]:
        stored: StoredFile | None = document.file
        return {
            "id": f"D{number:04d}",
            "subject": document.subject,
            "number": document.number,
            "dated": plain(document.dated),
            "link": document.link,
            "name": stored.name if stored else "",
            "size": stored.size if stored else None,
            "sha256": stored.sha256 if stored else "",
            "omitted": OMITTED.get(FileState(stored.state), "") if stored else "",
        }

    # Facts

    def _facts(self, innovations: Sequence[Innovation]) -> dict[str, Any]:
        """The facts document of the final index with these innovations, as `./portal score` reads it."""
        names = {entry.code: entry.name for entry in self.instrument.urusan}
        return {
            "instrument": self.instrument.year,
            "region": {"code": self.region.code},
            "basis": "final",
            "spd": {
                code: entry
                for code, answer in sorted(self.answers.items())
                if (entry := self._spd_fact(code, answer))
            },
            "innovations": [
                {
                    "id": str(entry.public_id),
                    "stage": entry.stage,
                    "urusan": names[entry.urusan],
                    "implemented": plain(entry.implemented_on),
                    "developed": plain(entry.developed_on),
                    "levels": {
                        str(answer.row): level
                        for answer in self.rows.get(entry.pk, [])
                        if (level := _final(answer))
                    },
                }
                for entry in sorted(innovations, key=lambda entry: entry.pk)
            ],
        }

    def _spd_fact(self, code: str, answer: RegionAnswer) -> Any:
        if answer.final_level is not None:
            return answer.final_level
        if answer.confirmed_by_id is None:
            return None
        row = self.instrument.row(code)
        inputs = inputs_of(row, previous=answer.previous, latest=answer.latest)
        return dict(sorted(inputs.items())) if inputs is not None else answer.level


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def _final(answer: Answer) -> int:
    level = answer.verified_level if answer.final_level is None else answer.final_level
    return level or 0
