"""Forms of this room: they validate and never save."""
