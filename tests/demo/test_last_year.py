"""The demonstration's year before: closed, judged, apart from this year's numbers, and there to be copied."""

from __future__ import annotations

import pytest

from iga_portal.demo import people
from iga_portal.demo.last_year import NAMES, load_last_year
from iga_portal.demo.loading import load_region
from iga_portal.tenancy.scope import scope
from innovations.domain.copying import copy_innovation
from innovations.enums import State
from innovations.models import Citation, Innovation, Sending
from innovations.queries.lineage import copyable, lineage_of
from innovations.queries.opd import Window
from regions.access import Actor
from regions.enums import Basis, Role
from regions.models import Membership, Opd, Period, RegionPeriod
from scoring.models import Result
from tests.cast import BENGKULU
from tests.demo.conftest import Place

pytestmark = pytest.mark.slow


def test_year_before_is_written_once_beside_this_year_s(empty: Place) -> None:
    period = Period.objects.get(is_current=True)
    people.make_ministry(period)
    load_region(period.pk, BENGKULU)
    with scope({BENGKULU}):
        before = Innovation.objects.count()
        index = Result.objects.get(basis=Basis.CLAIMED, is_current=True).index
    said: list[str] = []
    load_last_year(period, say=said.append)
    load_last_year(period, say=said.append)
    assert said == [
        f"Kota Bengkulu: 1 innovations of {period.year - 1}"
    ]  # the other region is not loaded here
    last = Period.objects.get(year=period.year - 1)
    assert (last.is_current, last.is_demo, last.name.endswith("(contoh)")) == (False, True, True)
    assert last.input_closes < period.input_opens
    with scope({BENGKULU}):
        old = Innovation.objects.get(region_period__period=last)
        assert (old.name, old.state) == (NAMES[BENGKULU]["Dinkes"], State.ASSESSED)
        assert Innovation.objects.filter(region_period__period=period).count() == before
        assert Sending.objects.filter(region_period__period=last).count() == 1
        current = Result.objects.filter(
            region_period__period=period, basis=Basis.CLAIMED, is_current=True
        ).get()
        assert current.index == index
        assert RegionPeriod.objects.get(period=last).is_scored
        opd = Opd.objects.get(short_name="Dinkes")
        operator = Membership.objects.filter(role=Role.OPERATOR, opd=opd).earliest("pk")
        actor = Actor(operator.person_id, Role.OPERATOR, BENGKULU, frozenset({opd.pk}))
        assert list(copyable(actor, period=period)) == [old]
        new = copy_innovation(old.pk, actor=actor, period=period, now=period.input_opens).innovation
        found = lineage_of(
            Innovation.objects.select_related("region_period__period").get(pk=new.pk), actor=actor
        )
        assert found is not None
        # The team's letter was replaced since: it is named, and not cited again.
        assert [document.subject for document in found.left] == [f"Tim pelaksana {old.name}"]
        assert not Citation.objects.filter(answer__innovation=new, document__is_current=False).exists()
        assert (found.window, found.judged, found.reworded) == (Window.INSIDE, 20, [])
