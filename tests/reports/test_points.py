"""The receipt of every point: as pages for the region and the ministry, and printed whole on order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iga_portal.jobs.models import JobState
from iga_portal.tenancy.scope import scope
from innovations.enums import State
from innovations.models import Innovation, Verdict
from regions.models import RegionPeriod
from reports.domain.order_receipt import order_receipt
from reports.domain.paper_receipt import receipt_snapshot
from reports.models import DocumentKind, Publication
from reports.printing.codec import dump, load
from reports.printing.full_receipt import level_way
from reports.printing.kinds import rendered
from reports.printing.receipt_snapshot import ReceiptSnapshot
from reports.printing.snapshot import SnapshotInvalid
from tests.cast import BENGKULU, KOTIM, Cast
from tests.printing.reading import elements, opened, squeezed, text
from tests.reports.preparing import make_ready, prepare, publish_now, second_admin
from tests.reports.published import example_facts, publish_example
from tests.reports.support import SITE, documents, everywhere, work
from tests.scoring.support import compute

pytestmark = pytest.mark.django_db

REASON = "Nomor SK tidak terbaca pada halaman dua"


@pytest.fixture
def made(cast: Cast) -> dict[str, Innovation]:
    return make_ready(cast)


@pytest.fixture
def publication(cast: Cast, made: dict[str, Innovation]) -> Publication:
    """What the real portal published of Kotawaringin Timur: claimed at 3, the desk at 2."""
    with scope({KOTIM}):
        verdict = Verdict.objects.filter(
            answer__innovation=made["assessed"], answer__row=16, stands=True
        ).get()
        Verdict.objects.filter(pk=verdict.pk).update(decision="lower", reason=REASON)
    return publish_now(prepare(cast), by=second_admin())


def receipt(publication: Publication) -> ReceiptSnapshot:
    with everywhere():
        found = receipt_snapshot(publication, KOTIM)
    assert found is not None
    return found


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, name))
    return client


def path(publication: Publication, *, place: str = "daerah", tail: str = "") -> str:
    if place == "pusat":
        return f"/pusat/dokumen-terbit/daerah/{KOTIM}/rincian/{publication.number}/{tail}"
    return f"/d/{KOTIM}/{place}/dokumen-terbit/rincian/{publication.number}/{tail}"


def test_every_point_has_its_way_judge_reason_and_evidence(publication, made):
    found = receipt(publication)
    assert found.is_known
    (entry,) = found.innovations
    assert (entry.id, entry.name) == (str(made["assessed"].public_id), "Antrean Tanpa Antre")
    line = next(line for line in entry.lines if line.code == "16")
    assert (line.claimed, line.desk, line.level, line.judge, line.reason) == (
        3, 2, 2, "petugas desk daerah", REASON,
    )  # fmt: skip
    assert level_way(line) == "3 → 2 → 2"
    with scope({KOTIM}):
        cited = line.evidence[0]
        document = made["assessed"].answers.get(row=16).citations.get().document
    assert found.files[cited.file].subject == document.subject
    assert sum(line.points for line in entry.lines) == entry.maturity
    spd = next(line for line in found.spd if line.code == "1")
    assert (spd.claimed, spd.desk, spd.level, spd.judge) == (3, 3, 3, "admin daerah kedua")


def test_changed_entries_leave_the_published_points_and_nothing_else(cast, publication):
    with scope({KOTIM}):
        Innovation.objects.filter(state=State.ASSESSED).update(state=State.VERIFIED)
        RegionPeriod.objects.filter(region_id=KOTIM).update(content_version=F("content_version") + 1)
    compute(cast)
    found = receipt(publication)
    assert not found.is_known
    (entry,) = found.innovations
    assert entry.maturity is not None
    assert {(line.claimed, line.desk, line.judge, line.evidence) for line in entry.lines} == {
        (None, None, "", ())
    }
    assert found.files == ()


def test_the_region_and_the_ministry_read_it_and_nobody_else(cast, publication, made):
    row = path(publication, tail=f"inovasi/{made['assessed'].public_id}/")
    for name, place in (("hendra", "daerah"), ("tiur", "kepala_daerah"), ("rina", "pusat")):
        client = signed_in(cast, name)
        page = client.get(path(publication, place=place.replace("_", "-")))
        assert page.status_code == 200, place
        assert "Antrean Tanpa Antre" in page.content.decode()
    told = signed_in(cast, "hendra").get(row).content.decode()
    assert REASON in told
    assert "3 → 2 → 2" in told
    for name in ("sari", "budi", "wati", "yosef", "arif", "nobody"):
        assert signed_in(cast, name).get(path(publication)).status_code == 404
    assert (
        signed_in(cast, "hendra").get(path(publication).replace("/rincian/1/", "/rincian/9/")).status_code
        == 404
    )


def test_the_page_costs_the_same_at_any_length(cast, publication):
    def statements(of: Publication) -> int:
        client = signed_in(cast, "hendra")
        client.get(path(of))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path(of)).status_code == 200
        return len(caught)

    longer = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM, innovations=40)},
        supersedes=publication.number,
        reason="koreksi",
    )
    assert statements(longer) <= statements(publication) + 1


def test_it_is_printed_once_and_found_again(cast, publication):
    actor = cast.actor("hendra")
    with scope({KOTIM}):
        job = order_receipt(publication, region_id=KOTIM, actor=actor, site=SITE)
    done = work(job)
    assert (done.state, done.result_file is not None) == (JobState.DONE, True), done.message
    (document,) = documents(kind=DocumentKind.RECEIPT)
    assert document.number == "RCN/62.02/2026/0001"
    with everywhere():
        again = order_receipt(publication, region_id=KOTIM, actor=cast.actor("rina"), site=SITE)
    other = work(again)
    assert other.result_file is None
    assert "tidak berubah" in other.message
    assert len(documents(kind=DocumentKind.RECEIPT)) == 1


def test_the_button_leads_to_the_job_and_refuses_whom_it_must(cast, publication):
    pressed = signed_in(cast, "hendra").post(path(publication, tail="cetak/"))
    assert pressed.status_code == 302
    assert "/pekerjaan/" in pressed["Location"]
    assert signed_in(cast, "budi").post(path(publication, tail="cetak/")).status_code == 404
    bengkulu = publish_example(
        cast.period,
        {KOTIM: None, BENGKULU: example_facts(BENGKULU)},
        supersedes=publication.number,
        reason="koreksi",
    )
    nothing = signed_in(cast, "hendra").post(path(bengkulu, tail="cetak/"))
    assert nothing.status_code == 302
    assert signed_in(cast, "hendra").get(path(bengkulu)).status_code == 404


def test_the_paper_is_tagged_and_says_what_the_page_says(publication):
    found = receipt(publication)
    assert load(ReceiptSnapshot, dump(found)) == found
    content = rendered(found)
    assert rendered(found) == content
    said = squeezed(text(content))
    for words in ("Antrean Tanpa Antre", REASON, "3 → 2 → 2", "Daftar Bukti", "Aturan"):
        assert squeezed(words) in said
    with opened(content) as pdf:
        tags = [entry.tag for entry in elements(pdf)]
        xmp = pdf.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    assert tags.count("H1") == 1
    assert tags.count("TR") >= 20 + 20 + 33


def test_a_receipt_that_does_not_add_up_is_refused(publication):
    found = receipt(publication)
    with pytest.raises(SnapshotInvalid, match="SPD"):
        replace(found, spd=found.spd[1:])
    with pytest.raises(SnapshotInvalid, match="maturities"):
        replace(found, innovations=())
