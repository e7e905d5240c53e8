"""What stands on the pages: how many, what is cut, what is marked, and that nothing runs over an edge."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.printing.present import LIST_LIMITS, ROOMY_LIST, list_rules
from reports.printing.render import (
    REPORT_PAGES,
    lay_out_certificates,
    lay_out_report,
    render_certificate,
    render_certificates,
    render_report,
)
from reports.printing.samples import KOTAWARINGIN_TIMUR, SITARO, sample_certificate, sample_report
from reports.printing.snapshot import Basis, RegionIdentity
from tests.printing.reading import page_texts, sample_pdf, squeezed, text, text_boxes

MM = 96 / 25.4
LONG_NAME = (
    "Sistem Pelayanan Administrasi Terpadu Kecamatan dan Kelurahan Berbasis Kearifan Lokal Masyarakat Pesisir"
)


def names_printed(content: bytes, report) -> list[str]:
    said = squeezed(text(content))
    return [row.id for row in report.innovations if squeezed(row.name) in said]


def test_69_innovations_take_at_most_six_pages_and_every_name_is_there():
    report = sample_report(counted=69, outside=8)
    content = sample_pdf(69, 8)
    assert len(page_texts(content)) <= REPORT_PAGES
    assert "tidakdicetak.Daftarlengkap" not in squeezed(text(content))
    cut = [row.name for row in report.innovations if row.id not in names_printed(content, report)]
    assert all("Komite Orang Tua" in name or "Dokter Spesialis" in name for name in cut), cut


def test_every_row_of_the_instrument_that_is_scored_is_there():
    report = sample_report(counted=1, outside=0)
    said = squeezed(text(render_report(report)))
    for row in report.spd_rows:
        assert squeezed(row.name) in said
        assert f"{row.points:.2f}".replace(".", ",") in said
    assert "8,17%" in said
    assert "Nilaitercetakpadarentangparameter2dan3;berlakuparameter3." in said
    assert "diisiadmindaerah;dikonfirmasipetugasdesk" in said
    assert "tidakdiisi" in said


@pytest.mark.slow
@pytest.mark.parametrize(("counted", "outside"), [(79, 1), (81, 0), (200, 60), (40, 200)])
def test_long_lists_of_long_names_stay_within_six_pages(counted, outside):
    names = {place: f"{LONG_NAME} {place}" for place in range(counted + outside)}
    report = sample_report(region=SITARO, counted=counted, outside=outside, names=names)
    document = lay_out_report(report)
    assert len(document.pages) <= REPORT_PAGES
    assert overflowing(document, left=18, right=18) == []


def test_a_cut_list_says_so_and_keeps_the_highest():
    report = sample_report(counted=200, outside=60)
    content = sample_pdf(200, 60)
    said = squeezed(text(content))
    assert "Dicetak150dari260inovasi;110lainnyatidakdicetak." in said
    assert "Daftarlengkapadapadalampirandaftar-inovasi-62.02-2026.csv." in said
    best = max(report.innovations, key=lambda row: (row.maturity_final or Decimal(0), row.name))
    assert squeezed(best.name)[:20] in said


def test_rules_give_way_step_by_step():
    assert [(rule.limit, rule.tight) for rule in list_rules(69)] == [
        (69, False),
        (69, True),
        (60, True),
        (30, True),
    ]
    assert [rule.limit for rule in list_rules(260)] == list(LIST_LIMITS)
    assert not list_rules(ROOMY_LIST)[0].tight
    assert list_rules(ROOMY_LIST + 1)[0].tight
    assert [(rule.limit, rule.tight) for rule in list_rules(0)] == [(0, False), (0, True)]


def test_a_region_that_entered_nothing_is_told_so():
    content = sample_pdf(0, 0)
    said = squeezed(text(content))
    for words in (
        "0,00",
        "TidakDapatDinilai",
        "Tidakadainovasiyangdihitung",
        "Belumadabarisyangdiputuskan",
        "0dari6",
    ):
        assert words in said
    assert len(page_texts(content)) <= 3


def test_bases_that_do_not_exist_yet_are_said_to_be_missing():
    said = squeezed(text(sample_pdf(3, 0, basis=Basis.CLAIMED)))
    assert said.count("belumada") >= 4  # verified and final, in the picture and in the table
    complete = squeezed(text(sample_pdf(30, 0)))
    assert "belumada" not in complete


def test_every_page_carries_number_and_page_count():
    report = sample_report(counted=69, outside=8)
    pages = page_texts(sample_pdf(69, 8))
    for place, page in enumerate(pages, start=1):
        assert report.number in page
        assert f"Halaman{place}dari{len(pages)}" in squeezed(page)
        assert "Angkapadadokumeninidapatdihitungulangdarilampiran." in squeezed(page)
        assert f"InstrumenIGA2026·{report.instrument.fingerprint[:12]}" in squeezed(page)


def test_contoh_is_on_every_page_of_a_sample_and_nowhere_else():
    marked = page_texts(sample_pdf(14, 2))
    # Twice and more on each page: in the head, and across the page.
    assert all(squeezed(page).count("CONTOH") >= 2 for page in marked)
    assert "bukanpernyataantentangpemerintahdaerahmanapun" in squeezed(marked[0])
    assert "CONTOH" not in squeezed(text(sample_pdf(14, 2, demo=False)))

    sheet = squeezed(text(render_certificate(sample_certificate())))
    assert sheet.count("CONTOH") == 2
    assert "CONTOH" not in squeezed(text(render_certificate(sample_certificate(demo=False))))


def test_certificate_says_what_the_snapshot_says():
    said = squeezed(text(render_certificate(sample_certificate())))
    for words in (
        "PiagamPenghargaan",
        "NomorPGM/62.02/2026/0003",
        "PemerintahKabupatenKotawaringinTimur",
        "KabupatenTerinovatifRegionalIIIKalimantan",
        "66,18",
        "SangatInovatif",
        "Jakarta,20November2026",
        "MenteriDalamNegeri",
        "https://portal.example/periksa/PGM-62.02-2026-0003",
        "Indeksfinal·InstrumenIGA2026",
    ):
        assert words in said, words


def test_certificate_without_an_index_claims_none():
    said = squeezed(text(render_certificate(sample_certificate(index=None, predicate=None))))
    assert "IndeksInovasiDaerah" not in said
    assert "Indeksfinal" not in said


def test_many_certificates_are_a_page_each():
    many = [sample_certificate(number=f"PGM/{place}") for place in range(1, 4)]
    pages = page_texts(render_certificates(many))
    assert [f"NomorPGM/{place}" in squeezed(page) for place, page in enumerate(pages, start=1)] == [True] * 3


def overflowing(document, *, left: float, right: float) -> list[str]:
    """Texts that begin or end outside the margins, in millimetres. Text that is clipped by its cell is looked at there."""
    found = []
    for page, box, page_box in text_boxes(document):
        if box.style["white_space"] == "nowrap":
            continue
        begin, end = box.position_x, box.position_x + box.width
        if begin < left * MM - 1 or end > page_box.margin_width() - right * MM + 1:
            found.append(f"page {page}: {box.text}")
    return found


REGIONS = [
    KOTAWARINGIN_TIMUR,
    SITARO,
    RegionIdentity(code="94.71", name="Kota Jayapura", kind="Kota", province="Papua"),
    RegionIdentity(code="34", name="Provinsi Daerah Istimewa Yogyakarta", kind="Provinsi"),
    RegionIdentity(
        code="99.99", name="Kabupaten " + "Siau Tagulandang Biaro " * 5, kind="Kabupaten", province="X"
    ),
    RegionIdentity(code="99.98", name="Kabupaten " + "W" * 150, kind="Kabupaten", province="X"),
]


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.code)
def test_names_of_regions_stay_inside_the_page(region):
    report = lay_out_report(sample_report(region=region, counted=2, outside=1))
    assert overflowing(report, left=18, right=18) == []
    # The summary is the first page, and only that: the SPD rows begin the second.
    opening = [box.text for page, box, _ in text_boxes(report) if page == 2]
    assert any("Satuan Pemerintahan Daerah" in words for words in opening)
    certificate = lay_out_certificates([sample_certificate(region=region)])
    assert overflowing(certificate, left=20, right=20) == []


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.code)
@pytest.mark.parametrize(
    "category",
    [
        "Kabupaten Terinovatif Regional III Kalimantan",
        "Pemerintah Daerah dengan Sebaran Inovasi Daerah Urusan Pemerintahan Konkuren Terbanyak",
        "Pemerintah Daerah yang Terawal Mengirimkan Lima Inovasi dengan Urusan Wajib Pelayanan Dasar yang Berbeda "
        "sejak Dibukanya Penjaringan pada Aplikasi Indeks Inovasi Daerah",
    ],
    ids=["short", "long", "longest"],
)
def test_words_of_a_certificate_end_above_the_seal(region, category):
    basis = "Keputusan Menteri Dalam Negeri Nomor 400.10.11-6220 Tahun 2026"
    snapshot = replace(sample_certificate(region=region, category=category), legal_basis=basis)
    document = lay_out_certificates([snapshot])
    bottom = max(
        box.position_y + box.height
        for _, box, _ in text_boxes(document)
        if "Innovative Government" in box.text
    )
    assert bottom <= (9 + 115.5) * MM


def test_predicate_stays_inside_the_seal():
    for predicate in ("Tidak Dapat Dinilai", "Sangat Inovatif", "Kurang Inovatif", "Inovatif"):
        document = lay_out_certificates([sample_certificate(predicate=predicate)])
        (width,) = [box.width for _, box, _ in text_boxes(document) if box.text == predicate]
        assert width <= 31 * MM, predicate
