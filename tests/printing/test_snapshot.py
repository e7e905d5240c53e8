"""What would print a contradiction is refused, and a snapshot survives being kept."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.printing import codec
from reports.printing.samples import KOTAWARINGIN_TIMUR, SITARO, sample_certificate, sample_report
from reports.printing.snapshot import (
    Basis,
    CertificateSnapshot,
    RegionIdentity,
    RegionReportSnapshot,
    SnapshotInvalid,
)


@pytest.fixture(scope="module")
def report():
    return sample_report(counted=4, outside=1)


def test_report_without_an_index_on_its_own_basis_is_refused(report):
    with pytest.raises(SnapshotInvalid, match="no index on its own basis"):
        replace(report, final=None)
    assert replace(report, final=None, basis=Basis.CLAIMED).result == report.claimed


def test_index_that_still_has_to_be_rounded_is_refused(report):
    with pytest.raises(SnapshotInvalid, match="2 decimals"):
        replace(report.claimed, index=Decimal("51.824"))
    with pytest.raises(SnapshotInvalid, match="a finite Decimal"):
        replace(report.claimed, index=51.82)
    with pytest.raises(SnapshotInvalid, match=r"0\.\.100"):
        replace(report.claimed, index=Decimal("100.01"))


def test_excluded_innovation_needs_a_reason(report):
    row = report.innovations[-1]
    assert not row.counted
    with pytest.raises(SnapshotInvalid, match="without a reason"):
        replace(row, reason=None)


def test_counted_innovations_must_be_as_many_as_the_score_says(report):
    with pytest.raises(SnapshotInvalid, match="4 innovations counted, 3 listed"):
        replace(report, innovations=report.innovations[1:])


def test_an_id_may_not_stand_twice(report):
    twice = (*report.innovations, report.innovations[-1])
    with pytest.raises(SnapshotInvalid, match="twice"):
        replace(report, innovations=twice)


def test_hash_must_be_that_of_the_facts(report):
    with pytest.raises(SnapshotInvalid, match="fingerprint"):
        replace(report, facts={**report.facts, "spd": {"1": 1}})


def test_facts_with_a_float_are_refused(report):
    with pytest.raises(SnapshotInvalid, match="facts"):
        replace(report, facts={**report.facts, "spd": {"1": 1.5}})


def test_certificate_index_and_predicate_come_together():
    with pytest.raises(SnapshotInvalid, match="together"):
        sample_certificate(index=None)
    assert sample_certificate(index=None, predicate=None).index is None


@pytest.mark.parametrize(
    ("region", "place"),
    [
        (KOTAWARINGIN_TIMUR, "Kotawaringin Timur"),
        (SITARO, "Kepulauan Siau Tagulandang Biaro"),
        (RegionIdentity(code="31", name="Daerah Khusus Jakarta", kind="Provinsi"), "Daerah Khusus Jakarta"),
    ],
)
def test_place_is_the_name_without_its_kind(region, place):
    assert region.place == place


@pytest.mark.parametrize("basis", list(Basis))
def test_report_survives_being_kept(basis):
    snapshot = sample_report(counted=3, outside=2, basis=basis)
    text = codec.dump(snapshot)
    assert codec.load(RegionReportSnapshot, text) == snapshot
    assert codec.dump(codec.load(RegionReportSnapshot, text)) == text


def test_certificate_survives_being_kept():
    for snapshot in (sample_certificate(), sample_certificate(index=None, predicate=None)):
        assert codec.load(CertificateSnapshot, codec.dump(snapshot)) == snapshot


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ('"demo":true', '"demo":1', "demo"),
        ('"index":"66.18"', '"index":66.18', "index"),
        ('"basis":"final"', '"basis":"finale"', "basis"),
        ('"issued_on":"2026-11-20"', '"issued_on":"20 November"', "issued_on"),
        ('"demo":true', '"demo":true,"garuda":1', "garuda"),
        ('"demo":true,', "", "demo"),
        ('"kind":"Kabupaten"', '"kind":null', "kind"),
    ],
)
def test_load_refuses_what_dump_never_writes(before, after, path):
    text = codec.dump(sample_certificate())
    assert before in text
    with pytest.raises(SnapshotInvalid, match=path):
        codec.load(CertificateSnapshot, text.replace(before, after))


def test_load_refuses_what_is_no_json():
    with pytest.raises(SnapshotInvalid, match="no JSON"):
        codec.load(CertificateSnapshot, "{")
