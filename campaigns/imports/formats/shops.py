"""Shopify: orders one by one, and sales by discount code. Other shops' orders look alike.

Only the first line of an order carries its sums: the lines below repeat its name for each further
article. `Total` is what was paid, with shipping and taxes; Subtotal may be chosen instead.
"""

from django.utils.translation import gettext_lazy as _

from campaigns.imports.formats.shape import Format, Mapped

_ORDERS = {
    "order": {"en": "name|order|order name", "ru": "название|имя|заказ", "de": "name",
              "es": "nombre", "pt": "nome", "fr": "nom"},
    "day": {
        "en": "created at|order date|date|processed at|paid at",
        "ru": "дата создания|создан|создано|дата заказа",
        "de": "erstellt am|erstellt", "es": "creado el|fecha de creación|creado",
        "pt": "criado em|data de criação", "fr": "créé le|créée le|date de création",
    },
    "revenue": {"en": "total|order total", "ru": "итого|сумма|всего", "de": "gesamt|gesamtbetrag|"
                "gesamtsumme", "es": "total", "pt": "total", "fr": "total"},
    "market": {
        "en": "billing country|shipping country", "ru": "страна плательщика|страна доставки",
        "de": "rechnungsland|land der rechnungsadresse|lieferland",
        "es": "país de facturación|país de envío", "pt": "país de cobrança|país de entrega",
        "fr": "pays de facturation|pays de livraison",
    },
    "": {
        "en": "billing name|shipping name|lineitem name|source|tags|vendor|employee|location|"
        "subtotal|shipping|taxes|discount amount|id|payment reference|risk level|phone|email",
    },
}  # fmt: skip
_SHOP = {
    "en": "subtotal|financial status|lineitem name|lineitem quantity|paid at|billing country|"
    "shipping country|fulfillment status",
    "ru": "промежуточный итог|финансовый статус|подытог", "de": "zwischensumme|finanzstatus",
    "es": "subtotal|estado financiero", "pt": "subtotal|status financeiro",
    "fr": "sous total|statut financier",
}  # fmt: skip
_DISCOUNTS = {
    "code": {"en": "discount name|discount code|discount|code"},
    "revenue": {"en": "total sales|net sales|gross sales"},
    "purchases": {"en": "orders|total orders"},
    "": {"en": "discount type|discount method|applied discounts|discounts"},
}  # fmt: skip


def _has_order_names(mapped: Mapped) -> bool:
    cells = [cell for cell in mapped.column("order") if cell.strip()]
    return all(any(sign.isdigit() for sign in cell) for cell in cells)


ORDERS = Format(
    "shopify.orders", _("Shopify, orders"), "", _ORDERS, _SHOP,
    (("order",), ("day",), ("revenue",)), _has_order_names,
    note=_("Total, with shipping and taxes, counts as revenue; choose Subtotal to count without. "
           "Orders without a code of this campaign are left out."),
)  # fmt: skip
DISCOUNTS = Format(
    "shopify.discounts", _("Shopify, sales by discount code"), "", _DISCOUNTS,
    {"en": "discount name|discount code|discount type|discount method"},
    (("code",), ("purchases", "revenue")), order=2,
)  # fmt: skip

FORMATS = (ORDERS, DISCOUNTS)
