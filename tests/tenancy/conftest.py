"""Fixtures of the matrix of routes and roles."""

from tests.tenancy.standing import standing, world

__all__ = ["standing", "world"]
