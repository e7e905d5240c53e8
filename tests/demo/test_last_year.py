"""The demonstration's year before: closed, judged, published, apart from this year's numbers, and there to be copied."""

from __future__ import annotations

from collections import Counter

import pytest

from iga_portal.demo import people
from iga_portal.demo.last_year import NAMES, load_last_year
from iga_portal.demo.loading import load_region
from iga_portal.demo.nation.shape import REGIONS
from iga_portal.demo.published import INNOVATIONS, publish_last_year
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.domain.copying import copy_innovation
from innovations.enums import State
from innovations.models import Citation, Innovation, Sending
from innovations.queries.lineage import copyable, lineage_of
from innovations.queries.opd import Window
from regions.access import Actor
from regions.enums import Basis, Role
from regions.models import Membership, Opd, Period, RegionPeriod
from regions.queries.instruments import instrument_of
from reports.domain.publishing_verify import verify_chain
from reports.models import Publication, PublishedInnovation, PublishedRegion
from scoring.core.score import score
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
    published_once_and_every_index_follows_from_its_facts(period)


def published_once_and_every_index_follows_from_its_facts(period: Period) -> None:
    said: list[str] = []
    publish_last_year(period, say=said.append)
    publish_last_year(period, say=said.append)
    assert len(said) == 1
    publication = Publication.objects.get()
    assert (publication.is_demo, publication.period.year) == (True, period.year - 1)
    assert publication.prepared_by != publication.published_by
    rows = list(PublishedRegion.objects.filter(publication=publication, is_assessed=True))
    assert len(rows) == REGIONS
    assert PublishedInnovation.objects.filter(publication=publication).count() == INNOVATIONS
    instrument = instrument_of(publication.period)
    for row in rows[::20]:
        again = score(row.facts, instrument)
        assert (again.numbers.index, again.facts_hash) == (row.index, row.facts_hash)
    predicates = Counter(row.predicate for row in rows)
    assert set(predicates) == {"Sangat Inovatif", "Inovatif", "Kurang Inovatif"}
    # What the region really entered is what was published of it.
    with scope(region_ids()):
        real = Result.objects.get(region_period__period=publication.period, basis="final", is_current=True)
    assert next(row for row in rows if row.region_id == BENGKULU).index == real.index > 15
    assert list(verify_chain()) == []
