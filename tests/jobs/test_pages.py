"""The pages of a job: who sees it, what it tells, and asking again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from iga_portal.files.domain import store_bytes
from iga_portal.jobs.models import Job, JobState
from iga_portal.tenancy.scope import NATION, scope
from tests.cast import JAYAPURA, KOTIM, Cast
from tests.scoring.support import counted_queries, signed_in


def make_job(cast: Cast, *, region_id: int = KOTIM, **fields: Any) -> Job:
    with scope({region_id}):
        return Job.objects.create(
            region_id=region_id,
            kind="reports.one",
            arguments={"document": "report", "region": KOTIM, "basis": "final"},
            once="x",
            total=3,
            requested_by=fields.pop("requested_by", cast.hendra),
            **fields,
        )


def address(job: Job, *, place: str = f"/d/{KOTIM}/daerah/", tail: str = "") -> str:
    return f"{place}pekerjaan/{job.public_id}/{tail}"


def test_job_is_seen_in_its_region_by_admin_and_head_only(cast: Cast) -> None:
    job = make_job(cast)
    places = {
        "hendra": f"/d/{KOTIM}/daerah/",
        "tiur": f"/d/{KOTIM}/kepala-daerah/",
        "yosef": f"/d/{JAYAPURA}/daerah/",
        "rina": "/pusat/",
    }
    for tail in ("", "kemajuan/"):
        assert {
            name: signed_in(getattr(cast, name)).get(address(job, place=place, tail=tail)).status_code
            for name, place in places.items()
        } == {"hendra": 200, "tiur": 200, "yosef": 404, "rina": 404}
    assert Client().get(address(job)).status_code == 302


def test_job_of_the_ministry_is_seen_at_the_ministry(cast: Cast) -> None:
    job = make_job(cast, region_id=NATION, requested_by=cast.rina)
    assert signed_in(cast.rina).get(address(job, place="/pusat/")).status_code == 200
    assert signed_in(cast.hendra).get(address(job)).status_code == 404


def test_running_job_shows_how_far_it_is_and_asks_again_by_itself(cast: Cast) -> None:
    job = make_job(cast, state=JobState.RUNNING, done=1)
    page = signed_in(cast.hendra).get(address(job)).content.decode()
    assert "1 dari 3, 33,3" in page
    assert f'hx-get="{address(job, tail="kemajuan/")}"' in page
    assert "Laporan Kabupaten Kotawaringin Timur, dasar Final" in page


def test_fragment_renders_alone_and_stops_asking_when_done(cast: Cast) -> None:
    job = make_job(cast, state=JobState.DONE, done=3, message="LHP/62.02/2026/0001 terbit.")
    fragment = signed_in(cast.hendra).get(address(job, tail="kemajuan/")).content.decode()
    assert "<html" not in fragment
    assert "hx-get" not in fragment
    assert "LHP/62.02/2026/0001 terbit." in fragment


def test_result_is_served_and_only_when_there_is_one(cast: Cast) -> None:
    with scope({KOTIM}):
        file = store_bytes(
            b"%PDF-1.7 isi", region_id=KOTIM, person_id=None, name="laporan.pdf", media_type="application/pdf"
        )
    job = make_job(cast, state=JobState.DONE, result_file=file)
    client = signed_in(cast.hendra)
    response = client.get(address(job, tail="hasil/"))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 isi"  # type: ignore[attr-defined]
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert f'href="{address(job, tail="hasil/")}"' in client.get(address(job)).content.decode()
    with scope({KOTIM}):
        Job.objects.update(state=JobState.RUNNING)
    assert client.get(address(job, tail="hasil/")).status_code == 404
    with scope({KOTIM}):
        Job.objects.update(state=JobState.DONE, result_file=None)
    assert client.get(address(job, tail="hasil/")).status_code == 404


def test_failed_job_tells_its_cause_and_who_asked_may_ask_again(cast: Cast) -> None:
    job = make_job(cast, state=JobState.FAILED, message="Belum ada indeks final.")
    client = signed_in(cast.hendra)
    page = client.get(address(job)).content.decode()
    assert "Belum ada indeks final." in page
    assert address(job, tail="ulangi/") in page
    response = client.post(address(job, tail="ulangi/"))
    with scope({KOTIM}):
        again = Job.objects.exclude(pk=job.pk).get()
    assert (response.status_code, response["Location"]) == (302, address(again))
    assert (again.state, again.arguments, again.requested_by_id) == (
        JobState.QUEUED, job.arguments, cast.hendra.pk,
    )  # fmt: skip


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_job_that_did_not_fail_is_not_asked_for_again(cast: Cast, state: JobState) -> None:
    job = make_job(cast, state=state)
    client = signed_in(cast.hendra)
    assert address(job, tail="ulangi/") not in client.get(address(job)).content.decode()
    assert client.post(address(job, tail="ulangi/")).status_code == 404
    with scope({KOTIM}):
        assert Job.objects.count() == 1


def test_others_see_the_failure_and_order_for_themselves(cast: Cast) -> None:
    job = make_job(cast, state=JobState.FAILED, message="Gagal.")
    for name, place in (("indah", f"/d/{KOTIM}/daerah/"), ("tiur", f"/d/{KOTIM}/kepala-daerah/")):
        client = signed_in(getattr(cast, name))
        page = client.get(address(job, place=place)).content.decode()
        assert "Gagal." in page
        assert "Coba lagi" not in page
        assert client.post(address(job, place=place, tail="ulangi/")).status_code == 404
    assert signed_in(cast.hendra).get(address(job, tail="ulangi/")).status_code == 405


def test_page_asks_little(cast: Cast) -> None:
    job = make_job(cast, state=JobState.RUNNING)
    client = signed_in(cast.hendra)
    client.get(address(job))
    with counted_queries() as queries:
        client.get(address(job, tail="kemajuan/"))
    # Session, person, membership, the job, the region's name in its title; the frame is not drawn.
    assert len(queries) <= 6
