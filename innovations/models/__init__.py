from .answers import Answer, Citation
from .bulk import BulkImport, BulkState
from .documents import Document, LinkState
from .history import ReturnReason, Transition
from .innovation import Innovation
from .receipts import OpdConfirmation, Receipt, ReceiptKind
from .region_answers import IntegrityForm, RegionAnswer, RegionCitation
from .sendings import Sending, SendingItem
from .verdicts import Verdict
from .visits import Visit

__all__ = [
    "Answer",
    "BulkImport",
    "BulkState",
    "Citation",
    "Document",
    "Innovation",
    "IntegrityForm",
    "LinkState",
    "OpdConfirmation",
    "Receipt",
    "ReceiptKind",
    "RegionAnswer",
    "RegionCitation",
    "ReturnReason",
    "Sending",
    "SendingItem",
    "Transition",
    "Verdict",
    "Visit",
]
