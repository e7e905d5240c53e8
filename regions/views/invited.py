"""An invitation and what follows it, in a region as at the ministry: the link shown once, sending again, taking back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from iga_portal.refusals import Refused
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from regions.access import actor_of
from regions.domain.invitations import Invited, invite, resend_invitation, revoke_invitation, state_of
from regions.enums import Role
from regions.forms import InvitationForm, show_refusal
from regions.models import Invitation, Opd
from regions.rules import can_give_role

SESSION_KEY = "invitation_link"


def link_of(request: HttpRequest) -> Callable[[str], str]:
    """How a secret becomes the address that is mailed."""
    return lambda secret: request.build_absolute_uri(reverse("invitation", args=[secret]))


def people_crumb(request: HttpRequest) -> Crumb:
    """The list that these pages hang under, as the rail of the place calls it."""
    label = _("Akun daerah") if actor_of(request).is_ministry else _("OPD dan orang")
    return Crumb(label, here(request, "people"))


def invite_with(request: HttpRequest, form: InvitationForm, *, region_id: int | None = None) -> HttpResponse:
    """The page that invites, in a region as at the ministry, where the form names the region itself."""
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            made = invite(
                actor=actor_of(request),
                email=wanted["email"],
                name=wanted["name"],
                role=Role(wanted["role"]),
                region_id=wanted["region"] if region_id is None else region_id,
                opd_id=wanted.get("opd"),
                valid_until=wanted["valid_until"],
                link_of=link_of(request),
            )
        except (Refused, ValidationError) as error:
            show_refusal(form, error)
        else:
            return show_once(request, made)
    return render(
        request,
        "regions/people/invite.html",
        {
            "form": form,
            "crumbs": [people_crumb(request), Crumb(_("Undang orang"))],
            "cancel_url": here(request, "people"),
        },
        status=422 if form.errors else 200,
    )


def show_once(request: HttpRequest, invited: Invited) -> HttpResponse:
    """Keep the link for the next page, where it is shown and forgotten: a reload must not send a second invitation."""
    request.session[SESSION_KEY] = {
        "id": invited.invitation.pk,
        "link": invited.link,
        "mailed": invited.mailed,
    }
    return redirect(here(request, "invited", invitation_id=invited.invitation.pk))


@never_cache
def invited(request: HttpRequest, invitation_id: int, **kwargs: object) -> HttpResponse:
    invitation = _find(request, invitation_id)
    kept = request.session.get(SESSION_KEY)
    if kept and kept["id"] == invitation.pk:
        del request.session[SESSION_KEY]
    else:
        kept = None
    opd = Opd.objects.filter(pk=invitation.opd_id).first() if invitation.opd_id else None
    return render(
        request,
        "regions/people/invited.html",
        {
            "invitation": invitation,
            "state": state_of(invitation),
            "opd": opd,
            "link": kept["link"] if kept else "",
            "mailed": kept["mailed"] if kept else None,
            "crumbs": [people_crumb(request), Crumb(_("Undangan"))],
        },
    )


@require_POST
def resend(request: HttpRequest, invitation_id: int, **kwargs: object) -> HttpResponse:
    invitation = _find(request, invitation_id)
    try:
        again = resend_invitation(invitation.pk, actor=actor_of(request), link_of=link_of(request))
    except Refused as error:
        messages.error(request, error.message)
        return redirect(here(request, "people"))
    return show_once(request, again)


@require_POST
def revoke(request: HttpRequest, invitation_id: int, **kwargs: object) -> HttpResponse:
    invitation = _find(request, invitation_id)
    try:
        revoke_invitation(invitation.pk, actor=actor_of(request))
        messages.success(
            request,
            _("Undangan untuk %(name)s dicabut; tautannya tidak berlaku lagi.") % {"name": invitation.name},
        )
    except Refused as error:
        messages.error(request, error.message)
    return redirect(here(request, "people"))


def _find(request: HttpRequest, invitation_id: int) -> Invitation:
    """The invitation, when it is the actor's to handle. Invitations are not under row-level security."""
    actor = actor_of(request)
    invitation = get_object_or_404(
        Invitation.objects.select_related("region", "invited_by"), pk=invitation_id
    )
    if not can_give_role(actor, role=Role(invitation.role), region_id=invitation.region_id):
        raise Http404("no such invitation here")
    return invitation
