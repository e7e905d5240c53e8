"""The papers of a publication: which there are, and that they say what was published."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from iga_portal.tenancy.scope import NATION
from innovations.models import Answer
from regions.models import Region
from reports.domain.papers import papers_of
from reports.domain.publishing_content import AwardLine
from reports.domain.snapshots import content_hash, finished
from reports.models import DocumentKind, Publication
from reports.printing.codec import dump
from reports.printing.kinds import read_snapshot
from reports.printing.published_snapshot import Judge
from tests.cast import BENGKULU, DAY, JAYAPURA, KOTIM, Cast
from tests.reports.preparing import make_ready, prepare, publish_now, second_admin
from tests.reports.published import example_facts, publish_example
from tests.reports.support import everywhere

pytestmark = pytest.mark.django_db

SITARO = 7109


def awarded(code: str, *, category: str = "kabupaten-iii", place: int = 1, **numbers: str) -> AwardLine:
    names = {
        "kabupaten-iii": "Kabupaten Terinovatif Regional III (Kalimantan)",
        "perbatasan": "Kabupaten/Kota Perbatasan Terinovatif",
        "sangat-inovatif": "Predikat Sangat Inovatif",
        "kenaikan-tertinggi": "Kenaikan Indeks Inovasi Daerah Tertinggi",
    }
    return AwardLine(category, names[category], code, place, f"{code} menang.", numbers=numbers)


@pytest.fixture
def publication(cast: Cast) -> Publication:
    """Kotawaringin Timur and Sitaro with the same numbers, Jayapura assessed as nothing, Bengkulu without anything."""
    return publish_example(
        cast.period,
        {
            KOTIM: example_facts(KOTIM, level=3),
            SITARO: example_facts(SITARO, level=3),
            JAYAPURA: example_facts(JAYAPURA, innovations=0, spd={"8": 0}),
            BENGKULU: None,
        },
        awards=[
            awarded("71.09", category="perbatasan", score="87.1234", index="66.18"),
            awarded("62.02", category="perbatasan", score="87.1234", index="66.18"),
            awarded("62.02", category="sangat-inovatif", index="66.18"),
            awarded("71.09", category="sangat-inovatif", index="66.18"),
            awarded("62.02", category="kenaikan-tertinggi", rise="5.10", last_index="61.08", index="66.18"),
        ],
    )


def papers(publication: Publication, **narrowed: object) -> list:
    with everywhere():
        return list(papers_of(publication, **narrowed))


def test_every_winner_every_predicate_and_every_region_has_its_paper(publication):
    found = papers(publication)
    assert [(paper.kind, paper.region_id, paper.category) for paper in found] == [
        (DocumentKind.AWARD, KOTIM, "kenaikan-tertinggi"),
        (DocumentKind.AWARD, KOTIM, "perbatasan"),
        (DocumentKind.AWARD, SITARO, "perbatasan"),
        (DocumentKind.AWARD, KOTIM, "sangat-inovatif"),
        (DocumentKind.AWARD, SITARO, "sangat-inovatif"),
        (DocumentKind.CERTIFICATE, KOTIM, ""),
        (DocumentKind.CERTIFICATE, SITARO, ""),
        (DocumentKind.REPORT, KOTIM, ""),
        (DocumentKind.REPORT, SITARO, ""),
        (DocumentKind.REPORT, JAYAPURA, ""),
        (DocumentKind.NATIONAL, NATION, ""),
    ]
    assert [paper.facts is not None for paper in found] == [False] * 7 + [True] * 3 + [False]


def test_a_certificate_says_what_was_won_and_with_whom(publication):
    rise, border, _other, predicate, *_rest = papers(publication, kinds=[DocumentKind.AWARD])
    assert rise.snapshot.capacity == "untuk kategori"
    assert rise.snapshot.merit == "indeks naik 5,10 poin, dari 61,08 (2025) menjadi 66,18 (2026)"
    assert border.snapshot.capacity == "sebagai"
    assert border.snapshot.standing == "bersama 1 daerah lain"
    assert border.snapshot.merit == "nilai akhir 87,1234"
    # Many hold a predicate; that they share a place says nothing.
    assert (predicate.snapshot.standing, predicate.snapshot.merit) == (None, None)
    assert border.snapshot.legal_basis == "publikasi nomor 1 tanggal 7 Juli 2026"
    assert border.snapshot.index == publication.regions.get(region_id=KOTIM).index


def test_several_winners_are_told_by_place(cast):
    publication = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM, level=3), BENGKULU: example_facts(BENGKULU)},
        awards=[awarded("62.02"), awarded("17.71", place=2)],
    )
    found = papers(publication, kinds=[DocumentKind.AWARD])
    assert [paper.snapshot.standing for paper in found] == ["Peringkat 1", "Peringkat 2"]


def test_predicates_have_their_own_heading(cast):
    publication = publish_example(
        cast.period, {KOTIM: example_facts(KOTIM, level=3), BENGKULU: example_facts(BENGKULU, level=1)}
    )
    told = {
        paper.region_id: (paper.snapshot.heading, paper.snapshot.category, paper.snapshot.predicate)
        for paper in papers(publication, kinds=[DocumentKind.CERTIFICATE])
    }
    assert told == {
        KOTIM: ("Piagam Predikat", "Daerah Inovatif", "Inovatif"),
        BENGKULU: ("Piagam Keikutsertaan", "Peserta Pengukuran Indeks Inovasi Daerah", "Kurang Inovatif"),
    }


def test_a_report_stands_on_the_published_numbers(publication):
    kotim, sitaro, jayapura = (paper.snapshot for paper in papers(publication, kinds=[DocumentKind.REPORT]))
    row = publication.regions.get(region_id=KOTIM)
    assert (kotim.final.index, kotim.parts.total, kotim.facts_hash) == (row.index, row.total, row.facts_hash)
    assert jayapura.final.index == Decimal("0.00")
    assert [entry.category for entry in kotim.awards] == [
        "Kenaikan Indeks Inovasi Daerah Tertinggi", "Kabupaten/Kota Perbatasan Terinovatif", "Predikat Sangat Inovatif",
    ]  # fmt: skip
    assert sitaro.region.name == Region.objects.get(pk=SITARO).name
    assert Counter(line.opd for line in kotim.innovations).total() == 12
    # The live entries are not those that were published: what was judged then is not known.
    assert not kotim.receipt.is_known


def test_papers_can_be_narrowed_and_are_the_same_each_time_in_any_language(publication):
    once = {
        (paper.kind, paper.region_id, paper.category): content_hash(paper.snapshot)
        for paper in papers(publication)
    }
    with translation.override("en"), everywhere():
        found = papers_of(publication, region_ids=[SITARO])
        again = {
            (paper.kind, paper.region_id, paper.category): content_hash(paper.snapshot) for paper in found
        }
        assert translation.get_language() == "en"
    assert again == {key: hashed for key, hashed in once.items() if key[1] == SITARO}
    assert len(set(once.values())) == len(once)


def test_a_stored_snapshot_is_read_back_whole(publication):
    for paper in papers(publication):
        if paper.kind == DocumentKind.NATIONAL:
            continue  # tests/reports/test_paper_nation.py
        whole = finished(
            paper.snapshot, number="X/1", issued_on=DAY, address="https://portal.contoh/periksa/x/"
        )
        stored = json.loads(dump(whole))
        text = json.dumps(stored)
        assert read_snapshot(text, kind=paper.kind, published=True) == whole
        # What public pages read of any paper without knowing its kind.
        index = stored["final"]["index"] if paper.kind == DocumentKind.REPORT else stored["index"]
        assert Decimal(index) == publication.regions.get(region_id=paper.region_id).index


def test_the_receipt_names_roles_and_fingerprints_and_nobody(cast):
    made = make_ready(cast)
    publication = publish_now(prepare(cast), by=second_admin())
    with everywhere():
        (report,) = [
            paper.snapshot
            for paper in papers_of(publication, kinds=[DocumentKind.REPORT], region_ids=[KOTIM])
        ]
        answers = Answer.objects.filter(innovation=made["assessed"]).count()
    assert report.receipt.is_known
    (rows,) = report.receipt.innovations
    assert rows.id == str(made["assessed"].public_id)
    assert rows.judged.count(Judge.DESK) == answers
    text = dump(report)
    for person in (cast.sari, cast.budi, cast.hendra, cast.indah, cast.rina):
        assert person.name not in text


def test_the_statements_do_not_grow_with_the_regions(cast):
    few = publish_example(cast.period, {KOTIM: example_facts(KOTIM)})
    codes = (
        Region.objects.filter(kind="kabupaten", participates=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:15]
    )
    many = publish_example(
        cast.period,
        {pk: example_facts(pk, innovations=3) for pk in {KOTIM, *codes}},
        supersedes=few.number,
        reason="lebih banyak",
    )

    def statements(publication: Publication) -> int:
        with (
            everywhere(),
            CaptureQueriesContext(
                connection,
            ) as caught,
        ):
            assert list(papers_of(publication))
        return len(caught)

    assert statements(few) == statements(many) <= 26


def test_papers_are_asked_for_by_region_and_are_the_same_for_the_same_publication(cast: Cast) -> None:
    publication = publish_example(
        cast.period,
        {KOTIM: example_facts(KOTIM), BENGKULU: example_facts(BENGKULU, level=0), JAYAPURA: None},
        awards=[AwardLine("kabupaten", "Kabupaten Terinovatif", "62.02", 1, "Indeks tertinggi.", "", {})],
    )
    all_papers = {(paper.region_id, paper.kind, paper.category): paper for paper in papers(publication)}
    own = papers(publication, region_ids={KOTIM})
    assert {key for key in all_papers if key[0] == KOTIM} == {
        (paper.region_id, paper.kind, paper.category) for paper in own
    }
    assert {(KOTIM, DocumentKind.REPORT, ""), (KOTIM, DocumentKind.AWARD, "kabupaten")} <= set(all_papers)
    # Who sent nothing gets nothing.
    assert not papers(publication, region_ids={JAYAPURA})
    for paper in own:
        again = all_papers[paper.region_id, paper.kind, paper.category]
        assert content_hash(paper.snapshot) == content_hash(again.snapshot)
