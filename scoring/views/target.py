"""The target of the region: a small form of the regional admin."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from regions.domain.targets import Target, set_target, target_of
from scoring.forms import TargetForm, shown_in
from scoring.queries.results import current_results, leading_basis
from scoring.views.place import find_place


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, **where: int) -> HttpResponse:
    """Show and set the target. What somebody else set meanwhile is shown, and nothing is overwritten."""
    place = find_place(request, where)
    stands = target_of(place.region_period)
    stale = False
    if request.method == "POST":
        form = TargetForm(request.POST, label_suffix="")
        if form.is_valid():
            try:
                set_target(place.region_period.pk, actor=place.actor, seen=form.seen, wanted=form.wanted)
            except Refused as refusal:
                stale = refusal.code == "stale"
                form.add_error(None, refusal.message)
            else:
                messages.success(request, _("Sasaran disimpan."))
                return redirect(place.front_url)
        if stale:
            # What stands now is what the next press will have seen.
            form.data = {**form.data.dict(), **shown_in(stands)}  # type: ignore[attr-defined]
    else:
        form = TargetForm(
            label_suffix="",
            initial={
                "index": "" if stands.index is None else number(stands.index, places=2),
                "rank": stands.rank,
                **shown_in(stands),
            },
        )
    results = current_results(place.region_period)
    return render(
        request,
        "scoring/target.html",
        {
            "place": place,
            "form": form,
            "stands": _words(stands) if stale else "",
            "predicates": sorted(place.instrument.predicates, key=lambda entry: -entry.low_hundredths),
            "leading": results[leading_basis(results)] if results else None,
            "front_url": place.front_url,
            "crumbs": [Crumb(_("Indeks daerah"), place.front_url), Crumb(_("Sasaran"))],
        },
        status=422 if form.errors else 200,
    )


def _words(target: Target) -> str:
    index = "–" if target.index is None else number(target.index, places=2)
    rank = "–" if target.rank is None else number(target.rank)
    return _("Yang berlaku sekarang: indeks %(index)s, peringkat %(rank)s.") % {"index": index, "rank": rank}
