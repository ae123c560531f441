"""Figures of what is counted, for analysts; supervisors see how quickly people are answered. Nobody's case, and nobody's name."""
