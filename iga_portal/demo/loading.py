"""Loading the demonstration: region by region, each whole or not at all, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.files.storage import default_storage

from iga_portal.demo import people
from iga_portal.demo.children import PROCESSES, load_scene, share_out
from iga_portal.demo.planning import plan_region
from iga_portal.demo.scenes import SCENES, Scene
from iga_portal.demo.walk import Walk
from iga_portal.files.models import StoredFile
from iga_portal.tenancy.scope import scope
from regions.models import Opd, Period, Region
from regions.queries.instruments import instrument_of
from scoring.recompute import recompute_region

# The longest first, so that two processes end together.
ORDER = (6202, 3375, 1771, 1603, 6104, 9171)


def load(period: Period, *, say: Callable[[str], None], processes: int = PROCESSES) -> None:
    """Load the scenes that are not there yet and bring every one's index up to date.

    Each region is one transaction: an interrupted run leaves whole regions, and the next run adds the missing ones. A region
    that holds any agency is taken for loaded and never touched.
    """
    people.make_ministry(period)
    with scope(ORDER, role="demo"):
        there = set(Opd.objects.values_list("region_id", flat=True).distinct())
    for region in filter(there.__contains__, ORDER):
        say(load_region(period.pk, region))
    missing = [(period.pk, region) for region in ORDER if region not in there]
    for said in share_out(load_scene, missing, processes=processes):
        say(said)


def load_region(period_id: int, region_id: int) -> str:
    """Load one scene unless it is there, and bring its index up to date; returns a line to show."""
    period = Period.objects.get(pk=period_id)
    region = Region.objects.get(pk=region_id)
    scene = next(scene for scene in SCENES if scene.region_id == region_id)
    places = list(Region.objects.values_list("short_name", flat=True))
    written = _load_region(scene, region=region, period=period, places=places)
    recompute_region(region_id, period_id=period_id)
    number = sum(len(marks.split()) for marks in scene.innovations.values())
    return f"{region}: {number} innovations" if written else f"{region}: already there"


def _load_region(scene: Scene, *, region: Region, period: Period, places: Sequence[str]) -> bool:
    taken: list[str] = []
    instrument = instrument_of(period)
    try:
        with scope({region.pk}, role="demo"):
            if Opd.objects.exists():
                return False
            _sweep_files(region.pk)
            plans = plan_region(scene, region=region, instrument=instrument, places=places)
            Walk(scene, region=region, period=period, instrument=instrument, taken=taken.append).write(plans)
    except BaseException:
        for key in taken:
            default_storage.delete(key)
        raise
    return True


def _sweep_files(region_id: int) -> None:
    """Take away the files of a run that was killed: bytes that no row names."""
    folder = str(region_id)
    if not default_storage.exists(folder):
        return
    named = set(StoredFile.objects.values_list("key", flat=True))
    for name in default_storage.listdir(folder)[1]:
        if f"{folder}/{name}" not in named:
            default_storage.delete(f"{folder}/{name}")
