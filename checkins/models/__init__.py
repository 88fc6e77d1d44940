from checkins.models.checkin import CheckIn, CheckInTemplate
from checkins.models.touch import Touch
from checkins.models.today import Snooze

__all__ = ["CheckIn", "CheckInTemplate", "Snooze", "Touch"]
