"""Drawing samples: settings, what they would take, the drawing itself, and how each earlier one was made."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from iga_portal.refusals import Refused
from iga_portal.web.formats import number
from iga_portal.web.frame import Crumb
from iga_portal.web.here import here
from innovations.domain.quality.choosing import ROWS_OF_ONE, Rule, Settings
from innovations.domain.quality.drawing import Plan, draw_samples, plan_draw
from innovations.forms_quality import DrawForm
from innovations.quality_season import quality_is_open
from innovations.queries.quality import draws as drawings_of
from innovations.views.opd_common import period_or_404, tried
from innovations.views.quality_home import RULE_WORDS
from regions.access import actor_of
from regions.forms import show_refusal

CONFLICT, UNPROCESSABLE = 409, 422
PREVIEW = "lihat"


@require_http_methods(["GET", "HEAD", "POST"])
def draws(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """GET shows the settings; POST shows what they take (`lihat`), or draws it."""
    period = period_or_404(request)
    drawings = list(drawings_of(period))
    initial = {
        **(Settings.of(drawings[0].rules) if drawings else Settings()).as_rules(),
        "seed": secrets.token_hex(8),
    }
    form = DrawForm(request.POST or None, initial=initial, label_suffix="")
    plan: Plan | None = None
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            actor, settings, seed = actor_of(request), form.settings(), form.cleaned_data["seed"]
            if PREVIEW not in request.POST:
                outcome = tried(
                    lambda: draw_samples(
                        period,
                        actor=actor,
                        settings=settings,
                        seed=seed,
                        seen_hash=request.POST.get("populasi", "")[:64],
                    )
                )
                if not isinstance(outcome, Refused | ValidationError):
                    words = ngettext(
                        "Penarikan %(number)d: %(count)s sampel baru.",
                        "Penarikan %(number)d: %(count)s sampel baru.",
                        outcome.drawing.drawn,
                    ) % {"number": outcome.drawing.number, "count": number(outcome.drawing.drawn)}
                    if not outcome.changed:
                        words = _("Penarikan ini sudah dilakukan; tidak ada yang ditarik dua kali.")
                    messages.success(request, words)
                    return redirect(here(request, "quality"))
                show_refusal(form, outcome)
                status = CONFLICT
            planned = tried(lambda: plan_draw(period, actor=actor, settings=settings, seed=seed))
            if isinstance(planned, Refused | ValidationError):
                if not form.errors:
                    show_refusal(form, planned)
            else:
                plan = planned
                status = 200 if PREVIEW in request.POST else status
    return render(
        request,
        "innovations/quality/draws.html",
        {
            "form": form,
            "plan": plan,
            "population_words": _("dari %(count)s yang dihitung")
            % {"count": number(plan.selection.population)}
            if plan
            else "",
            "by_rule": [
                (RULE_WORDS[rule], plan.selection.count(rule)) for rule in Rule if rule is not Rule.SPD
            ]
            if plan
            else [],
            "rows": (plan.fresh + plan.fresh_regions) * ROWS_OF_ONE if plan else 0,
            "drawings": [(drawing, _rules_words(drawing.rules)) for drawing in drawings],
            "is_open": quality_is_open(period, now=timezone.now()),
            "period": period,
            "zone": "WIB",
            "crumbs": [Crumb(_("Quality control"), here(request, "quality")), Crumb(_("Penarikan sampel"))],
        },
        status=status,
    )


def _rules_words(rules: dict[str, int]) -> list[str]:
    """How a drawing was made, in words: a rule and its number."""
    found = Settings.of(rules)
    return [
        _("%(count)d persen setiap daerah") % {"count": found.share},
        _("%(count)d klaim tertinggi per daerah") % {"count": found.claims},
        _("%(count)d selisih terbesar per daerah") % {"count": found.difference},
        _("%(count)d acak nasional") % {"count": found.random},
    ]
