"""What is still missing in an innovation: required (blocks submitting) kept apart from advice.

Pure over what is handed in, so that a page that already holds the rows asks the database nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from iga_portal.files.models import FileState
from innovations import reference
from innovations.domain.design import design_words
from innovations.domain.items import DOCUMENT_FIELDS
from innovations.enums import Stage
from innovations.models import Answer, Citation, Document, Innovation
from regions.queries.instruments import instrument_of
from scoring.core.model import EvidenceRule, Instrument, Row


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to do. `part` is "profil" or the row number as text; `field` the proposal field, if one."""

    code: str
    text: str
    part: str
    field: str = ""
    required: bool = True


REQUIRED_FIELDS: dict[str, str] = {
    "name": gettext_noop("nama inovasi"),
    "stage": gettext_noop("tahapan inovasi"),
    "kind": gettext_noop("jenis inovasi"),
    "form": gettext_noop("bentuk inovasi"),
    "classification": gettext_noop("klasifikasi inovasi"),
    "initiator": gettext_noop("inisiator"),
    "initiator_name": gettext_noop("nama inisiator"),
    "latitude": gettext_noop("titik koordinat"),
    "urusan": gettext_noop("urusan utama"),
    "asta_cita": gettext_noop("Asta Cita"),
    "pkpn_cluster": gettext_noop("klaster PKPN"),
    "trial_date": gettext_noop("tanggal uji coba"),
    "implemented_on": gettext_noop("tanggal penerapan awal"),
    "design": gettext_noop("rancang bangun"),
    "aim": gettext_noop("tujuan"),
    "benefit": gettext_noop("manfaat"),
    "result": gettext_noop("hasil"),
}
"""Items marked * in the guideline, chapter XII.A, that are always required; in the order in which the form asks them."""

ASKED_AFTER: dict[str, tuple[str, ...]] = {
    "pkpn_cluster": ("pkpn_main",),
    "implemented_on": ("developed_on", "development_note"),
}
"""Items that are asked only of some innovations, each behind the item that the form asks before it."""

ORDER: dict[str, int] = {
    field: place
    for place, field in enumerate(
        [
            *(field for asked in REQUIRED_FIELDS for field in (asked, *ASKED_AFTER.get(asked, ()))),
            *DOCUMENT_FIELDS,
        ]
    )
}
"""Where the form asks an item, by field: gaps are told in this order, so that working them off leads down the form."""


def gaps(
    innovation: Innovation,
    *,
    answers: Sequence[Answer],
    cited: Mapping[int, Collection[Citation]],
    instrument: Instrument,
    refused: Mapping[int, str] | None = None,
) -> list[Gap]:
    """All gaps in the order of the form. `cited` maps answer ids to their citations; `refused`: see `refused_attachments`."""
    return [
        *proposal_gaps(innovation, instrument=instrument),
        *_attachment_gaps(innovation, refused or {}),
        *row_gaps(answers, cited=cited, instrument=instrument, kind=innovation.kind),
    ]


def required_gaps(innovation: Innovation) -> list[Gap]:
    """The gaps that block submitting; reads rows, citations and what is attached (two queries, or three)."""
    answers = list(Answer.objects.filter(innovation=innovation))
    cited: dict[int, list[Citation]] = {}
    for citation in Citation.objects.filter(answer__innovation=innovation).select_related("document__file"):
        cited.setdefault(citation.answer_id, []).append(citation)
    instrument = instrument_of(innovation.region_period.period)
    refused = refused_attachments([innovation])
    found = gaps(innovation, answers=answers, cited=cited, instrument=instrument, refused=refused)
    return [gap for gap in found if gap.required]


def refused_attachments(innovations: Sequence[Innovation]) -> dict[int, str]:
    """Documents attached to the proposals whose file the scanner refused: id -> subject. One query; none without attachments."""
    attached = {
        document_id
        for innovation in innovations
        for field in DOCUMENT_FIELDS
        if (document_id := getattr(innovation, f"{field}_id")) is not None
    }
    if not attached:
        return {}
    refused = Document.objects.filter(pk__in=attached, file__state=FileState.REFUSED)
    return dict(refused.values_list("pk", "subject"))


def _attachment_gaps(innovation: Innovation, refused: Mapping[int, str]) -> list[Gap]:
    return [
        Gap(
            "refused",
            _("Lampiran “%(subject)s” ditolak pemindaian virus. Ganti dengan berkas yang bersih.")
            % {"subject": refused[document_id]},
            "profil",
            field,
        )
        for field in DOCUMENT_FIELDS
        if (document_id := getattr(innovation, f"{field}_id")) in refused
    ]


def _refused_gaps(row: Row, evidence: Collection[Citation]) -> list[Gap]:
    """Evidence whose bytes are gone blocks; evidence that waits for the scanner does not, for that is nobody's fault here."""
    return [
        Gap(
            "refused",
            _(
                "Baris %(row)s: berkas “%(subject)s” ditolak pemindaian virus. Ganti dengan berkas yang bersih."
            )
            % {"row": row.code, "subject": citation.document.subject},
            row.code,
        )
        for citation in evidence
        if citation.document.file is not None and citation.document.file.state == FileState.REFUSED
    ]


def proposal_gaps(innovation: Innovation, *, instrument: Instrument) -> list[Gap]:
    """Gaps of the proposal, required and advised, in the order of the form."""
    found = [
        Gap("missing", _("Isi %(item)s.") % {"item": _(label)}, "profil", field)
        for field, label in REQUIRED_FIELDS.items()
        if getattr(innovation, field) in (None, "")
        # Item 6 is one point: latitude stands for both of its numbers.
        or (field == "latitude" and innovation.longitude is None)
    ]
    if innovation.pkpn_cluster and innovation.pkpn_cluster != reference.NON_PKPN and not innovation.pkpn_main:
        found.append(Gap("missing", _("Pilih program PKPN utama."), "profil", "pkpn_main"))
    minimum = instrument.eligibility.design_minimum_words
    words = design_words(innovation.design)
    if innovation.design and words < minimum:
        found.append(
            Gap(
                "words",
                _("Rancang bangun baru %(words)d kata; sedikitnya %(minimum)d kata.")
                % {"words": words, "minimum": minimum},
                "profil",
                "design",
            )
        )
    found += _date_gaps(innovation, instrument=instrument)
    return sorted(found, key=lambda gap: ORDER[gap.field])


def _date_gaps(innovation: Innovation, *, instrument: Instrument) -> list[Gap]:
    rule = instrument.eligibility
    found: list[Gap] = []
    if innovation.copied_from_id and not innovation.development_note.strip():
        found.append(
            Gap(
                "development_note",
                _("Jelaskan apa yang dikembangkan sejak inovasi ini diajukan tahun lalu."),
                "profil",
                "development_note",
            )
        )
    implemented, developed = innovation.implemented_on, innovation.developed_on
    if implemented and implemented < rule.development_required_before and developed is None:
        found.append(
            Gap(
                "development",
                _("Diterapkan %(year)d: isi tanggal pengembangan terbaru agar dapat dinilai.")
                % {"year": implemented.year},
                "profil",
                "developed_on",
            )
        )
    elif implemented and not rule.in_window(implemented, developed):
        found.append(
            Gap(
                "window",
                _("Di luar jendela waktu %(start)s–%(end)s: tersimpan sebagai arsip dan tidak dihitung.")
                % {"start": rule.window_from.year, "end": rule.window_to.year},
                "profil",
                "implemented_on",
                required=False,
            )
        )
    if innovation.stage and innovation.stage != Stage.PENERAPAN:
        found.append(
            Gap(
                "stage",
                _("Hanya tahap Penerapan yang dinilai; ini didata saja."),
                "profil",
                "stage",
                required=False,
            )
        )
    return found


def evidence_rule(row: Row, *, basis: str, kind: str) -> EvidenceRule:
    """What proves a row: that of the chosen basis where the row has several (row 30: the kind of the innovation)."""
    wanted = basis or kind
    known = {entry.code for entry in row.bases}
    return row.evidence_of(wanted) if wanted in known else row.evidence


def row_gaps(
    answers: Sequence[Answer],
    *,
    cited: Mapping[int, Collection[Citation]],
    instrument: Instrument,
    kind: str = "",
) -> list[Gap]:
    """Gaps of the 20 rows; `kind` of the innovation chooses the evidence rule of row 30."""
    found: list[Gap] = []
    for answer in sorted(answers, key=lambda entry: entry.row):
        row = instrument.row(str(answer.row))
        claimed = answer.claimed_level or 0
        evidence = cited.get(answer.pk, ())
        formats = evidence_rule(row, basis=answer.basis, kind=kind).formats
        if row.mandatory and claimed == 0:
            found.append(
                Gap(
                    "mandatory",
                    _("Baris %(row)s wajib: %(name)s.") % {"row": row.code, "name": row.title},
                    row.code,
                )
            )
        elif claimed and not evidence:
            found.append(
                Gap(
                    "evidence",
                    _("Baris %(row)s mengklaim tingkat %(level)d tanpa bukti: %(name)s.")
                    % {"row": row.code, "level": claimed, "name": row.title},
                    row.code,
                )
            )
        elif claimed and not any(format_fits(citation.document, formats) for citation in evidence):
            found.append(
                Gap(
                    "format",
                    _("Baris %(row)s: pedoman menyebut format %(formats)s.")
                    % {"row": row.code, "formats": ", ".join(formats)},
                    row.code,
                    required=False,
                )
            )
        if claimed:
            found += _refused_gaps(row, evidence)
    return found


MEDIA_FORMATS = {
    "application/pdf": {"pdf"},
    "image/jpeg": {"jpg", "jpeg"},
    "image/png": {"png"},
    "video/mp4": {"mp4"},
}


def format_fits(document: Document, formats: Collection[str]) -> bool:
    """Is the document in a format the guideline prints for a row? A row without printed formats takes any."""
    if not formats:
        return True
    file = document.file
    kinds = MEDIA_FORMATS.get(file.media_type, set()) if file else {"link"}
    return bool(kinds & set(formats))
