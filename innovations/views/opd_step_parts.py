"""Parts of a step of the proposal that follow what is typed: the way between the steps, what the dates and the stage mean, remarks.

Each renders from the innovation alone, without a query, so that the page and the answer of an autosave show the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from innovations import reference
from innovations.domain.completeness import Gap, proposal_gaps
from innovations.domain.innovations import KIND_ROW, ProposalChange, innovations_named_alike
from innovations.enums import Kind
from innovations.forms.steps import BY_SLUG, ITEMS, STEPS, ProposalStep, filled_items, step_of
from innovations.models import Innovation
from innovations.queries.opd import window_of
from innovations.views.opd_parts import step_url
from regions.queries.instruments import instrument_of


@dataclass(frozen=True)
class StepLink:
    """A step in the list of steps, with how many required items it still lacks."""

    step: ProposalStep
    url: str
    missing: int
    is_current: bool


def parts_of(request: HttpRequest, found: Innovation, step: ProposalStep) -> dict[str, Any]:
    """What the templates of the parts need: `steps`, `filled`, `items`, `window`, `window_hints`, `stage_hint`, `rules`."""
    instrument = instrument_of(found.region_period.period)
    gaps = proposal_gaps(found, instrument=instrument)
    return {
        "steps": [_link(request, entry, found, gaps=gaps, current=step) for entry in STEPS],
        "filled": filled_items(found),
        "items": ITEMS,
        "window": window_of(found, instrument.eligibility) if step is BY_SLUG["waktu"] else None,
        "window_hints": date_hints(gaps),
        "stage_hint": next((gap.text for gap in gaps if gap.code == "stage"), ""),
        "rules": instrument.eligibility,
        "step": step,
    }


def rendered_parts(request: HttpRequest, found: Innovation, step: ProposalStep) -> dict[str, str]:
    """Selector -> markup of what follows the fields of a step."""
    context = parts_of(request, found, step)
    parts = {"#kemajuan": "innovations/opd/_steps.html"}
    if step is BY_SLUG["waktu"]:
        parts["#jendela"] = "innovations/opd/_step_window.html"
    if step is BY_SLUG["identitas"]:
        parts["#arti-tahapan"] = "innovations/opd/_step_stage.html"
    return {selector: render_to_string(name, context).strip() for selector, name in parts.items()}


def date_hints(gaps: Sequence[Gap]) -> list[str]:
    """What dates and stage mean for being assessed."""
    return [gap.text for gap in gaps if gap.code in {"development", "window", "stage"}]


def remarks(change: ProposalChange) -> list[str]:
    """What a person should know of what they just changed. One query for a new name, else none."""
    now = change.innovation
    said = [*_cleared(now, change.cleared)]
    if "name" in change.written and innovations_named_alike(now.region_period, name=now.name, besides=now.pk):
        said.append(
            _(
                "Daerah ini sudah mempunyai inovasi lain dengan nama yang sama. Periksa agar tidak tercatat dua kali."
            )
        )
    if change.judged_by_kind and now.kind:
        said.append(
            _(
                "Baris %(row)d kini dinilai dengan kriteria inovasi %(kind)s. Periksa lagi tingkat yang diklaim di baris itu."
            )
            % {"row": KIND_ROW, "kind": str(Kind(now.kind).label).lower()}
        )
    return said


def _cleared(now: Innovation, cleared: Collection[str]) -> list[str]:
    said = []
    if "pkpn_main" in cleared:
        said.append(
            _("NON PKPN: program PKPN dikosongkan.")
            if now.pkpn_cluster == reference.NON_PKPN
            else _(
                "Program PKPN utama dikosongkan karena klasternya berubah. Pilih program dari klaster yang baru."
            )
        )
    elif "pkpn_overlapping" in cleared:
        said.append(
            _("NON PKPN: program PKPN dikosongkan.")
            if now.pkpn_cluster == reference.NON_PKPN
            else _("Program utama yang baru dilepas dari program beririsan.")
        )
    if "urusan_overlapping" in cleared:
        said.append(
            _("“%(name)s” kini urusan utama dan dilepas dari urusan beririsan.")
            % {"name": reference.urusan_names().get(now.urusan, now.urusan)}
        )
    return said


def _link(
    request: HttpRequest,
    entry: ProposalStep,
    found: Innovation,
    *,
    gaps: Sequence[Gap],
    current: ProposalStep,
) -> StepLink:
    return StepLink(
        entry,
        step_url(request, entry, public_id=found.public_id),
        missing=len(
            {gap.field for gap in gaps if gap.required and gap.field and step_of(gap.field) is entry}
        ),
        is_current=entry is current,
    )
