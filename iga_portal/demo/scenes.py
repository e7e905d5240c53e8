"""The regions of the demonstration: who they are, which agencies they have, and how far each innovation is.

Numbers known from press reports of 2021 to 2025 are kept: Kotawaringin Timur has 47 agencies, of which 15 have 28
innovations, an index of 58.09 and the wish for 65.01; in Kota Pekalongan 52 innovations came in and 19 meet the time
condition; Kota Bengkulu chose six winners before it sent. Everything else is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from iga_portal.demo.agencies import BODIES, OFFICES, SERVICES, Agency, desk, districts

PATHS = {
    "D": "a draft, begun",
    "C": "a draft, complete but not submitted",
    "S": "submitted",
    "I": "submitted, the desk is in the middle of it",
    "R": "returned with reasons",
    "M": "returned, mended and submitted again",
    "V": "verified",
    "X": "declined",
    "O": "declined, then opened again as a draft",
    "W": "withdrawn",
    "K": "sent to the ministry",
    "L": "sent with the second sending",
    "A": "sent, quality control closed",
    "Q": "sent, sampled by the evaluator, quality control closed",
}
"""How far an innovation is, by letter. A small letter after it: `w` outside the window, `u` Uji Coba, `i` Inisiatif."""


@dataclass(frozen=True)
class Scene:
    """One region. `innovations` maps an agency's short name (or a unit's whole name) to the paths of its innovations.

    `spd` gives the level of each SPD row (0: not answered yet); `spd_waiting` names the rows that nobody confirmed yet.
    `claimed` is the mean maturity claimed; `claimed_sum`, where set, the exact sum of the maturities that count.
    """

    region_id: int
    agencies: tuple[Agency, ...]
    innovations: Mapping[str, str]
    spd: Mapping[str, int]
    spd_waiting: frozenset[str] = frozenset()
    claimed: int = 78
    claimed_sum: int | None = None
    target_index: Decimal | None = None
    integrity_form: bool = True
    head: str = "Bupati"
    titles: Mapping[str, str] = field(default_factory=dict)
    """The name of an agency's first innovation, where it is known."""
    one_by_one: frozenset[str] = frozenset()
    """Agencies whose every row and verdict is a call of the domain of its own, as people do it."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ruled: tuple[str, ...] = ()
    """Agencies whose innovations go to the second reviewer by rule."""
    asked: str = ""
    """The agency that the desk has asked about one row."""


def _named(*short_names: str) -> tuple[Agency, ...]:
    """The typical agencies without the ones named."""
    return tuple(agency for agency in (*OFFICES, *SERVICES, *BODIES) if agency.short_name not in short_names)


SPD_CODES = (
    "1", "2a", "2b", "3", "4", "5a", "5b", "6", "7", "8", "9", "10a", "10b", "11a", "11b", "12", "13a", "13b", "14", "15",
)  # fmt: skip


def _spd(levels: str) -> dict[str, int]:
    """Levels of the twenty rows in official order."""
    return {code: int(level) for code, level in zip(SPD_CODES, levels.replace(" ", ""), strict=True)}


KOTAWARINGIN_TIMUR = Scene(
    region_id=6202,
    ruled=("Disdik",),
    asked="Dinkes",
    agencies=(
        desk("Badan Perencanaan Pembangunan, Riset, dan Inovasi Daerah", "Bapperida"),
        *_named("Dispora", "Damkar"),
        *districts(
            "Mentaya Hilir Selatan, Teluk Sampit, Pulau Hanaut, Mentawa Baru Ketapang, Seranau, Mentaya Hilir Utara, "
            "Kota Besi, Telawang, Baamang, Cempaga, Cempaga Hulu, Parenggean, Tualan Hulu, Mentaya Hulu, Bukit Santuai, "
            "Antang Kalang, Telaga Antang"
        ),
    ),
    units={
        "Dinkes": ("Puskesmas Baamang I", "Puskesmas Ketapang II"),
        "Disdik": ("SMP Negeri 1 Sampit", "SD Negeri 4 Baamang"),
    },
    innovations={
        "Dinkes": "V I R D", "Disdik": "V S M", "PUPR": "V Sw", "Disperkim": "V", "Satpol PP": "V", "Dinsos": "V X",
        "Disdukcapil": "V V S", "Diskominfo": "V R", "DPMPTSP": "V W", "DLH": "V Su", "Dispertan": "M", "Diskan": "R",
        "Dispersip": "C", "RSUD": "V S", "Kecamatan Baamang": "D",
    },
    # 51.25 points; with 1,806 points of 21 innovations that count, an index of 58.09.
    spd=_spd("3 33 3 2 22 2 2 3 2 22 32 2 32 3 3"),
    spd_waiting=frozenset({"12", "13a", "13b", "15"}),
    claimed_sum=1806,
    target_index=Decimal("65.01"),
    # The two agencies that a visitor can act for.
    one_by_one=frozenset({"Dinkes", "Disdik"}),
)  # fmt: skip

PEKALONGAN = Scene(
    region_id=3375,
    agencies=(
        desk("Badan Perencanaan Pembangunan Daerah", "Bappeda"),
        *_named("DPMD"),
        *districts("Pekalongan Barat, Pekalongan Timur, Pekalongan Utara, Pekalongan Selatan"),
    ),
    units={"Dinkes": ("Puskesmas Kusuma Bangsa", "Puskesmas Sokorejo"), "Disdik": ("SMP Negeri 2 Pekalongan",)},
    # 52 innovations, 19 of them inside the window.
    innovations={
        "Dinkes": "V S Vw Rw", "Puskesmas Kusuma Bangsa": "V Sw", "Disdik": "V M Vw Sw", "SMP Negeri 2 Pekalongan": "Rw",
        "PUPR": "V Sw Rw", "Disperkim": "S Vw", "Satpol PP": "V Sw", "Dinsos": "V Rw Sw", "Disdukcapil": "V S Vw",
        "Diskominfo": "V I Sw Sw", "DPMPTSP": "S Vw", "DLH": "M Sw Vw", "Dishub": "Rw Sw", "Disperindag": "R Sw",
        "Diskop UKM": "S Sw", "Dispersip": "S Vw", "Disbudpar": "Sw Rw", "DP3AKB": "Sw", "BPKAD": "Vw", "RSUD": "R Sw",
        "BKPSDM": "Mw", "BPBD": "Sw", "Kecamatan Pekalongan Utara": "Sw Rw", "Kecamatan Pekalongan Barat": "Sw",
    },
    spd=_spd("3 33 2 2 32 2 2 3 2 23 22 3 22 2 3"),
    spd_waiting=frozenset({"14"}),
    claimed=74,
    head="Wali Kota",
)  # fmt: skip

MUARA_ENIM = Scene(
    region_id=1603,
    agencies=(
        desk("Badan Perencanaan Pembangunan, Riset, dan Inovasi Daerah", "Bapperida"),
        *_named("Dispora"),
        *districts(
            "Belida Darat, Belimbing, Benakat, Empat Petulai Dangku, Gelumbang, Gunung Megang, Kelekar, Lawang Kidul, Lembak, "
            "Lubai, Lubai Ulu, Muara Belida, Muara Enim, Panang Enim, Rambang, Rambang Niru, Semende Darat Laut, "
            "Semende Darat Tengah, Semende Darat Ulu, Sungai Rotan, Tanjung Agung, Ujan Mas"
        ),
    ),
    units={"Dinkes": ("Puskesmas Tanjung Enim",)},
    # The day before the deadline: much is still being written.
    innovations={
        "Dinkes": "V V C", "Puskesmas Tanjung Enim": "S", "Disdik": "V C D", "PUPR": "V S", "Disperkim": "S", "Satpol PP": "V D",
        "Dinsos": "V S", "Disdukcapil": "M S", "Diskominfo": "C S", "DPMPTSP": "R", "DLH": "S", "Dispertan": "R D",
        "BPBD": "I", "RSUD": "O", "Kecamatan Lawang Kidul": "C", "Kecamatan Gelumbang": "W",
    },
    spd=_spd("3 32 3 2 22 3 2 3 2 21 22 2 33 2 2"),
    spd_waiting=frozenset({"2b", "15"}),
    claimed=82,
    target_index=Decimal("75.00"),
)  # fmt: skip

KETAPANG = Scene(
    region_id=6104,
    agencies=(
        desk("Badan Perencanaan Pembangunan Daerah", "Bappeda"),
        *_named("Damkar", "Dispora"),
        *districts(
            "Air Upas, Benua Kayong, Delta Pawan, Hulu Sungai, Jelai Hulu, Kendawangan, Manis Mata, Marau, Matan Hilir Selatan, "
            "Matan Hilir Utara, Muara Pawan, Nanga Tayap, Pemahan, Sandai, Simpang Dua, Simpang Hulu, Singkup, Sungai Laur, "
            "Sungai Melayu Rayak, Tumbang Titi"
        ),
    ),
    units={"Disdik": ("SMP Negeri 1 Ketapang",)},
    # The commitment was signed; the first innovations follow.
    innovations={
        "Dinkes": "V S", "Disdik": "S D", "SMP Negeri 1 Ketapang": "Si", "PUPR": "V", "Satpol PP": "S", "Dinsos": "V R",
        "Disdukcapil": "V S", "Diskominfo": "M", "DLH": "X", "Dispertan": "S D", "BPBD": "D",
        "Kecamatan Delta Pawan": "S", "Kecamatan Kendawangan": "D", "Kecamatan Sandai": "W",
    },
    spd=_spd("2 22 2 2 12 2 1 3 2 12 11 1 11 0 1"),
    spd_waiting=frozenset({"12", "13a", "15"}),
    claimed=61,
    integrity_form=False,
)  # fmt: skip

BENGKULU = Scene(
    region_id=1771,
    agencies=(
        desk("Badan Perencanaan Pembangunan Daerah", "Bappeda"),
        *_named("DPMD"),
        *districts(
            "Gading Cempaka, Kampung Melayu, Muara Bangka Hulu, Ratu Agung, Ratu Samban, Selebar, Singaran Pati, Sungai Serut, "
            "Teluk Segara"
        ),
    ),
    units={"Dinkes": ("Puskesmas Lingkar Barat",)},
    # After the city's own competition everything went on to the ministry, in two sendings.
    innovations={
        "Setda": "A", "DPMPTSP": "A L", "RSUD": "Q K", "Damkar": "Q", "Dispersip": "A", "Dinsos": "A K", "Dinkes": "Q K S V",
        "Puskesmas Lingkar Barat": "L", "Disdik": "A K Kw", "PUPR": "K", "Disperkim": "K", "Satpol PP": "A", "Disdukcapil": "K K",
        "Diskominfo": "A L R", "DLH": "K Ku", "Bapenda": "A K", "BPBD": "V", "Kecamatan Ratu Agung": "X",
    },
    spd=_spd("3 33 3 3 23 2 2 3 2 22 23 3 33 2 3"),
    claimed=86,
    head="Wali Kota",
    # The winners of August 2023, Juara 1 to 3 and Harapan 1 to 3 in their order.
    titles={
        "Setda": "Sistem Layanan Administrasi Warga Elektronik (SLAWE)",
        "DPMPTSP": "Halo PTSP",
        "Dinsos": "Gerakan Sedekah Dua Ribu",
        "Dispersip": "Perpustakaan Digital Kita Oke (Pertalite)",
        "RSUD": "Komunikasi Efektif Berempati Terhadap Pasien Paliatif (Koeber)",
        "Damkar": "Sistem Informasi Layanan Kebakaran (Silapkar)",
    },
)  # fmt: skip

JAYAPURA = Scene(
    region_id=9171,
    agencies=(
        desk("Badan Perencanaan Pembangunan Daerah", "Bappeda"),
        *_named("DPMD", "Diskop UKM", "Dispora", "Damkar"),
        *districts("Abepura, Heram, Jayapura Selatan, Jayapura Utara, Muara Tami", word="Distrik"),
    ),
    units={"Dinkes": ("Puskesmas Hamadi",)},
    innovations={
        "Dinkes": "V S", "Disdik": "V", "PUPR": "S", "Dinsos": "S", "Disdukcapil": "V", "Diskominfo": "R", "Diskan": "S D",
        "Distrik Abepura": "D",
    },
    spd=_spd("3 21 2 2 21 2 2 2 1 11 23 1 10 1 1"),
    spd_waiting=frozenset({"1", "8", "9", "14"}),
    claimed=58,
    integrity_form=False,
    head="Wali Kota",
)  # fmt: skip

SCENES = (PEKALONGAN, MUARA_ENIM, KETAPANG, BENGKULU, KOTAWARINGIN_TIMUR, JAYAPURA)
REGION_IDS = tuple(sorted(scene.region_id for scene in SCENES))
