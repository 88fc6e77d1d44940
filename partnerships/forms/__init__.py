"""Forms of this room: they validate and never save. Querysets are given by the views."""
