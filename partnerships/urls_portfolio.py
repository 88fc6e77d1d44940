"""Routes of the board, the portfolio and the bench."""

from django.urls import path

from partnerships.views import board, brand_delete, portfolio

_P = "w/<slug:workspace>/partnerships/"

portfolio_patterns = [
    path(f"{_P}board/", board.board, name="board"),
    path(f"{_P}tiers/", board.tiers, name="tiers"),
    path(f"{_P}bench/", portfolio.bench, name="bench"),
    path(f"{_P}portfolio/", portfolio.portfolio, name="portfolio"),
    path(
        "w/<slug:workspace>/settings/brands/<str:public_id>/delete/",
        brand_delete.brand_delete,
        name="brand_delete",
    ),
]
