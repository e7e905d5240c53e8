"""Files that jobs leave: kept for thirty days, then taken away; what belongs to somebody else stays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from iga_portal.files.domain import store_bytes
from iga_portal.files.models import StoredFile
from iga_portal.jobs.models import Job, JobState
from iga_portal.jobs.tasks import sweep_old_results
from iga_portal.tenancy.scope import scope
from innovations.models import Document
from tests.cast import KOTIM, NOON, Cast

TEXT = "text/plain"


@pytest.fixture(autouse=True)
def _at_noon(frozen_noon: None) -> None:
    """Time stands at the cast's noon."""


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def done(cast: Cast, content: bytes, *, once: str = "satu", file: StoredFile | None = None) -> Job:
    """A job of Hendra's that is done now and left a file."""
    with scope({KOTIM}):
        made = file or store_bytes(
            content, region_id=KOTIM, person_id=cast.hendra.pk, name="paket.txt", media_type=TEXT
        )
        return Job.objects.create(
            region_id=KOTIM, kind="tests.work", once=once, state=JobState.DONE, message="2 inovasi.",
            result_file=made, requested_by=cast.hendra, finished_at=timezone.now(),
        )  # fmt: skip


def swept_at(moment: datetime, callbacks: Any) -> int:
    with at(moment), callbacks(execute=True):
        return sweep_old_results()


def files() -> dict[str, bool]:
    """Each stored file by the name of its bytes, and whether they are there."""
    with scope({KOTIM}):
        keys = list(StoredFile.objects.values_list("key", flat=True))
    return {key: default_storage.exists(key) for key in keys}


def test_file_can_be_fetched_for_thirty_days_and_then_goes(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    job = done(cast, b"isi paket")
    [key] = files()
    page = reverse("daerah:job", args=[KOTIM, job.public_id])
    result = reverse("daerah:job_result", args=[KOTIM, job.public_id])
    client = Client()
    client.force_login(cast.hendra)
    shown = client.get(page).text
    assert "Berkas ini dapat diunduh sampai" in shown
    assert "6 Agustus 2026" in shown

    assert swept_at(NOON + timedelta(days=30), django_capture_on_commit_callbacks) == 0
    assert b"".join(client.get(result)) == b"isi paket"  # type: ignore[call-overload]

    gone = NOON + timedelta(days=30, seconds=1)
    assert swept_at(gone, django_capture_on_commit_callbacks) == 1
    assert files() == {key: True}  # a day more, for whom the same bytes were lent at that moment
    with at(gone):
        client.force_login(cast.hendra)
        assert client.get(result)["Location"] == page
        said = client.get(page).text
    assert "2 inovasi. Berkasnya dihapus pada 6 Agustus 2026. Pesan lagi bila masih perlu." in said
    assert result not in said

    assert swept_at(gone + timedelta(days=1), django_capture_on_commit_callbacks) == 0
    assert files() == {key: True}
    swept_at(gone + timedelta(days=1, seconds=1), django_capture_on_commit_callbacks)
    assert files() == {}
    assert not default_storage.exists(key)


def test_same_bytes_of_somebody_else_stay(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    done(cast, b"sama")
    [shared] = files()
    with at(NOON + timedelta(days=10)):
        young = done(cast, b"sama", once="dua")  # lent the same key
    gone = NOON + timedelta(days=31)
    assert swept_at(gone, django_capture_on_commit_callbacks) == 1
    with at(gone):
        later = done(cast, b"sama", once="tiga")
    swept_at(gone + timedelta(days=2), django_capture_on_commit_callbacks)
    assert files() == {shared: True}
    for job in (young, later):
        with scope({KOTIM}):
            job.refresh_from_db()
            assert job.result_file is not None
            assert job.result_file.key == shared
    # What was let go lends nothing: the last of them takes its bytes along, and new ones get a place of their own.
    end = NOON + timedelta(days=80)
    assert swept_at(end, django_capture_on_commit_callbacks) == 2
    with at(end):
        done(cast, b"sama", once="empat")
    swept_at(end + timedelta(days=2), django_capture_on_commit_callbacks)
    [(key, is_there)] = files().items()
    assert (key != shared, is_there, default_storage.exists(shared)) == (True, True, False)


def test_what_another_row_refers_to_is_kept_and_promised_to_nobody_for_a_while(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    job = done(cast, b"dokumen")
    with scope({KOTIM}):
        Document.objects.create(
            region_id=KOTIM, subject="Dokumen", file=job.result_file, created_by=cast.hendra
        )
    client = Client()
    client.force_login(cast.hendra)
    assert "dapat diunduh sampai" not in client.get(reverse("daerah:job", args=[KOTIM, job.public_id])).text
    assert swept_at(NOON + timedelta(days=300), django_capture_on_commit_callbacks) == 0
    assert list(files().values()) == [True]


def test_nothing_goes_where_the_deployer_keeps_everything(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.JOB_RESULT_DAYS = 0
    job = done(cast, b"lama")
    assert swept_at(NOON + timedelta(days=3000), django_capture_on_commit_callbacks) == 0
    client = Client()
    client.force_login(cast.hendra)
    assert "dapat diunduh sampai" not in client.get(reverse("daerah:job", args=[KOTIM, job.public_id])).text
