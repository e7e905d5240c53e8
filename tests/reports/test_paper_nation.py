"""The national report: every number from one publication, and the paper itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from iga_portal.tenancy.scope import NATION
from reports.awards import categories_for
from reports.domain.papers import papers_of
from reports.domain.publishing_content import AwardLine
from reports.domain.snapshots import finished
from reports.models import DocumentKind
from reports.printing.codec import dump, load
from reports.printing.kinds import rendered
from reports.printing.national_snapshot import NationalSnapshot
from reports.printing.snapshot import SnapshotInvalid
from tests.cast import BENGKULU, DAY, JAYAPURA, KOTIM, Cast
from tests.printing.reading import dark_at_the_note, elements, opened, squeezed, text
from tests.reports.published import example_facts, publish_example
from tests.reports.support import everywhere

pytestmark = pytest.mark.django_db

SITARO = 7109
KALTENG = 62


@pytest.fixture
def snapshot(cast: Cast) -> NationalSnapshot:
    """Two equal kabupaten, a kota, a province, and a kota that sent nothing."""
    by_code = {category.code: category.name for category in categories_for(2026)}
    publication = publish_example(
        cast.period,
        {
            KOTIM: example_facts(KOTIM, level=3),
            SITARO: example_facts(SITARO, level=3),
            JAYAPURA: example_facts(JAYAPURA, innovations=3, level=1),
            KALTENG: example_facts(KALTENG, innovations=4),
            BENGKULU: None,
        },
        awards=[
            AwardLine("perbatasan", by_code["perbatasan"], code, 1, f"{code} menang.", numbers={"index": "1"})
            for code in ("62.02", "71.09")
        ]
        + [AwardLine("sangat-inovatif", by_code["sangat-inovatif"], "62.02", 1, "Berpredikat.")],
    )
    with everywhere():
        (paper,) = papers_of(publication, region_ids=[NATION])
    assert (paper.kind, paper.region_id, paper.facts) == (DocumentKind.NATIONAL, NATION, None)
    whole = finished(
        paper.snapshot, number="LNS/00/2026/0001", issued_on=DAY, address="https://portal.contoh/periksa/x/"
    )
    assert isinstance(whole, NationalSnapshot)
    return whole


def test_its_numbers_are_those_of_the_publication(snapshot):
    # By hand, from facts at one level in all rows: SPD 2 x 3 (row 8) = 4.50 points at weight 1.5; maturity 37 x level.
    # level 3, 12 innovations, 5+ yandas: 111 + 12 x 0.38 + 4.50 = 120.06 of 250 = 48.02.
    assert [(entry.index, entry.place) for entry in snapshot.rankings[1].lines] == [(Decimal("48.02"), 1)] * 2
    # 3 innovations at level 1: 37 x 3 / 12 = 9.25; + 4.50 = 13.75 = 5.50. 4 at level 2: 74 x 4 / 12 = 24.6667; + 4.50 = 11.67.
    assert [entry.index for entry in snapshot.rankings[2].lines] == [Decimal("5.50"), None]
    assert [entry.index for entry in snapshot.rankings[0].lines] == [Decimal("11.67")]
    # (48.02 + 48.02 + 5.50 + 11.67) / 4 = 28.3025
    assert snapshot.mean == Decimal("28.30")
    assert (snapshot.regions, snapshot.assessed, snapshot.innovations, snapshot.counted) == (5, 4, 31, 31)
    assert {entry.predicate: entry.regions for entry in snapshot.predicates} == {
        "Sangat Inovatif": 0, "Inovatif": 2, "Kurang Inovatif": 2, "Tidak Dapat Dinilai": 0,
    }  # fmt: skip
    assert [(group.name, group.regions, group.assessed) for group in snapshot.kinds] == [
        ("Provinsi", 1, 1), ("Kabupaten", 2, 2), ("Kota", 2, 1),
    ]  # fmt: skip
    assert {entry.lower: entry.regions for entry in snapshot.classes if entry.regions} == {5: 1, 10: 1, 45: 2}
    assert sum(line.innovations for line in snapshot.urusan) == 31
    assert sum(share.innovations for share in snapshot.forms) == 31


def test_winners_stand_in_the_order_of_the_guideline(snapshot):
    assert [(entry.name, len(entry.winners)) for entry in snapshot.categories] == [
        ("Kabupaten/Kota Perbatasan Terinovatif", 2), ("Predikat Sangat Inovatif", 1),
    ]  # fmt: skip
    assert [(winner.place, winner.tied) for winner in snapshot.categories[0].winners] == [
        (None, 1),
        (None, 1),
    ]


def test_the_paper_is_tagged_and_its_maps_speak(snapshot):
    assert load(NationalSnapshot, dump(snapshot)) == snapshot
    content = rendered(snapshot)
    assert rendered(snapshot) == content
    said = squeezed(text(content))
    for words in (
        "4 dari 5 pemerintah daerah memperoleh indeks; 1 tidak mengirim inovasi",
        "Kabupaten/Kota Perbatasan Terinovatif",
        "Peringkat Kabupaten",
        "tidak mengirim",
        "1=",
        snapshot.facts_hash,
    ):
        assert squeezed(words) in said
    with opened(content) as pdf:
        found = elements(pdf)
        xmp = pdf.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    alternatives = [str(entry.node.get("/Alt", "")) for entry in found if entry.tag == "Figure"]
    assert len(alternatives) == 6
    assert all(alternatives)
    assert any("Peta ubin provinsi menurut predikat: Sangat Inovatif 0" in words for words in alternatives)
    assert [entry.tag for entry in found if entry.tag == "H1"] == ["H1"]
    # A publication of three digits in a long month: the signature is noted beside it.
    late = replace(snapshot.publication, number=888, day=date(2026, 9, 28))
    assert not dark_at_the_note(rendered(replace(snapshot, publication=late)))


def test_a_snapshot_that_does_not_add_up_is_refused(snapshot):
    with pytest.raises(SnapshotInvalid, match="listed"):
        replace(snapshot, regions=6)
    with pytest.raises(SnapshotInvalid, match="predicates"):
        replace(snapshot, predicates=snapshot.predicates[1:2])
    with pytest.raises(SnapshotInvalid, match="publication"):
        replace(snapshot, facts_hash="0" * 64)
