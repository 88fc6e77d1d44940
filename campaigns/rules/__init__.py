"""Pure rules of campaigns: no database, no clock, no language of a request."""
