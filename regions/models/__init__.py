from .opd import Opd
from .people import Invitation, Membership, Person
from .periods import Instrument, Period, RegionPeriod
from .region import Region

__all__ = ["Instrument", "Invitation", "Membership", "Opd", "Period", "Person", "Region", "RegionPeriod"]
