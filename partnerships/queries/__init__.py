"""Page-shaped reads: a fixed number of queries each, and nothing is written."""
