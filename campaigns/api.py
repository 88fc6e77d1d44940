"""Campaigns for scripts: read them, and send results to them (product.md, People; row 56)."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doors import ByCursor, WorkspaceView
from accounts.permissions import Permission
from campaigns.actions.reported import REFUSED, Told, report_results
from campaigns.enums import CampaignState
from campaigns.models import Campaign, Result
from campaigns.serializers import (
    MOST_ROWS,
    CampaignDetailSerializer,
    CampaignSerializer,
    ReportedSerializer,
    ResultSerializer,
    reported,
)


class CampaignsView(WorkspaceView):
    """Campaigns, the newest first; `?state=live` narrows them."""

    needs: ClassVar[dict[str, Permission]] = {"GET": Permission.VIEW}

    @extend_schema(responses=CampaignSerializer(many=True), operation_id="campaigns")
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = Campaign.objects.select_related("brand")
        state = request.query_params.get("state", "")
        if state:
            if state not in CampaignState.values:
                raise ValidationError({"state": f"One of {', '.join(CampaignState.values)}."})
            rows = rows.filter(state=state)
        pages = ByCursor()
        page = pages.paginate_queryset(rows, request)
        return pages.get_paginated_response(CampaignSerializer(page, many=True).data)


class CampaignView(WorkspaceView):
    """One campaign with everybody's part in it: the ids that results are sent under."""

    needs: ClassVar[dict[str, Permission]] = {"GET": Permission.VIEW}

    @extend_schema(responses=CampaignDetailSerializer, operation_id="campaign")
    def get(self, request: Request, public_id: str, **kwargs: Any) -> Response:
        rows = Campaign.objects.select_related("brand")
        campaign: Campaign = get_object_or_404(rows, public_id=public_id)
        parts = campaign.collaborations.select_related("partnership__creator").order_by("pk")
        shown = {**CampaignSerializer(campaign).data}
        detail = CampaignDetailSerializer().fields["collaborations"]
        shown["collaborations"] = detail.to_representation(parts)
        return Response(shown)


class ResultsView(WorkspaceView):
    """The rows behind the figures of a campaign; POST sends up to a thousand more."""

    needs: ClassVar[dict[str, Permission]] = {"GET": Permission.VIEW, "POST": Permission.EDIT}

    @extend_schema(responses=ResultSerializer(many=True), operation_id="results")
    def get(self, request: Request, public_id: str, **kwargs: Any) -> Response:
        campaign = get_object_or_404(Campaign, public_id=public_id)
        rows = Result.objects.filter(collaboration__campaign=campaign)
        pages = ByCursor()
        page = pages.paginate_queryset(rows.select_related("collaboration"), request)
        return pages.get_paginated_response(ResultSerializer(page, many=True).data)

    @extend_schema(
        request=ReportedSerializer(many=True),
        responses={200: dict, 400: dict},
        operation_id="send_results",
        examples=[
            OpenApiExample(
                "A day of a post",
                value=[{"key": "post-1", "day": "2026-03-03", "handle": "maya", "reach": 1200}],
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, public_id: str, **kwargs: Any) -> Response:
        """Each row is answered in order: created, updated, same, or refused with a reason. The
        same rows again change nothing, so a request that was cut off is simply sent again."""
        campaign = get_object_or_404(Campaign, public_id=public_id)
        if not isinstance(request.data, list) or not 0 < len(request.data) <= MOST_ROWS:
            raise ValidationError(f"Send a list of 1 to {MOST_ROWS} rows.")
        told = self._report(request, campaign)
        return Response({"rows": [_shown(one) for one in told]})

    def _report(self, request: Request, campaign: Campaign) -> list[Told]:
        """Rows that make no sense are refused by themselves; the others are written."""
        found: list[Told | None] = []
        good = []
        for raw in request.data:
            form = ReportedSerializer(data=raw)
            if form.is_valid():
                good.append(reported(form.validated_data))
                found.append(None)
            else:
                found.append(Told(REFUSED, reason=_in_words(form.errors)))
        written = iter(
            report_results(
                campaign=campaign,
                source=request.auth.token.public_id,
                rows=good,
                by=request.user,
                at=timezone.now(),
            )
        )
        return [one if one is not None else next(written) for one in found]


def _in_words(errors: Any) -> str:
    return " ".join(
        f"{name}: {' '.join(map(str, said))}" if name != "non_field_errors" else " ".join(said)
        for name, said in errors.items()
    )


def _shown(one: Told) -> dict[str, str]:
    return {name: value for name, value in vars(one).items() if value}
