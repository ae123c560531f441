"""Whole populations: what each provision answers for every row of a table of situations, and the files they stand in."""
