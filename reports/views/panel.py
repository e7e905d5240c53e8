"""The panel's own pages: the nominees, and scoring one of them. Only for members; everybody else finds nothing here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.seen import field_hash
from innovations.views.autosaving import autosave_of, invalid, locked, refuse_other_person, saved
from innovations.views.opd_common import period_or_404
from regions.access import actor_of
from reports.awards import Criterion, Part
from reports.domain.panel import Written, give_score
from reports.models import PanelMember, PanelScore
from reports.queries.panel import Asked, Task, asked_of, membership_of, scores_of, tasks_of
from reports.views.award_common import UNPROCESSABLE, tried
from reports.views.award_plan import part_word, plain

TYPED = frozenset({"range", "long", "control", "direction"})
"""Refusals of what was typed, which can be mended; the others close the form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion on the form: what stands, or what was typed and refused with the reason."""

    name: str
    criterion: Criterion
    weight: str
    value: str
    note: str
    error: str
    seen: str
    """The hash of what is stored (`innovations.domain.seen`)."""


@dataclass(frozen=True, slots=True)
class Section:
    word: str
    weight: str
    entries: list[Entry]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The nominees that wait for this member's scores."""
    member = _member(request)
    tasks = tasks_of(member)
    return render(
        request,
        "reports/panel/home.html",
        {
            "period": member.plan.period,
            "tasks": tasks,
            "asked": asked_of(member),
            "done": sum(task.is_done for task in tasks if not task.is_tied),
            "mine": sum(not task.is_tied for task in tasks),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, daerah_id: int) -> HttpResponse:
    """Scoring one nominee: what is right is saved at once, what is not stays on the page with its reason."""
    member = _member(request)
    tasks = tasks_of(member)
    place = next((number for number, task in enumerate(tasks) if task.region.pk == daerah_id), None)
    if place is None:
        raise Http404("no such nominee")
    task = tasks[place]
    errors: dict[str, str] = {}
    if request.method == "POST" and not task.is_tied:
        errors, written = _save(request, member, task)
        if not errors:
            _tell(request, written)
            following = next((entry for entry in tasks[place + 1 :] if not entry.is_tied), None)
            if "lanjut" in request.POST and following is not None:
                return redirect(here(request, "score", daerah_id=following.region.pk))
            return redirect(here(request, "score", daerah_id=daerah_id))
    return render(
        request,
        "reports/panel/score.html",
        {
            "period": member.plan.period,
            "task": task,
            "sections": _sections(request, member, task, errors),
            "autosave": autosave_of(
                request,
                here(request, "score_autosave", daerah_id=daerah_id),
                "panel",
                daerah_id,
                saved_at=None,
            ),
            "errors": errors,
            "previous": tasks[place - 1] if place else None,
            "following": tasks[place + 1] if place + 1 < len(tasks) else None,
            "crumbs": [Crumb(_("Penilaian panel"), here(request, "home")), Crumb(task.region.name)],
        },
        status=UNPROCESSABLE if errors else 403 if request.method == "POST" else 200,
    )


def _member(request: HttpRequest) -> PanelMember:
    member = membership_of(actor_of(request).person_id, period=period_or_404(request))
    if member is None:
        raise Http404("not a member of the panel")
    return member


def _name(part: Part, criterion: Criterion) -> str:
    return f"{part}-{criterion.code}"


def _save(request: HttpRequest, member: PanelMember, task: Task) -> tuple[dict[str, str], int]:
    """Write every score that was typed; (field name -> why it was refused, how many were written)."""
    errors: dict[str, str] = {}
    written = 0
    for asked in asked_of(member):
        for criterion in asked.criteria:
            name = _name(asked.part, criterion)
            if name not in request.POST:
                continue
            outcome = tried(partial(_give, request, member, task, asked, criterion, name))
            if isinstance(outcome, Refused):
                errors[name] = outcome.message
            else:
                written += outcome.changed
    return errors, written


def _give(
    request: HttpRequest, member: PanelMember, task: Task, asked: Asked, criterion: Criterion, name: str
) -> Written:
    return give_score(
        member_id=member.pk,
        nominee_id=task.nominee.pk,
        person_id=actor_of(request).person_id,
        part=asked.part,
        criterion=criterion.code,
        text=request.POST.get(name, ""),
        note=request.POST.get(f"catatan-{name}", ""),
    )


@require_POST
def score_autosave(request: HttpRequest, daerah_id: int) -> HttpResponse:
    """One score as it is typed, saved at once. Only the member writes it, so that what was typed last stands."""
    other = refuse_other_person(request)
    if other is not None:
        return other
    member = _member(request)
    task = next((entry for entry in tasks_of(member) if entry.region.pk == daerah_id), None)
    if task is None:
        raise Http404("no such nominee")
    field = request.POST.get("field", "")
    for asked in asked_of(member):
        for criterion in asked.criteria:
            if _name(asked.part, criterion) == field:
                return _save_one(request, member, task, asked, criterion, field)
    return invalid(field, [_("Kriteria ini tidak dinilai pada periode ini. Muat ulang halaman.")])


def _save_one(
    request: HttpRequest, member: PanelMember, task: Task, asked: Asked, criterion: Criterion, field: str
) -> HttpResponse:
    outcome = tried(partial(_give, request, member, task, asked, criterion, field))
    if isinstance(outcome, Refused):
        return invalid(field, [outcome.message]) if outcome.code in TYPED else locked(outcome.message)
    row = scores_of(member, task.nominee).get((str(asked.part), criterion.code))
    shown = {field: [plain(row.score)], f"catatan-{field}": [row.note]} if row else {}
    return saved(request, field=field, seen={field: seen_hash(row)}, version=1, shown=shown)


def seen_hash(row: PanelScore | None) -> str:
    return field_hash((row.score, row.note) if row else ("", ""))


def _tell(request: HttpRequest, written: int) -> None:
    if written:
        messages.success(
            request,
            ngettext("%(n)d nilai disimpan.", "%(n)d nilai disimpan.", written) % {"n": written},
        )
    else:
        messages.info(request, _("Tidak ada nilai yang berubah."))


def _sections(request: HttpRequest, member: PanelMember, task: Task, errors: dict[str, str]) -> list[Section]:
    stored = scores_of(member, task.nominee)
    sections = []
    for asked in asked_of(member):
        entries = []
        for criterion in asked.criteria:
            name = _name(asked.part, criterion)
            row = stored.get((str(asked.part), criterion.code))
            value, note = (plain(row.score), row.note) if row else ("", "")
            if name in errors:
                value, note = request.POST.get(name, "")[:20], request.POST.get(f"catatan-{name}", "")
            error = errors.get(name, "")
            seen = seen_hash(row)
            entries.append(Entry(name, criterion, plain(criterion.weight), value, note, error, seen))
        sections.append(Section(part_word(asked.part), plain(asked.weight), entries))
    return sections
