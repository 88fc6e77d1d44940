"""Sources of Today: what rooms at or below this one know of things to do. One query each."""
