"""What moves the index of a region most: every thing that could raise it at once, each with its exact change.

Like the board it is worked out from, a pure function of the facts behind the current results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from regions.enums import Basis
from scoring.board import Board, row_standings, sums_over
from scoring.core.explain import Change, change
from scoring.core.model import TOP_LEVEL, Row


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that moves the index, with its exact change. Kinds: see `levers_of`. `number` of innovations or rows in it."""

    kind: str
    change: Change
    number: int
    row: Row | None = None
    level: int = TOP_LEVEL

    @property
    def gain(self) -> Decimal:
        """On the printed index."""
        return self.change.printed_gain


def levers_of(boards: Mapping[Basis, Board], *, basis: Basis) -> list[Lever]:
    """Everything that could raise the index of a basis at once, the strongest first. Each is worked out alone, all else equal.

    `row`: the innovations without anything on a row reach its highest level; `spd`: a row of the region does (one that figures will measure at the most so much); `gate`: as many
    innovations as there are yandas missing join, even without any maturity; `verify`: what waits at the desk is verified as
    claimed; `confirm`: the SPD rows entered are confirmed; `send`: everything verified is sent.
    """
    board = boards[basis]
    found = [
        Lever("row", standing.if_missing_reach(TOP_LEVEL), standing.missing, standing.row)
        for standing in row_standings(board)
        if standing.missing
    ]
    found += _spd_levers(boards, board)
    found += _gate(board)
    if basis is Basis.VERIFIED:
        found += _joining("verify", board, boards[Basis.CLAIMED])
    if basis is Basis.FINAL:
        found += _joining("send", board, boards[Basis.VERIFIED])
    return sorted(
        (lever for lever in found if lever.change.index_gain > 0),
        key=lambda lever: (-lever.change.index_gain, lever.kind, lever.row.code if lever.row else ""),
    )


def _spd_levers(boards: Mapping[Basis, Board], board: Board) -> list[Lever]:
    """Rows that can still rise (those with figures are what the figures say), and the confirmation of what was entered."""
    entered = boards[Basis.CLAIMED]
    waiting = [code for code, level in entered.spd.items() if board.spd[code] < level]
    found = [
        Lever("spd", _spd_change(board, {row.code: TOP_LEVEL}), 1, row)
        for row in board.instrument.spd_rows
        if board.spd[row.code] < TOP_LEVEL and row.code not in entered.measured and row.code not in waiting
    ]
    if waiting:
        confirmed = {code: entered.spd[code] for code in waiting}
        found.append(Lever("confirm", _spd_change(board, confirmed), len(waiting)))
    return found


def _spd_change(board: Board, levels: Mapping[str, int]) -> Change:
    gained = sum(
        board.instrument.row(code).points_hundredths(level - board.spd[code])
        for code, level in levels.items()
    )
    return board.changed(spd_hundredths=board.sums.spd_hundredths + gained)


def _gate(board: Board) -> list[Lever]:
    missing = board.instrument.formula.parameters.yandas_minimum - board.sums.yandas
    if missing <= 0:
        return []
    opened = board.changed(counted=board.sums.counted + missing, yandas=board.sums.yandas + missing)
    return [Lever("gate", opened, missing)]


def _joining(kind: str, board: Board, source: Board) -> list[Lever]:
    """The counted innovations of the basis before join with the levels they have there."""
    joining = [entry for entry in source.counted if entry.id not in board.by_id]
    if not joining:
        return []
    after = sums_over([*board.counted, *joining], spd=board.spd, instrument=board.instrument)
    return [Lever(kind, change(board.sums, after, board.instrument), len(joining))]


def strongest(levers: Sequence[Lever], *, limit: int) -> list[Lever]:
    """The first few that show on the printed index."""
    return [lever for lever in levers if lever.gain > 0][:limit]
