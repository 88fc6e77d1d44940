"""Pure rules of reports: no database; the clock is handed in."""
