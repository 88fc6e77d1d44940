class SummaryRefused(Exception):
    """Says in the reader's language why a summary cannot be changed or sent, and what to do."""
