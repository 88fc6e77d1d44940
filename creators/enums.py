from django.db import models
from django.utils.translation import gettext_lazy as _


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
