"""Loading what the portal stands on: regions, instruments and the current period. Safe to repeat; nothing is ever taken away."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from iga_portal.tenancy.scope import NATION, scope
from regions.enums import RegionKind
from regions.models import Instrument, Period, Region, RegionPeriod
from scoring.core.instrument import parse_instrument

DATA = Path(__file__).resolve().parent.parent / "data"
WIB = ZoneInfo("Asia/Jakarta")

# Guideline 2026, chapter XIII: input June to August, measurement August to October; the moments of day are the portal's.
OFFICIAL_2026 = {
    "input_opens": datetime(2026, 6, 1, tzinfo=WIB),
    "input_closes": datetime(2026, 9, 1, tzinfo=WIB),
    "measurement_ends": datetime(2026, 10, 1, tzinfo=WIB),
    "quality_control_ends": datetime(2026, 11, 1, tzinfo=WIB),
}
DEMO_DAYS = {
    "input_opens": -30,
    "input_closes": 45,
    "measurement_ends": 75,
    "quality_control_ends": 105,
    "publishes_at": 120,
}
"""The demonstration's schedule in days from its first start."""


def load_regions() -> int:
    """Write the regions of the decree (and "Pusat"); returns how many there are besides it."""
    Region.objects.update_or_create(
        pk=NATION,
        defaults={
            "code": "00",
            "name": "Kementerian Dalam Negeri",
            "short_name": "Pusat",
            "kind": RegionKind.PUSAT,
            "time_zone": "WIB",
            "participates": False,
        },
    )
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = [_region(row) for row in csv.DictReader(file)]
    # Parents first: a province's code is shorter.
    rows.sort(key=lambda region: (len(region.code), region.pk))
    Region.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            "code", "name", "short_name", "kind", "parent", "time_zone", "iga_regional", "is_border", "participates",
            "latitude", "longitude",
        ],
    )  # fmt: skip
    return len(rows)


def _region(row: Mapping[str, str]) -> Region:
    return Region(
        pk=int(row["id"]),
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=row["kind"],
        parent_id=int(row["parent"].replace(".", "")) if row["parent"] else None,
        time_zone=row["time_zone"],
        iga_regional=row["iga_regional"],
        # Blank means "not sourced", never "no".
        is_border={"1": True, "0": False}.get(row["border"]),
        participates=row["participates"] == "1",
        latitude=Decimal(row["lat"]) if row["lat"] else None,
        longitude=Decimal(row["lng"]) if row["lng"] else None,
    )


def load_instrument(document: Mapping[str, Any]) -> Instrument:
    """Validate an instrument document and store it; one already stored is found by its fingerprint.

    Raises scoring.core.errors.InstrumentError with the path of what is wrong.
    """
    parsed = parse_instrument(document)
    stored, _created = Instrument.objects.get_or_create(
        fingerprint=parsed.fingerprint,
        defaults={"year": parsed.year, "status": parsed.status, "document": document},
    )
    return stored


def open_period(instrument: Instrument, *, demo: bool) -> Period:
    """The current period on an instrument, with a row for every participating region. Dates once stored stay.

    In a demonstration they hang on the first start.
    """
    period = Period.objects.filter(year=instrument.year).first()
    if period is None:
        start = timezone.now().astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
        moments = (
            {field: start + timedelta(days=days) for field, days in DEMO_DAYS.items()}
            if demo
            else OFFICIAL_2026
        )
        period = Period.objects.create(
            year=instrument.year,
            name=f"IGA {instrument.year}",
            instrument=instrument,
            is_demo=demo,
            is_current=not Period.objects.filter(is_current=True).exists(),
            **moments,
        )
    if instrument.frozen_at is None:
        instrument.frozen_at = timezone.now()
        instrument.save(update_fields=["frozen_at"])
    region_ids = list(Region.objects.filter(participates=True).values_list("pk", flat=True))
    with scope(region_ids, role="system"):
        RegionPeriod.objects.bulk_create(
            [RegionPeriod(region_id=region_id, period=period) for region_id in region_ids],
            ignore_conflicts=True,
        )
    return period
