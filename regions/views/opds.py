"""The agencies of a region: list, add, mend, close, open again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from iga_portal.web.tables import page_of
from regions.access import actor_of
from regions.domain.opds import add_opd, change_opd, deactivate_opd, members_of_closing_opd, reactivate_opd
from regions.forms import OpdForm, show_refusal
from regions.models import Membership, Opd
from regions.queries import accounts
from regions.views.invited import people_crumb

NOBODY = "tanpa-orang"
"""The filter for agencies in which nobody holds a role; deadline notices lead here."""


def opds(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    """Each agency with its units below it, and how many people act for it; or only those for which nobody does."""
    text, state = request.GET.get("cari", "").strip(), request.GET.get("keadaan", "")
    rows = Opd.objects.select_related("parent")
    rows = rows.filter(is_active=state != "nonaktif")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    people = dict(
        accounts.holding(Membership.objects.filter(region_id=region_id, opd__isnull=False))
        .values_list("opd_id")
        .annotate(Count("pk"))
        .order_by()
    )
    # The people of an agency act for its units too: a unit without people of its own has them.
    shown = [opd for opd in rows if not {opd.pk, opd.parent_id} & people.keys()] if state == NOBODY else rows
    return render(
        request,
        "regions/people/opds.html",
        {
            "page": page_of(request, sorted(shown, key=_with_parent), per_page=50),
            "people": people,
            "chosen": {"cari": text, "keadaan": state},
            "tab": "opd",
        },
    )


def _with_parent(opd: Opd) -> tuple[str, int, str]:
    """A unit stands directly below its agency."""
    if opd.parent is None:
        return (opd.name, 0, "")
    return (opd.parent.name, 1, opd.name)


def opd_new(request: HttpRequest, region_id: int, **kwargs: object) -> HttpResponse:
    return _edit(request, opd=None)


def opd_edit(request: HttpRequest, managed_id: int, **kwargs: object) -> HttpResponse:
    return _edit(request, opd=get_object_or_404(Opd, pk=managed_id))


def _edit(request: HttpRequest, *, opd: Opd | None) -> HttpResponse:
    parents = list(Opd.objects.filter(is_active=True, parent__isnull=True))
    if opd is not None:
        parents = [entry for entry in parents if entry.pk != opd.pk]
    initial = (
        {
            "name": opd.name,
            "short_name": opd.short_name,
            "parent": opd.parent_id,
            "latitude": opd.latitude,
            "longitude": opd.longitude,
            "is_desk": opd.is_desk,
        }
        if opd
        else {"parent": request.GET.get("induk", "")}
    )
    form = OpdForm(request.POST or None, parents=parents, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        fields = {
            "name": wanted["name"],
            "short_name": wanted["short_name"],
            "parent_id": wanted["parent"],
            "latitude": wanted["latitude"],
            "longitude": wanted["longitude"],
            "is_desk": wanted["is_desk"],
        }
        try:
            saved = (
                change_opd(opd.pk, actor=actor_of(request), **fields)
                if opd
                else add_opd(actor=actor_of(request), **fields)
            )
        except (Refused, ValidationError) as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("“%(name)s” disimpan.") % {"name": saved.name})
            return redirect(here(request, "opds"))
    title = opd.name if opd else _("Tambah OPD")
    return render(
        request,
        "regions/people/opd_form.html",
        {
            "form": form,
            "opd": opd,
            "title": title,
            "crumbs": [
                people_crumb(request),
                Crumb(_("OPD"), here(request, "opds")),
                Crumb(title),
            ],
        },
        status=422 if form.errors else 200,
    )


def opd_close(request: HttpRequest, managed_id: int, **kwargs: object) -> HttpResponse:
    """Close an agency, after a page that says who loses access by it."""
    opd = get_object_or_404(Opd, pk=managed_id)
    members = members_of_closing_opd(opd)
    form = Form(request.POST or None)
    if request.method == "POST":
        try:
            deactivate_opd(opd.pk, actor=actor_of(request))
        except Refused as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("“%(name)s” dinonaktifkan.") % {"name": opd.name})
        return redirect(here(request, "opds"))
    consequences = [
        _("Inovasi dan dokumen yang sudah dimasukkan tetap tersimpan dan tetap dihitung."),
        _("OPD ini tidak lagi dapat dipilih untuk undangan dan unit baru."),
    ]
    if members:
        consequences.insert(
            0,
            ngettext(
                "%(count)d orang kehilangan aksesnya sekarang juga: %(names)s.",
                "%(count)d orang kehilangan aksesnya sekarang juga: %(names)s.",
                len(members),
            )
            % {"count": len(members), "names": ", ".join(str(entry.person) for entry in members)},
        )
    return render(
        request,
        "components/confirm_page.html",
        {
            "title": _("Nonaktifkan %(name)s?") % {"name": opd.name},
            "lead": _("Untuk OPD yang dilebur, dibubarkan, atau terdaftar dua kali. Dapat diaktifkan lagi."),
            "consequences": consequences,
            "form": form,
            "confirm_label": _("Nonaktifkan"),
            "cancel_url": here(request, "opds"),
            "danger": True,
            "crumbs": [
                people_crumb(request),
                Crumb(_("OPD"), here(request, "opds")),
                Crumb(opd.name),
            ],
        },
    )


@require_POST
def opd_open(request: HttpRequest, managed_id: int, **kwargs: object) -> HttpResponse:
    opd = get_object_or_404(Opd, pk=managed_id)
    try:
        reactivate_opd(opd.pk, actor=actor_of(request))
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("“%(name)s” aktif lagi. Undang orangnya kembali.") % {"name": opd.name})
    return redirect(here(request, "opds"))
