"""Everything the dossier of one innovation says, frozen: the only input of its renderer.

Levels, points and words arrive as the instrument has them; the renderer formats and computes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from reports.printing.snapshot import InstrumentIdentity, RegionIdentity, SnapshotInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierItem:
    """One item of the proposal. `paragraphs` is empty for an item that is not filled in; `is_long` sets it below its label."""

    number: str
    label: str
    paragraphs: tuple[str, ...]
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCitation:
    """A document cited for a row: its place in the list of evidence, the pages named, and the address that opens there."""

    document: int
    pages: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """One indicator row. `words` are the official words of the level claimed; points None where there is no level."""

    code: str
    name: str
    mandatory: bool
    basis: str
    words: str
    claimed: int | None
    claimed_points: Decimal | None
    verified: int | None
    verified_points: Decimal | None
    measured: str
    note: str
    reason: str
    citations: tuple[DossierCitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierGroup:
    """Rows of one variable of the instrument, in official order."""

    variable: str
    rows: tuple[DossierRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDocument:
    """One piece of evidence. A file has bytes with a hash; a link has an address of its own."""

    number: int
    subject: str
    letter: str
    dated: str
    kind: str
    name: str
    size: int | None
    sha256: str
    link: str
    address: str
    used_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierOrigin:
    """What the innovation was copied from."""

    name: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSnapshot:
    """The proposal, its 20 rows and its evidence at one moment.

    `stood_at` is when any of it last changed (aware), not when it was printed: the same content gives the same bytes.
    """

    public_id: str
    name: str
    opd: str
    region: RegionIdentity
    period: str
    instrument: InstrumentIdentity
    state: str
    window: str
    stood_at: datetime
    zone: str
    items: tuple[DossierItem, ...]
    groups: tuple[DossierGroup, ...]
    documents: tuple[DossierDocument, ...]
    claimed: Decimal
    verified: Decimal | None
    maximum: Decimal
    address: str
    demo: bool
    origin: DossierOrigin | None = None
    development_note: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise SnapshotInvalid("name is empty")
        if self.stood_at.tzinfo is None:
            raise SnapshotInvalid("stood_at: an aware moment is needed")
        numbers = [document.number for document in self.documents]
        if numbers != list(range(1, len(numbers) + 1)):
            raise SnapshotInvalid("documents are numbered from 1 without a gap")
        cited = {
            citation.document for group in self.groups for row in group.rows for citation in row.citations
        }
        if not cited <= set(numbers):
            raise SnapshotInvalid("a row cites a document that is not in the list")
