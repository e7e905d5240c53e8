from .opd import Opd
from .people import HandOver, Invitation, Membership, Person
from .periods import Instrument, OpdExtension, Period, PeriodChange, RegionExtension, RegionPeriod
from .region import Region

__all__ = [
    "HandOver",
    "Instrument",
    "Invitation",
    "Membership",
    "Opd",
    "OpdExtension",
    "Period",
    "PeriodChange",
    "Person",
    "Region",
    "RegionExtension",
    "RegionPeriod",
]
