"""Names of months as exports write them, whole and short, in the languages of their interfaces."""

from unicodedata import normalize

_NAMES = {
    "en": "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|"
    "sep sept september|oct october|nov november|dec december",
    "ru": "янв январь января|фев февр февраль февраля|мар март марта|апр апрель апреля|май мая|"
    "июн июнь июня|июл июль июля|авг август августа|сен сент сентябрь сентября|"
    "окт октябрь октября|ноя нояб ноябрь ноября|дек декабрь декабря",
    "de": "jan januar jän jänner|feb februar|mär märz mrz|apr april|mai|jun juni|jul juli|"
    "aug august|sep sept september|okt oktober|nov november|dez dezember",
    "es": "ene enero|feb febrero|mar marzo|abr abril|may mayo|jun junio|jul julio|ago agosto|"
    "sep sept septiembre setiembre|oct octubre|nov noviembre|dic diciembre",
    "pt": "jan janeiro|fev fevereiro|mar março|abr abril|mai maio|jun junho|jul julho|ago agosto|"
    "set setembro|out outubro|nov novembro|dez dezembro",
    "fr": "janv janvier|févr fév février|mars|avr avril|mai|juin|juil juillet|août|"
    "sept septembre|oct octobre|nov novembre|déc décembre",
    "it": "gen gennaio|feb febbraio|mar marzo|apr aprile|mag maggio|giu giugno|lug luglio|"
    "ago agosto|set settembre|ott ottobre|nov novembre|dic dicembre",
    "hi": "जन जनवरी|फ़र फ़रवरी फरवरी फ़र॰|मार्च|अप्रैल|मई|जून|जुल जुलाई जुल॰|अग अगस्त अग॰|"
    "सित सितंबर सितम्बर सित॰|अक्टू अक्टूबर अक्तूबर अक्टू॰|नव नवंबर नवम्बर नव॰|"
    "दिस दिसंबर दिसम्बर दिस॰",
    "uk": "січ січень січня|лют лютий лютого|бер берез березень березня|квіт квітень квітня|"
    "трав травень травня|черв червень червня|лип липень липня|серп серпень серпня|"
    "вер верес вересень вересня|жовт жовтень жовтня|лист листоп листопад листопада|"
    "груд грудень грудня",
    "pl": "sty stycznia|lut lutego|mar marca|kwi kwietnia|maj maja|cze czerwca|lip lipca|"
    "sie sierpnia|wrz września|paź października|lis listopada|gru grudnia",
    "tr": "oca ocak|şub şubat|mar mart|nis nisan|may mayıs|haz haziran|tem temmuz|ağu ağustos|"
    "eyl eylül|eki ekim|kas kasım|ara aralık",
}
MONTHS: dict[str, int] = {
    normalize("NFC", name): number
    for text in _NAMES.values()
    for number, names in enumerate(text.split("|"), start=1)
    for name in names.split()
}
