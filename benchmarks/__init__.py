"""What we measure, and how: `make bench` prints it."""
