"""Reads of the cockpit: the boards behind the current results, and what the facts do not hold (names, agencies, evidence)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.aggregates import BitOr
from django.db.models import BigIntegerField, Count, F, Func
from django.http import QueryDict
from django.utils.translation import gettext as _

from innovations import reference
from innovations.enums import State
from innovations.models import Citation, Innovation
from regions.enums import Basis
from regions.models import RegionPeriod
from regions.queries.instruments import instrument_of
from scoring.board import Board, board_of
from scoring.core.compact import NOT_YANDAS
from scoring.core.model import TOP_LEVEL
from scoring.models import CurrentFacts
from scoring.queries.innovations import FIELDS
from scoring.reading import FIRST_SID_ROW
from scoring.recompute import tables_of


def boards_of(region_period: RegionPeriod) -> dict[Basis, Board]:
    """The board of each basis, of the very facts that the current results were worked out from; empty before the first
    computation. One query."""
    tables = tables_of(instrument_of(region_period.period))
    rows = CurrentFacts.objects.filter(region_period=region_period).values_list("basis", "facts")
    return {Basis(basis): board_of(facts, basis=Basis(basis), tables=tables) for basis, facts in rows}


def agencies_of(region_period: RegionPeriod) -> dict[str, tuple[int, str]]:
    """Innovation id -> (id, name) of its OPD, for everything that was ever entered in the period. One query."""
    rows = Innovation.objects.filter(region_period=region_period).order_by().values_list(
        "public_id", "opd_id", "opd__name"
    )  # fmt: skip
    return {str(public_id): (opd_id, name) for public_id, opd_id, name in rows}


def claims_without_evidence(region_period: RegionPeriod, *, claimed: Board) -> dict[str, set[str]]:
    """SID row code -> ids of counted innovations that claim a level there and cite no document for it. One query.

    The claims are those of the board; what is cited is asked as it stands now, one bit a row, so that a region of 2,000
    innovations crosses the wire as 2,000 rows.
    """
    bit = Func(
        F("answer__row") - FIRST_SID_ROW,
        template="(1::bigint << (%(expressions)s)::int)",
        output_field=BigIntegerField(),
    )
    cited = {
        str(public_id): bits
        for public_id, bits in Citation.objects.filter(answer__innovation__region_period=region_period)
        .order_by()
        .values_list("answer__innovation__public_id")
        .annotate(bits=BitOr(bit))
    }
    rows = [
        (row.code, claimed.tables.sid_positions[row.code], 1 << (int(row.code) - FIRST_SID_ROW))
        for row in claimed.instrument.sid_rows
    ]
    found: dict[str, set[str]] = {}
    for entry in claimed.counted:
        bits = cited.get(entry.id, 0)
        for code, position, mask in rows:
            if not bits & mask and entry.level(position):
                found.setdefault(code, set()).add(entry.id)
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for whom, as innovations by state: drafts and returned ones at the OPD, submitted ones at the desk, verified
    ones at the regional admin."""

    drafts: int
    returned: int
    submitted: int
    verified: int
    sent: int


def waiting_of(region_period: RegionPeriod) -> Waiting:
    """One query."""
    rows = Innovation.objects.filter(region_period=region_period).order_by().values("state")
    counts: dict[str, int] = {}
    for state, number in rows.annotate(number=Count("pk")).values_list("state", "number"):
        counts[state] = number
    return Waiting(
        drafts=counts.get(State.DRAFT, 0),
        returned=counts.get(State.RETURNED, 0),
        submitted=counts.get(State.SUBMITTED, 0),
        verified=counts.get(State.VERIFIED, 0),
        sent=counts.get(State.SENT, 0) + counts.get(State.ASSESSED, 0),
    )


# The list behind a figure ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filter:
    """Which innovations of a basis: every field narrows, "" and None do not. `row` a SID row code; `level` its level on the
    basis, `below` a level it has not reached; `yandas` a name; `lost`: verified with fewer points than claimed (on the row, if
    one is given), `changed`: with other points than claimed; `waiting`: in the claimed basis and not verified; `bare`: a claim on the row without evidence."""

    basis: Basis
    row: str = ""
    level: int | None = None
    below: int | None = None
    yandas: str = ""
    opd: int | None = None
    lost: bool = False
    changed: bool = False
    waiting: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One innovation of a list. Levels of the row asked for, maturities by basis; None where the basis does not hold it."""

    public_id: UUID
    name: str
    opd: str
    urusan: str
    state: str
    level_claimed: int | None
    level_verified: int | None
    claimed: Decimal | None
    verified: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Verified less claimed; None while it is not verified."""
        return None if self.claimed is None or self.verified is None else self.verified - self.claimed


def lines_of(
    region_period: RegionPeriod,
    boards: Mapping[Basis, Board],
    wanted: Filter,
    *,
    bare: Mapping[str, Collection[str]] | None = None,
) -> list[Line]:
    """The counted innovations that a figure of the cockpit stands for, by name. One query."""
    ids = _ids(boards, wanted, bare or {})
    rows = Innovation.objects.filter(region_period=region_period, public_id__in=ids).select_related("opd")
    if wanted.opd is not None:
        rows = rows.filter(opd_id=wanted.opd)
    claimed, verified = boards[Basis.CLAIMED], boards[Basis.VERIFIED]
    position = claimed.tables.sid_positions.get(wanted.row)

    def level(board: Board, public_id: str) -> int | None:
        entry = board.by_id.get(public_id)
        return None if entry is None or position is None else entry.level(position)

    def maturity(board: Board, public_id: str) -> Decimal | None:
        entry = board.by_id.get(public_id)
        return None if entry is None else entry.maturity

    return [
        Line(
            public_id=row.public_id,
            name=row.name,
            opd=row.opd.name,
            urusan=reference.urusan_names().get(row.urusan, ""),
            state=row.state,
            level_claimed=level(claimed, key),
            level_verified=level(verified, key),
            claimed=maturity(claimed, key),
            verified=maturity(verified, key),
        )
        for row in rows.only(*FIELDS).order_by("name", "pk")
        for key in (str(row.public_id),)
    ]


def _ids(boards: Mapping[Basis, Board], wanted: Filter, bare: Mapping[str, Collection[str]]) -> list[str]:
    board, claimed, verified = boards[wanted.basis], boards[Basis.CLAIMED], boards[Basis.VERIFIED]
    position = board.tables.sid_positions.get(wanted.row)
    yandas = list(board.instrument.yandas)
    wanted_yandas = yandas.index(wanted.yandas) if wanted.yandas in yandas else NOT_YANDAS
    without = bare.get(wanted.row, ())
    found = []
    for entry in board.counted:
        if position is not None:
            level = entry.level(position)
            if wanted.level is not None and level != wanted.level:
                continue
            if wanted.below is not None and level >= wanted.below:
                continue
        if wanted.yandas and entry.yandas != wanted_yandas:
            continue
        if wanted.bare and entry.id not in without:
            continue
        if wanted.waiting and entry.id in verified.by_id:
            continue
        if wanted.lost and _loss(claimed, verified, entry.id, position) <= 0:
            continue
        if wanted.changed and _loss(claimed, verified, entry.id, position) == 0:
            continue
        found.append(entry.id)
    return found


def _loss(claimed: Board, verified: Board, public_id: str, position: int | None) -> int:
    """Claimed less verified, of the row or of the whole maturity; 0 while it is not verified."""
    before, after = claimed.by_id.get(public_id), verified.by_id.get(public_id)
    if before is None or after is None:
        return 0
    if position is None:
        return before.maturity_hundredths - after.maturity_hundredths
    return before.level(position) - after.level(position)


LOST_WORDS = ("turun", "beda")
"""How an address asks for less points than claimed, and for other points than claimed."""


def level_of(text: str, *, least: int = 0) -> int | None:
    """A level from an address, None for anything else."""
    level = int(text) if text.isascii() and text.isdigit() and len(text) == 1 else -1
    return level if least <= level <= TOP_LEVEL else None


def filter_of(
    given: QueryDict, *, basis: Basis, board: Board, agencies: Collection[tuple[int, str]]
) -> tuple[Filter, dict[str, str]]:
    """The filter of an address, and what of it is known, for the form; anything that means nothing here is left out."""
    row = given.get("baris", "") if given.get("baris") in board.tables.sid_positions else ""
    yandas = {entry.code: entry.name for entry in reference.urusan() if entry.is_yandas}
    urusan = given.get("yandas", "") if given.get("yandas") in yandas else ""
    opds = {str(opd_id) for opd_id, _name in agencies}
    opd = given.get("opd", "") if given.get("opd") in opds else ""
    level = level_of(given.get("tingkat", "")) if row else None
    below = level_of(given.get("dibawah", ""), least=1) if row else None
    chosen = {
        "baris": row,
        "tingkat": "" if level is None else str(level),
        "dibawah": "" if below is None else str(below),
        "yandas": urusan,
        "opd": opd,
        "selisih": given.get("selisih", "") if given.get("selisih") in LOST_WORDS else "",
        "keadaan": "menunggu" if given.get("keadaan") == "menunggu" else "",
        "bukti": "tanpa" if row and given.get("bukti") == "tanpa" else "",
    }
    return Filter(
        basis=basis,
        row=row,
        level=level,
        below=below,
        yandas=yandas.get(urusan, ""),
        opd=int(opd) if opd else None,
        lost=chosen["selisih"] == "turun",
        changed=chosen["selisih"] == "beda",
        waiting=bool(chosen["keadaan"]),
        bare=bool(chosen["bukti"]),
    ), chosen


def filter_words(wanted: Filter, agencies: Mapping[str, tuple[int, str]]) -> list[str]:
    """The filter in words, one for each part; row and yandas stand beside them."""
    words = []
    if wanted.level is not None:
        words.append(_("tingkat %(level)d") % {"level": wanted.level})
    if wanted.below is not None:
        words.append(_("di bawah tingkat %(level)d") % {"level": wanted.below})
    if wanted.bare:
        words.append(_("diklaim tanpa bukti"))
    if wanted.lost:
        words.append(_("hasil desk di bawah klaim"))
    if wanted.changed:
        words.append(_("hasil desk berbeda dari klaim"))
    if wanted.waiting:
        words.append(_("belum diverifikasi desk"))
    if wanted.opd is not None:
        words.append(next(name for opd_id, name in agencies.values() if opd_id == wanted.opd))
    return words
