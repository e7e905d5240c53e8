"""The sheets to read: instructions, the words of every level, the codes of every list. Indonesian, as the workbook is."""

from __future__ import annotations

from collections.abc import Iterator

from innovations import reference
from innovations.bulk import sheets
from innovations.bulk.cells import ERASE
from innovations.domain.innovations import SID_ROWS
from scoring.core.model import EvidenceRule, Instrument, Level, Row

Line = tuple[str, ...]


def instructions(year: int) -> Iterator[Line]:
    """How to fill the workbook, in the order in which one does it."""
    yield ("title", f"Lembar kerja inovasi daerah {year}")
    yield (
        "",
        "Diisi di komputer, diunggah di portal: menu Inovasi, “Unduh, unggah, salin”. Portal lebih dulu menunjukkan apa yang akan berubah; baru sesudah Anda menekan “Terapkan semua”, isian disimpan, semuanya atau tidak sama sekali.",
    )
    yield ("",)
    yield ("section", "1. Isi lembar Inovasi")
    yield (
        "",
        "Satu baris satu inovasi. Baris dengan kunci BARU-01, BARU-02, … menjadi draf baru; cukup namanya, yang lain boleh menyusul. Baris yang namanya kosong diabaikan.",
    )
    yield (
        "",
        "Sel putih diisi, sel abu-abu untuk dibaca. Sel dengan panah kecil berisi daftar: pilih dari sana. Tanda * menandai hal yang diminta pedoman sebelum inovasi diajukan; dalam draf boleh kosong.",
    )
    yield (
        "",
        "Tanggal: 06/05/2024 berarti 6 Mei 2024. Titik koordinat: lintang lalu bujur, disalin dari aplikasi peta.",
    )
    yield (
        "",
        "Urusan dan program beririsan: tulis kodenya dari lembar Pilihan, dipisah titik koma, misalnya A02; A06.",
    )
    yield (
        "",
        "Anggaran, profil bisnis, sertifikat, penghargaan: pilih dokumen yang sudah ada di pustaka portal. Berkas tidak dapat disisipkan di lembar ini.",
    )
    yield ("",)
    yield ("section", "2. Isi lembar Baris")
    yield (
        "",
        "Setiap inovasi punya 20 baris indikator, dengan kunci yang sama seperti di lembar Inovasi. Saring kolom Kunci untuk melihat satu inovasi, atau kolom Baris untuk satu indikator di semua inovasi.",
    )
    yield (
        "",
        "Bila kolom Dalam menyebut satuan, isi Angka terukur; tingkatnya mengikuti angka itu dan boleh dibiarkan kosong. Memilih tingkat lain perlu alasan di Catatan.",
    )
    yield (
        "",
        "Baris 33: pilih satuan ukur lebih dulu. Baris 30: kata-katanya mengikuti jenis inovasi (digital atau nondigital). Semua kata ada di lembar Tingkat.",
    )
    yield ("", "Bukti tidak diisi di sini: kutip dokumennya di portal setelah lembar ini diterapkan.")
    yield ("",)
    yield ("section", "Arti sel kosong, dan cara mengosongkan")
    yield (
        "",
        "Sel kosong berarti: biarkan seperti di portal. Menghapus isi sel tidak menghapus apa pun di portal.",
    )
    yield (
        "",
        f"Untuk mengosongkan isian di portal dengan sengaja, ketik {ERASE} di selnya. Inovasi tidak dapat dihapus lewat lembar ini; tarik inovasi di portal.",
    )
    yield (
        "",
        "Sel yang Anda biarkan seperti saat diunduh tidak pernah ditulis, juga bila seseorang mengubahnya di portal sesudah itu. Bila Anda mengubah sel yang sementara itu juga diubah orang lain, portal menunjukkan keduanya dan tidak menerapkan apa pun sebelum Anda memutuskan.",
    )
    yield ("",)
    yield ("section", "Yang tidak dibaca")
    yield (
        "",
        "Rumus tidak pernah dihitung: yang dibaca adalah tulisannya. Salin hasil rumus sebagai nilai (Tempel Khusus, Nilai). Jangan menggabungkan sel. Gambar, catatan, lembar lain, dan kolom tambahan diabaikan.",
    )
    yield (
        "",
        "Inovasi yang sudah diajukan terkunci dan abu-abu. Pada inovasi yang dikembalikan, hanya bagian yang disebut desk yang terbuka.",
    )
    yield (
        "",
        "Lembar dilindungi tanpa kata sandi, agar judul kolom tidak terhapus tanpa sengaja. Bila perlu baris tambahan, buka lewat Tinjau, Buka Proteksi Lembar, salin baris BARU terakhir, dan beri nomor baru di kedua lembar.",
    )


def levels(instrument: Instrument) -> Iterator[Line]:
    """Every row, with the words of its levels, the formats of its evidence and the time it asks for."""
    yield ("title", f"Tingkat menurut pedoman, {instrument.title}")
    yield ("heading", "Baris", "Indikator", "Berlaku untuk", *sheets.WORDS, "Format bukti", "Waktu bukti")
    for number in SID_ROWS:
        row = instrument.row(str(number))
        if not row.bases:
            yield _level_line(row, "", row.levels, row.evidence)
        for basis in row.bases:
            yield _level_line(row, basis.name, basis.levels, basis.evidence)


def _level_line(row: Row, basis: str, words: tuple[Level, ...], evidence: EvidenceRule) -> Line:
    points = [f"{level.text} ({row.weight * level.level:g} poin)" for level in words]
    title = f"{row.title}{' (wajib)' if row.mandatory else ''}"
    return ("", row.code, title, basis, *points, ", ".join(evidence.formats), evidence.time)


def choices() -> Iterator[Line]:
    """Codes and names of the lists that several entries may be taken from, and of Asta Cita."""
    yield ("title", "Pilihan resmi dan kodenya")
    yield ("",)
    yield ("section", "Urusan pemerintahan")
    for urusan in reference.urusan():
        yield ("", urusan.code, urusan.name, "pelayanan dasar" if urusan.is_yandas else "")
    yield ("",)
    yield ("section", "Asta Cita")
    for number, text in reference.asta_cita():
        yield ("", str(number), text)
    yield ("",)
    yield ("section", "Program Kerja Prioritas Nasional (PKPN)")
    for cluster in reference.pkpn():
        yield ("heading", cluster.code, cluster.name)
        for programme in cluster.programmes:
            yield ("", programme.code, programme.name)
