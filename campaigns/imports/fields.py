"""What a column of a results file may be, by the names that platforms and shops give it."""

from functools import partial

from django.utils.translation import gettext_lazy

from campaigns.models import METRICS
from campaigns.models.result import metric_label
from core.imports.mapping import Field
from core.imports.sentences import gettext as _
from core.imports.values import clean_text, parse_count, shown
from creators.enums import Market, Platform
from creators.imports.places import country_code, market_of

# Of a metric, besides its own name.
_METRIC_ALIASES: dict[str, tuple[str, ...]] = {
    "impressions": ("impressions", "impression", "показы", "показов", "количество показов"),
    "reach": (
        "reach", "accounts reached", "unique viewers", "охват", "охваченные аккаунты",
        "уникальные зрители", "total reach", "reached",
    ),
    "views": (
        "views", "video views", "plays", "video plays", "total views", "view count",
        "post views", "просмотры", "просмотров", "просмотры видео", "воспроизведения",
        "количество просмотров",
    ),
    "likes": (
        "likes", "like count", "total likes", "reactions", "лайки", "лайков", "отметки нравится",
        "нравится", "реакции", "отметки мне нравится",
    ),
    "comments": (
        "comments", "comment count", "total comments", "comments added", "комментарии",
        "комментариев", "добавлено комментариев",
    ),
    "shares": (
        "shares", "share count", "total shares", "reposts", "репосты", "репостов", "поделились",
        "количество репостов",
    ),
    "saves": (
        "saves", "saved", "bookmarks", "favorites", "total saves", "сохранения", "сохранений",
        "сохранили", "в избранном",
    ),
    "clicks": (
        "clicks", "link clicks", "website clicks", "клики", "кликов", "переходы",
        "клики по ссылке", "нажатия на ссылку", "переходы по ссылке",
    ),
    "purchases": (
        "purchases", "orders", "sales count", "conversions", "transactions", "покупки", "покупок",
        "заказы", "заказов", "продажи шт", "конверсии", "транзакции",
    ),
    "new_customers": (
        "new customers", "first time customers", "new buyers", "first time buyers",
        "новые клиенты", "новые покупатели", "новых клиентов", "новых покупателей",
    ),
}  # fmt: skip


def parse_market(text: str) -> str:
    """A country by name or code in either language; one that is not ours is the other market."""
    plain = clean_text(text)
    if plain.upper() in Market.values:
        return plain.upper()
    return str(market_of(country_code(plain)))


def parse_platform(text: str) -> str:
    """A platform by its name; ValueError for one that is not known."""
    plain = clean_text(text).casefold()
    for key, label in Platform.choices:
        if plain in (key, str(label).casefold()):
            return key
    also = {"вконтакте": Platform.VK, "ютуб": Platform.YOUTUBE, "инстаграм": Platform.INSTAGRAM,
            "телеграм": Platform.TELEGRAM, "тикток": Platform.TIKTOK, "рутуб": Platform.RUTUBE,
            "дзен": Platform.DZEN, "twitter": Platform.X}  # fmt: skip
    if plain in also:
        return str(also[plain])
    raise ValueError(_("“%(cell)s” is no platform that is known here.") % {"cell": shown(text)})


_text = partial(Field, parse=clean_text)

FIELDS = (
    _text(
        "link",
        gettext_lazy("Link of the post"),
        aliases=(
            "permalink", "post link", "post url", "video link", "video url", "link", "url",
            "content url", "ссылка", "ссылка на пост", "ссылка на публикацию", "постоянная ссылка",
            "адрес публикации", "ссылка на видео", "публикация",
        ),
    ),
    _text(
        "handle",
        gettext_lazy("Handle of the creator"),
        aliases=(
            "account username", "handle", "username", "account", "account name", "channel",
            "creator", "author", "influencer", "profile", "аккаунт", "имя пользователя", "канал",
            "автор", "блогер", "ник", "логин", "профиль",
        ),
    ),
    Field(
        "platform",
        gettext_lazy("Platform"),
        aliases=("platform", "network", "социальная сеть", "соцсеть", "платформа", "площадка"),
        parse=parse_platform,
    ),
    # Parsed with the order of day and month that the file shows or the person says.
    _text(
        "day",
        gettext_lazy("Date"),
        aliases=("date", "day", "дата", "день", "publish time", "дата публикации", "published"),
        required=True,
    ),
    Field(
        "market",
        gettext_lazy("Market"),
        aliases=("market", "country", "region", "geography", "рынок", "страна", "регион", "гео"),
        parse=parse_market,
    ),
    *(
        Field(name, metric_label(name), _METRIC_ALIASES[name],
              parse=parse_count)
        for name in METRICS
    ),
    # Parsed with the currency of the row, the header or the person.
    _text(
        "revenue",
        gettext_lazy("Revenue"),
        aliases=(
            "revenue", "sales", "total sales", "income", "turnover", "purchase value",
            "revenue usd", "revenue rub", "revenue eur", "выручка", "выручка руб", "выручка usd",
            "доход", "оборот", "сумма заказов", "сумма продаж", "продажи",
        ),
    ),
    _text(
        "currency",
        gettext_lazy("Currency"),
        aliases=("currency", "валюта", "currency code", "код валюты"),
    ),
)  # fmt: skip
