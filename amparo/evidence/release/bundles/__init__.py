"""A release as a folder that explains itself: written, previewed, signed by two people, verified by anybody, published."""
