from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Market(models.TextChoices):
    RU = "RU", _("Russia")
    US = "US", _("United States")
    OTHER = "ZZ", _("Other market")


class Platform(models.TextChoices):
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    TELEGRAM = "telegram", "Telegram"
    VK = "vk", "VK"
    RUTUBE = "rutube", "Rutube"
    DZEN = "dzen", "Dzen"
    TWITCH = "twitch", "Twitch"
    X = "x", "X"
    OTHER = "other", _("Other platform")


class ContentFormat(models.TextChoices):
    """What a creator is paid for: lines of a rate card, of an agreement, kinds of deliverable."""

    POST = "post", _("Post")
    REEL = "reel", _("Reel or short")
    STORY = "story", _("Stories")
    VIDEO = "video", _("Dedicated video")
    INTEGRATION = "integration", _("Integration")
    PREROLL = "preroll", _("Pre-roll")
    STREAM = "stream", _("Stream")
    ARTICLE = "article", _("Article")
    UGC = "ugc", _("UGC for the brand")
    OTHER = "other", _("Other format")


class TagKind(models.TextChoices):
    TOPIC = "topic", _("Topic")
    EXPERTISE = "expertise", _("Expertise")
    TAG = "tag", _("Tag")


class ContactChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    CALL = "call", _("Call")
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"
    INSTAGRAM = "instagram", "Instagram"
    MEETING = "meeting", _("Meeting")
    OTHER = "other", _("Other")


class GoalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("goal", "Open")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Let go")


class FileKind(models.TextChoices):
    MEDIA_KIT = "media_kit", _("Media kit")
    CONTENT = "content", _("Content")
    DOCUMENT = "document", _("Document")
    RELEASE = "release", _("Release or consent")
    OTHER = "other", _("Other")


class VettingItem(models.TextChoices):
    """Row 11, then row 12. EASY is the gate: without it no T1."""

    DELIVERS = "delivers", _("Delivers consistently")
    RESPONSE = "response", _("Authentic audience response")
    DIRECTION = "direction", _("Takes direction without losing their voice")
    STABLE = "stable", _("Stable or growing")
    EASY = "easy", _("Easy to work with")
    PROOF = "proof", _("Proof in data")
    CULTURE = "culture", _("Fit of values and culture")
    HORIZON = "horizon", _("In it for several years, not a one-off")


class Verdict(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNCLEAR = "unclear", _("Not clear yet")


class PayoutMethod(models.TextChoices):
    BANK = "bank", _("Bank transfer")
    CARD = "card", _("Card")
    SBP = "sbp", _("Faster Payments (SBP)")
    PAYPAL = "paypal", "PayPal"
    WISE = "wise", "Wise"
    OTHER = "other", pgettext_lazy("payout", "Other")
