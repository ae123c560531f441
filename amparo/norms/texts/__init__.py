"""The kinds of knowledge: instruments, commitments, provisions, reservations, themes. What each says, and how it is read."""
