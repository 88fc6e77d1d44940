from django.urls import path

from benchmarks import limits
from config.urls import urlpatterns as product

urlpatterns = [
    path("bench/constant/", limits.constant),
    path("w/<slug:workspace>/bench/list50/", limits.list50),
    *product,
]
