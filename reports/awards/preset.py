"""The criteria that a period begins with."""

from __future__ import annotations

from decimal import Decimal

from reports.awards.model import Criterion, Part

PRESENTATION_2023 = (
    Criterion("kebaruan", "Kebaruan", Decimal(30)),
    Criterion("kemanfaatan", "Kemanfaatan", Decimal(25)),
    Criterion("replikasi", "Replikasi", Decimal(20)),
    Criterion("kewenangan", "Kewenangan dan kolaborasi", Decimal(15)),
    Criterion("penyampaian", "Penyampaian", Decimal(10)),
)
"""The criteria of the presentation that the ministry published for 2023: 30, 25, 20, 15, 10."""

FIELD_START = (Criterion("kesesuaian", "Kesesuaian data dengan keadaan di lapangan", Decimal(100)),)
"""Chapter XI.D names one aim: whether the electronic data agree with what is found. A start of the portal, to be set anew."""

PRESET = {Part.PRESENTATION: PRESENTATION_2023, Part.FIELD: FIELD_START}
