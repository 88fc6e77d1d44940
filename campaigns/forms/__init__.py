"""Forms of campaigns: they validate and never save."""
