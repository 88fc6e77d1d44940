"""What a live trial stands on: a database that another process can reach, and a broker."""

import os

import pytest


def need_services() -> None:
    """Skip on a developer's machine without them; where CI=true that is a failure, since nothing
    may be skipped there. A SQLite of tests lives in the memory of one process."""
    database = os.environ.get("DATABASE_URL", "")
    if database and not database.startswith("sqlite") and os.environ.get("REDIS_URL"):
        return
    why = "a live trial needs DATABASE_URL of PostgreSQL and REDIS_URL"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    # Only on a machine where nobody asks for all of it: with CI=true the line above has failed.
    pytest.skip(why)
