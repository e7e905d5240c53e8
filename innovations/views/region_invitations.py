"""Inviting many people by a workbook: take the empty one along, look the filled one through, send all or none."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.bulk import invitations as book
from innovations.bulk.exports import MEDIA_TYPES, XLSX
from regions.access import actor_of
from regions.domain.invitations import SENDINGS_PER_PERSON, Many, Wanted, invite_many
from regions.enums import Role
from regions.models import Membership, Opd
from regions.rules import roles_given_by
from regions.views.invited import link_of

SALT = "undangan-banyak"
VALID_SECONDS = 60 * 60
"""How long a list that was looked through may be sent; afterwards it is looked through again."""


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Lembar undangan (XLSX)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("Diperiksa dahulu; belum ada yang dikirim."),
    )


@require_safe
def template(request: HttpRequest, **place: int) -> HttpResponse:
    """The empty workbook with this region's OPD to choose from."""
    content = book.template(roles=roles_given_by(actor_of(request)), opds=_opds(), made_at=timezone.now())
    return HttpResponse(
        content,
        headers={
            "Content-Type": MEDIA_TYPES[XLSX],
            "Content-Disposition": 'attachment; filename="undangan.xlsx"',
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, **place: int) -> HttpResponse:
    """The form; a file sent to it is looked through and nothing is sent."""
    form = UploadForm(request.POST or None, request.FILES or None, label_suffix="")
    faults: list[book.Fault] = []
    if request.method == "POST" and form.is_valid():
        file, actor = form.cleaned_data["file"], actor_of(request)
        try:
            found = book.read(file, size=file.size, roles=roles_given_by(actor), opds=_opds())
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            trial = _trial(request, [row.wanted for row in found.rows])
            faults = sorted(
                [*found.faults, *book.faults_of(found.rows, trial.faults)],
                key=lambda fault: (int(fault.cell[1:]), fault.cell),
            )
            if not faults:
                return _preview(request, found.rows)
    return render(
        request,
        "innovations/region/invite_many.html",
        {
            "form": form,
            "faults": faults,
            "most": SENDINGS_PER_PERSON,
            "cancel_url": here(request, "people"),
            "crumbs": _crumbs(request),
        },
        status=422 if form.errors or faults else 200,
    )


@require_POST
def apply(request: HttpRequest, **place: int) -> HttpResponse:
    """Send what was looked through: all of it, or nothing and say why."""
    actor = actor_of(request)
    try:
        kept = signing.loads(request.POST.get("daftar", ""), salt=_salt(request), max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(
            request, _("Daftar ini tidak lagi berlaku. Unggah berkasnya sekali lagi; tidak ada yang dikirim.")
        )
        return redirect(here(request, "invite_many"))
    rows = [book.Row(int(entry[0]), _wanted(entry)) for entry in kept]
    done = invite_many(
        [row.wanted for row in rows], actor=actor, region_id=actor.region_id, link_of=link_of(request)
    )
    if done.faults:
        faults = book.faults_of(rows, done.faults)
        return render(
            request,
            "innovations/region/invite_many.html",
            {
                "form": UploadForm(label_suffix=""),
                "faults": faults,
                "most": SENDINGS_PER_PERSON,
                "cancel_url": here(request, "people"),
                "crumbs": _crumbs(request),
            },
            status=409,
        )
    _tell(request, done)
    return redirect(here(request, "people"))


def _trial(request: HttpRequest, wanted: list[Wanted]) -> Many:
    actor = actor_of(request)
    return invite_many(
        wanted, actor=actor, region_id=actor.region_id, link_of=link_of(request), is_trial=True
    )


def _preview(request: HttpRequest, rows: Any) -> HttpResponse:
    """Everybody with role and OPD, who works in this region already, and one button."""
    names = {opd.pk: opd.name for opd in _opds()}
    known = _known(request, [row.wanted.email.lower() for row in rows])
    return render(
        request,
        "innovations/region/invite_many_preview.html",
        {
            "rows": [
                {
                    "number": row.number,
                    "wanted": row.wanted,
                    "opd": names.get(row.wanted.opd_id or 0, ""),
                    "known": known.get(row.wanted.email.lower(), ""),
                }
                for row in rows
            ],
            "signed": signing.dumps([_plain(row) for row in rows], salt=_salt(request), compress=True),
            "cancel_url": here(request, "invite_many"),
            "crumbs": _crumbs(request),
        },
    )


def _known(request: HttpRequest, emails: list[str]) -> dict[str, str]:
    """E-mail -> roles of those who hold one in this region; of accounts elsewhere nothing is told."""
    rows = Membership.objects.filter(
        region_id=actor_of(request).region_id, person__email__in=emails
    ).select_related("person")
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.person.email, set()).add(str(row.get_role_display()))
    return {email: ", ".join(sorted(roles)) for email, roles in found.items()}


def _plain(row: book.Row) -> list[Any]:
    wanted = row.wanted
    until = wanted.valid_until.isoformat() if wanted.valid_until else None
    return [row.number, wanted.email, wanted.name, wanted.role.value, wanted.opd_id, until]


def _wanted(entry: list[Any]) -> Wanted:
    _number, email, name, role, opd_id, until = entry
    return Wanted(email, name, Role(role), opd_id, date.fromisoformat(until) if until else None)


def _salt(request: HttpRequest) -> str:
    """A list is sent by who looked it through, where they did."""
    actor = actor_of(request)
    return f"{SALT}/{actor.region_id}/{actor.person_id}"


def _opds() -> list[Opd]:
    return list(Opd.objects.filter(is_active=True).order_by("name"))


def _crumbs(request: HttpRequest) -> list[Crumb]:
    return [Crumb(_("OPD dan orang"), here(request, "people")), Crumb(_("Undang banyak orang"))]


def _tell(request: HttpRequest, done: Many) -> None:
    count = len(done.invited)
    messages.success(
        request,
        ngettext("%(n)s undangan dikirim.", "%(n)s undangan dikirim.", count) % {"n": number(count)},
    )
    unmailed = [entry.invitation.email for entry in done.invited if not entry.mailed]
    if unmailed:
        messages.warning(
            request,
            _(
                "Surat untuk %(emails)s belum terkirim. Undangannya tercatat: tekan “Kirim ulang” pada daftar di bawah."
            )
            % {"emails": ", ".join(unmailed)},
        )
