"""Pure functions of tiers, dates and states: no database, nothing of Django but words."""
