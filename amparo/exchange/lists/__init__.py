"""A list that a caseworker already has, read without losing a row: `read_list`, then `read_rows`; and lists of ours, written safely."""
