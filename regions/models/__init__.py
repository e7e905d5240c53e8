from .opd import Opd
from .people import HandOver, Invitation, Membership, Person
from .periods import Instrument, OpdExtension, Period, RegionExtension, RegionPeriod
from .region import Region

__all__ = [
    "HandOver",
    "Instrument",
    "Invitation",
    "Membership",
    "Opd",
    "OpdExtension",
    "Period",
    "Person",
    "Region",
    "RegionExtension",
    "RegionPeriod",
]
