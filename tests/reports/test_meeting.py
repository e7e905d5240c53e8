"""The list for a meeting: ordered once, printed for who may still read it, the same bytes for the same standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from iga_portal.jobs.models import Job
from iga_portal.jobs.registry import JobRefused, work_of
from iga_portal.tenancy.scope import scope
from innovations.models import Innovation
from regions.access import grant_for
from regions.models import Membership, Opd
from reports.meeting_jobs import MEETING, meeting_snapshot
from reports.printing.meeting import MeetingRow, MeetingSnapshot, meeting_context
from reports.printing.render import render_meeting
from tests.cast import KOTIM, NOON, Cast, region_period
from tests.printing.reading import text as text_of

PLACE = {"acting": "daerah", "region_id": KOTIM}
ORDER = reverse("daerah:meeting_order", args=[KOTIM])


@pytest.fixture(autouse=True)
def _in_kotim(cast: Cast) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), scope({KOTIM}):
        yield


def snapshot(rows: int = 47, **more: object) -> MeetingSnapshot:
    given: dict[str, object] = {
        "region": "Kabupaten Kotawaringin Timur", "period": "IGA 2026", "deadline": "15 Agustus 2026 23.59 WIB",
        "choice": "", "duty": 1, "met": 15, "begun": 15, "total": 47,
        "rows": tuple(
            MeetingRow(
                name=f"Dinas Nomor {n}", progress="Belum ada operator", is_met=False, drafts=n, submitted=0,
                returned=0, verified=0, sent=0,
            )
            for n in range(rows)
        ),
        "stood_at": datetime(2026, 7, 7, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta")), "zone": "WIB", "demo": False,
    }  # fmt: skip
    return MeetingSnapshot(**(given | more))  # type: ignore[arg-type]


def test_paper_says_the_numbers_and_leaves_room_to_sign() -> None:
    assert meeting_context(snapshot())["share"] == "31,9 %"
    assert meeting_context(snapshot(total=0))["share"] == "–"
    content = render_meeting(snapshot())
    text = " ".join(text_of(content).split())
    assert "15 dari 47 OPD, 31,9 %" in text
    assert "Nama dan tanda tangan" in text
    assert "Dinas Nomor 46" in text
    assert "CONTOH" not in text
    assert render_meeting(snapshot()) == content


def test_demonstration_carries_its_mark_and_hostile_names_stay_text() -> None:
    row = MeetingRow(
        name="<b>Dinas</b> \u202e{{ x }} 🎉", progress="x", is_met=True, drafts=0, submitted=1, returned=0, verified=0,
        sent=0,
    )  # fmt: skip
    text = text_of(render_meeting(replace(snapshot(demo=True), rows=(row,))))
    assert "CONTOH" in text
    assert "<b>Dinas</b>" in text


def test_snapshot_is_what_the_page_shows(cast: Cast) -> None:
    found = region_period(cast)
    Innovation.objects.create(
        region_id=KOTIM, region_period=found, opd=cast.clinic, name="x", state="submitted", stage="penerapan",
        urusan="A02",
    )  # fmt: skip
    grant = grant_for(cast.hendra, PLACE)
    assert grant is not None
    made = meeting_snapshot(grant, query="keadaan=belum", now=NOON)
    assert (made.met, made.total, made.choice) == (1, 3, "kewajiban belum terpenuhi")
    assert [row.name for row in made.rows] == ["Bapperida", "Dinas Pendidikan"]
    assert Opd.objects.count() == 4


def test_ordered_once_and_printed_only_for_who_may_still_read(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.hendra)
    first, second = (client.post(ORDER, {"saringan": "keadaan=belum"}) for _press in range(2))
    [job] = Job.objects.filter(kind=MEETING)
    assert first["Location"] == second["Location"] == reverse("daerah:job", args=[KOTIM, job.public_id])
    assert client.post(ORDER, {"saringan": "x" * 1001})["Location"] == reverse(
        "daerah:participation", args=[KOTIM]
    )
    Membership.objects.filter(person=cast.hendra).update(valid_until=date(2026, 7, 6))
    with pytest.raises(JobRefused):
        work_of(MEETING)(job, None)  # type: ignore[arg-type]
    Membership.objects.filter(person=cast.hendra).update(valid_until=None)
    outcome = work_of(MEETING)(job, None)  # type: ignore[arg-type]
    assert outcome.file is not None
    # The test database's period is a demonstration.
    assert outcome.file.name == "CONTOH-daftar-rapat-kabupaten-kotawaringin-timur-2026-07-07.pdf"
