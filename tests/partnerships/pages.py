"""What the tests of pages share."""

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def url(name: str, *args: str) -> str:
    return reverse(f"partnerships:{name}", args=["north", *args])


def queries_of(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())
