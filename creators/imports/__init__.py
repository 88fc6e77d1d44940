"""Lists of creators in: what a row means, whom it means, and how that is written and taken back."""
