"""Nothing that leads to a creator is forgotten by a merge, in whatever room it is."""

from django.apps import apps

from creators.merging import carried
from creators.models import Creator
from partnerships.models import Partnership

# Told by the merge itself, or followed through it.
ITSELF = {"creators.creator.merged_into", "creators.merge.kept", "creators.merge.absorbed"}


def _leading_to(target):
    """`room.model.field` of every foreign key and many-to-many table that leads to `target`."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model is target:
                found.add(f"{model._meta.label_lower}.{field.name}")
    return found


def test_every_row_that_leads_to_a_creator_is_carried():
    known = {each.field for each in carried("creators.creator")}
    assert _leading_to(Creator) - ITSELF == known


def test_every_row_that_leads_to_a_partnership_is_carried():
    known = {each.field for each in carried("partnerships.partnership")}
    assert _leading_to(Partnership) == known


def test_rooms_register_in_order():
    orders = [each.order for each in carried()]
    assert orders == sorted(orders)
