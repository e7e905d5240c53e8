from .access import ApiToken
from .awards import AwardPlan, Nominee, PanelMember, PanelScore, RankingDraft, ScoredPart
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
]
