"""The benchmark of the cockpit runs and tells what it should. What it measures is not asserted, but that queries stay flat is."""

from __future__ import annotations

import pytest

from iga_portal.bench import cockpit
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.models import Innovation
from tests.cast import make_cast


@pytest.mark.slow
def test_sizes_are_measured_and_leave_nothing_behind(
    db: None, frozen_noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_cast()
    monkeypatch.setattr(cockpit, "SEASON_DAYS", 3)
    monkeypatch.setattr(cockpit, "RESULTS_A_DAY", 2)
    lines = list(cockpit.run(sizes=(3, 30), rounds=1))
    assert [(line["case"], line["innovations"]) for line in lines] == [
        (case, size) for size in (3, 30) for case in cockpit.PAGES
    ]
    by_case = {case: {line["queries"] for line in lines if line["case"] == case} for case in cockpit.PAGES}
    assert all(len(found) == 1 for found in by_case.values()), by_case
    with scope(region_ids(), role="test"):
        assert not Innovation.objects.exists()
