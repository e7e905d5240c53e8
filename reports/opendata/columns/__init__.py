"""The columns of the open data, each described once.

Files, the JSON interface, its OpenAPI description and the dictionary (page and machine-readable) are all made from these rows:
a column that is not described here is nowhere, and a description cannot outlive its column.

The descriptions are data in two languages and not words of the interface: the machine-readable dictionary carries both at once.
"""

from .awards import AWARDS, CATEGORIES
from .innovations import INNOVATIONS
from .model import Column, Words
from .publications import PUBLICATIONS
from .regions import REGIONS
from .shared import (
    FORMS,
    KINDS,
    PREDICATES,
    PUBLICATION,
    REGION_KINDS,
    REGIONALS,
    SUPERSEDED_BY,
)
from .tiles import TILES

__all__ = [
    "AWARDS",
    "CATEGORIES",
    "FORMS",
    "INNOVATIONS",
    "KINDS",
    "PREDICATES",
    "PUBLICATION",
    "PUBLICATIONS",
    "REGIONALS",
    "REGIONS",
    "REGION_KINDS",
    "SUPERSEDED_BY",
    "TILES",
    "Column",
    "Words",
]
