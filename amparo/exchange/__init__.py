"""What comes in from outside and goes out again: files that a person sends, and lists that a caseworker brings."""
