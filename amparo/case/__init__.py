"""A case as it grew: facts over time, events, and the situation they add up to towards each State on each day. Knows no Django."""
