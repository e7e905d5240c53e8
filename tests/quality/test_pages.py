"""Quality control on its pages: the evaluator's queue and desk, the ministry's drawing, sharing and closing, what a region reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iga_portal.tenancy.scope import scope
from innovations.domain.quality.seats import open_regions
from innovations.domain.recalling import recall_portfolio
from innovations.domain.sending import send_portfolio
from innovations.models import (
    Answer,
    Citation,
    Innovation,
    QualityDraw,
    QualitySample,
    RegionAnswer,
    RegionCitation,
    Verdict,
)
from regions.models import Membership
from tests.cast import (
    BENGKULU,
    KOTIM,
    NOON,
    Cast,
    make_complete,
    make_document,
    make_sendable,
    region_period,
    submit,
    verify,
)
from tests.innovations.desk_support import many_submitted, signed_in
from tests.quality.support import EVERY, assess, drawn, evaluator, measuring, sent

HOME = reverse("penilaian:home")
OVERVIEW, DRAWS, SAMPLES = (
    reverse(f"pusat:{name}") for name in ("quality", "quality_draws", "quality_samples")
)


def desk(name: str, *args: Any) -> str:
    return reverse(f"penilai:{name}", args=[KOTIM, *args])


def hidden(page: str) -> dict[str, str]:
    """What the form of a verdict carries along."""
    names = ("seen", "shown", "tab", "ikut", "putusan")
    found = {}
    for name in names:
        match = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
        found[name] = unescape(match.group(1)) if match else ""
    return found


@pytest.fixture
def innovations(cast: Cast) -> Iterator[list[Innovation]]:
    with scope({KOTIM}):
        made = sent(cast)
        RegionAnswer.objects.filter(row="8").update(level=3, confirmed_by=cast.indah, confirmed_at=NOON)
    with measuring():
        yield made


@pytest.fixture
def arif(cast: Cast, innovations: list[Innovation]) -> Client:
    with scope(EVERY):
        drawn(cast)
    return signed_in(cast.arif)


def test_evaluator_reads_decides_and_is_done(cast: Cast, innovations: list[Innovation], arif: Client) -> None:
    one = innovations[0]
    home = arif.get(HOME).text
    assert desk("innovation", one.public_id) in home and desk("quality_spd") in home
    page = arif.get(desk("row", one.public_id, 16)).text
    # The desk's level and every level up to 3 are there; a desk's own tools are not.
    assert "Keputusan desk daerah" in page and 'name="level" value="3"' in page.replace("\n", "")
    assert "/alasan/" not in page and "/tanya/" not in page
    response = arif.post(
        desk("row", one.public_id, 16), {**hidden(page), "level": "2", "reason": ""}, follow=True
    )
    assert response.status_code == 422 and "Tuliskan alasan bila tingkat diubah" in response.text
    response = arif.post(
        desk("row", one.public_id, 16), {**hidden(page), "level": "2", "reason": "Bukti cukup."}
    )
    assert response["Location"].split("?")[0] == desk("row", one.public_id, 17)
    with scope({KOTIM}):
        assert Answer.objects.get(innovation=one, row=16).final_level == 2
    page = arif.get(desk("quality_spd_row", "8")).text
    response = arif.post(
        desk("quality_spd_row", "8"), {**hidden(page), "level": "1", "reason": "Angka lain."}
    )
    assert response.status_code == 302
    with scope({KOTIM}):
        assert RegionAnswer.objects.get(row="8").final_level == 1
        sample = QualitySample.objects.get(innovation=one)
    assert "Bukti cukup." in arif.get(desk("innovation", one.public_id)).text
    assert "Angka lain." in arif.get(desk("quality_spd")).text
    arif.post(desk("quality_close", sample.pk), {"sisa": "1"})
    assert "Anda menyatakan sampel ini selesai" in arif.get(desk("row", one.public_id, 18)).text
    arif.post(desk("quality_close", sample.pk), {"buka": "1"})
    assert "Anda menyatakan sampel ini selesai" not in arif.get(desk("row", one.public_id, 18)).text


def test_recalled_while_it_is_read_is_told_and_what_was_typed_stays(
    cast: Cast, innovations: list[Innovation], arif: Client
) -> None:
    one = innovations[0]
    page = arif.get(desk("row", one.public_id, 16)).text
    with scope(EVERY):
        one.refresh_from_db()
        recall_portfolio(
            region_period(cast).pk, actor=cast.actor("rina"), chosen={one.pk: one.version}, reason="Salah."
        )
    response = arif.post(
        desk("row", one.public_id, 16), {**hidden(page), "level": "0", "reason": "Panjang saya ketik."}
    )
    assert response.status_code == 409
    assert "mengembalikannya ke daerah" in response.text and "Panjang saya ketik." in response.text
    lease = arif.post(desk("lease", one.public_id, 16), hidden(page)).json()
    assert lease["status"] == "gone" and "mengembalikannya ke daerah" in lease["message"]
    # The overview of what is the region's again is not the evaluator's to read.
    assert arif.get(desk("innovation", one.public_id)).status_code == 404
    with scope({KOTIM}):
        assert not Verdict.objects.filter(stage="qc").exists()


def test_second_tab_and_ended_role(cast: Cast, innovations: list[Innovation], arif: Client) -> None:
    one = innovations[0]
    first, second = (arif.get(desk("row", one.public_id, 16)).text for _tab in "ab")
    url = desk("row", one.public_id, 16)
    arif.post(url, {**hidden(first), "level": "1"})
    response = arif.post(url, {**hidden(second), "level": "0", "reason": "Dari tab kedua."})
    assert response.status_code == 409 and "Dari tab kedua." in response.text
    assert 'name="paksa"' in response.text
    Membership.objects.filter(person=cast.arif).delete()
    assert arif.post(url, {**hidden(second), "level": "0"}).status_code == 404
    assert arif.get(HOME).status_code == 404
    with scope({KOTIM}):
        assert Verdict.objects.get(stage="qc").level == 1


def test_evaluator_of_one_region_sees_nothing_of_another(
    cast: Cast, innovations: list[Innovation], arif: Client
) -> None:
    """Bela is in the pool and reads Bengkulu: Kotawaringin Timur's sample, pages and files are not hers."""
    bela = evaluator("bela")
    with scope(EVERY):
        open_regions({(bela.pk, BENGKULU)}, period=cast.period)
    client = signed_in(bela)
    home = client.get(HOME)
    assert home.status_code == 200
    assert innovations[0].name not in home.text and "Kotawaringin" not in home.text
    one = innovations[0]
    for url in (
        desk("quality"),
        desk("quality_spd"),
        desk("innovation", one.public_id),
        desk("row", one.public_id, 16),
        reverse("penilai:innovation", args=[BENGKULU, one.public_id]),
        reverse("penilai:row", args=[BENGKULU, one.public_id, 16]),
    ):
        assert client.get(url).status_code == 404, url
    for person in (cast.hendra, cast.wati, cast.nobody, cast.rina):
        assert signed_in(person).get(HOME).status_code == 404


def test_evaluator_opens_what_was_sent_and_nothing_else_of_the_shelves(cast: Cast, frozen_noon: None) -> None:
    sari, budi = cast.actor("sari"), cast.actor("budi")
    with scope({KOTIM}):
        one = verify(submit(make_complete(sari, opd=cast.health, period=cast.period), sari), budi)
        make_sendable(cast)
        send_portfolio(region_period(cast).pk, actor=cast.actor("hendra"), chosen={one.pk: one.version})
        cited = Citation.objects.filter(answer__innovation=one).earliest("pk").document
        of_spd = make_document(cast.actor("hendra"), opd=None, subject="Opini BPK")
        RegionCitation.objects.create(
            region_id=KOTIM, answer=RegionAnswer.objects.get(row="8"), document=of_spd
        )
        on_shelf = make_document(sari, opd=cast.health, subject="Belum dipakai")
        draft = make_complete(sari, opd=cast.health, period=cast.period, name="Draf")
        of_draft = Citation.objects.filter(answer__innovation=draft).latest("pk").document
    with measuring(), scope(EVERY):
        drawn(cast)
        client = signed_in(cast.arif)
        opened = []
        for document in (cited, of_spd, on_shelf, of_draft):
            response = client.get(desk("file", document.pk))
            opened.append(response.status_code)
            b"".join(response)  # type: ignore[call-overload]  # read to its end
    assert opened == [200, 200, 404, 404]


def test_ministry_previews_draws_shares_and_closes(cast: Cast, innovations: list[Innovation]) -> None:
    rina = signed_in(cast.rina)
    wanted = {"share": "0", "claims": "1", "difference": "0", "random": "0", "seed": "benih"}
    preview = rina.post(DRAWS, {**wanted, "lihat": "1"}).text
    assert "Yang akan terpilih" in preview
    population = re.search(r'name="populasi" value="(\w+)"', preview)
    assert population
    bad = rina.post(DRAWS, {**wanted, "share": "900", "lihat": "1"})
    assert bad.status_code == 422
    stale = rina.post(DRAWS, {**wanted, "populasi": "0" * 64})
    assert stale.status_code == 409 and "berubah sejak pratinjau" in stale.text
    told = rina.post(DRAWS, {**wanted, "populasi": population.group(1)}, follow=True).text
    assert "Penarikan 1: 2 sampel baru." in told
    again = rina.post(DRAWS, {**wanted, "populasi": population.group(1)}, follow=True).text
    assert "tidak ada yang ditarik dua kali" in again
    assert "benih" in rina.get(DRAWS).text
    told = rina.post(reverse("pusat:quality_share"), follow=True).text
    assert "2 sampel dibagikan kepada 1 evaluator." in told
    with scope(EVERY):
        ids = list(QualitySample.objects.order_by("pk").values_list("pk", flat=True))
        assert QualityDraw.objects.count() == 1
    told = rina.post(
        reverse("pusat:quality_assign"), {"pilih": [str(ids[0])], "evaluator": "tidak-ada"}, follow=True
    ).text
    assert "1 sampel ditarik kembali." in told
    for posted in (
        {"pilih": ["999999"], "evaluator": str(cast.arif.pk)},
        {"pilih": [str(ids[0])], "evaluator": "x"},
    ):
        rina.post(reverse("pusat:quality_assign"), posted)
    with scope(EVERY):
        assert QualitySample.objects.get(pk=ids[0]).evaluator_id is None
    url = reverse("pusat:quality_close_region", args=[KOTIM])
    refused = rina.post(url, {"reason": ""})
    assert refused.status_code == 409 and "Belum ditutup: 2 sampel" in refused.text
    told = rina.post(url, {"reason": "Waktu habis."}, follow=True).text
    assert "3 inovasi dinilai" in told
    assert "Sudah ditutup" in rina.get(url).text


def test_region_and_opd_read_what_changed_and_why(
    cast: Cast, innovations: list[Innovation], arif: Client
) -> None:
    with scope({KOTIM}):
        assess(innovations[0], row=16, actor=cast.actor("arif"), level=0, reason="Dokumen tahun lalu.")
    pages = [
        (cast.hendra, reverse("daerah:quality", args=[KOTIM])),
        (cast.tiur, reverse("kepala_daerah:quality", args=[KOTIM])),
        (cast.sari, reverse("opd:quality", args=[KOTIM, cast.health.pk])),
        (cast.joko, reverse("kepala_opd:quality", args=[KOTIM, cast.health.pk])),
    ]
    rows = [
        (cast.sari, reverse("opd:row", args=[KOTIM, cast.health.pk, innovations[0].public_id, 16])),
        (cast.hendra, reverse("daerah:row", args=[KOTIM, innovations[0].public_id, 16])),
    ]
    for person, url in [*pages, *rows]:
        text = signed_in(person).get(url).text
        # The role, never the evaluator's name.
        assert "Dokumen tahun lalu." in text and "Arif" not in text, url
    assert all("masih dapat berubah" in signed_in(person).get(url).text for person, url in pages)
    signed_in(cast.rina).post(reverse("pusat:quality_close_region", args=[KOTIM]), {"reason": "Cukup."})
    for person, url in pages:
        text = signed_in(person).get(url).text
        assert "Dokumen tahun lalu." in text and "masih dapat berubah" not in text, url
    # Another agency's people do not read it, nor another region's.
    education = reverse("opd:quality", args=[KOTIM, cast.education.pk])
    assert "Dokumen tahun lalu." not in signed_in(cast.dewi).get(education).text
    assert signed_in(cast.yosef).get(pages[0][1]).status_code == 404


@pytest.mark.parametrize("place", ["home", "samples", "overview", "outcome"])
def test_lists_ask_the_same_number_of_questions(
    cast: Cast, innovations: list[Innovation], place: str
) -> None:
    person, url = {
        "home": (cast.arif, HOME),
        "samples": (cast.rina, SAMPLES),
        "overview": (cast.rina, OVERVIEW),
        "outcome": (cast.hendra, reverse("daerah:quality", args=[KOTIM])),
    }[place]

    def grow(number: int) -> int:
        with scope(EVERY):
            period = region_period(cast)
            made = many_submitted(cast, number, state="assessed" if place == "outcome" else "sent")
            QualitySample.objects.bulk_create(
                QualitySample(
                    region_id=KOTIM,
                    region_period=period,
                    innovation=entry,
                    draw=1,
                    evaluator=cast.arif,
                    rules=["share"],
                )
                for entry in made
            )
            Verdict.objects.bulk_create(
                Verdict(
                    region_id=KOTIM, answer=answer, stage="qc", decision="lower", level=1, reason="x", reviewer=cast.arif,
                    judged={"verified": 2}, judged_hash="0" * 64,
                )
                for answer in Answer.objects.filter(innovation__in=made, row=20)
            )  # fmt: skip
            if place == "outcome":
                type(period).objects.filter(pk=period.pk).update(assessed_at=NOON)
        client = signed_in(person)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        reads = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]
        return len([sql for sql in reads if "set_config" not in sql])

    few = grow(10)
    many = grow(60)
    assert many == few <= 12, (few, many)
