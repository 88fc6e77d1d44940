"""What platforms and shops call their columns: field → language → names parted by `|`.

Names are compared as `plain_header` leaves them: case, brackets' signs and punctuation do not
matter. Words that mean one thing in one report only stand with that report.
"""

from campaigns.imports.formats.metric_words import METRICS, Words

LANGUAGES = ("en", "ru", "de", "es", "pt", "fr", "hi", "it", "uk", "pl", "tr")

IDENTITY: Words = {
    "link": {
        "en": "permalink|post link|post url|video link|video url|link|url|content url",
        "ru": "ссылка|ссылка на пост|ссылка на публикацию|постоянная ссылка|адрес публикации|"
        "ссылка на видео|публикация|ссылка на запись",
        "de": "videolink|link zum video|link zum beitrag|dauerlink",
        "es": "enlace permanente|enlace|enlace del vídeo|enlace del video|url del vídeo",
        "pt": "link permanente|link do vídeo|link do post|url do vídeo",
        "fr": "permalien|lien permanent|lien|lien de la vidéo|url de la vidéo",
        "hi": "पर्मालिंक|वीडियो लिंक|लिंक",
        "it": "link permanente|link del video", "uk": "посилання|постійне посилання",
        "pl": "permalink|link do filmu", "tr": "kalıcı bağlantı|bağlantı",
    },
    "post": {
        "en": "post id|video id|media id|external video id|content id",
        "ru": "идентификатор публикации|id публикации|идентификатор видео|id видео|id записи|"
        "id поста",
        "de": "beitrags id|video id|post id", "es": "id del vídeo|id del video|"
        "identificador de la publicación|id de la publicación",
        "pt": "id do vídeo|identificação do post|id do post|identificador do post",
        "fr": "id de la vidéo|identifiant de publication|identifiant de la publication|"
        "id de publication", "hi": "पोस्ट आईडी|वीडियो आईडी", "it": "id del post|id del video",
    },
    "handle": {
        "en": "account username|handle|username|account|account name|page name|channel|"
        "channel name|creator|author|influencer|profile",
        "ru": "имя пользователя аккаунта|аккаунт|имя пользователя|название аккаунта|"
        "название страницы|канал|автор|блогер|ник|логин|профиль",
        "de": "nutzername des kontos|kontoname|benutzername|nutzername|kanal|konto|name der seite",
        "es": "nombre de usuario de la cuenta|nombre de la cuenta|nombre de usuario|cuenta|canal|"
        "nombre de la página",
        "pt": "nome de usuário da conta|nome da conta|nome de usuário|conta|nome da página",
        "fr": "nom d utilisateur du compte|nom du compte|nom d utilisateur|compte|chaîne|"
        "nom de la page", "hi": "अकाउंट यूज़रनेम|यूज़रनेम|खाता|चैनल",
        "it": "nome utente dell account|nome utente|canale", "uk": "ім я користувача|акаунт",
    },
    "code": {
        "en": "discount code|coupon code|coupon|promo code|promocode|discount name|voucher|"
        "session campaign|session manual campaign name|session manual ad content|utm campaign|"
        "utm content|first user campaign|campaign|manual ad content|session campaign id|"
        "tracking code|affiliate|landing page|landing page query string",
        "ru": "промокод|код скидки|купон|скидка код|кампания|utm метка|метка|utm кампания|"
        "кампания сеанса|сеанс кампания|содержание объявления",
        "de": "rabattcode|gutschein|gutscheincode|aktionscode|kampagne|sitzungskampagne|"
        "sitzung kampagne", "es": "código de descuento|cupón|campaña|campaña de la sesión",
        "pt": "código de desconto|cupom|campanha|campanha da sessão",
        "fr": "code de réduction|code promo|coupon|campagne|campagne de la session",
        "hi": "डिस्काउंट कोड|कूपन|कैंपेन",
    },
    "order": {
        "en": "order|order number|order id|order name|transaction id",
        "ru": "номер заказа|заказ|id заказа|заказ №|id транзакции",
        "de": "bestellung|bestellnummer|transaktions id", "es": "pedido|número de pedido",
        "pt": "pedido|número do pedido", "fr": "commande|numéro de commande|n commande",
    },
    "platform": {
        "en": "platform|network|social network",
        "ru": "социальная сеть|соцсеть|платформа|площадка", "de": "plattform", "es": "plataforma",
        "pt": "plataforma", "fr": "plateforme", "hi": "प्लैटफ़ॉर्म",
    },
    "split": {
        "en": "traffic source|device type|device category|session source medium|session source|"
        "session medium|session primary channel group|session default channel group|"
        "subscription status|viewer age|viewer gender|gender|age",
        "ru": "источник трафика|тип устройства|параметр 1|параметр 2|пол|возраст",
        "de": "zugriffsquelle|gerätetyp|sitzungsquelle medium", "es": "fuente de tráfico|"
        "tipo de dispositivo", "pt": "origem do tráfego|tipo de dispositivo",
        "fr": "source de trafic|type d appareil",
    },
}  # fmt: skip

WHEN_AND_WHERE: Words = {
    "day": {
        "en": "date|day|date year month day|order date|data date",
        "ru": "дата|день|дата заказа|число", "de": "datum|tag", "es": "fecha|día",
        "pt": "data|dia", "fr": "date|jour", "hi": "तारीख|तारीख़|दिनांक|दिन", "it": "giorno",
        "uk": "дата|день", "pl": "dzień", "tr": "tarih|gün",
    },
    "published": {
        "en": "publish time|video publish time|published|published at|publish date|post time|"
        "posted|posted at|post date|date published|upload date|time published|create time",
        "ru": "время публикации|время публикации видео|дата публикации|дата публикации видео|"
        "опубликовано|дата выхода|время выхода",
        "de": "veröffentlichungszeitpunkt|veröffentlichungszeitpunkt des videos|"
        "veröffentlichungsdatum|veröffentlicht|veröffentlicht am|zeitpunkt der veröffentlichung",
        "es": "hora de publicación|hora de publicación del vídeo|hora de publicación del video|"
        "fecha de publicación|publicado|fecha de publicación del vídeo",
        "pt": "horário de publicação|horário de publicação do vídeo|hora de publicação|"
        "hora de publicação do vídeo|data de publicação|publicado em|horário da publicação|"
        "data da publicação",
        "fr": "heure de publication|heure de publication de la vidéo|date de publication|"
        "publié le|heure de publication du post",
        "hi": "पब्लिश होने का समय|वीडियो पब्लिश होने का समय|वीडियो पब्लिश करने का समय|"
        "प्रकाशित करने का समय|वीडियो प्रकाशित होने का समय|प्रकाशन का समय|"
        "वीडियो प्रकाशन का समय",
        "it": "ora di pubblicazione|ora di pubblicazione del video|data di pubblicazione",
        "uk": "час публікації|час публікації відео", "pl": "czas publikacji filmu|czas publikacji",
        "tr": "video yayınlanma zamanı|yayınlanma zamanı",
    },
    "market": {
        "en": "market|country|region|geography|billing country|shipping country|country region|"
        "country id",
        "ru": "рынок|страна|регион|гео|география|страна доставки",
        "de": "land|markt|region|geografie|geographie", "es": "país|mercado|región|geografía|"
        "área geográfica|zona geográfica", "pt": "país|mercado|região|geografia|localização",
        "fr": "pays|marché|région|zone géographique", "hi": "देश|भौगोलिक क्षेत्र",
        "it": "paese|area geografica", "uk": "країна", "tr": "ülke|coğrafi konum",
    },
}  # fmt: skip

MONEY: Words = {
    "revenue": {
        "en": "revenue|sales|total sales|income|turnover|purchase value|revenue usd|revenue rub|"
        "revenue eur|total revenue|purchase revenue|order total|net sales|gross sales|"
        "discounted sales|item revenue|sales amount",
        "ru": "выручка|выручка руб|выручка usd|доход|оборот|сумма заказов|сумма продаж|продажи|"
        "общий доход|доход от покупок|сумма заказа|итого сумма|совокупный доход|всего продаж",
        "de": "umsatz|gesamtumsatz|kaufumsatz|einnahmen|umsätze gesamt|gesamter umsatz",
        "es": "ingresos|ingresos totales|total de ingresos|ventas|ventas totales|"
        "ingresos por compras", "pt": "receita|receita total|vendas|total de vendas|"
        "receita de compra", "fr": "revenu|revenus|revenu total|total des revenus|ventes|"
        "ventes totales|chiffre d affaires", "hi": "कुल आय|आय|बिक्री",
    },
    "currency": {
        "en": "currency|currency code", "ru": "валюта|код валюты", "de": "währung",
        "es": "moneda|divisa", "pt": "moeda", "fr": "devise|monnaie", "hi": "मुद्रा",
    },
    "status": {
        "en": "financial status|payment status|order status|status", "ru": "статус|статус заказа|"
        "статус оплаты|финансовый статус", "de": "status|zahlungsstatus|finanzstatus",
        "es": "estado|estado financiero|estado del pago", "pt": "status|status financeiro|"
        "status do pagamento", "fr": "statut|statut financier|statut du paiement",
    },
    "cancelled": {
        "en": "cancelled at|canceled at", "ru": "дата отмены|отменен|отменено",
        "de": "storniert am", "es": "cancelado el", "pt": "cancelado em",
        "fr": "annulée le|annulé le",
    },
    "refunded": {
        "en": "refunded amount|refund|refunds|returns amount", "ru": "сумма возврата|возврат|"
        "возвращено", "de": "erstatteter betrag", "es": "importe reembolsado|monto reembolsado",
        "pt": "valor reembolsado", "fr": "montant remboursé",
    },
}  # fmt: skip

LONG: Words = {
    "metric": {
        "en": "metric|metric name|event name|measure", "ru": "метрика|показатель|название события|"
        "критерий|имя события", "de": "messwert|kennzahl|ereignisname", "es": "métrica|"
        "nombre del evento", "pt": "métrica|nome do evento", "fr": "indicateur|nom de l événement|"
        "métrique", "hi": "इवेंट का नाम",
    },
    "value": {
        "en": "value|event count|primary|metric value", "ru": "значение|количество событий|"
        "число событий|основной|основное|основная", "de": "wert|ereignisanzahl|"
        "anzahl der ereignisse|primär", "es": "valor|número de eventos|recuento de eventos|"
        "principal|primario", "pt": "valor|contagem de eventos|principal|primário",
        "fr": "valeur|nombre d événements|principal|principale", "hi": "मान|इवेंट की संख्या",
    },
}  # fmt: skip

WORDS: Words = {**IDENTITY, **WHEN_AND_WHERE, **METRICS, **MONEY, **LONG}

# What stands where a post, a creator or a day should, in a row that adds the others up.
_TOTALS = (
    "total|totals|grand total|итого|всего|сумма|result|results|итоговое значение|общий итог|"
    "общее|итог|gesamt|insgesamt|gesamtwert|gesamtwerte|gesamtsumme|summe|totales|"
    "total general|suma|total geral|totais|total général|totaux|ensemble|कुल|कुल योग|"
    "कुल वैल्यू|totale|totali|totaal|łącznie|razem|suma łącznie|toplam|genel toplam|разом|"
    "усього|загалом|підсумкове значення|合計|总计|总数|합계|전체"
)
TOTALS = frozenset(_TOTALS.split("|"))
NAMES_OF_LANGUAGES = {
    "en": "English", "ru": "Russian", "de": "German", "es": "Spanish", "pt": "Portuguese",
    "fr": "French", "hi": "Hindi", "it": "Italian", "uk": "Ukrainian", "pl": "Polish",
    "tr": "Turkish",
}  # fmt: skip
