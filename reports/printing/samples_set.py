"""`python -m reports.printing.samples_set FOLDER` prints the set that a change of the design is judged by."""

import sys
from pathlib import Path

from reports.printing.render import (
    render_certificate,
    render_published_report,
    render_receipt,
    render_report,
)
from reports.printing.samples import SITARO, YOGYAKARTA, sample_certificate, sample_report
from reports.printing.samples_published import LONG_AWARDS, sample_published_report, sample_receipt
from reports.printing.snapshot import Basis, RegionIdentity


def sample_set() -> dict[str, bytes]:
    """File name -> PDF: the cases that a change of the design is looked at in."""
    return {
        "laporan-69.pdf": render_report(sample_report()),
        "laporan-kecil.pdf": render_report(
            sample_report(counted=3, outside=1, basis=Basis.VERIFIED, demo=False)
        ),
        "laporan-200.pdf": render_report(sample_report(counted=200, outside=60)),
        "laporan-nol.pdf": render_report(sample_report(region=SITARO, counted=0, outside=0)),
        "laporan-panjang.pdf": render_report(
            sample_report(region=SITARO, counted=28, outside=4, basis=Basis.CLAIMED)
        ),
        "terbitan-69.pdf": render_published_report(sample_published_report(awards=LONG_AWARDS)),
        "terbitan-nol.pdf": render_published_report(
            sample_published_report(region=SITARO, counted=0, years=(), demo=False)
        ),
        "terbitan-260.pdf": render_published_report(
            sample_published_report(
                region=SITARO, counted=230, outside=30, awards=LONG_AWARDS, is_known=False
            )
        ),
        "rincian-69.pdf": render_receipt(sample_receipt()),
        "rincian-nol.pdf": render_receipt(
            sample_receipt(region=SITARO, counted=0, demo=False, is_known=False)
        ),
        "piagam-perbatasan.pdf": render_certificate(
            sample_certificate(
                region=SITARO,
                category="Kabupaten/Kota Perbatasan Terinovatif",
                standing="Peringkat 1, bersama 1 daerah lain",
                merit="nilai akhir 87,1234",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
            )
        ),
        "piagam-terawal.pdf": render_certificate(
            sample_certificate(
                region=YOGYAKARTA,
                capacity="untuk kategori",
                category="Terawal Mengirimkan 5 Inovasi dengan Urusan Wajib Pelayanan Dasar yang Berbeda",
                merit="pada 3 Juni 2026 10.42.07 WIB",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
                demo=False,
            )
        ),
        "piagam-predikat.pdf": render_certificate(
            sample_certificate(
                heading="Piagam Predikat",
                category="Daerah Sangat Inovatif",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
                demo=False,
            )
        ),
        "piagam-ikut.pdf": render_certificate(
            sample_certificate(
                region=RegionIdentity(
                    code="31", name="Provinsi Daerah Khusus Ibukota Jakarta", kind="Provinsi"
                ),
                heading="Piagam Keikutsertaan",
                category="Peserta Pengukuran Indeks Inovasi Daerah",
                predicate="Kurang Inovatif",
                index="38.40",
                legal_basis="publikasi nomor 3 tanggal 19 November 2026",
                demo=False,
            )
        ),
        "piagam.pdf": render_certificate(sample_certificate(demo=False)),
        "piagam-contoh.pdf": render_certificate(sample_certificate()),
        "piagam-panjang.pdf": render_certificate(
            sample_certificate(
                region=SITARO,
                category="Daerah dengan Sebaran Inovasi Daerah Urusan Pemerintahan Konkuren Terbanyak",
                predicate="Tidak Dapat Dinilai",
                index="0.00",
            )
        ),
        "piagam-tanpa-indeks.pdf": render_certificate(
            sample_certificate(category="Juara Harapan 1 Lomba Inovasi Daerah", predicate=None, index=None)
        ),
    }


if __name__ == "__main__":
    target = Path(sys.argv[1])
    for name, content in sample_set().items():
        (target / name).write_bytes(content)
