"""The case as values: what was claimed, what was observed, what was decided, what was sent."""
