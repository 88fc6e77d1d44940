"""When to be in touch, at what hour, how warm it is: pure functions, no database."""
