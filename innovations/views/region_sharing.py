"""What the sharing rests on: rules, absences, and who coached an innovation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations import reference
from innovations.domain.sharing import (
    add_absence,
    add_rule,
    mark_coached,
    remove_absence,
    remove_rule,
    unmark_coached,
)
from innovations.models import Absence, AssignmentRule
from innovations.queries.reviewers import Reviewer, reviewers_of
from innovations.views.desk_common import find_innovation, grant_of
from innovations.views.desk_queue import tell_refused
from innovations.views.opd_common import tried
from regions.access import actor_of
from regions.enums import Role
from regions.forms import day_field, opd_choices, show_refusal
from regions.models import Opd


class RuleForm(forms.Form):
    opd = forms.TypedChoiceField(
        label=gettext_lazy("OPD"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Unitnya ikut. Aturan OPD lebih kuat daripada aturan urusan."),
    )
    urusan = forms.ChoiceField(label=gettext_lazy("atau urusan utama"), required=False)
    reviewer = forms.TypedChoiceField(label=gettext_lazy("Dibaca oleh"), coerce=int)

    def __init__(self, *args: Any, reviewers: list[Reviewer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opds = list(Opd.objects.filter(is_active=True).select_related("parent"))
        self.fields["opd"].choices = opd_choices(opds, empty=_("Tidak menurut OPD"))  # type: ignore[attr-defined]
        self.fields["urusan"].choices = [  # type: ignore[attr-defined]
            ("", _("Tidak menurut urusan")),
            *((entry.code, entry.name) for entry in reference.urusan()),
        ]
        self.fields["reviewer"].choices = _choices(reviewers)  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    person = forms.TypedChoiceField(label=gettext_lazy("Penelaah"), coerce=int)
    first_day = day_field(label=gettext_lazy("Hari pertama"))
    last_day = day_field(label=gettext_lazy("Hari terakhir"), help_text=gettext_lazy("Ikut terhitung."))
    note = forms.CharField(label=gettext_lazy("Keterangan"), max_length=200, required=False)

    def __init__(self, *args: Any, reviewers: list[Reviewer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = _choices(reviewers)  # type: ignore[attr-defined]


def _choices(reviewers: list[Reviewer]) -> list[tuple[str, str]]:
    return [("", _("Pilih penelaah")), *((str(entry.person_id), entry.name) for entry in reviewers)]


def rules(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    reviewers = _reviewers(request)
    form = RuleForm(request.POST or None, reviewers=reviewers, label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _done(
            form,
            lambda: add_rule(
                admin=actor_of(request),
                reviewer_id=given["reviewer"],
                opd_id=given["opd"],
                urusan=given["urusan"],
                now=timezone.now(),
            ),
        ):
            messages.success(request, _("Aturan disimpan. Pengajuan berikutnya langsung mengikutinya."))
            return redirect(here(request, "rules"))
    names = {entry.person_id: entry.name for entry in reviewers}
    found = AssignmentRule.objects.select_related("opd", "reviewer")
    lines = [
        {
            "rule": rule,
            "urusan": reference.urusan_names().get(rule.urusan, ""),
            "reviewer": names.get(rule.reviewer_id) or str(rule.reviewer),
            "gone": rule.reviewer_id not in names,
        }
        for rule in found
    ]
    return _page(request, "rules", form, lines=lines, tab="aturan", title=_("Aturan"))


@require_POST
def rule_delete(request: HttpRequest, rule_id: int, **kwargs: object) -> HttpResponse:
    outcome = tried(lambda: remove_rule(rule_id, admin=actor_of(request)))
    if isinstance(outcome, Exception):
        tell_refused(request, outcome)
    else:
        messages.success(request, _("Aturan dihapus. Yang sudah dibagikan tetap pada penelaahnya."))
    return redirect(here(request, "rules"))


def absences(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    reviewers = _reviewers(request)
    form = AbsenceForm(request.POST or None, reviewers=reviewers, label_suffix="")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _done(
            form,
            lambda: add_absence(
                admin=actor_of(request),
                person_id=given["person"],
                first_day=given["first_day"],
                last_day=given["last_day"],
                note=given["note"],
                now=timezone.now(),
            ),
        ):
            messages.success(
                request,
                _("Masa berhalangan disimpan. Selama itu tidak ada inovasi yang dibagikan kepadanya."),
            )
            return redirect(here(request, "absences"))
    today = timezone.now().astimezone(grant_of(request).region.zone).date()
    lines = Absence.objects.filter(last_day__gte=today).select_related("person")
    return _page(
        request, "absences", form, lines=lines, tab="berhalangan", title=_("Berhalangan"), today=today
    )


@require_POST
def absence_delete(request: HttpRequest, absence_id: int, **kwargs: object) -> HttpResponse:
    outcome = tried(lambda: remove_absence(absence_id, admin=actor_of(request)))
    if isinstance(outcome, Exception):
        tell_refused(request, outcome)
    else:
        messages.success(request, _("Masa berhalangan dihapus."))
    return redirect(here(request, "absences"))


@require_POST
def coached(request: HttpRequest, public_id: UUID, **kwargs: object) -> HttpResponse:
    """Say that somebody helped with this innovation, or that it was noted by mistake."""
    innovation = find_innovation(request, public_id)
    actor, given = actor_of(request), request.POST.get("orang", "")
    person_id = actor.person_id
    if actor.role is Role.REGIONAL_ADMIN:
        person_id = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    if request.POST.get("langkah") == "hapus":
        taken_back = tried(lambda: unmark_coached(innovation.pk, actor=actor, person_id=person_id))
        if isinstance(taken_back, Exception):
            tell_refused(request, taken_back)
        elif taken_back:
            messages.success(request, _("Catatan pendampingan dihapus."))
        return redirect(here(request, "innovation", public_id=public_id))
    fell = tried(
        lambda: mark_coached(
            innovation.pk,
            actor=actor,
            person_id=person_id,
            note=request.POST.get("keterangan", ""),
            now=timezone.now(),
        )
    )
    if isinstance(fell, Exception):
        tell_refused(request, fell)
    else:
        told = _("Pendampingan dicatat; inovasi ini diperiksa penelaah lain.")
        if fell:
            told = f"{told} " + ngettext(
                "%(count)d baris yang sudah diputuskannya terbuka lagi.",
                "%(count)d baris yang sudah diputuskannya terbuka lagi.",
                fell,
            ) % {"count": fell}
        messages.success(request, told)
    return redirect(here(request, "innovation", public_id=public_id))


def _reviewers(request: HttpRequest) -> list[Reviewer]:
    region = grant_of(request).region
    return reviewers_of(region, since=timezone.now().astimezone(region.zone).date())


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    outcome = tried(act)
    if isinstance(outcome, Refused | ValidationError):
        show_refusal(form, outcome)
        return False
    return True


def _page(request: HttpRequest, name: str, form: forms.Form, *, title: str, **context: Any) -> HttpResponse:
    crumbs = [Crumb(_("Pembagian"), here(request, "assignments")), Crumb(title)]
    return render(
        request,
        f"innovations/region/{name}.html",
        {"form": form, "crumbs": crumbs, "zone": str(grant_of(request).region.time_zone), **context},
        status=422 if form.errors else 200,
    )
