from checkins.models.checkin import CheckIn, CheckInTemplate
from checkins.models.today import Snooze
from checkins.models.touch import Touch

__all__ = ["CheckIn", "CheckInTemplate", "Snooze", "Touch"]
