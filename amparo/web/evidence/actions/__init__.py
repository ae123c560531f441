"""What analysts do with what is counted."""
