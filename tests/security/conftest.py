"""The attacks are made in the world of the matrix."""

from tests.tenancy.standing import standing, world

__all__ = ["standing", "world"]
