"""Counts of how the portal is used: right, without a name, and in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from iga_portal.tenancy.scope import scope
from innovations.domain.transitions import take_step
from innovations.enums import State
from innovations.models import Innovation, Transition
from innovations.queries.usage import usage_of
from innovations.views.region_usage import duration_words
from innovations.workflow import Action
from tests.cast import KOTIM, Cast, make_complete, make_draft, region_period, submit
from tests.innovations.opd_support import counted, signed_in
from tests.scoring.support import standing

pytestmark = pytest.mark.django_db


def submitted(cast: Cast, name: str) -> Innovation:
    sari = cast.actor("sari")
    return submit(make_complete(sari, opd=cast.health, period=cast.period, name=name), sari)


def test_counts_by_opd_with_units_under_their_parent(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        first = submitted(cast, "Satu")
        take_step(
            first.pk,
            action=Action.RETURN,
            actor=budi,
            seen_version=first.version,
            row_reasons={16: "Kurang."},
        )
        submitted(cast, "Dua")
        make_draft(sari, opd=cast.clinic, period=cast.period, name="Draf unit")
        Innovation.objects.filter(name="Satu").update(autosaves=12)
        found = usage_of(region_period(cast))
    health = next(opd for opd in found.opds if opd.name == "Dinas Kesehatan")
    assert (health.entered, health.drafts, health.submitted) == (3, 1, 2)
    assert health.returns == Decimal("0.5")
    education = next(opd for opd in found.opds if opd.name == "Dinas Pendidikan")
    assert (education.entered, education.returns) == (0, None)
    assert "Puskesmas Baamang" not in [opd.name for opd in found.opds]
    assert found.autosaves == Decimal("4.0")
    assert found.returned == 1


def test_time_to_first_submission_is_the_median_and_needs_three(cast: Cast) -> None:
    with scope({KOTIM}):
        made = [submitted(cast, name) for name in ("Satu", "Dua")]
        assert usage_of(region_period(cast)).to_first is None
        made.append(submitted(cast, "Tiga"))
        for days, innovation in zip((1, 4, 30), made, strict=True):
            step = Transition.objects.get(innovation=innovation, action=Action.SUBMIT)
            Innovation.objects.filter(pk=innovation.pk).update(created_at=step.at - timedelta(days=days))
        found = usage_of(region_period(cast))
    assert found.to_first == timedelta(days=4)
    assert found.first_submissions == 3


def test_page_names_no_person_and_does_not_grow(cast: Cast) -> None:
    client, url = signed_in(cast.hendra), reverse("daerah:usage", args=[KOTIM])
    with scope({KOTIM}):
        standing(cast, name="Satu", state=State.SUBMITTED)
    client.get(url)
    with counted() as few:
        text = client.get(url).content.decode()
    assert "Sari" not in text
    assert "sari@" not in text
    with scope({KOTIM}):
        for number in range(30):
            standing(cast, name=f"Lagi {number}", state=State.SUBMITTED)
    with counted() as lots:
        client.get(url)
    assert few.value == lots.value <= 12


def test_durations_in_words() -> None:
    assert duration_words(None) == ""
    assert duration_words(timedelta(seconds=20)) == "kurang dari semenit"
    assert duration_words(timedelta(minutes=40)) == "40 menit"
    assert duration_words(timedelta(hours=5)) == "5 jam"
    assert duration_words(timedelta(hours=50)) == "2 hari"
