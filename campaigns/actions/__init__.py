"""The only writers of campaigns. Each takes `by=` (None: the system) and `at=` (may be past)."""
