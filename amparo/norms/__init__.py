"""What was promised, to whom, by whom, since when: instruments, commitments, provisions, and the rights in force."""
