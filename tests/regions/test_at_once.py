"""Two admins of the ministry press at the same moment: it is done once, and the other one reads why. Real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.domain.quality.choosing import Settings
from innovations.domain.quality.drawing import draw_samples
from innovations.domain.quality.sharing import assign_samples
from innovations.models import QualityDraw, QualitySample
from regions.access import Actor
from regions.domain.instruments import approve_instrument, load_instrument_file
from regions.domain.periods import Dates, dates_of, make_current, make_period
from regions.enums import Role
from regions.models import Membership, Period, PeriodChange, RegionPeriod
from tests.cast import KOTIM, NOON, Cast, make_draft
from tests.quality.support import AFTER, EVERY, evaluator, measuring
from tests.regions.test_instrument_pages import as_file, next_year
from tests.reports.preparing import ministry, second_admin


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do each in a thread, a transaction and the ministry's scope of its own; what came of each, sorted."""
    gate = threading.Barrier(len(acts))
    told: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=60)
            with scope(region_ids()):
                act()
            told.append("done")
        except Refused as refusal:
            told.append(refusal.code)
        except ValidationError as refusal:
            told.append(",".join(refusal.message_dict))
        except Exception as mistake:
            told.append(repr(mistake))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(told)


def two(act: Callable[[Actor], object], people: Sequence[Actor]) -> list[str]:
    return at_once(*(lambda person=person: act(person) for person in people))


def test_instrument_and_period_are_made_approved_and_opened_once(committed_cast: Cast) -> None:
    cast, rina = committed_cast, committed_cast.actor("rina")
    others = [ministry(second_admin("ratna")), ministry(second_admin("rudi"))]
    with scope(EVERY):
        document = next_year(cast, lambda found: found.update(title="Indeks Inovasi Daerah 2027, contoh"))
        loaded = load_instrument_file(as_file(document), actor=rina)
    outcome = two(
        lambda person: approve_instrument(loaded.pk, actor=person, fingerprint=loaded.fingerprint), others
    )
    assert outcome == ["done", "not_approved"]
    loaded.refresh_from_db()
    assert loaded.approved_by_id in {person.person_id for person in others}

    now = dates_of(cast.period)
    dates = Dates(**{name: getattr(now, name) for name in Dates.__dataclass_fields__})

    def make(person: Actor) -> Period:
        return make_period(actor=person, year=2027, name="IGA 2027", instrument_id=loaded.pk, dates=dates)

    assert two(make, others) == ["done", "year"]
    made = Period.objects.get(year=2027)
    with time_machine.travel(AFTER, tick=True):
        assert two(lambda person: make_current(actor=person, period_id=made.pk), others) == ["done", "done"]
    assert Period.objects.get(is_current=True) == made
    with scope(EVERY):
        acts = PeriodChange.objects.filter(period=made).order_by("pk").values_list("act", flat=True)
        assert list(acts) == ["made", "opened"]
        assert RegionPeriod.objects.filter(period=made, region_id=KOTIM).count() == 1


def test_samples_are_drawn_once_and_a_region_is_opened_once(committed_cast: Cast) -> None:
    cast = committed_cast
    people = [cast.actor("rina"), ministry(second_admin("ratna"))]
    with scope({KOTIM}):
        kept = make_draft(cast.actor("sari"), opd=cast.health, period=cast.period)
    with measuring():
        bela = evaluator("bela")
        with scope(EVERY):
            RegionPeriod.objects.filter(period=cast.period, region_id=KOTIM).update(sent_at=NOON)
        rules = Settings(0, 0, 0, 0)
        outcome = two(
            lambda person: draw_samples(cast.period, actor=person, settings=rules, seed="benih"), people
        )
        assert outcome == ["done", "done"]
        with scope(EVERY):
            assert QualityDraw.objects.get().drawn == 1
            spd = QualitySample.objects.get()
            other = QualitySample.objects.create(
                region_id=KOTIM, region_period=spd.region_period, innovation=kept, draw=1, rules=["share"]
            )
        # Another sample each, and the same evaluator: both would let the same person into the same region.
        outcome = at_once(
            *(
                lambda person=person, sample=sample: assign_samples(
                    cast.period, actor=person, sample_ids=[sample.pk], evaluator_id=bela.pk
                )
                for person, sample in zip(people, (spd, other), strict=True)
            )
        )
        assert outcome == ["done", "done"]
    with scope(EVERY):
        assert Membership.objects.filter(person=bela, role=Role.EVALUATOR, region_id=KOTIM).count() == 1
        assert set(QualitySample.objects.values_list("evaluator_id", flat=True)) == {bela.pk}
