"""The ministry's way through the pages: prepare, look, publish by another, be told, correct, put away."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from iga_portal.jobs.models import Job
from iga_portal.notices.models import Notice
from iga_portal.tenancy.scope import NATION, scope
from innovations.models import Innovation
from regions.models import Person
from reports.domain.publishing_checks import TICKS
from reports.models import BatchState, PreparedPublication, Publication
from reports.publishing_jobs import PUBLISH
from tests.cast import KOTIM, Cast
from tests.reports.batching import again, order
from tests.reports.preparing import LATER, add_draft, make_ready, second_admin
from tests.reports.support import everywhere, work
from tests.scoring.support import compute, counted_queries, signed_in, spd_row

HOME = "/pusat/publikasi/"
MOST_QUERIES = 12


@pytest.fixture
def ready(cast: Cast) -> Any:
    found = make_ready(cast)
    with time_machine.travel(LATER, tick=True):
        yield found


@pytest.fixture
def ratna(cast: Cast) -> Person:
    return second_admin()


def job_of(response: Any) -> Job:
    """The job that a press leads to."""
    assert response.status_code == 302, response.content.decode()
    public_id = re.fullmatch(r"/pusat/pekerjaan/([0-9a-f-]+)/", response["Location"])
    assert public_id, response["Location"]
    with scope({NATION}):
        return Job.objects.get(public_id=public_id[1])


def prepared_by(client: Client, **data: str) -> PreparedPublication:
    job = work(job_of(client.post(f"{HOME}siapkan/", data)))
    assert job.state == "done", job.message
    with everywhere():
        return PreparedPublication.objects.latest("pk")


def answers(prepared: PreparedPublication, **other: str) -> dict[str, str]:
    return {
        "seen": prepared.content_hash,
        "first": prepared.content_hash[:8].upper(),
        **{f"tick_{code}": "on" for code in TICKS},
        **other,
    }


def press(client: Client, prepared: PreparedPublication, **other: str) -> Any:
    return client.post(f"{HOME}disiapkan/{prepared.pk}/terbitkan/", answers(prepared, **other))


def test_one_prepares_another_publishes_and_the_regions_are_told(
    cast: Cast, ready: dict[str, Innovation], ratna: Person
) -> None:
    rina, other = signed_in(cast.rina), signed_in(ratna)
    assert "Siapkan publikasi" in rina.get(HOME).content.decode()
    prepared = prepared_by(rina)

    # Rina sees it, and no button; Ratna is told and finds both.
    page = f"{HOME}disiapkan/{prepared.pk}/"
    assert "Terbitkan sekarang" not in rina.get(page).content.decode()
    with scope({NATION}):
        assert [notice.path for notice in Notice.objects.filter(person=ratna)] == [page]
        assert not Notice.objects.filter(person=cast.rina).exists()
    shown = other.get(page).content.decode()
    assert "Terbitkan sekarang" in shown
    assert f"<strong>{prepared.content_hash[:8]}</strong>{prepared.content_hash[8:]}" in shown

    assert "bukan yang menyiapkan" in rina.get(press(rina, prepared)["Location"]).content.decode()
    job = work(job_of(press(other, prepared)))

    publication = Publication.objects.get()
    assert (job.state, job.message) == ("done", "Publikasi nomor 1 terbit; 4 orang di daerah diberi tahu.")
    assert (publication.prepared_by, publication.published_by) == (cast.rina, ratna)
    told = {}
    with everywhere():
        for notice in Notice.objects.filter(kind="published"):
            told[notice.person_id] = (notice.text, notice.path)
    result = "Indeks Inovasi Daerah 2026 terbit. Predikat daerah Anda: Kurang Inovatif; peringkat 1 dari 1 (kabupaten)."
    nothing = (
        "Indeks Inovasi Daerah 2026 terbit. Daerah Anda tidak berperingkat karena tidak mengirim inovasi."
    )
    assert told == {
        cast.hendra.pk: (result, f"/d/{KOTIM}/daerah/"),
        cast.indah.pk: (result, f"/d/{KOTIM}/daerah/"),
        cast.tiur.pk: (result, f"/d/{KOTIM}/kepala-daerah/"),
        cast.yosef.pk: (nothing, "/d/9171/daerah/"),
    }
    # The publication has a page with both people and the chain, and the list shows it.
    shown = rina.get(f"{HOME}1/").content.decode()
    for words in (
        "Rina",
        "Ratna",
        publication.chain_hash,
        publication.content_hash,
        *map(str, TICKS.values()),
    ):
        assert words in shown
    assert "berlaku" in rina.get(HOME).content.decode()
    # A worker that runs the same order once more publishes nothing and tells nobody again.
    with everywhere():
        Job.objects.filter(kind=PUBLISH).update(state="queued", tries=0)
    assert work(job).message == "Publikasi nomor 1 terbit; 0 orang di daerah diberi tahu."
    assert Publication.objects.count() == 1


def test_second_press_joins_the_first_and_a_later_one_is_told(cast: Cast, ready: Any, ratna: Person) -> None:
    prepared = prepared_by(signed_in(cast.rina))
    first, second = signed_in(ratna), signed_in(second_admin("rudi"))
    job = job_of(press(first, prepared))
    assert job_of(press(second, prepared)) == job
    work(job)
    assert Publication.objects.get().published_by == ratna
    answer = press(second, prepared)
    assert "Publikasi ini sudah terbit." in second.get(answer["Location"]).content.decode()


WRONG = {
    "seen of another content": ({"seen": "0" * 64, "first": "00000000"}, 302),
    "typed beginning of another": ({"first": "00000000"}, 422),
    "nothing typed": ({"first": ""}, 422),
    "not a hash": ({"seen": "x'; DROP"}, 422),
    "a point not ticked": ({"tick_decree": ""}, 422),
}


@pytest.mark.parametrize("what", WRONG)
def test_press_without_having_looked_publishes_nothing(
    cast: Cast, ready: Any, ratna: Person, what: str
) -> None:
    prepared = prepared_by(signed_in(cast.rina))
    changed, status = WRONG[what]
    answer = press(signed_in(ratna), prepared, **changed)
    assert answer.status_code == status
    assert not Publication.objects.exists()
    with scope({NATION}):
        assert not Job.objects.filter(kind=PUBLISH).exists()


def test_order_that_was_overtaken_says_what_changed(
    cast: Cast, ready: dict[str, Innovation], ratna: Person
) -> None:
    prepared = prepared_by(signed_in(cast.rina))
    job = job_of(press(signed_in(ratna), prepared))
    with scope({KOTIM}):
        Innovation.objects.filter(pk=ready["assessed"].pk).update(name="Nama Baru")
    failed = work(job)
    assert failed.state == "failed"
    assert "Kabupaten Kotawaringin Timur: Uraian atau nilai inovasi." in failed.message
    assert not Publication.objects.exists()
    with everywhere():
        assert not Notice.objects.filter(kind="published").exists()


def test_order_of_somebody_who_is_no_admin_any_more_is_refused(cast: Cast, ready: Any, ratna: Person) -> None:
    prepared = prepared_by(signed_in(cast.rina))
    job = job_of(press(signed_in(ratna), prepared))
    ratna.memberships.all().delete()
    assert work(job).message == "Yang memesan bukan lagi admin Kemendagri."
    assert not Publication.objects.exists()


def test_correction_shows_what_changes_and_both_stay(cast: Cast, ready: Any, ratna: Person) -> None:
    rina, other = signed_in(cast.rina), signed_in(ratna)
    work(job_of(press(other, prepared_by(rina))))
    with scope({KOTIM}):
        spd_row(cast, "9", confirmed=True, level=2)
    compute(cast)
    add_draft(cast)
    assert rina.post(f"{HOME}siapkan/", {"reason": " "}).status_code == 422
    prepared = prepared_by(rina, reason="Baris 9 terlewat.")
    shown = other.get(f"{HOME}disiapkan/{prepared.pk}/").content.decode()
    assert re.search(
        r"Kotawaringin Timur</strong> <span[^>]*>62.02</span>: Indeks \d+,\d\d menjadi \d+,\d\d\.", shown
    )
    batch = order(cast, Publication.objects.get())
    work(job_of(press(other, prepared)))
    # What was ordered of the one before ends with it.
    assert again(batch).state == BatchState.DONE
    shown = rina.get(HOME).content.decode()
    assert "digantikan nomor 2" in shown and "Baris 9 terlewat." in shown
    assert "Digantikan oleh publikasi nomor 2" in rina.get(f"{HOME}1/").content.decode()
    with everywhere():
        texts = set(
            Notice.objects.filter(kind="publication_corrected", region_id=KOTIM).values_list(
                "text", flat=True
            )
        )
    assert {text.split(" terbit.")[0] for text in texts} == {"Koreksi Indeks Inovasi Daerah 2026"}


def test_preparation_is_put_away_with_a_reason(cast: Cast, ready: Any) -> None:
    rina = signed_in(cast.rina)
    prepared = prepared_by(rina)
    address = f"{HOME}disiapkan/{prepared.pk}/batalkan/"
    assert rina.post(address, {"reason": ""}).status_code == 422
    assert rina.post(address, {"reason": "Belum sidang."}).status_code == 302
    shown = rina.get(HOME).content.decode()
    assert "Belum sidang." in shown and "Siapkan publikasi" in shown


def test_pages_before_the_time_say_what_is_missing(cast: Cast) -> None:
    rina = signed_in(cast.rina)
    for address in (HOME, f"{HOME}siapkan/"):
        shown = rina.get(address).content.decode()
        assert "Quality control selesai menurut jadwal" in shown and "Siapkan sekarang" not in shown
    refused = rina.post(f"{HOME}siapkan/")
    assert "Belum dapat dilanjutkan." in rina.get(refused["Location"]).content.decode()
    with everywhere():
        assert not Job.objects.exists()


def test_pages_ask_the_same_however_long_they_are(cast: Cast, ready: Any, ratna: Person) -> None:
    rina = signed_in(cast.rina)
    prepared = prepared_by(rina)
    with everywhere():
        content = prepared.content
        lines = [line for line in content["regions"] if line["is_assessed"]]
    assert len(lines) == 1 and len(content["regions"]) == 546
    addresses = [
        f"{HOME}disiapkan/{prepared.pk}/{query}" for query in ("?jenis=kota", "?cari=Kota+Bengkulu", "")
    ]
    found = []
    for address in addresses:
        with counted_queries() as queries:
            assert rina.get(address).status_code == 200
        found.append(len(queries))
    work(job_of(press(signed_in(ratna), prepared)))
    with counted_queries() as one:
        rina.get(HOME)
    assert max(found) <= MOST_QUERIES and len(set(found)) == 1, queries
    assert len(one) <= MOST_QUERIES, one


def test_region_s_own_pages_name_its_published_place_from_then_on(
    cast: Cast, ready: Any, ratna: Person
) -> None:
    prepared = prepared_by(signed_in(cast.rina))
    pages = {
        "hendra": f"/d/{KOTIM}/daerah/",
        "tiur": f"/d/{KOTIM}/kepala-daerah/",
        "yosef": "/d/9171/daerah/",
    }

    def told() -> dict[str, bool]:
        return {
            name: "Hasil yang terbit" in signed_in(getattr(cast, name)).get(address).content.decode()
            for name, address in pages.items()
        }

    assert told() == dict.fromkeys(pages, False)
    work(job_of(press(signed_in(ratna), prepared)))
    assert told() == dict.fromkeys(pages, True)
    assert 'Peringkat <strong class="num">1</strong> dari 1 kabupaten' in (
        signed_in(cast.hendra).get(pages["hendra"]).content.decode()
    )
    assert "Tidak berperingkat" in signed_in(cast.yosef).get(pages["yosef"]).content.decode()
