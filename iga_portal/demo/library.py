"""The documents of a region: which there are, what each looks like, and which row cites which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile

from iga_portal.demo import evidence
from iga_portal.files.domain import take_in
from innovations.domain.documents import add_document
from innovations.models import Document
from regions.access import Actor

REGION_WIDE = "region"
"""Keys of a document: of the region, of an agency, of an innovation."""

# SID row -> document: of the region (sk, rkpd), of the agency (tim, dpa, foto, layar, video), of the innovation (laporan).
CITED = {
    16: "sk", 17: "tim", 18: "dpa", 19: "laporan", 20: "laporan", 21: "rkpd", 22: "laporan", 23: "tim", 24: "laporan",
    25: "foto", 26: "laporan", 27: "layar", 28: "laporan", 29: "layar", 30: "layar", 31: "laporan", 32: "laporan",
    33: "laporan", 34: "laporan", 35: "video",
}  # fmt: skip
SPD_CITED = {
    "1": "rpjmd", "2a": "apbd", "2b": "apbd", "3": "dpmptsp", "4": "bps", "5a": "bps", "5b": "bps", "6": "dpmptsp",
    "7": "apbd", "8": "lhp", "9": "lakip", "10a": "bps", "10b": "bps", "11a": "bps", "11b": "bps", "12": "penghargaan",
    "13a": "kajian", "13b": "kajian", "14": "perda", "15": "kajian",
}  # fmt: skip

# key: (title, subject, day, pages)
REGION_DOCUMENTS = {
    "sk": ("Keputusan {head}", "Penetapan Inovasi Daerah Tahun 2025", date(2025, 1, 20), 4),
    "rkpd": ("Rencana Kerja Pemerintah Daerah", "RKPD 2024, 2025, dan 2026: program inovasi", date(2025, 7, 1), 6),
    "rpjmd": ("Rencana Pembangunan Jangka Menengah", "Visi dan misi inovasi dalam RPJMD", date(2025, 3, 3), 3),
    "apbd": ("Peraturan Daerah", "APBD 2023 sampai 2025 dan belanja wajib", date(2024, 12, 27), 4),
    "dpmptsp": ("Laporan DPMPTSP", "Izin terbit dan realisasi investasi 2024 dan 2025", date(2026, 1, 15), 3),
    "bps": ("Berita Resmi Statistik", "Pendapatan, pengangguran, kemiskinan, dan IPM", date(2026, 1, 30), 4),
    "lhp": ("Laporan Hasil Pemeriksaan", "Opini atas laporan keuangan 2025", date(2026, 5, 20), 3),
    "lakip": ("Laporan Kinerja", "Hasil evaluasi SAKIP 2025", date(2026, 2, 12), 2),
    "penghargaan": ("Piagam dan Keputusan", "Penghargaan bagi inovator 2024 dan 2025", date(2025, 11, 10), 2),
    "kajian": ("Rekomendasi Kebijakan", "Kajian dan rekomendasi kebijakan inovasi", date(2025, 9, 4), 5),
    "perda": ("Peraturan Daerah", "Penyelenggaraan inovasi daerah", date(2024, 8, 6), 4),
    "integritas": ("Form Integritas", "Pernyataan integritas bermeterai", None, 1),
}  # fmt: skip
FILMS = 3
"""So many agencies of a region have a film of their own; the others give a link."""


@dataclass
class Library:
    """Makes documents on first use and remembers them by key."""

    region_name: str
    region_id: int
    head: str
    owners: Sequence[str]
    """The agencies with innovations; their places number the documents, because ids differ between installations."""
    taken: Callable[[str], None]
    """Told the storage key of each file, so that a failed load can take it away again."""

    def __post_init__(self) -> None:
        self._found: dict[tuple[str, str], Document] = {}
        self._films = 0

    def of_region(self, kind: str, *, admin: Actor) -> Document:
        title, subject, dated, pages = REGION_DOCUMENTS[kind]
        title = title.format(head=self.head)
        number = f"{list(REGION_DOCUMENTS).index(kind) + 1:03d}/{self.region_id}"
        return self._once(
            (REGION_WIDE, kind),
            lambda: self._pdf(
                admin, None, title=title, number=number, dated=dated, subject=subject, pages=pages
            ),
        )

    def of_agency(self, kind: str, *, owner: str, opd_id: int, operator: Actor) -> Document:
        place = self.owners.index(owner) + 1
        makers: dict[str, Callable[[], Document]] = {
            "tim": lambda: self._pdf(
                operator, opd_id, title="Surat Perintah Tugas", number=f"800/{place:03d}/SPT/2025",
                dated=date(2025, 2, 10), subject=f"Tim pelaksana inovasi {owner}", pages=2,
            ),
            "dpa": lambda: self._pdf(
                operator, opd_id, title="Dokumen Pelaksanaan Anggaran", number=f"900/{place:03d}/DPA/2025",
                dated=date(2025, 1, 6), subject=f"Anggaran inovasi {owner} 2024 dan 2025", pages=3,
            ),
            "foto": lambda: self._picture(operator, opd_id, f"Sosialisasi inovasi {owner}", kind="jpeg"),
            "layar": lambda: self._picture(operator, opd_id, f"Tangkapan layar layanan {owner}", kind="png"),
            "video": lambda: self._video(operator, opd_id, owner, place),
        }  # fmt: skip
        return self._once((owner, kind), makers[kind])

    def of_innovation(
        self, number: int, *, name: str, opd_id: int, operator: Actor, suffix: str = ""
    ) -> Document:
        return self._once(
            (f"innovation {number}", suffix),
            lambda: self._pdf(
                operator, opd_id, title="Laporan Pelaksanaan Inovasi",
                number=f"045/{number + 1:03d}/LAP{suffix}/2025", dated=date(2025, 10, 14), subject=name[:200], pages=4,
            ),
        )  # fmt: skip

    def _once(self, key: tuple[str, str], make: Callable[[], Document]) -> Document:
        if key not in self._found:
            self._found[key] = make()
        return self._found[key]

    def _pdf(
        self,
        actor: Actor,
        opd_id: int | None,
        *,
        title: str,
        number: str,
        dated: date | None,
        subject: str,
        pages: int,
    ) -> Document:
        content = evidence.document(
            title=title,
            number=number,
            dated=f"{dated:%d-%m-%Y}" if dated else "",
            subject=subject,
            region=self.region_name,
            pages=pages,
        )
        return self._add(
            actor, opd_id, content, "pdf", subject=subject, number=number, dated=dated, title=title
        )

    def _picture(self, actor: Actor, opd_id: int, subject: str, *, kind: str) -> Document:
        content = evidence.picture(title=self.region_name, subject=subject, kind=kind)
        extension = "jpg" if kind == "jpeg" else kind
        return self._add(
            actor, opd_id, content, extension, subject=subject, number="", dated=None, title=subject
        )

    def _video(self, actor: Actor, opd_id: int, owner: str, place: int) -> Document:
        subject = f"Video penerapan inovasi {owner}"
        self._films += 1
        if self._films <= FILMS:
            content = evidence.film(title=owner, subject=subject)
            return self._add(
                actor, opd_id, content, "mp4", subject=subject, number="", dated=None, title=subject
            )
        # A name that can never be registered (RFC 2606): the link of an example must not lead to anybody.
        return add_document(
            actor=actor,
            opd_id=opd_id,
            subject=subject,
            link=f"https://video.contoh.invalid/{self.region_id}/{place}",
        )

    def _add(
        self,
        actor: Actor,
        opd_id: int | None,
        content: bytes,
        extension: str,
        *,
        subject: str,
        number: str,
        dated: date | None,
        title: str,
    ) -> Document:
        name = f"CONTOH {title} {subject}"[:80].replace("/", "-") + f".{extension}"
        stored = take_in(ContentFile(content, name=name), region_id=self.region_id, person_id=actor.person_id)
        self.taken(stored.key)
        return add_document(
            actor=actor,
            opd_id=opd_id,
            subject=subject,
            number=number,
            dated=dated,
            file=stored,
            is_region_wide=opd_id is None,
        )
