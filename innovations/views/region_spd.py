"""The region's own rows: entered by one admin with evidence, confirmed by another; and the integrity form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from iga_portal.files.models import StoredFile
from iga_portal.refusals import Refused, StaleVersion
from iga_portal.web.formats import number, plural_of
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.documents import add_document
from innovations.domain.spd import (
    cite_for_region,
    confirm_region_answer,
    set_region_answer,
    withdraw_region_citation,
)
from innovations.forms_region import CiteForm, RegionEvidenceForm, SpdForm
from innovations.guide import guide_for
from innovations.models import Document, RegionAnswer, RegionCitation
from innovations.queries.spd import SpdLine, SpdSheet, integrity_forms, sister_figures, spd_sheet
from innovations.views.desk_common import zone_of
from innovations.views.opd_common import card_of, period_or_404, tried
from innovations.views.opd_uploads import end_refused, forget_bytes, store_upload
from innovations.views.page_strip import strip_of
from innovations.views.region_spd_parts import season_of, worked_out, worth_of
from regions.access import actor_of
from regions.enums import Role
from regions.forms import show_refusal
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from regions.queries.people import members_with_role
from regions.queries.periods import region_period as region_period_of

CONFLICT, UNPROCESSABLE = 409, 422


def spd(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    period = region_period_of(region_id, period=period_or_404())
    instrument = instrument_of(period.period)
    sheet = spd_sheet(period, instrument=instrument)
    forms = integrity_forms(period)
    me = actor_of(request).person_id
    return render(
        request,
        "innovations/region/spd.html",
        {
            "sheet": sheet,
            "lines": [
                (line, worth_of(line.row, level=line.level, instrument=instrument), season_of(line.row))
                for line in sheet.lines
            ],
            "mine_to_confirm": [
                line for line in sheet.waiting if line.answer is not None and line.answer.entered_by_id != me
            ],
            "integrity": forms[0] if forms else None,
            "region_period": period,
            "zone": zone_of(request),
        },
    )


def spd_row(request: HttpRequest, region_id: int, row: str, **kwargs: object) -> HttpResponse:
    period = region_period_of(region_id, period=period_or_404())
    line, sheet = _line(period, row)
    instrument = instrument_of(period.period)
    form = SpdForm(
        request.POST or None,
        row=line.row,
        years=instrument.years,
        initial=_initial(line, sheet),
        label_suffix="",
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            wanted = form.cleaned_data
            outcome = tried(
                lambda: set_region_answer(
                    period,
                    row=row,
                    actor=actor_of(request),
                    seen_version=wanted["version"],
                    level=wanted["level"],
                    previous=wanted.get("previous"),
                    latest=wanted.get("latest"),
                    note=wanted["note"],
                )
            )
            if not isinstance(outcome, Refused | ValidationError):
                line, _sheet = _line(period, row)
                messages.success(request, _saved_words(line))
                return redirect(here(request, "spd_row", row=row))
            show_refusal(form, outcome)
            if isinstance(outcome, StaleVersion):
                status = CONFLICT
                line, sheet = _line(period, row)
                data: Any = form.data
                form.data = data.copy()
                form.data["version"] = str(outcome.current)  # type: ignore[index]
    return _row_page(request, period, line=line, sheet=sheet, form=form, status=status)


def _line(period: RegionPeriod, code: str) -> tuple[SpdLine, SpdSheet]:
    sheet = spd_sheet(period, instrument=instrument_of(period.period))
    for line in sheet.lines:
        if line.row.code == code:
            return line, sheet
    raise Http404("no such row")


def _initial(line: SpdLine, sheet: SpdSheet) -> dict[str, Any]:
    answer = line.answer
    if answer is not None:
        return {
            "version": answer.version,
            "previous": answer.previous,
            "latest": answer.latest,
            "level": answer.level,
            "note": answer.note,
        }
    fields = {"t2": "previous", "t1": "latest"}
    shared = {fields[key]: figure for key, (figure, _code) in sister_figures(line.row, sheet).items()}
    # A row that nobody entered begins with version 1 when it is written.
    return {"version": 1, **shared}


def _saved_words(line: SpdLine) -> str:
    points = number(line.points, places=2)
    count = plural_of(points)
    told = {
        "row": line.row.code,
        "level": "–" if line.level is None else line.level,
        "points": points,
    }
    if line.level is None:
        return _("Baris %(row)s disimpan; belum ada tingkatnya.") % told
    if line.measured is not None and line.row.measure is not None:
        told |= {"value": number(line.measured.placement.value), "unit": line.row.measure.unit}
        words = ngettext(
            "Baris %(row)s disimpan: %(value)s %(unit)s memberi tingkat %(level)s, %(points)s poin.",
            "Baris %(row)s disimpan: %(value)s %(unit)s memberi tingkat %(level)s, %(points)s poin.",
            count,
        )
        return words % told
    return (
        ngettext(
            "Baris %(row)s disimpan: tingkat %(level)s, %(points)s poin.",
            "Baris %(row)s disimpan: tingkat %(level)s, %(points)s poin.",
            count,
        )
        % told
    )


def _row_page(
    request: HttpRequest,
    period: RegionPeriod,
    *,
    line: SpdLine,
    sheet: SpdSheet,
    form: SpdForm,
    status: int = 200,
    evidence: RegionEvidenceForm | None = None,
    cite: CiteForm | None = None,
) -> HttpResponse:
    answer, instrument = line.answer, instrument_of(period.period)
    codes = [entry.row.code for entry in sheet.lines]
    place = codes.index(line.row.code)
    locked = period.sent_at is not None
    citations = _citations(answer)
    cited = {citation.document_id for citation in citations}
    offered = [
        document
        for document in Document.objects.filter(opd__isnull=True, is_current=True).select_related("file")
        if document.pk not in cited
    ]
    return render(
        request,
        "innovations/region/spd_row.html",
        {
            "line": line,
            "row": line.row,
            "guide": guide_for(line.row.code, row=line.row, year=instrument.years["T-0"]),
            "answer": answer,
            "form": None if locked else form,
            "sent_at": period.sent_at,
            "worked_out": worked_out(line),
            "worth": worth_of(line.row, level=line.level, instrument=instrument),
            "season": season_of(line.row),
            "stored": answer if status == CONFLICT else None,
            "shared": sister_figures(line.row, sheet) if answer is None else {},
            "cited": [
                (
                    citation.pk,
                    card_of(request, citation.document, pages=citation.pages),
                    strip_of(request, citation.document, named=citation.pages),
                )
                for citation in citations
            ],
            "evidence_form": evidence or RegionEvidenceForm(label_suffix="", prefix="bukti"),
            "cite_form": cite or CiteForm(documents=offered, label_suffix="", prefix="kutip"),
            "offered": offered,
            "confirming": _confirming(request, period, answer),
            "previous": codes[place - 1] if place else None,
            "next": codes[place + 1] if place + 1 < len(codes) else None,
            "zone": zone_of(request),
            "crumbs": [
                Crumb(_("Baris SPD"), here(request, "spd")),
                Crumb(_("Baris %(row)s") % {"row": line.row.code}),
            ],
        },
        status=status,
    )


def _citations(answer: RegionAnswer | None) -> list[RegionCitation]:
    if answer is None:
        return []
    return list(RegionCitation.objects.filter(answer=answer).select_related("document__file"))


def _confirming(request: HttpRequest, period: RegionPeriod, answer: RegionAnswer | None) -> dict[str, Any]:
    """Whether this person may confirm, else why not and who may."""
    if answer is None or answer.level is None or answer.confirmed_by_id is not None or period.sent_at:
        return {"open": False, "why": ""}
    if answer.entered_by_id != actor_of(request).person_id:
        return {"open": True, "why": ""}
    others = set(members_with_role(period.region_id, role=Role.REGIONAL_ADMIN)) - {answer.entered_by_id}
    if others:
        why = _("Anda yang mengisi baris ini; admin daerah lain mengonfirmasinya.")
    else:
        why = _(
            "Anda yang mengisi baris ini, dan daerah ini belum punya admin lain. Mintalah Kemendagri mengundang admin kedua; tanpa konfirmasi, baris ini tidak masuk indeks terverifikasi."
        )
    return {"open": False, "why": why}


@require_POST
def spd_confirm(request: HttpRequest, region_id: int, row: str, **kwargs: object) -> HttpResponse:
    period = region_period_of(region_id, period=period_or_404())
    line, _sheet = _line(period, row)
    version = request.POST.get("version", "")
    if line.answer is None or not version.isdecimal():
        messages.error(request, _("Baris ini belum diisi."))
        return redirect(here(request, "spd_row", row=row))
    answer_id = line.answer.pk
    outcome = tried(
        lambda: confirm_region_answer(answer_id, actor=actor_of(request), seen_version=int(version))
    )
    if isinstance(outcome, Refused):
        messages.error(request, outcome.message)
        return redirect(here(request, "spd_row", row=row))
    messages.success(request, _("Baris %(row)s dikonfirmasi.") % {"row": row})
    _line_now, sheet = _line(period, row)
    following = next(
        (
            entry.row.code
            for entry in sheet.waiting
            if entry.answer is not None and entry.answer.entered_by_id != actor_of(request).person_id
        ),
        None,
    )
    return redirect(here(request, "spd_row", row=following) if following else here(request, "spd"))


@require_POST
def spd_evidence(request: HttpRequest, region_id: int, row: str, **kwargs: object) -> HttpResponse:
    """A new document of the region, cited for the row at once; or a document that the region has."""
    period = region_period_of(region_id, period=period_or_404())
    line, sheet = _line(period, row)
    documents = list(Document.objects.filter(opd__isnull=True, is_current=True))
    cite = evidence = None
    if request.POST.get("cara") == "kutip":
        cite = CiteForm(request.POST, documents=documents, label_suffix="", prefix="kutip")
        done = cite.is_valid() and _cite(request, period, line, cite)
    else:
        evidence = RegionEvidenceForm(
            request.POST,
            request.FILES,
            label_suffix="",
            prefix="bukti",
            person_id=actor_of(request).person_id,
        )
        done = evidence.is_valid() and _upload(request, period, line, evidence)
        evidence.explain_lost_file()
    if done:
        messages.success(request, _("Bukti dikutip pada baris %(row)s.") % {"row": row})
        return redirect(here(request, "spd_row", row=row))
    form = SpdForm(
        row=line.row,
        years=instrument_of(period.period).years,
        initial=_initial(line, sheet),
        label_suffix="",
    )
    return _row_page(
        request, period, line=line, sheet=sheet, form=form, status=UNPROCESSABLE, evidence=evidence, cite=cite
    )


def _answer_id(request: HttpRequest, period: RegionPeriod, line: SpdLine) -> int:
    """The row to cite for; evidence may come before the level, so an empty row is begun."""
    if line.answer is not None:
        return line.answer.pk
    return set_region_answer(period, row=line.row.code, actor=actor_of(request), seen_version=1).pk


def _cite(request: HttpRequest, period: RegionPeriod, line: SpdLine, form: CiteForm) -> bool:
    outcome = tried(
        lambda: cite_for_region(
            _answer_id(request, period, line),
            actor=actor_of(request),
            document_id=form.cleaned_data["document"],
            pages=form.cleaned_data["pages"],
        )
    )
    if isinstance(outcome, Refused | ValidationError):
        show_refusal(form, outcome)
        return False
    return True


def _upload(request: HttpRequest, period: RegionPeriod, line: SpdLine, form: RegionEvidenceForm) -> bool:
    actor, wanted = actor_of(request), form.cleaned_data
    stored: list[StoredFile] = []

    def act() -> RegionCitation:
        if wanted["file"]:
            stored.append(store_upload(actor, wanted["file"]))
        document = add_document(
            actor=actor,
            opd_id=None,
            subject=wanted["subject"],
            number=wanted["number"],
            dated=wanted["dated"],
            file=stored[0] if stored else None,
            link=wanted["link"],
        )
        return cite_for_region(
            _answer_id(request, period, line), actor=actor, document_id=document.pk, pages=wanted["pages"]
        )

    outcome = tried(act)
    if isinstance(outcome, Refused | ValidationError):
        forget_bytes(stored[0] if stored else None)
        end_refused(wanted["file"], outcome)
        show_upload_refusal(form, outcome)
        return False
    return True


def show_upload_refusal(form: Any, refusal: Refused | ValidationError) -> None:
    """What was wrong with the file belongs beside the file."""
    about_file = {"empty", "size", "type", "damaged", "encrypted", "active"}
    if isinstance(refusal, Refused) and refusal.code in about_file:
        form.add_error("file", refusal.message)
    else:
        show_refusal(form, refusal)


@require_POST
def spd_uncite(request: HttpRequest, region_id: int, row: str, **kwargs: object) -> HttpResponse:
    """Let a document go from the row. A second press finds nothing and is content."""
    period = region_period_of(region_id, period=period_or_404())
    line, _sheet = _line(period, row)
    citation_id = request.POST.get("kutipan", "")
    if line.answer is not None and citation_id.isdecimal() and len(citation_id) < 19:
        answer_id = line.answer.pk
        outcome = tried(
            lambda: withdraw_region_citation(answer_id, actor=actor_of(request), citation_id=int(citation_id))
        )
        if isinstance(outcome, Refused):
            messages.error(request, outcome.message)
        else:
            messages.success(request, _("Bukti dilepas; dokumennya tetap ada di pustaka daerah."))
    return redirect(here(request, "spd_row", row=row))
