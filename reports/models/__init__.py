from .access import ApiToken
from .awards import AwardPlan, Nominee, PanelMember, PanelScore, RankingDraft, ScoredPart
from .batches import BatchFault, BatchSlice, BatchState, DocumentBatch, SliceState
from .documents import DocumentKind, DocumentStanding, IssuedDocument
from .publication import (
    PreparationState,
    PreparedPublication,
    Publication,
    PublishedAward,
    PublishedInnovation,
    PublishedRegion,
)

__all__ = [
    "ApiToken",
    "AwardPlan",
    "BatchFault",
    "BatchSlice",
    "BatchState",
    "DocumentBatch",
    "DocumentKind",
    "DocumentStanding",
    "IssuedDocument",
    "Nominee",
    "PanelMember",
    "PanelScore",
    "PreparationState",
    "PreparedPublication",
    "Publication",
    "PublishedAward",
    "PublishedInnovation",
    "PublishedRegion",
    "RankingDraft",
    "ScoredPart",
    "SliceState",
]
