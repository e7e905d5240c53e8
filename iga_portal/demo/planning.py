"""From a scene to what each innovation will be: name, proposal, claims, verdicts. Pure, and always the same."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from iga_portal.demo import words
from iga_portal.demo.agencies import Agency
from iga_portal.demo.nation.levels import draw_levels
from iga_portal.demo.scenes import Scene
from innovations.enums import Classification, Form, Initiator, Kind, Stage
from innovations.reference import NON_PKPN
from regions.models import Region
from scoring.core.model import Instrument

SEED = 33
COUNTED_PATHS = frozenset("SIRMVKLAQ")
WRITTEN_PATHS = COUNTED_PATHS | frozenset("CXOW")
"""Paths whose proposal and rows are complete; a D is only begun."""

MEASURED: Mapping[int, tuple[int, int, int]] = {
    17: (6, 18, 34), 20: (1, 2, 3), 22: (3, 4, 5), 24: (2, 3, 6), 28: (7, 3, 1), 29: (40, 75, 95), 31: (1, 2, 3),
    32: (10, 6, 3), 33: (150, 380, 920), 35: (2, 4, 5),
}  # fmt: skip
"""What is measured at the levels 1, 2, 3 of the rows that have a number; row 33 on its basis a, people who benefit."""

PKPN = {
    "A01": "C06",
    "A02": "D03",
    "A04": "F04",
    "A06": "H01",
    "B05": "B11",
    "C01": "A03",
    "C03": "A07",
    "B07": "G01",
}
"""The main national programme of an urusan that has one; all others are NON PKPN."""


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator row: the claim, what is measured, and what the desk makes of it (`reason` when it lowers)."""

    number: int
    level: int
    measured: Decimal | None
    basis: str
    verdict: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One innovation. `owner` is the key of an agency or unit; `path` a letter of `scenes.PATHS`; `number` counts from 0
    within the region and sets when things happen."""

    number: int
    owner: str
    path: str
    name: str
    proposal: Mapping[str, Any]
    rows: tuple[Row, ...]
    returned_rows: tuple[int, ...]


def plan_region(scene: Scene, *, region: Region, instrument: Instrument, places: Sequence[str]) -> list[Plan]:
    """The innovations of a scene in their order. `places` are names of regions, which no borrowed title may hold."""
    chance = random.Random(f"{SEED}/{scene.region_id}")
    agencies = _by_key(scene)
    entries = [(owner, mark) for owner, marks in scene.innovations.items() for mark in marks.split()]
    titles = _titles(scene, entries, agencies, places, chance)
    claims = _claims(scene, entries, instrument, chance)
    return [
        _plan(number, owner, mark, title, region=region, agency=agencies[owner], claims=claims[number],
              instrument=instrument, chance=chance)
        for number, ((owner, mark), title) in enumerate(zip(entries, titles, strict=True))
    ]  # fmt: skip


def _by_key(scene: Scene) -> dict[str, Agency]:
    found = {agency.short_name or agency.name: agency for agency in scene.agencies}
    for parent, units in scene.units.items():
        found |= {unit: Agency(unit, "", found[parent].urusan) for unit in units}
    return found


def _titles(
    scene: Scene,
    entries: Sequence[tuple[str, str]],
    agencies: Mapping[str, Agency],
    places: Sequence[str],
    chance: random.Random,
) -> list[words.Title]:
    """A title for each innovation: the known one, else one of the agency's own urusan, else one that fits anywhere."""
    known = set(scene.titles.values())
    free = [title for title in words.titles_for_anywhere(places) if title.name not in known]
    chance.shuffle(free)
    chosen: list[words.Title] = []
    named: set[str] = set()
    for owner, _mark in entries:
        urusan = agencies[owner].urusan
        if owner in scene.titles and owner not in named:
            named.add(owner)
            chosen.append(words.Title(scene.titles[owner], urusan))
            continue
        fitting = next((title for title in free if title.urusan == urusan), None)
        anywhere = next((title for title in free if not title.urusan), None)
        title = fitting or anywhere or free[0]
        free.remove(title)
        chosen.append(words.Title(title.name, urusan))
    return chosen


def counts(mark: str) -> bool:
    """Whether an innovation with this mark enters the claimed index as one that counts."""
    return mark[0] in COUNTED_PATHS and len(mark) == 1


def _claims(
    scene: Scene, entries: Sequence[tuple[str, str]], instrument: Instrument, chance: random.Random
) -> list[list[int]]:
    """Claimed levels of the 20 rows of each innovation; those that count come to the scene's sum, where it gives one."""
    counted = [number for number, (_owner, mark) in enumerate(entries) if counts(mark)]
    aims = [min(108, max(40, round(chance.gauss(scene.claimed, 9)))) for _entry in entries]
    if scene.claimed_sum is not None:
        place = 0
        while difference := scene.claimed_sum - sum(aims[number] for number in counted):
            number = counted[place % len(counted)]
            step = 1 if difference > 0 else -1
            aims[number] = min(108, max(40, aims[number] + step))
            place += 1
    return [draw_levels(instrument.sid_rows, points_hundredths=aim * 100, chance=chance) for aim in aims]


def _plan(
    number: int,
    owner: str,
    mark: str,
    title: words.Title,
    *,
    region: Region,
    agency: Agency,
    claims: Sequence[int],
    instrument: Instrument,
    chance: random.Random,
) -> Plan:
    path, flaw = mark[0], mark[1:]
    rows = tuple(
        _row(int(row.code), level, mandatory=row.mandatory, chance=chance)
        for row, level in zip(instrument.sid_rows, claims, strict=True)
    )
    high = [row.number for row in rows if row.level >= 2]
    return Plan(
        number=number,
        owner=owner,
        path=path,
        name=title.name,
        proposal=_proposal(
            number, title, flaw, region=region, agency=agency, whole=path in WRITTEN_PATHS, chance=chance
        ),
        rows=rows if path in WRITTEN_PATHS else rows[: chance.randint(3, 9)],
        returned_rows=tuple(sorted(chance.sample(high, 2))) if path in "RM" else (),
    )


def _row(number: int, level: int, *, mandatory: bool, chance: random.Random) -> Row:
    verdict = level
    drawn = chance.random()
    if level and drawn < 0.14:
        verdict = level - 1
    elif level and drawn < 0.17 and not mandatory:
        verdict = 0
    return Row(
        number=number,
        level=level,
        measured=Decimal(MEASURED[number][level - 1]) if level and number in MEASURED else None,
        basis="a" if number == 33 and level else "",
        verdict=verdict,
        reason="" if verdict == level else chance.choice(REASONS if verdict else REJECTIONS),
    )


def _proposal(
    number: int,
    title: words.Title,
    flaw: str,
    *,
    region: Region,
    agency: Agency,
    whole: bool,
    chance: random.Random,
) -> dict[str, Any]:
    implemented = date(2024, 1, 8) + timedelta(days=chance.randrange(640))
    developed = None
    if flaw == "w":
        implemented = date(2018, 2, 1) + timedelta(days=chance.randrange(1500))
        developed = implemented + timedelta(days=chance.randrange(200, 500))
    elif chance.random() < 0.2:
        # Applied earlier, developed further inside the window.
        developed = implemented
        implemented -= timedelta(days=chance.randrange(400, 1200))
    people = chance.randrange(160, 8_400, 20)
    programme = PKPN.get(title.urusan, "")
    first = {
        "stage": {"u": Stage.UJI_COBA, "i": Stage.INISIATIF}.get(flaw, Stage.PENERAPAN),
        "initiator": chance.choice([Initiator.OPD, Initiator.OPD, Initiator.ASN, Initiator.KEPALA_DAERAH]),
        "initiator_name": agency.name,
        "classification": Classification.PERANGKAT_DAERAH,
        "kind": chance.choice([Kind.DIGITAL, Kind.DIGITAL, Kind.NONDIGITAL]),
        "form": chance.choice([Form.PELAYANAN_PUBLIK, Form.PELAYANAN_PUBLIK, Form.TATA_KELOLA]),
        "urusan": title.urusan,
    }
    if not whole:
        return first
    return first | {
        "latitude": _near(region.latitude, chance),
        "longitude": _near(region.longitude, chance),
        "asta_cita": 1 + (number + region.pk) % 8,
        "pkpn_cluster": programme[:1] or NON_PKPN,
        "pkpn_main": programme,
        "trial_date": implemented - timedelta(days=chance.randrange(20, 120)),
        "implemented_on": implemented,
        "developed_on": developed,
        "design": words.design(name=title.name, opd=agency.name, region=region.name),
        "aim": words.aim(title.name),
        "benefit": words.benefit(people),
        "result": words.result(people),
    }


def _near(degrees: Decimal | None, chance: random.Random) -> Decimal:
    return (degrees or Decimal(0)) + Decimal(chance.randrange(-4000, 4000)) / 100_000


REASONS = (
    "Halaman yang dirujuk hanya memuat rencana; pelaksanaannya belum terlihat.",
    "Dokumen bertanggal di luar dua tahun terakhir, sehingga dinilai satu tingkat di bawahnya.",
    "Jumlah yang tercantum di dokumen lebih kecil daripada yang diisikan.",
    "Surat tugas ditandatangani kepala OPD, bukan kepala daerah.",
    "Bukti menunjukkan satu kegiatan; tingkat yang diklaim meminta lebih dari satu.",
    "Tangkapan layar tidak memperlihatkan alamat laman maupun tanggalnya.",
)
REJECTIONS = (
    "Dokumen yang dikutip tidak menyebut inovasi ini.",
    "Berkas tidak dapat dibaca pada halaman yang dirujuk.",
)
RETURNS = (
    "Tandai bagian yang memuat program inovasi, lalu sebutkan halamannya.",
    "Lampirkan daftar hadir atau rekapitulasi yang ditandatangani.",
    "Sertakan tangkapan layar yang memperlihatkan alamat laman dan tanggal.",
    "Sebutkan dasar hitung jumlah penerima manfaat.",
)
