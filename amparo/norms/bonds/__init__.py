"""Who is bound by what, on which day: derived from events and final clauses, never stored."""
