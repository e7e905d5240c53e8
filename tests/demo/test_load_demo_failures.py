"""What `load_demo` does when it is interrupted, and that rows written at once are what the domain would have written."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from iga_portal.demo import loading, people
from iga_portal.demo.loading import load_region
from iga_portal.demo.planning import plan_region
from iga_portal.demo.rows import answer_rows, answer_rows_at_once, judge_rows, judge_rows_at_once
from iga_portal.demo.scenes import PEKALONGAN as SCENE
from iga_portal.demo.walk import Walk
from iga_portal.tenancy.scope import scope
from innovations.models import Answer, Citation, Innovation, Verdict
from regions.models import Opd, Period, Region
from regions.queries.instruments import instrument_of
from tests.cast import JAYAPURA, KOTIM, Cast, make_document, make_draft, submit
from tests.cast import PROPOSAL as WHOLE
from tests.demo.conftest import Place


def stored_files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_interrupted_region_leaves_no_row_and_no_file_and_is_loaded_by_the_next_run(
    empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = Period.objects.get(is_current=True)
    people.make_ministry(period)
    with monkeypatch.context() as broken:
        broken.setattr(Walk, "_sendings", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            load_region(period.pk, JAYAPURA)
    with scope({JAYAPURA}):
        assert not Opd.objects.exists()
    assert stored_files(tmp_path) == []
    # What a killed run leaves: bytes that no row names.
    orphan = tmp_path / "files" / str(JAYAPURA) / ("0" * 32)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"left behind")
    assert load_region(period.pk, JAYAPURA) == "Kota Jayapura: 10 innovations"
    assert not orphan.exists()
    with scope({JAYAPURA}):
        assert Innovation.objects.count() == 10
    assert load_region(period.pk, JAYAPURA) == "Kota Jayapura: already there"


@pytest.mark.django_db
def test_load_demo_refuses_outside_a_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    for command in ("load_demo", "demo_accounts"):
        with pytest.raises(CommandError, match="PORTAL_DEMO"):
            call_command(command)


@pytest.mark.django_db
def test_load_demo_refuses_official_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load_region", lambda *args: pytest.fail("loaded"))
    Period.objects.filter(is_current=True).update(is_demo=False)
    with pytest.raises(CommandError, match="official dates"):
        call_command("load_demo")


def rows_of(innovation: Innovation) -> dict[str, object]:
    innovation.refresh_from_db()
    return {
        "version": innovation.version,
        "answers": list(
            Answer.objects.filter(innovation=innovation)
            .order_by("row")
            .values_list("row", "basis", "measured", "claimed_level", "verified_level", "note", "is_unlocked")
        ),
        "citations": list(
            Citation.objects.filter(answer__innovation=innovation)
            .order_by("answer__row")
            .values_list("answer__row", "document_id", "pages")
        ),
        "verdicts": list(
            Verdict.objects.filter(answer__innovation=innovation)
            .order_by("answer__row")
            .values_list(
                "answer__row", "stage", "decision", "level", "reason", "desk_note", "reviewer_id", "judged",
                "judged_hash", "stands",
            )
        ),
    }  # fmt: skip


def test_rows_written_at_once_are_what_the_domain_writes(cast: Cast) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    region = Region.objects.get(pk=KOTIM)
    plans = plan_region(SCENE, region=region, instrument=instrument_of(cast.period), places=[])
    # A lowered, a rejected and an unanswered row are among its rows.
    plan = next(
        plan
        for plan in plans
        if {(row.level, row.verdict) for row in plan.rows} & {(1, 0), (2, 0), (3, 0)}
        and any(0 < row.verdict < row.level for row in plan.rows)
        and any(row.level == 0 for row in plan.rows)
    )
    with scope({KOTIM}):
        document = make_document(sari, opd=cast.health)
        documents = {row.number: document for row in plan.rows if row.level}
        verdicts = {row.number: (row.verdict, row.reason) for row in plan.rows}
        found = []
        for write, judge in ((answer_rows, judge_rows), (answer_rows_at_once, judge_rows_at_once)):
            innovation = make_draft(sari, opd=cast.health, period=cast.period, name=write.__name__)
            write(innovation, actor=sari, rows=plan.rows, documents=documents)
            innovation.refresh_from_db()
            for field, value in WHOLE.items():
                setattr(innovation, field, value)
            innovation.save()
            submit(innovation, sari)
            judge(innovation, reviewer=budi, verdicts=verdicts)
            found.append(rows_of(innovation))
        assert found[0] == found[1]
        assert len(found[0]["verdicts"]) == 20  # type: ignore[arg-type]
