"""A plan, a promise, a rate and its file, in each of the two workspaces."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User, Workspace
from core.models import ExchangeRate, ImportJob
from partnerships.models import BudgetLine, BudgetPlan, Commitment, OverBudget, Partnership


def money_rows(ws: Workspace, owner: User, partnership: Partnership) -> dict[str, Any]:
    now = timezone.now()
    today = now.date()
    rate = ExchangeRate.objects.create(
        workspace=ws, currency="USD", against="RUB", day=today, rate=90, by=owner
    )
    plan = BudgetPlan.objects.create(
        workspace=ws, brand=partnership.brand, year=today.year, currency="USD", total=1000,
        shares={"T1": 40, "T2": 40, "T3": 20}, rates_on=today,
    )  # fmt: skip
    BudgetLine.objects.create(
        workspace=ws, plan=plan, partnership=partnership, times=2, rate=200, currency="USD",
        rate_home=200,
    )  # fmt: skip
    OverBudget.objects.create(
        workspace=ws, plan=plan, key="campaign:x", at=now, by=owner, amount=10, reason="Launch"
    )
    Commitment.objects.create(
        workspace=ws, partnership=partnership, brand=partnership.brand, tier="T1", kind="fee",
        key="fee:world", on=today, amount=1010, currency="USD", home_currency="USD", exchange=1,
        home_amount=1010,
    )  # fmt: skip
    job = ImportJob(
        workspace=ws, kind="exchange_rates", file_name="rates.csv", created_by=owner,
        state="checked",
        dialect={"encoding": "utf-8", "delimiter": ",", "header_row": 1, "sheet": ""},
        header=["rate"], mapping={"rate": "rate"},
    )  # fmt: skip
    job.file.save("rates.csv", ContentFile(b"rate\n90\n"))
    return {"exchange_rate": rate.public_id, "rates_job": job.public_id, "year": today.year}
