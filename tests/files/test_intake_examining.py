"""A file after it arrived: scanned, drawn, shared, refused; and taken up again whatever ended the work."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as conf
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from kombu import Consumer

from iga_portal.files import examining, pictures
from iga_portal.files.domain import EXAMINE_TASK, store_bytes, take_in
from iga_portal.files.examining import examine_file, files_to_examine
from iga_portal.files.models import FileState, StoredFile
from iga_portal.files.pictures import picture_name
from iga_portal.files.words import standing
from iga_portal.refusals import Refused
from iga_portal.tenancy.scope import scope
from tests.cast import BENGKULU, KOTIM
from tests.conftest import with_database
from tests.files import hostile
from tests.files.clamd import SIGNATURE, STREAM_MAX, Clamd, infected_paper, needs_clamd, running


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    with running(tmp_path_factory.mktemp("clamd")) as made:
        yield made


@pytest.fixture(autouse=True)
def _away_is_this_test_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """All test processes share one cache."""
    monkeypatch.setattr(examining, "AWAY", f"test:{uuid.uuid4()}")


@pytest.fixture
def scanned(clamd: Clamd, settings: Any) -> Clamd:
    settings.CLAMD_URL = clamd.tcp
    return clamd


@pytest.fixture
def nobody_scans(settings: Any, tmp_path: Path) -> None:
    """Scanning is on and the scanner is away."""
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody.sock"


def intake(
    content: bytes, *, name: str = "sk.pdf", region_id: int = KOTIM, person_id: int | None = None
) -> StoredFile:
    with scope({region_id}):
        return take_in(SimpleUploadedFile(name, content), region_id=region_id, person_id=person_id)


def again(stored: StoredFile) -> StoredFile:
    with scope({stored.region_id}):
        return StoredFile.objects.get(pk=stored.pk)


def examined(stored: StoredFile) -> StoredFile:
    examine_file(stored.region_id, file_id=stored.pk)
    return again(stored)


def picture_files(stored: StoredFile) -> list[str]:
    folder = Path(default_storage.path(f"{stored.key}.halaman"))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# Pictures ----------------------------------------------------------------------------------------------------------


def test_paper_has_its_pages_at_once_and_its_pictures_after_the_worker(db: None) -> None:
    stored = intake(hostile.paper(3))
    assert (stored.page_count, stored.pictured, stored.examined_at) == (3, 0, None)
    assert examine_file(KOTIM, file_id=stored.pk) == "done"
    stored = again(stored)
    assert (stored.page_count, stored.pictured, stored.state) == (3, 3, FileState.READY)
    assert stored.examined_at is not None
    assert picture_files(stored) == [
        "1-kecil.webp",
        "1.webp",
        "2-kecil.webp",
        "2.webp",
        "3-kecil.webp",
        "3.webp",
    ]


def test_only_the_first_forty_pages_are_drawn(db: None) -> None:
    stored = examined(intake(hostile.paper(43)))
    assert (stored.page_count, stored.pictured) == (43, 40)
    assert len(picture_files(stored)) == 80


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_gets_smaller_ones_of_its_own(db: None, kind: str) -> None:
    stored = examined(intake(hostile.picture(kind, (1200, 800)), name="foto"))
    assert (stored.page_count, stored.pictured) == (1, 1)


def test_film_has_no_pictures_and_is_done_with(db: None) -> None:
    stored = examined(intake(hostile.movie(), name="film.mp4"))
    assert (stored.page_count, stored.pictured, stored.examined_at is None) == (None, 0, False)


@pytest.mark.parametrize("make", [hostile.content_that_is_a_bomb, hostile.forms_that_draw_each_other])
def test_paper_that_cannot_be_drawn_is_done_with_and_the_worker_lives(db: None, make: Any) -> None:
    stored = examined(intake(make()))
    assert (stored.state, stored.page_count, stored.pictured) == (FileState.READY, 1, 0)
    assert stored.examined_at is not None
    assert examined(intake(hostile.paper(1))).pictured == 1


def test_what_the_portal_made_itself_is_neither_scanned_nor_drawn(db: None, nobody_scans: None) -> None:
    with scope({KOTIM}):
        stored = store_bytes(
            hostile.paper(), region_id=KOTIM, person_id=None, name="x.pdf", media_type="application/pdf"
        )
    assert (stored.state, stored.examined_at is None) == (FileState.READY, False)


def test_second_message_finds_nothing_to_do(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = examined(intake(hostile.paper(1)))
    monkeypatch.setattr(pictures, "make_pictures", pytest.fail)
    assert examine_file(KOTIM, file_id=stored.pk) == "done"
    assert again(stored).examined_at == stored.examined_at
    assert examine_file(BENGKULU, file_id=stored.pk) == "done"  # no such file there


def test_same_bytes_are_drawn_once_for_all_who_bring_them(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = intake(hostile.paper(2)), intake(hostile.paper(2), name="lain.pdf")
    assert first.key == second.key
    examined(first)
    assert (again(second).pictured, again(second).examined_at) == (2, again(first).examined_at)
    monkeypatch.setattr(pictures, "make_pictures", pytest.fail)
    third = intake(hostile.paper(2), name="nanti.pdf")
    assert (third.key, third.pictured, third.examined_at) == (first.key, 2, again(first).examined_at)
    examine_file(KOTIM, file_id=second.pk)


def test_work_that_was_ended_goes_on_after_the_last_whole_picture(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = intake(hostile.paper(5))
    assert pictures.make_pictures(stored.key, "application/pdf") == 5
    for name in ("4.webp", "4-kecil.webp", "5.webp", "5-kecil.webp"):
        path = Path(default_storage.path(f"{stored.key}.halaman/{name}"))
        # As a process leaves it that is killed while it writes: page 4 half, page 5 not begun.
        path.write_bytes(path.read_bytes()[:100]) if name == "4.webp" else path.unlink()
    kept = Path(default_storage.path(picture_name(stored.key, 3, small=False))).stat().st_mtime_ns
    asked: list[int] = []
    drawn = pictures._drawn

    def spied(file: Any, media_type: str, *, first: int) -> Any:
        asked.append(first)
        return drawn(file, media_type, first=first)

    monkeypatch.setattr(pictures, "_drawn", spied)
    stored = examined(stored)
    assert (stored.pictured, asked) == (5, [4])
    assert Path(default_storage.path(picture_name(stored.key, 3, small=False))).stat().st_mtime_ns == kept
    assert all(
        pictures.is_whole(Path(default_storage.path(f"{stored.key}.halaman/{name}")).read_bytes())
        for name in picture_files(stored)
    )
    assert len(picture_files(stored)) == 10


WORKER = """
import time
import django
django.setup()
from iga_portal.files import pictures
from iga_portal.files.examining import examine_file
keep, kept = pictures._keep, []
def kept_until_the_sixth(name, picture):
    keep(name, picture)
    kept.append(name)
    if len(kept) == 6:
        time.sleep(600)
pictures._keep = kept_until_the_sixth
examine_file({region}, file_id={file})
"""


def test_worker_that_is_killed_leaves_the_file_to_the_next_one(live_db: str, tmp_path: Path) -> None:
    stored = intake(hostile.paper(40))
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "iga_portal.settings",
        "DATABASE_URL": with_database(os.environ["DATABASE_URL"], live_db),
        "PRIVATE_ROOT": default_storage.path(""),
    }
    command = [sys.executable, "-c", WORKER.format(region=KOTIM, file=stored.pk)]
    first = subprocess.Popen(command, env=environment, cwd=conf.BASE_DIR)
    deadline = time.monotonic() + 300
    while len(picture_files(stored)) < 6:
        assert first.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    # A second worker with the same message leaves it alone meanwhile.
    assert examine_file(KOTIM, file_id=stored.pk) == "busy"
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert again(stored).examined_at is None
    with scope({KOTIM}):
        assert files_to_examine(timezone.now() + timedelta(minutes=1)) == [(KOTIM, stored.pk)]
    deadline = time.monotonic() + 300
    while (outcome := examine_file(KOTIM, file_id=stored.pk)) == "busy" and time.monotonic() < deadline:
        time.sleep(0.05)  # the database notices the death in a moment
    assert outcome == "done"
    assert again(stored).pictured == 40
    assert len(picture_files(stored)) == 80
    with scope({KOTIM}):
        assert files_to_examine(timezone.now() + timedelta(minutes=1)) == []


def test_file_that_ends_every_worker_is_not_given_to_one_for_ever(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = intake(hostile.paper(2))

    def killed(key: str, media_type: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(pictures, "make_pictures", killed)
    for _time in range(examining.MOST_DRAWINGS):
        with pytest.raises(KeyboardInterrupt):
            examine_file(KOTIM, file_id=stored.pk)
    assert again(stored).examined_at is None
    stored = examined(stored)
    assert (stored.pictured, stored.examined_at is None) == (0, False)


def test_store_that_does_not_answer_puts_the_file_off(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = intake(hostile.paper(2))
    monkeypatch.setattr(pictures, "make_pictures", _raise_oserror)
    assert examine_file(KOTIM, file_id=stored.pk) == "later"
    assert again(stored).examined_at is None
    soon = timezone.now() + timedelta(minutes=1)
    with scope({KOTIM}):
        assert files_to_examine(soon) == []
        cache.delete(f"files:later:{stored.key}")
        assert files_to_examine(soon) == [(KOTIM, stored.pk)]


def _raise_oserror(key: str, media_type: str) -> int:
    raise OSError("no answer")


def test_waiting_grows_and_has_an_end() -> None:
    assert [examining._wait(times) for times in (1, 2, 3, 7, 8, 50)] == [30, 60, 120, 1920, 3600, 3600]


def test_two_workers_never_have_the_same_bytes(db: None) -> None:
    stored = intake(hostile.paper(1))
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [examining.LOCK_CLASS, stored.key])
            assert examine_file(KOTIM, file_id=stored.pk) == "busy"
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [examining.LOCK_CLASS, stored.key])
    finally:
        other.close()
    assert examine_file(KOTIM, file_id=stored.pk) == "done"


def test_worker_is_asked_after_the_commit(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(
        "iga_portal.tenancy.tasks.send", lambda name, countdown=None, **kwargs: asked.append((name, kwargs))
    )
    with django_capture_on_commit_callbacks(execute=True):
        stored = intake(hostile.paper(1))
        assert asked == []
    assert asked == [(EXAMINE_TASK, {"region_id": KOTIM, "file_id": stored.pk})]
    examined(stored)
    with django_capture_on_commit_callbacks(execute=True):
        intake(hostile.paper(1))  # nothing left to do for these bytes
    assert len(asked) == 1


def test_sweep_takes_what_no_message_reached_and_one_row_for_the_same_bytes(db: None) -> None:
    first, twin, other = intake(hostile.paper(1)), intake(hostile.paper(1)), intake(hostile.paper(2))
    with scope({KOTIM}):
        assert files_to_examine(timezone.now()) == []  # its message may still be on the way
        found = files_to_examine(timezone.now() + timedelta(minutes=1))
    assert found == [(KOTIM, first.pk), (KOTIM, other.pk)]
    assert twin.pk not in [file for _region, file in found]


# Scanning ----------------------------------------------------------------------------------------------------------


@needs_clamd
def test_file_waits_until_the_scanner_finds_it_clean(db: None, scanned: Clamd) -> None:
    stored = intake(hostile.paper(2))
    assert stored.state == FileState.WAITING
    assert picture_files(stored) == []
    stored = examined(stored)
    assert (stored.state, stored.finding, stored.pictured) == (FileState.READY, "", 2)
    with scope({KOTIM}):
        twin = take_in(SimpleUploadedFile("lain.pdf", hostile.paper(2)), region_id=KOTIM, person_id=None)
    assert (twin.state, twin.pictured) == (FileState.READY, 2)  # clean at once


@needs_clamd
def test_infected_file_is_refused_and_its_bytes_are_gone(db: None, scanned: Clamd) -> None:
    stored, twin = intake(infected_paper()), intake(infected_paper(), name="lain.pdf")
    assert examine_file(KOTIM, file_id=stored.pk) == "refused"
    for row in (again(stored), again(twin)):
        assert (row.state, row.finding, row.pictured) == (FileState.REFUSED, f"{SIGNATURE}.UNOFFICIAL", 0)
        assert row.examined_at is not None
        assert standing(row, person_id=None).startswith("Ditolak pemindaian virus (Uji.Eicar.Portal")
    assert not default_storage.exists(stored.key)
    with pytest.raises(Refused) as refused:
        intake(infected_paper(), name="sekali-lagi.pdf")
    assert (refused.value.code, "Uji.Eicar.Portal" in refused.value.message) == ("infected", True)
    assert not default_storage.exists(stored.key)


@needs_clamd
def test_refusal_is_one_region_s_own(db: None, scanned: Clamd) -> None:
    examined(intake(infected_paper()))
    other = intake(infected_paper(), region_id=BENGKULU)
    assert other.state == FileState.WAITING  # nothing can be learned of another region's files


@needs_clamd
def test_row_that_came_while_its_bytes_were_refused_is_refused_too(db: None, scanned: Clamd) -> None:
    stored = intake(infected_paper())
    with scope({KOTIM}):
        late = StoredFile.objects.get(pk=stored.pk)
        late.pk = None
        examined(stored)
        late.save(force_insert=True)
        assert late.state == FileState.WAITING and not default_storage.exists(late.key)
    assert examined(late).state == FileState.REFUSED


@needs_clamd
def test_worker_that_dies_after_the_verdict_leaves_nothing_of_the_bytes(
    db: None, scanned: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = intake(infected_paper())

    def killed(key: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(pictures, "remove_bytes", killed)
        with pytest.raises(KeyboardInterrupt):
            examine_file(KOTIM, file_id=stored.pk)
    assert (again(stored).state, again(stored).examined_at) == (FileState.REFUSED, None)
    assert default_storage.exists(stored.key)
    with scope({KOTIM}):
        assert files_to_examine(timezone.now() + timedelta(minutes=1)) == [(KOTIM, stored.pk)]
    assert examine_file(KOTIM, file_id=stored.pk) == "refused"
    assert not default_storage.exists(stored.key)


def test_scanner_that_is_away_means_waiting_and_never_clean(db: None, nobody_scans: None) -> None:
    stored, other = intake(hostile.paper(2)), intake(hostile.paper(3))
    assert examine_file(KOTIM, file_id=stored.pk) == "waiting"
    assert (again(stored).state, again(stored).pictured, again(stored).examined_at) == (
        FileState.WAITING,
        0,
        None,
    )
    # Nobody runs against the wall for each of a thousand files: known to be away, it is not asked.
    assert cache.get(examining.AWAY)
    with scope({KOTIM}):
        assert files_to_examine(timezone.now() + timedelta(minutes=1)) == []
    assert examine_file(KOTIM, file_id=other.pk) == "waiting"


@needs_clamd
def test_what_waited_is_scanned_once_the_scanner_is_back(
    db: None, nobody_scans: None, clamd: Clamd, settings: Any
) -> None:
    stored, bad = intake(hostile.paper(2)), intake(infected_paper(b"x"))
    examine_file(KOTIM, file_id=stored.pk)
    settings.CLAMD_URL = clamd.unix
    cache.delete(examining.AWAY)  # its time ran out
    with scope({KOTIM}):
        found = files_to_examine(timezone.now() + timedelta(minutes=1))
    assert found == [(KOTIM, stored.pk), (KOTIM, bad.pk)]
    assert (examined(stored).state, examined(bad).state) == (FileState.READY, FileState.REFUSED)


@needs_clamd
def test_file_beyond_the_scanner_waits_and_says_why(db: None, scanned: Clamd, settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 4 * STREAM_MAX
    large = hostile.raw_pdf({**hostile.PLAIN, 4: hostile.stream(os.urandom(STREAM_MAX + 500_000))})
    stored = examined(intake(large))
    assert (stored.state, stored.examined_at) == (FileState.WAITING, None)
    assert "Lebih besar daripada yang dapat dipindai" in standing(stored, person_id=None)
    with scope({KOTIM}):
        assert files_to_examine(timezone.now() + timedelta(minutes=1)) == []  # put off
    # Whoever runs the scanner raises its limit (here: turns scanning off), and the file goes on by itself.
    settings.CLAMD_URL = ""
    assert (examined(stored).state, again(stored).finding, again(stored).pictured) == (FileState.READY, "", 1)


def test_turning_scanning_off_lets_go_what_waits_for_it(db: None, nobody_scans: None, settings: Any) -> None:
    stored = intake(hostile.paper(1))
    settings.CLAMD_URL = ""
    assert (examined(stored).state, again(stored).pictured) == (FileState.READY, 1)


# Everything again ------------------------------------------------------------------------------------------------


@needs_clamd
def test_everything_stored_is_scanned_again_and_what_is_found_is_refused(
    db: None, clamd: Clamd, settings: Any
) -> None:
    """Taken in before scanning was turned on."""
    clean, bad, twin = (
        intake(hostile.paper(2)),
        intake(infected_paper()),
        intake(infected_paper(), name="b.pdf"),
    )
    other = intake(infected_paper(b"2"), region_id=BENGKULU)
    lost = intake(hostile.paper(3))
    default_storage.delete(lost.key)
    with pytest.raises(CommandError, match="CLAMD_URL is not set"):
        call_command("scan_files")
    settings.CLAMD_URL = clamd.unix
    with pytest.raises(CommandError, match="a day"):
        call_command("scan_files", "--since", "kemarin")
    told = io.StringIO()
    call_command("scan_files", "--since", "2999-01-01", stdout=told)
    call_command("scan_files", stdout=told)
    assert told.getvalue().splitlines()[0] == "0 clean, 0 refused, 0 beyond the scanner, 0 without bytes"
    assert told.getvalue().splitlines()[-1] == "1 clean, 2 refused, 0 beyond the scanner, 1 without bytes"
    states = [again(row).state for row in (clean, bad, twin, other)]
    assert states == [FileState.READY, FileState.REFUSED, FileState.REFUSED, FileState.REFUSED]
    assert default_storage.exists(clean.key) and not default_storage.exists(bad.key)
    settings.CLAMD_URL = "unix:///nobody/clamd.sock"
    with pytest.raises(CommandError, match="no verdict"):
        call_command("scan_files")


def test_a_thousand_uploads_do_not_keep_an_index_waiting(settings: Any) -> None:
    """What somebody waits for is taken from the queue before pictures and links, whatever came first."""
    # Not as the current application: tests after this one would send their messages to a queue that no worker reads.
    app = Celery("probe", broker=settings.REDIS_URL, set_as_current=False)
    app.conf.task_routes = settings.CELERY_TASK_ROUTES
    prefix = f"test-{uuid.uuid4().hex}:"
    app.conf.broker_transport_options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "global_keyprefix": prefix,
    }
    sent = ["innovations.check_link", EXAMINE_TASK, EXAMINE_TASK, "scoring.recompute_region"]
    for name in sent:
        app.send_task(name, kwargs={"region_id": KOTIM}, ignore_result=True)
    taken: list[str] = []
    with app.connection_for_read() as line:
        queue = app.amqp.queues["celery"]

        def take(body: object, message: Any) -> None:
            taken.append(message.headers["task"])
            message.ack()

        with Consumer(line, queues=[queue], callbacks=[take], accept=["json"]) as consumer:
            consumer.qos(prefetch_count=1)
            while len(taken) < len(sent):
                line.drain_events(timeout=300)
            queue(line.default_channel).delete()
    app.close()
    assert taken == sent[::-1]
