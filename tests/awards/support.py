"""Final results of several regions written down directly, and the ministry's scope."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import State
from innovations.models import Innovation
from regions.enums import Basis
from regions.models import Opd, Period, RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.models import Result
from tests.cast import PROPOSAL

SAMPIT, SERUYAN, KAPUAS, PALANGKA, BATAM = 6202, 6207, 6203, 6271, 2171


def ministry() -> AbstractContextManager[Any]:
    return scope(region_ids(), role="ministry_admin")


def final(period: Period, region_id: int, index: str, **parts: str) -> Result:
    """The current final result of a region, replacing the one before. `parts`: spd, maturity_mean, count_score."""
    row = RegionPeriod.objects.get(region_id=region_id, period=period)
    version = Result.objects.filter(region_period=row).count() + 1
    Result.objects.filter(region_period=row, is_current=True).update(is_current=False)
    instrument = instrument_of(period)
    numbers = {"spd": "40.00", "maturity_mean": "60.0000", "count_score": "7.60", **parts}
    return Result.objects.create(
        region_id=region_id,
        region_period=row,
        basis=Basis.FINAL,
        content_version=version,
        instrument_fingerprint=instrument.fingerprint,
        facts_hash="0" * 64,
        innovations_counted=20,
        divisor=20,
        maturity_sum=Decimal("1200.00"),
        yandas=5,
        sid=Decimal("67.6000"),
        total=Decimal("107.6000"),
        index=Decimal(index),
        predicate=instrument.predicate_of(int(Decimal(index) * 100)).name,
        maturities={"x": "60.00"},
        duration_us=1,
        **{name: Decimal(value) for name, value in numbers.items()},
    )


def sent(period: Period, region_id: int, urusan: str, *, at: Any, **changes: object) -> Innovation:
    """An innovation as it lies with the ministry."""
    opd, _created = Opd.objects.get_or_create(region_id=region_id, name="Dinas Contoh")
    row = RegionPeriod.objects.get(region_id=region_id, period=period)
    fields: dict[str, object] = {**PROPOSAL, "urusan": urusan, "state": State.SENT, "sent_at": at, **changes}
    return Innovation.objects.create(
        region_id=region_id, region_period=row, opd=opd, name=f"Inovasi {urusan} {at:%d%H%M}", **fields
    )
