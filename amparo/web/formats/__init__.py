"""How dates are written, by language; what stands here differs from Django's own."""
