from .answers import Answer, Citation
from .bulk import BulkImport, BulkState
from .desk import (
    Absence,
    Assignment,
    AssignmentRule,
    CannedReason,
    Coaching,
    Lease,
    RowQuestion,
    SavedView,
)
from .documents import Document, LinkState
from .history import ReturnReason, Transition
from .innovation import Innovation
from .quality import QualityDraw, QualitySample
from .receipts import OpdConfirmation, Receipt, ReceiptKind
from .region_answers import IntegrityForm, RegionAnswer, RegionCitation
from .season import PortfolioChoice, Reminder
from .sendings import Sending, SendingItem
from .verdicts import Verdict
from .visits import Visit

__all__ = [
    "Absence",
    "Answer",
    "Assignment",
    "AssignmentRule",
    "BulkImport",
    "BulkState",
    "CannedReason",
    "Citation",
    "Coaching",
    "Document",
    "Innovation",
    "IntegrityForm",
    "Lease",
    "LinkState",
    "OpdConfirmation",
    "PortfolioChoice",
    "QualityDraw",
    "QualitySample",
    "Receipt",
    "ReceiptKind",
    "RegionAnswer",
    "RegionCitation",
    "Reminder",
    "ReturnReason",
    "RowQuestion",
    "SavedView",
    "Sending",
    "SendingItem",
    "Transition",
    "Verdict",
    "Visit",
]
