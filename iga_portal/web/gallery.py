"""The living style page: every component once, with fixed example data. Shown in demonstrations and development only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iga_portal.web.charts import Band, Marker, Part, Point
from iga_portal.web.forms import LevelChoice, LevelField
from iga_portal.web.frame import Crumb
from iga_portal.web.parts import Action, Bar, CheckItem, DocumentCard, Event, EvidenceSlot, Light, Progress
from iga_portal.web.tables import page_of, sorting
from iga_portal.web.tilemap import Tile

BANDS = (
    Band(name="Sangat Inovatif", start=Decimal("65.01")),
    Band(name="Inovatif", start=Decimal("40.01")),
    Band(name="Kurang Inovatif", start=Decimal("0.01")),
    Band(name="Tidak Dapat Dinilai", start=Decimal("0.00")),
)
MARKERS = (
    Marker(kind="claimed", label="Pengukuran mandiri", value=Decimal("63.47")),
    Marker(kind="verified", label="Terverifikasi", value=Decimal("58.09")),
    Marker(kind="final", label="Final", value=Decimal("56.20")),
    Marker(kind="target", label="Sasaran", value=Decimal("65.01")),
)
# 40.10 + 83.62 + 16.78 = 140.50 points; 140.50 / 250 x 100 = 56.20.
PARTS = (
    Part(label="Satuan pemerintahan daerah (SPD)", points=Decimal("40.10"), maximum=Decimal(63)),
    Part(label="Rata-rata skor kematangan", points=Decimal("83.62"), maximum=Decimal(111)),
    Part(label="Jumlah inovasi", points=Decimal("16.78"), maximum=Decimal(76)),
)
TREND = (
    Point(label="2021", value=Decimal("41.30")),
    Point(label="2022", value=Decimal("47.85")),
    Point(label="2023", value=None),
    Point(label="2024", value=Decimal("58.09")),
    Point(label="2025", value=Decimal("56.20")),
)
TILES = tuple(
    Tile(name=name, column=column, row=row, url="#", index=Decimal(index), predicate=predicate, label=name)
    for name, column, row, index, predicate in (
        ("Kalbar", 0, 1, "66.20", "Sangat Inovatif"),
        ("Kalteng", 1, 1, "51.80", "Inovatif"),
        ("Kaltim", 2, 1, "33.10", "Kurang Inovatif"),
        ("Kaltara", 2, 0, "0.00", "Tidak Dapat Dinilai"),
    )
)
LEVELS = (
    LevelChoice(
        level=1, words="Perda, atau perkada yang masih berlaku, tanpa menyebut inovasi", points=Decimal(2)
    ),
    LevelChoice(level=2, words="SK kepala perangkat daerah", points=Decimal(4), note="Isian OPD"),
    LevelChoice(level=3, words="SK kepala daerah atau peraturan kepala daerah", points=Decimal(6)),
)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    opd: str
    state: str
    level: int | None
    score: Decimal | None


ROWS = (
    Row("Sampan Pustaka Keliling", "Dinas Perpustakaan", "verified", 3, Decimal("94.00")),
    Row("Antar Obat Sampai Pulau", "RSUD dr. Murjani", "submitted", 2, Decimal("81.50")),
    Row("Sekolah Sungai", "Dinas Pendidikan", "returned", 1, Decimal("62.00")),
    Row("Kartu Pupuk Satu Pintu", "Dinas Pertanian", "draft", None, None),
    Row("Lapor Jalan Rusak", "Dinas PUPR", "sent", 3, Decimal("101.00")),
    Row("Bank Sampah Pasar", "Dinas Lingkungan Hidup", "declined", 0, Decimal("12.00")),
    Row("Posyandu Perahu", "Dinas Kesehatan", "withdrawn", 0, None),
    Row("Satu Data Desa", "DPMD", "assessed", 3, Decimal("99.00")),
)
DOCUMENTS = (
    DocumentCard(
        title="Keputusan Bupati tentang Inovasi Daerah Tahun 2025", url="#dokumen", number="188.45/0217/2025",
        dated="14 Januari 2025", kind="PDF", size="1,4 MB", pages="1, 4", shared=True,
        actions=(Action(label="Lepas", url="#lepas", icon="x", post=True),),
    ),
    DocumentCard(
        title="Video layanan sampan pustaka", url="https://example.org/", kind="YouTube", external=True,
        dated="2 Maret 2025", warning="Baris ini meminta PDF; tautan video boleh, tetapi dapat diminta ulang.",
    ),
)  # fmt: skip
SLOT = EvidenceSlot(
    title="Regulasi inovasi daerah",
    asked="Peraturan atau keputusan yang menyebut nama inovasi.",
    formats="PDF",
    time_rule="berlaku pada 2024 atau 2025",
    required=True,
    documents=DOCUMENTS,
    actions=(
        Action(label="Unggah dokumen", url="#unggah", icon="upload"),
        Action(label="Pilih dari berkas OPD", url="#pilih", icon="search"),
    ),
)
CHECKS = (
    CheckItem(label="Profil inovasi, 16 dari 16 isian wajib", done=True),
    CheckItem(
        label="Regulasi inovasi daerah", done=False, url="#id_level", note="Unggah satu SK atau peraturan."
    ),
    CheckItem(label="Ketersediaan SDM", done=True),
    CheckItem(label="Sertifikat kekayaan intelektual", done=False, required=False),
)
EVENTS = (
    Event(at=datetime(2026, 7, 7, 2, 42, tzinfo=UTC), title="Dikembalikan", actor="Budi, meja periksa",
          text="Baris 17: SK tidak menyebut nama inovasi.", tone="warn"),
    Event(at=datetime(2026, 7, 5, 8, 5, tzinfo=UTC), title="Diajukan", actor="Sari, Dinas Perpustakaan"),
    Event(at=datetime(2026, 6, 30, 1, 0, tzinfo=UTC), title="Dibuat", actor="Sari, Dinas Perpustakaan"),
)  # fmt: skip
LIGHTS = tuple(
    Light(name=name, lit=count > 0, count=count)
    for name, count in (
        ("Pendidikan", 7), ("Kesehatan", 9), ("Pekerjaan umum dan penataan ruang", 2),
        ("Perumahan rakyat dan kawasan permukiman", 0),
        ("Ketenteraman, ketertiban umum, dan perlindungan masyarakat", 1), ("Sosial", 3),
    )
)  # fmt: skip
BARS = (
    Bar(label="Dinas Kesehatan", value=Decimal(9), url="#kesehatan"),
    Bar(label="Dinas Pendidikan", value=Decimal(7), url="#pendidikan"),
    Bar(label="Dinas Sosial", value=Decimal(3), url="#sosial"),
    Bar(label="Dinas PUPR", value=Decimal(2), url="#pupr"),
    Bar(label="Dinas Perikanan", value=Decimal(0), text="belum ada"),
)
JOBS = (
    Progress(
        title="Laporan indeks daerah", state="running", done=312, total=531, message="Menyusun halaman 4"
    ),
    Progress(title="Piagam penghargaan", state="queued", message="Satu pekerjaan lain sedang berjalan"),
    Progress(
        title="Laporan indeks daerah", state="done", result_url="#unduh", result_label="Unduh PDF, 412 kB"
    ),
    Progress(
        title="Ekspor daftar inovasi", state="failed", message="Penyimpanan penuh. Hubungi pengelola portal."
    ),
)


class ExampleForm(forms.Form):
    """One control of each kind; bound with wrong entries it shows every error."""

    name = forms.CharField(
        label="Nama inovasi", max_length=200, help_text="Nama yang dipakai di keputusan penetapan."
    )
    stage = forms.ChoiceField(
        label="Tahapan",
        choices=[("inisiatif", "Inisiatif"), ("uji_coba", "Uji Coba"), ("penerapan", "Penerapan")],
        widget=forms.RadioSelect,
        help_text="Hanya tahap Penerapan yang dinilai.",
    )
    urusan = forms.MultipleChoiceField(
        label="Urusan beririsan",
        choices=[("pendidikan", "Pendidikan"), ("kesehatan", "Kesehatan"), ("sosial", "Sosial")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    opd = forms.ChoiceField(
        label="Perangkat daerah",
        choices=[("", "Pilih …"), ("1", "Dinas Perpustakaan"), ("2", "Dinas Kesehatan")],
    )
    applied = forms.DateField(
        label="Tanggal penerapan",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Antara 1 Januari 2024 dan 31 Desember 2025.",
    )
    design = forms.CharField(
        label="Rancang bangun", widget=forms.Textarea, help_text="Sekurang-kurangnya 300 kata."
    )
    budget = forms.FileField(label="Berkas anggaran", required=False, help_text="PDF, paling besar 10 MB.")
    level = LevelField(
        label="17 Regulasi inovasi daerah", levels=LEVELS, zero_words="Belum ada", help_text="Bobot 2."
    )
    agreed = forms.BooleanField(label="Isian ini sudah diketahui kepala perangkat daerah")


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component. `?galat=1` shows the form refused, `?pesan=1` adds one message of each kind."""
    form = ExampleForm({"level": "2"}) if "galat" in request.GET else ExampleForm(initial={"level": 2})
    if "pesan" in request.GET:
        messages.success(request, "Inovasi diajukan ke meja periksa.")
        messages.info(request, "Indeks sedang dihitung ulang.")
        messages.warning(request, "Satu dokumen memakai format lain.")
        messages.error(request, "Isian ini sudah diubah orang lain. Muat ulang halaman.")
    order = sorting(request, allowed={"nama": "name", "skor": "score"}, default="nama")
    if order.key == "skor":
        # An empty score sorts below every number.
        rows = sorted(
            ROWS, key=lambda row: Decimal(-1) if row.score is None else row.score, reverse=order.descending
        )
    else:
        rows = sorted(ROWS, key=lambda row: row.name, reverse=order.descending)
    context: dict[str, Any] = {
        "crumbs": [Crumb("Beranda", "/"), Crumb("Gaya")],
        "bands": BANDS,
        "markers": MARKERS,
        "parts": PARTS,
        "total": Decimal(250),
        "index": Decimal("56.20"),
        "trend": TREND,
        "tiles": TILES,
        "predicates": [band.name for band in BANDS],
        "states": ["draft", "submitted", "returned", "verified", "declined", "withdrawn", "sent", "assessed"],
        "levels": [None, 0, 1, 2, 3],
        "slot": SLOT,
        "checks": CHECKS,
        "events": EVENTS,
        "lights": LIGHTS,
        "bars": BARS,
        "jobs": JOBS,
        "page": page_of(request, rows, per_page=5),
        "default_sort": "nama",
        "form": form,
        "saved": datetime(2026, 7, 7, 2, 42, tzinfo=UTC),
    }
    return render(request, "web/gallery.html", context)
