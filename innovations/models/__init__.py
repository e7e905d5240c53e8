from .answers import Answer, Citation
from .documents import Document
from .history import ReturnReason, Transition
from .innovation import Innovation
from .region_answers import IntegrityForm, RegionAnswer, RegionCitation
from .sendings import Sending, SendingItem
from .verdicts import Verdict

__all__ = [
    "Answer",
    "Citation",
    "Document",
    "Innovation",
    "IntegrityForm",
    "RegionAnswer",
    "RegionCitation",
    "ReturnReason",
    "Sending",
    "SendingItem",
    "Transition",
    "Verdict",
]
