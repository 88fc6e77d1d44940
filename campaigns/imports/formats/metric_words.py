"""What platforms and shops call their numbers; see words.py."""

Words = dict[str, dict[str, str]]

METRICS: Words = {
    "impressions": {
        "en": "impressions|impression|total impressions",
        "ru": "показы|показов|количество показов|показы для значков|показы значков",
        "de": "impressionen|impressions", "es": "impresiones", "pt": "impressões",
        "fr": "impressions", "hi": "इंप्रेशन|इंप्रेशन की संख्या|इंप्रेशंस", "it": "impressioni",
        "uk": "покази", "pl": "wyświetlenia miniatur|wyświetlenia", "tr": "gösterimler",
    },
    "reach": {
        "en": "reach|accounts reached|unique viewers|total reach|reached|total viewers|"
        "reached audience|post reach|viewers|people reached",
        "ru": "охват|охваченные аккаунты|уникальные зрители|полный охват|охват публикации|зрители|"
        "всего зрителей|общий охват", "de": "reichweite|erreichte konten|einzelne zuschauer|"
        "eindeutige zuschauer|zuschauer", "es": "alcance|cuentas alcanzadas|usuarios únicos|"
        "espectadores únicos|espectadores", "pt": "alcance|contas alcançadas|espectadores únicos|"
        "espectadores", "fr": "couverture|comptes touchés|spectateurs uniques|portée|spectateurs",
        "hi": "पहुंच|रीच|यूनीक दर्शक", "it": "copertura|spettatori unici", "uk": "охоплення",
        "pl": "zasięg", "tr": "erişim|tekil izleyiciler",
    },
    "views": {
        "en": "views|video views|plays|video plays|total views|view count|post views|media views|"
        "engaged views|total plays|video view count",
        "ru": "просмотры|просмотров|просмотры видео|воспроизведения|количество просмотров|"
        "всего просмотров|общее количество просмотров",
        "de": "aufrufe|videoaufrufe|wiedergaben|ansichten|gesamtaufrufe|aufrufe insgesamt",
        "es": "visualizaciones|vistas|reproducciones|visualizaciones de vídeos|vistas de video|"
        "visualizaciones totales|visualizaciones del vídeo|visualizaciones de video",
        "pt": "visualizações|exibições|reproduções|visualizações de vídeo|visualizações do vídeo|"
        "total de visualizações|visualizações de vídeos",
        "fr": "vues|vues de vidéos|vues de la vidéo|lectures|total des vues|vues vidéo",
        "hi": "व्यू|व्यूज़|व्यूज|देखे जाने की संख्या|कितनी बार देखा गया|वीडियो व्यू",
        "it": "visualizzazioni|visualizzazioni del video", "uk": "перегляди|перегляди відео",
        "pl": "wyświetlenia filmu|obejrzenia", "tr": "görüntüleme|görüntülemeler|izlenme",
    },
    "likes": {
        "en": "likes|like count|total likes|reactions|likes added",
        "ru": "лайки|лайков|отметки нравится|нравится|реакции|отметки мне нравится|"
        "отметок нравится|понравилось|всего лайков|лайки всего",
        "de": "likes|gefällt mir angaben|gefällt mir|reaktionen|mag ich|positive bewertungen|"
        "mag ich bewertungen", "es": "me gusta|reacciones|total de me gusta",
        "pt": "curtidas|marcações gostei|gostei|reações|total de curtidas|gostos",
        "fr": "j aime|mentions j aime|réactions|total des j aime|likes",
        "hi": "पसंद|लाइक|पसंद की संख्या|लाइक की संख्या", "it": "mi piace|reazioni",
        "uk": "уподобання|лайки|вподобання", "pl": "polubienia", "tr": "beğeniler|beğenme",
    },
    "comments": {
        "en": "comments|comment count|total comments|comments added|replies",
        "ru": "комментарии|комментариев|добавлено комментариев|добавленные комментарии|"
        "всего комментариев", "de": "kommentare|hinzugefügte kommentare|kommentare insgesamt",
        "es": "comentarios|comentarios añadidos|comentarios agregados|total de comentarios",
        "pt": "comentários|comentários adicionados|total de comentários",
        "fr": "commentaires|commentaires ajoutés|total des commentaires", "hi": "टिप्पणियां|"
        "कमेंट|टिप्पणी|जोड़ी गई टिप्पणियां", "it": "commenti", "uk": "коментарі",
        "pl": "komentarze", "tr": "yorumlar",
    },
    "shares": {
        "en": "shares|share count|total shares|reposts|forwards",
        "ru": "репосты|репостов|поделились|количество репостов|пересылки|всего репостов|"
        "поделиться", "de": "geteilte inhalte|geteilt|shares|teilungen|geteilte videos|"
        "mal geteilt", "es": "veces que se ha compartido|compartidos|compartido|"
        "veces compartido|elementos compartidos", "pt": "compartilhamentos|partilhas|"
        "total de compartilhamentos", "fr": "partages|total des partages", "hi": "शेयर|"
        "शेयर की संख्या", "it": "condivisioni", "uk": "поширення", "pl": "udostępnienia",
        "tr": "paylaşımlar|paylaşma",
    },
    "saves": {
        "en": "saves|saved|bookmarks|favorites|total saves|add to favorites|favourites|"
        "total bookmarks|times saved",
        "ru": "сохранения|сохранений|сохранили|в избранном|добавили в избранное",
        "de": "gespeichert|speicherungen|gespeicherte inhalte|mal gespeichert|favoriten",
        "es": "guardados|veces guardado|veces que se ha guardado|elementos guardados|favoritos",
        "pt": "salvamentos|salvos|favoritos|itens salvos", "fr": "enregistrements|enregistré|"
        "enregistrées|favoris", "hi": "सेव|सेव किए गए", "it": "salvataggi", "uk": "збереження",
        "pl": "zapisania", "tr": "kaydetme|kaydedilenler",
    },
    "follows": {
        "en": "follows|new followers|subscribers gained|subscribers|"
        "difference in followers from previous day|net followers|followers gained|new follows",
        "ru": "подписки|новые подписчики|подписчики|прирост подписчиков|"
        "изменение числа подписчиков за день", "de": "abonnenten|neue follower|follows|"
        "neue abonnenten|gewonnene abonnenten", "es": "suscriptores|seguimientos|"
        "seguidores nuevos|nuevos seguidores|suscriptores ganados",
        "pt": "inscritos|seguimentos|novos seguidores|inscrições|inscritos ganhos|subscritores",
        "fr": "abonnés|abonnements|nouveaux followers|nouveaux abonnés|suivis",
        "hi": "सदस्य|सब्सक्राइबर|फ़ॉलो", "it": "iscritti|nuovi follower", "uk": "підписники",
        "pl": "subskrybenci", "tr": "aboneler|takipler",
    },
    "watch_seconds": {
        "en": "watch seconds|watch time seconds|seconds viewed|total play time seconds",
        "ru": "время просмотра секунды|время просмотра сек|просмотрено секунд",
        "de": "wiedergabezeit sekunden|angesehene sekunden",
        "es": "tiempo de visualización segundos|segundos vistos|segundos visualizados",
        "pt": "tempo de exibição segundos|segundos visualizados",
        "fr": "durée de visionnage secondes|secondes vues|secondes visionnées",
    },
    "watch_minutes": {
        "en": "watch time minutes|watch minutes|estimated minutes watched|minutes viewed|"
        "watch time mins|watch time min", "ru": "время просмотра минуты|время просмотра мин|"
        "просмотрено минут", "de": "wiedergabezeit minuten|angesehene minuten",
        "es": "tiempo de visualización minutos|minutos vistos", "pt": "tempo de exibição minutos",
        "fr": "durée de visionnage minutes|minutes visionnées",
    },
    "watch_hours": {
        "en": "watch time hours|watch hours|watch time hrs|hours watched",
        "ru": "время просмотра часы|время просмотра часов|время просмотра ч|часы просмотра",
        "de": "wiedergabezeit stunden|wiedergabezeit std|wiedergabestunden",
        "es": "tiempo de visualización horas|tiempo de reproducción horas|horas de visualización",
        "pt": "tempo de exibição horas|tempo de visualização horas|horas de exibição",
        "fr": "durée de visionnage heures|durée de visionnage h|heures de visionnage",
        "hi": "देखने का कुल समय घंटे|वॉच टाइम घंटे|देखने का समय घंटे|वीडियो देखने का समय घंटे|"
        "देखे जाने का समय घंटे|देखने का कुल समय घंटों में", "it": "tempo di visualizzazione ore",
        "uk": "час перегляду години", "pl": "czas oglądania godziny",
        "tr": "izlenme süresi saat",
    },
    "watch_clock": {
        "en": "watch time|total play time|total watch time", "ru": "время просмотра|"
        "общее время просмотра", "de": "wiedergabezeit|gesamtwiedergabezeit",
        "es": "tiempo de visualización|tiempo total de reproducción", "pt": "tempo de exibição",
        "fr": "durée de visionnage", "hi": "देखने का कुल समय|वॉच टाइम",
    },
    "clicks": {
        "en": "clicks|link clicks|website clicks|sessions|outbound clicks|link taps",
        "ru": "клики|кликов|переходы|клики по ссылке|нажатия на ссылку|переходы по ссылке|сеансы|"
        "клики по ссылкам|визиты", "de": "klicks|link klicks|klicks auf links|sitzungen",
        "es": "clics|clics en el enlace|sesiones|clics en enlaces",
        "pt": "cliques|cliques no link|sessões|cliques em links",
        "fr": "clics|clics sur le lien|sessions|clics sur les liens", "hi": "क्लिक|लिंक क्लिक|सत्र",
        "it": "clic|clic sul link", "uk": "кліки|сеанси", "pl": "kliknięcia", "tr": "tıklamalar",
    },
    "purchases": {
        "en": "purchases|orders|sales count|conversions|transactions|ecommerce purchases|"
        "total orders|number of orders",
        "ru": "покупки|покупок|заказы|заказов|продажи шт|конверсии|транзакции|"
        "покупки электронная торговля|количество заказов", "de": "käufe|bestellungen|"
        "transaktionen|e commerce käufe", "es": "compras|pedidos|transacciones",
        "pt": "compras|pedidos|transações", "fr": "achats|commandes|transactions", "hi": "खरीदारी|"
        "ऑर्डर",
    },
    "new_customers": {
        "en": "new customers|first time customers|new buyers|first time buyers|"
        "first time purchasers|first time customer",
        "ru": "новые клиенты|новые покупатели|новых клиентов|новых покупателей|"
        "впервые купившие", "de": "neukunden|neue kunden|erstkäufer", "es": "nuevos clientes|"
        "clientes nuevos|compradores por primera vez", "pt": "novos clientes|"
        "compradores pela primeira vez", "fr": "nouveaux clients|nouveaux acheteurs",
    },
}  # fmt: skip
