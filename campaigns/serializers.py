"""What the API reads and writes of campaigns. Numbers that nobody knows are left out, or null."""

from typing import Any

from rest_framework import serializers

from campaigns.actions.reported import Reported
from campaigns.models import METRICS, Campaign, Collaboration, Result
from core.money import Currency, Money
from creators.enums import Market, Platform

MOST_ROWS = 1000
_DIFFERENCES = {"likes", "comments", "shares", "saves", "follows"}
_MOST = 2**63 - 1


class CampaignSerializer(serializers.Serializer[Campaign]):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    brand = serializers.CharField(source="brand.name")
    state = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    closed_at = serializers.DateTimeField(allow_null=True)


class CollaborationSerializer(serializers.Serializer[Collaboration]):
    id = serializers.CharField(source="public_id")
    creator = serializers.CharField(source="partnership.creator.name")
    creator_id = serializers.CharField(source="partnership.creator.public_id")
    market = serializers.CharField(source="partnership.creator.market")
    sequence = serializers.IntegerField()
    state = serializers.CharField()


class CampaignDetailSerializer(CampaignSerializer):
    collaborations = CollaborationSerializer(many=True)


class RevenueSerializer(serializers.Serializer[Any]):
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)
    currency = serializers.ChoiceField(choices=Currency.values)


class ResultSerializer(serializers.Serializer[Result]):
    """A row as it is stored."""

    id = serializers.CharField(source="public_id")
    collaboration = serializers.CharField(source="collaboration.public_id")
    day = serializers.DateField()
    market = serializers.CharField()
    source = serializers.CharField(source="source_key")
    revenue = serializers.SerializerMethodField()

    def get_revenue(self, row: Result) -> dict[str, str] | None:
        if row.revenue_amount is None:
            return None
        return {"amount": str(row.revenue_amount), "currency": row.revenue_currency}

    def get_fields(self) -> dict[str, Any]:
        numbers = {name: serializers.IntegerField(allow_null=True) for name in METRICS}
        return {**super().get_fields(), **numbers}


class ReportedSerializer(serializers.Serializer[Any]):
    """A row as a script sends it. `key` is the script's own: the same key, day and creator again
    update that row. Whose it is: `collaboration`, or as a file would say it."""

    key = serializers.CharField(max_length=200)
    day = serializers.DateField()
    market = serializers.ChoiceField(choices=Market.values, required=False)
    collaboration = serializers.CharField(max_length=16, required=False)
    link = serializers.CharField(max_length=500, required=False)
    handle = serializers.CharField(max_length=100, required=False)
    platform = serializers.ChoiceField(choices=Platform.values, required=False)
    code = serializers.CharField(max_length=300, required=False)
    revenue = RevenueSerializer(required=False, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        numbers = {
            name: serializers.IntegerField(
                required=False,
                allow_null=True,
                max_value=_MOST,
                min_value=-_MOST if name in _DIFFERENCES else 0,
            )
            for name in METRICS
        }
        return {**super().get_fields(), **numbers}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(self.initial_data) - set(self.fields):
            names = ", ".join(sorted(unknown))
            raise serializers.ValidationError(f"Not known here: {names}.")
        if not any(attrs.get(name) for name in ("collaboration", "link", "handle", "code")):
            raise serializers.ValidationError("Say whose row it is: collaboration, link, handle …")
        return attrs


def reported(data: dict[str, Any]) -> Reported:
    """The row that `ReportedSerializer` has found good."""
    revenue = data.get("revenue")
    named = ("collaboration", "link", "handle", "platform", "code")
    return Reported(
        key=data["key"],
        day=data["day"],
        said={name: data[name] for name in named if data.get(name)},
        numbers={name: data[name] for name in METRICS if data.get(name) is not None},
        market=data.get("market", ""),
        revenue=Money(revenue["amount"], revenue["currency"]) if revenue else None,
    )
