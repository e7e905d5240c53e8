"""The front door: where to sign in, and where a signed-in person may act."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regions.queries.people import places_of


def home(request: HttpRequest) -> HttpResponse:
    """Signed in: straight to the only place, or to the choice. Not signed in: what this portal is, and the way in."""
    if not request.user.is_authenticated:
        return render(request, "regions/welcome.html")
    places = places_of(request.user.pk or 0)
    if len(places) == 1:
        return redirect(places[0].url)
    return redirect("roles")


@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Every role that the person holds today, each with its region; the choice stands in the address, not in the session."""
    return render(request, "regions/roles.html", {"places": places_of(request.user.pk or 0)})
