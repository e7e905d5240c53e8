"""Reasons that a desk gives often, to begin with: what is wrong, and what the OPD does about it.

Written by the portal after the common mistakes in its own guide; each row's list leads to that guide. A region changes them as it
likes (`innovations.domain.canned_reasons`). They are given to an OPD as they stand, so they are no interface text: a region's own
reasons have one language, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

GENERAL: Final[Sequence[str]] = (
    "Bukti tidak menyebut nama inovasi. Lampirkan dokumen yang memuat nama persis seperti di profil.",
    "Tanggal dokumen di luar waktu yang diminta. Lampirkan dokumen dari tahun yang disebut pedoman.",
    "Dokumen belum bernomor, bertanggal, atau ditandatangani. Lampirkan pindaian dokumen final.",
    "Isi bukti tidak mendukung tingkat yang diklaim.",
    "Halaman yang memuat bukti tidak ditemukan. Tuliskan nomor halamannya pada kutipan.",
    "Berkas tidak terbaca atau tautan tidak dapat dibuka. Unggah ulang atau buka aksesnya.",
)

BY_ROW: Final[Mapping[int, Sequence[str]]] = {
    16: (
        "Nama inovasi dalam SK berbeda dari nama di profil. Samakan namanya atau lampirkan SK yang diperbaiki.",
        "Hanya halaman depan SK. Sertakan lampiran yang memuat nama inovasi dan halaman tanda tangan.",
        "Penanda tangan tidak sesuai tingkat: surat kepala OPD tanpa “a.n.” kepala daerah tidak dihitung.",
    ),
    17: (
        "Jumlah orang ditulis tanpa nama. Lampirkan daftar nama beserta perannya.",
        "Nama yang sama dihitung dua kali. Gabungkan daftarnya, lalu hitung orangnya.",
        "Lampiran surat tugas tidak ada. Pindai surat lengkap dengan lampirannya.",
    ),
    18: (
        "Belanja inovasi tidak ditandai dalam DPA. Sorot barisnya dan tuliskan halamannya.",
        "Tahun anggaran tidak berurutan seperti yang diminta tingkat ini. Lengkapi tahun yang kurang.",
        "Kaitan nama belanja dengan inovasi tidak terlihat. Jelaskan kegunaannya pada keterangan.",
    ),
    19: (
        "Alamat situs terpotong dari tangkapan layar. Ambil layar penuh beserta bilah alamat dan tanggal.",
        "Gambar tidak menunjukkan layanan yang berjalan. Perlihatkan sistem saat melayani pengguna.",
        "Gambar berisi rancangan yang belum dipakai. Lampirkan layar dari sistem yang sudah berjalan.",
    ),
    20: (
        "Daftar hadir tanpa nama kegiatan dan tanggal. Lengkapi kepala daftarnya.",
        "Satu kegiatan beberapa hari dihitung lebih dari sekali. Hitung kegiatannya, bukan harinya.",
        "Hanya foto kegiatan. Lengkapi surat, daftar hadir, atau sertifikatnya.",
    ),
    21: (
        "Halaman kegiatan dalam RKPD tidak disebut. Ambil sampul dan halamannya, lalu sorot kegiatannya.",
        "Dokumen bukan RKPD. Lampirkan rencana kerja tahunan, satu dokumen untuk tiap tahun.",
        "Kegiatan dalam RKPD terlalu umum. Tunjukkan baris kegiatan inovasi dan jelaskan kaitannya.",
    ),
    22: (
        "Beberapa OPD dihitung sebagai beberapa aktor. Semua OPD adalah satu unsur pemerintah.",
        "Daftar aktor tanpa dokumen. Sertakan bukti keterlibatan setiap unsur.",
        "Dokumen kerja sama tidak tentang inovasi ini. Lampirkan yang menyebut inovasi dan peran pihaknya.",
    ),
    23: (
        "Surat kepala OPD tidak cukup untuk tingkat ini. Diperlukan kepala daerah atau atas namanya.",
        "Surat hanya menyebut kegiatan umum. Lampirkan surat yang menyebut nama inovasi.",
        "Surat masih konsep tanpa nomor. Lampirkan surat yang sudah ditandatangani.",
    ),
    24: (
        "Unit pelaksana dihitung sebagai OPD sendiri. Hitung OPD induknya satu kali.",
        "Undangan rapat bukan penugasan. Lampirkan surat yang menugaskan OPD itu dalam inovasi.",
        "Mitra di luar pemerintah daerah ikut dihitung. Mitra itu termasuk baris 22.",
    ),
    25: (
        "Spanduk terpotong atau tidak terbaca. Ambil foto dari depan sampai tulisannya jelas.",
        "Alamat dan tanggal terbit tidak terlihat. Sertakan bilah alamat pada tangkapan layar.",
        "Situs pemerintah daerah bukan media luar. Tingkat ini meminta pemberitaan media lain.",
    ),
    26: (
        "Panduan meminta izin atau kata sandi. Buka aksesnya untuk umum, lalu uji dari perangkat lain.",
        "Hanya sampul panduan. Unggah juga daftar isi dan halaman langkahnya.",
        "Panduan menjelaskan aplikasi lain. Lampirkan panduan inovasi ini.",
    ),
    27: (
        "Beberapa metode digabung dalam satu gambar. Unggah bukti terpisah untuk setiap metode.",
        "Beberapa akun media sosial dihitung terpisah. Media sosial adalah satu metode.",
        "Gambar hanya menampilkan beranda kantor. Tunjukkan bagian tentang inovasi ini.",
    ),
    28: (
        "SOP tidak memuat waktu. Tambahkan waktu setiap langkah dan jumlahnya, lalu sahkan lagi.",
        "Waktu dihitung dalam hari kerja. Ubah ke hari kalender, lalu pilih tingkatnya.",
        "SOP bukan untuk inovasi ini. Lampirkan SOP yang menjalankan inovasi.",
    ),
    29: (
        "Persentase tanpa jumlah. Tampilkan jumlah pengaduan yang masuk dan yang ditangani.",
        "Tidak ada bukti penanganan. Sertakan rekap dan tindak lanjutnya.",
        "Rekap mencakup seluruh kantor. Ambil pengaduan tentang inovasi ini saja.",
    ),
    30: (
        "Hanya gambar beranda. Tambahkan layar proses dan bagian yang terhubung.",
        "Sambungan dengan layanan lain tidak tampak. Tunjukkan alur atau dokumen layanan bersama.",
        "Jenis inovasi di profil keliru. Perbaiki jenisnya, lalu pilih tingkat lagi.",
    ),
    31: (
        "Kunjungan studi tiru bukan penerapan. Lampirkan pernyataan bahwa inovasi sudah diterapkan di sana.",
        "Surat tidak menyebut nama inovasi. Minta surat yang menyebut nama dan asalnya.",
        "Beberapa dinas dari satu daerah dihitung terpisah. Hitung daerahnya.",
    ),
    32: (
        "Tahapan tanpa tanggal. Tuliskan tanggal mulai dan selesai setiap tahap.",
        "Tanggal uji coba berbeda dari profil. Cocokkan keduanya.",
        "Yang dilampirkan SOP layanan. Baris ini meminta laporan penciptaan; SOP untuk baris 28.",
    ),
    33: (
        "Jumlah penduduk bukan jumlah penerima manfaat. Hitung yang sungguh menerima layanan.",
        "Hanya angka sesudah inovasi. Tampilkan angka sebelum dan sesudah beserta tahunnya.",
        "Satuan ukur bercampur. Pilih satu satuan dan lampirkan bukti untuk satuan itu.",
    ),
    34: (
        "Survei mencakup seluruh kantor. Lampirkan survei terhadap pengguna inovasi ini.",
        "Laporan internal bukan kajian pihak luar seperti yang diminta tingkat ini.",
        "Hanya sampul laporan. Sertakan halaman metode, hasil, dan pengesahan.",
    ),
    35: (
        "Video masih privat. Ubah akses menjadi siapa saja yang memiliki tautan.",
        "Video tidak memuat semua unsur yang diminta. Lengkapi, lalu unggah ulang.",
        "Durasi melebihi 5 menit. Potong videonya, lalu unggah lagi atau ganti tautannya.",
    ),
}
