"""What States did: counts and timelines."""
