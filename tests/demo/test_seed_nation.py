"""`seed_nation` and `score_all` at a small scale, by the real commands; and everything they refuse."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Count, F, Q

from iga_portal.demo.management.commands import seed_nation as load
from iga_portal.tenancy.scope import scope
from iga_portal.tenancy.tasks import region_ids
from innovations.enums import CLAIMED_STATES, FINAL_STATES, VERIFIED_STATES, Stage
from innovations.models import Answer, Innovation, RegionAnswer
from regions.enums import Basis
from regions.models import Membership, Opd, Period, Person, RegionPeriod
from scoring.models import Result
from tests.demo.conftest import Place
from tests.demo.dump import row_counts

SMALL = ("seed_nation", "--regions", "5", "--innovations", "60")


@pytest.mark.slow
def test_small_nation_is_whole_scored_and_kept_from_a_second_seeding(empty: Place) -> None:
    done = empty.manage(*SMALL, "--score", role="owner")
    assert done.returncode == 0, done.stderr
    seeded, scored = map(json.loads, done.stdout.splitlines())
    assert seeded["written"]["innovations_innovation"] == 60
    assert seeded["written"]["innovations_answer"] == 1200
    assert seeded["written"]["innovations_regionanswer"] == 100
    assert scored["computations"] == 5
    assert_sound()
    assert_audited()
    before = row_counts()
    again = empty.manage(*SMALL)
    assert again.returncode == 1
    assert "5 regions hold content already" in again.stderr
    assert row_counts() == before
    replaced = empty.manage(*SMALL, "--again")
    assert replaced.returncode == 0, replaced.stderr
    assert row_counts()["innovations_answer"] == 1200
    with scope(region_ids()):
        # A second content, one version further; the old scores went with the old content.
        assert set(
            RegionPeriod.objects.filter(content_version__gt=0).values_list("content_version", flat=True)
        ) == {2}
        assert not Result.objects.exists()


def assert_sound() -> None:
    with scope(region_ids()):
        assert Innovation.objects.values("region_id").distinct().count() == 5
        rows = Innovation.objects.annotate(number=Count("answers")).values_list("number", flat=True)
        assert list(rows) == [20] * 60
        assert set(
            RegionAnswer.objects.values("region_id")
            .annotate(number=Count("pk"))
            .values_list("number", flat=True)
        ) == {20}
        assert 150 <= Opd.objects.count() <= 300
        # Levels only where a stage gave them.
        judged = Q(innovation__state__in=VERIFIED_STATES)
        assert not Answer.objects.filter(judged, verified_level__isnull=True).exists()
        assert not Answer.objects.filter(~judged, verified_level__isnull=False).exists()
        assert not Answer.objects.filter(verified_level__gt=F("claimed_level")).exists()
        assert not Answer.objects.filter(claimed_level__isnull=True, verified_level__gt=0).exists()
        assert (
            not Answer.objects.exclude(innovation__state="assessed")
            .filter(final_level__isnull=False)
            .exists()
        )
        assert Innovation.objects.filter(state__in=FINAL_STATES).count() >= 45
        assert Innovation.objects.exclude(stage=Stage.PENERAPAN).exists()
        assert Innovation.objects.filter(implemented_on__year__lt=2024).exists()
        for innovation in Innovation.objects.filter(state__in=CLAIMED_STATES):
            assert innovation.name.strip()
            assert innovation.design.startswith("CONTOH")
        assert not RegionAnswer.objects.filter(confirmed_by=F("entered_by")).exists()
        assert RegionAnswer.objects.filter(latest__isnull=False).count() >= 30
        results = Result.objects.filter(basis=Basis.FINAL, is_current=True)
        assert results.count() == 5
        mean = sum(result.index for result in results) / 5
        assert Decimal(45) < mean < Decimal(54)
        assert not RegionPeriod.objects.exclude(scored_version=F("content_version")).exists()
    assert not Membership.objects.exists()
    assert not any(person.has_usable_password() for person in Person.objects.all())


def assert_audited() -> None:
    """Every row that was copied in stands in the history."""
    counts = row_counts()
    for table in ("innovations_innovation", "innovations_answer", "innovations_regionanswer", "regions_opd"):
        assert counts[f"{table}tenantevent"] == counts[table]


def refusal() -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*SMALL)
    return str(refused.value)


@pytest.mark.django_db
def test_seed_nation_refuses_what_is_not_marked_as_a_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(load, "load_nation", lambda *args, **kwargs: pytest.fail("loaded"))
    assert "not marked as a demonstration" in refusal()
    (tmp_path / "kind").write_text("official\n")
    assert "not marked as a demonstration" in refusal()
    (tmp_path / "kind").write_text("demonstration\n")
    with monkeypatch.context() as official:
        official.setattr(settings, "DEMO", False)
        assert "PORTAL_DEMO" in refusal()
    Period.objects.filter(is_current=True).update(is_demo=False)
    assert "official dates" in refusal()
    Period.objects.filter(is_current=True).update(is_demo=True)
    assert settings.DATABASE_ROLE == "app"
    assert "owner's role" in refusal()


def test_numbers_that_do_not_fit_leave_nothing(empty: Place) -> None:
    refused = empty.manage("seed_nation", "--regions", "5", "--innovations", "3")
    assert refused.returncode == 1
    assert "Not seeded" in refused.stderr
    assert row_counts()["regions_opd"] == 0
