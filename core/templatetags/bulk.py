"""`{% bulk_acts "creators.directory" as acts %}`: what can be done to many rows of a list."""

from django import template

from core.bulk.registry import BulkAct, acts_of

register = template.Library()


@register.simple_tag
def bulk_acts(slot: str) -> list[BulkAct]:
    return acts_of(slot)
