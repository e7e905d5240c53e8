"""Where a signed-in person may act."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regions.queries.people import places_of


def to_own_place(request: HttpRequest) -> HttpResponse:
    """Straight to the only place of the signed-in person, or to the choice."""
    places = places_of(request.user.pk or 0)
    if len(places) == 1:
        return redirect(places[0].url)
    return redirect("roles")


@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Every role that the person holds today, each with its region; the choice stands in the address, not in the session."""
    return render(request, "regions/roles.html", {"places": places_of(request.user.pk or 0)})
