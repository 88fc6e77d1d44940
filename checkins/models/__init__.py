from checkins.models.checkin import CheckIn, CheckInTemplate
from checkins.models.contact import LastContact
from checkins.models.introduction import Introduction
from checkins.models.today import Snooze
from checkins.models.touch import Touch

__all__ = ["CheckIn", "CheckInTemplate", "Introduction", "LastContact", "Snooze", "Touch"]
